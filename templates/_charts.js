// The charts, drawn anew as the templates' macros draw them.
const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const near = (value, digits = 2) => Number(even(value, digits));

// What stays of a drawing is its title; what it says and shows is replaced.
function redraw(svg, said, drawn) {
  svg.querySelector("desc").textContent = said;
  for (const node of [...svg.children].slice(2)) node.remove();
  svg.insertAdjacentHTML("beforeend", drawn);
}

const charts = {
  bars(svg, $, [table, title, share]) {
    const shown = $[table].rows.filter((row) => row[share] > 0);
    svg.setAttribute("height", shown.length * 42);
    redraw(svg, `${shown.map((row) => `${row[title]} ${percent(row[share])}`).join(", ")}.`, shown.map((row, i) => {
      const y = i * 42;
      const bar = `y="${y + 21}" height="8" rx="4"/>`;
      return `<text x="0" y="${y + 14}">${escaped(row[title])}</text>` +
        `<text x="100%" y="${y + 14}" text-anchor="end">${percent(row[share])}</text>` +
        `<rect class="track" x="0" width="100%" ${bar}<rect class="fill" x="0" width="${near(100 * row[share])}%" ${bar}`;
    }).join(""));
  },

  stacks(svg, $, [table, label, ...shares], titles) {
    const rows = $[table].rows;
    const parts = shares.map((share, i) => [share, ...titles[i].split(/ (.*)/)])
      .filter(([share]) => rows.some((row) => row[share]));
    const pitch = 100 / rows.length;
    svg.closest(".plot").previousElementSibling.innerHTML = parts
      .map(([, colour, title]) => `<li class="c${colour}">${escaped(title)}</li>`).join("");
    const said = parts.map(([, , title]) => title).join(", ");
    redraw(svg, `Stacked columns, each 100 % of the forward FLOPs; from the bottom: ${said}. The table below has every number.`, rows.map((row, i) => {
      const middle = near(pitch * (i + 0.5));
      let floor = 300;
      return parts.map(([share, colour]) => {
        const height = 300 * row[share];
        floor -= height;
        if (!(row[share] > 0)) return "";
        const at = `<rect class="c${colour}" x="${near(pitch * (i + 0.08))}%" y="${near(floor)}" width="${near(pitch * 0.84)}%" height="${near(height)}"/>`;
        const text = near(near(floor) + near(height) / 2 + 4.5, 1);
        return height < 15 ? at : `${at}<text class="on" x="${middle}%" y="${text}">${percent(row[share], 1)}</text>`;
      }).join("") + `<text class="axis" x="${middle}%" y="318">${escaped(row[label])}</text>`;
    }).join(""));
  },

  memory(svg, $, [table, ...parts], [unit, ...uses]) {
    const titles = [...svg.previousElementSibling.children].map((item) => item.textContent);
    const rows = $[table].rows.map((row) => parts.map((part) => row[part]));
    const most = max(...rows.map(sum)) || 1;
    const amount = (value) => `${commas(even(value, 1))} ${unit}`;
    const told = rows.map((row) => titles.map((title, i) => row[i] ? `${title} ${amount(row[i])}` : "").filter(Boolean).join(", "));
    redraw(svg, uses.map((use, i) => `${use}: ${told[i]}. `).join(""), rows.map((row, i) => {
      let x = 0;
      const pieces = row.map((value, colour) => {
        const [from, width] = [x, 100 * value / most];
        x += width;
        return value > 0 ? `<rect class="c${colour}" x="${near(from)}%" y="${i * 42 + 21}" width="${near(width)}%" height="12"/>` : "";
      });
      return `<text x="0" y="${i * 42 + 14}">${escaped(uses[i])}</text>` +
        `<text x="100%" y="${i * 42 + 14}" text-anchor="end">${amount(sum(row))}</text>` +
        `<g><title>${escaped(told[i])}</title>${pieces.join("")}</g>`;
    }).join(""));
  },

  roof(svg, $, [peak, bandwidth, generates, steps, passes, ...keys]) {
    const [layer, matmul, intensity, attained, bound] = keys;
    const found = [];
    for (const [table, kind, when] of [[passes, "pass", "all tokens"], [steps, "step", "one more token"]]) {
      if (kind === "step" && !$[generates]) continue;
      for (const row of $[table].rows) {
        const [x, y] = [row[intensity], row[attained]];
        const label = `${row[layer]} ${row[matmul]}, ${when}: ${commas(even(x, 1))} FLOP/byte, ${row[bound]}-bound`;
        if (x && y) found.push({x, y, kind, label});
      }
    }
    const [top, bend] = [$[peak], $[peak] / $[bandwidth]];
    const across = decades([...found.map(({x}) => x), bend], 70, 606);
    const upwards = decades([...found.map(({y}) => y), top], 266, 12);
    const start = max(across.low, upwards.low / $[bandwidth]);
    const roof = [[start, start * $[bandwidth]], [bend, top], [across.high, top]];
    const marks = new Map();
    for (const {x, y, kind, label} of found) {
      const place = `class="${kind}" cx="${across.at(x)}" cy="${upwards.at(y)}"`;
      marks.set(place, [...marks.get(place) ?? [], label]);
    }
    redraw(svg, svg.querySelector("desc").textContent,
      grid([70, 606, 12, 266], ticks(across), ticks(upwards)) +
      `<polyline class="roofline" points="${roof.map(([x, y]) => `${across.at(x)},${upwards.at(y)}`).join(" ")}"/>` +
      [...marks].map(([place, [first, ...more]]) =>
        `<circle ${place} r="5"><title>${escaped(first)}${more.length ? ` and ${more.length} more` : ""}</title></circle>`).join(""));
  },

  lines(svg, $, [table, swept, ...keys], [across, unit, ...titles]) {
    const rows = $[table].rows;
    const drawn = keys.map((key, i) => ({title: titles[i], points: rows.map((row) => [row[swept], row[key]]).filter(([x, y]) => x > 0 && y > 0)}))
      .filter(({points}) => points.length);
    const points = drawn.flatMap((line) => line.points);
    svg.closest("figure").hidden = !points.length;
    if (!points.length) return;
    const xs = [...new Set(points.map(([x]) => x))].sort((a, b) => a - b);
    const [low, high] = [xs[0], xs.at(-1)];
    const x = axis(low, high > low ? high : 10 * low, 64, 406);
    const y = decades(points.map((point) => point[1]), 182, 14);
    const read = (value) => value >= 1000 ? commas(even(value, 0)) : general(value, 4);
    const told = drawn.map(({title, points}) => {
      const [[first, begins], [last, ends]] = [points[0], points.at(-1)];
      return `${title}: ${read(begins)} ${unit} at ${grouped(first)}, ${read(ends)} ${unit} at ${grouped(last)} ${across}.`;
    });
    redraw(svg, `Both axes are logarithmic. ${told.join(" ")} The table below has every number.`,
      grid([64, 406, 14, 182], ticksAt(x, xs, 7), ticks(y)) +
      `<text class="axis low" x="235" y="222">${escaped(across)}</text>` +
      drawn.map(({points}, i) => `<g class="line c${i + 1}"><polyline points="${points.map((p) => `${x.at(p[0])},${y.at(p[1])}`).join(" ")}"/>` +
        points.map((p) => `<circle cx="${x.at(p[0])}" cy="${y.at(p[1])}" r="4"><title>${grouped(p[0])}: ${read(p[1])} ${escaped(unit)}</title></circle>`).join("") + "</g>").join(""));
  },
};

// A logarithmic axis from low to high, which are drawn at start and end.
function axis(low, high, start, end) {
  const span = log10(high) - log10(low);
  const at = (value) => near(start + (log10(value) - log10(low)) / span * (end - start), 1);
  return {low, high, at};
}

function decades(values, start, end) {
  const low = Number(`1e${floor(log10(min(...values)))}`);
  return axis(low, max(Number(`1e${ceil(log10(max(...values)))}`), 10 * low), start, end);
}

const tick = ({at}, value) => [at(value), value < 1e5 ? general(value, 10) : si(value)];

function ticks(line) {
  const [first, last] = [ceil(log10(line.low) - 1e-9), floor(log10(line.high) + 1e-9)];
  const step = ceil((last - first + 1) / 8);
  const found = [];
  for (let power = first; power <= last; power += step) found.push(tick(line, Number(`1e${power}`)));
  return found;
}

function ticksAt(line, values, most) {
  const step = ceil(values.length / most);
  return values.filter((_, i) => i % step === 0).map((value) => tick(line, value));
}

function grid([left, right, top, bottom], across, upwards) {
  const lines = [...across.map(([x]) => `M${x} ${top}V${bottom}`), ...upwards.map(([y]) => `M${left} ${y}H${right}`)];
  const low = across.map(([x, label]) => `<text x="${x}" y="${bottom + 20}">${label}</text>`);
  const side = upwards.map(([y, label]) => `<text x="${left - 7}" y="${near(y + 4, 1)}">${label}</text>`);
  return `<path class="grid" d="${lines.join("")}"/><g class="axis low">${low.join("")}</g><g class="axis side">${side.join("")}</g>`;
}
