// The charts, drawn anew as the templates' macros draw them.
const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const near = (value, digits = 2) => Number(even(value, digits));
const tenths = (value) => value > EXACT ? grouped(value) : commas(even(value, 1));
// A half goes up, even where a double falls a little short of it.
const nearest = (value) => floor(value + 0.500001);
const each = (items, write) => items.map(write).join("");
const through = (points) => points.map((point) => point.join(",")).join(" ");
const item = (colour, title) => `<li class=c${colour}>${escaped(title)}</li>`;

// What stays of a drawing is its title; what it shows is replaced, and what it says, unless that is null.
const redraw = (svg, said, drawn = "") => {
  if (said !== null) svg.querySelector("desc").textContent = said;
  for (const node of [...svg.children].slice(2)) node.remove();
  svg.insertAdjacentHTML("beforeend", drawn);
};

// A label and an amount on one line, as bars and strips have them above.
const headed = (y, label, amount) =>
  `<text y=${y + 14}>${escaped(label)}</text><text x=100% y=${y + 14}>${amount}</text>`;

const charts = {
  bars(svg, $, [table, title, share]) {
    const shown = $[table].rows.map((row, i) => [row, i % 16]).filter(([row]) => row[share] > 0);
    const told = shown.map(([row]) => `${row[title]} ${percent(row[share])}`).join(", ");
    svg.setAttribute("height", shown.length * 42);
    redraw(svg, `${told}.`, each(shown, ([row, colour], i) => {
      const y = i * 42 + 21;
      return headed(i * 42, row[title], percent(row[share])) +
        `<rect class=track rx=4 y=${y} /><rect class=c${colour} rx=4 y=${y} width=${near(100 * row[share])}% />`;
    }));
  },

  // By the steps of treemap.py; a leaf is [size, amount, name, what of].
  treemap(svg, $, [totals, component, title, layer, amount, ...named], [unit, geometry]) {
    const [w, h, least, most, letter, line] = geometry.split(" ").map(Number);
    const found = named.flatMap((key, i) => i % 2 ? $[named[i - 1]].rows.map((row) => [row[amount], row[key], row[layer], row[component]]) : []);
    const all = total(found);
    const sized = (row) => [nearest(row[0] / all * 1e6), ...row];
    const ranked = (items) => items.filter(([size]) => size).sort((a, b) => b[0] - a[0]);
    const rows = found.map(sized);
    const own = max(least, (ranked(rows)[most]?.[0] ?? 0) + 1);
    const regions = $[totals].rows.map((row, i) => {
      let leaves = rows.filter((leaf) => leaf[4] === row[component]);
      const small = leaves.filter(([size, value]) => value && size < own);
      if (small[1]) {
        const others = sized([sum(small.map((leaf) => leaf[1])), row[title], `${small.length} rows of`]);
        leaves = [...leaves.filter(([size]) => size >= own), others];
      }
      return [total(leaves), i % 16, ranked(leaves)];
    });
    const tile = ([size, value, name, place], x, y, w, h) => w < 2 || h < 2 ? "" :
      `<path d="M${x},${y}h${w - 1}v${h - 1}H${x}"><title>${escaped(`${place} ${name}`)}: ${grouped(value)} ${unit}, ${percent(size / 1e6)}</title></path>` +
      (h < line || name.length * letter + 6 > w ? "" : `<text x=${x + 4} y=${y + 13}>${escaped(name)}</text>`);
    redraw(svg, null, squarified(ranked(regions), 0, 0, w, h, ([, colour, leaves], x, y, w, h) =>
      `<g class=c${colour}>${squarified(leaves, x, y, w - 1, h - 1, tile)}</g>`));
  },

  stacks(svg, $, [table, label, ...shares], titles) {
    const rows = $[table].rows;
    const parts = shares.map((share, i) => [share, ...titles[i].split(/ (.*)/)]).filter(([share]) => rows.some((row) => row[share]));
    const said = parts.map(([, , title]) => title).join(", ");
    svg.closest("figure").firstElementChild.innerHTML = each(parts, ([, colour, title]) => item(colour, title));
    const before = svg.querySelector("desc").textContent.split(/(?<=bottom: ).*(?=\. The)/);
    const ends = rows.map((row) => {
      let rest = 1000;
      return [rest, ...parts.map(([share]) => nearest(rest -= 1000 * row[share]))];
    });
    const layers = each(parts, ([, colour], n) => {
      const path = each(ends, (own, i) => own[n] > own[n + 1] ? `M${100 * i},${own[n]}V${own[n + 1]}` : "");
      return path && `<path class=c${colour} d=${path} />`;
    });
    redraw(svg, before.join(said), `<svg height=300 viewBox="-50 0 ${rows.length}00 1000" preserveAspectRatio="none">${layers}</svg>` + each(rows, (row, i) =>
      `<svg x=${near(100 / rows.length * (i + 0.5))}%>` + each(parts, ([share], n) =>
        row[share] < 0.05 ? "" : `<text y=${nearest((ends[i][n] + ends[i][n + 1]) * 0.15 + 4.5)}>${percent(row[share], "0.0%")}</text>`) +
      `<text class=axis y=318>${escaped(row[label])}</text></svg>`));
  },

  memory(svg, $, [table, ...parts], [unit, ...uses]) {
    const titles = [...svg.previousElementSibling.children].map((title) => title.textContent);
    const rows = $[table].rows.map((row) => parts.map((part) => row[part]));
    const most = max(...rows.map(sum)) || 1;
    const amount = (value) => `${tenths(value)} ${unit}`;
    const told = rows.map((row) => titles.map((title, i) => row[i] && `${title} ${amount(row[i])}`).filter(Boolean).join(", "));
    redraw(svg, each(uses, (use, i) => `${use}: ${told[i]}. `), each(rows, (row, i) => {
      let x = 0;
      return headed(i * 42, uses[i], amount(sum(row))) + `<g><title>${escaped(told[i])}</title>` + each(row, (value, colour) => {
        const width = 100 * value / most;
        x += width;
        return value > 0 ? `<rect class=c${colour} x=${near(x - width)}% y=${i * 42 + 21} width=${near(width)}% />` : "";
      }) + "</g>";
    }));
  },

  roof(svg, $, [peak, bandwidth, passes, layer, matmul, intensity, attained, bound, generates, steps]) {
    const marked = (table) => $[table].rows.map((row) => {
      const label = `${row[layer]} ${row[matmul]}: ${tenths(row[intensity])} FLOP/byte, ${row[bound]}-bound`;
      return {x: row[intensity], y: row[attained], label};
    }).filter(({x, y}) => x && y);
    const kinds = Object.entries({pass: marked(passes), step: $[generates] ? marked(steps) : []});
    const found = kinds.flatMap(([, own]) => own);
    const [top, bend] = [$[peak], $[peak] / $[bandwidth]];
    const across = decades([...found.map(({x}) => x), bend], 70, 606);
    const upwards = decades([...found.map(({y}) => y), top], 266, 12);
    const start = max(across.low, upwards.low / $[bandwidth]);
    const roof = [[start, start * $[bandwidth]], [bend, top], [across.high, top]].map(([x, y]) => [across.at(x), upwards.at(y)]);
    const marks = (own) => {
      const places = new Map();
      for (const {x, y, label} of own) {
        const place = `cx=${across.at(x)} cy="${upwards.at(y)}"`;
        places.set(place, [...places.get(place) ?? [], label]);
      }
      return each([...places], ([place, labels]) => {
        const more = labels.length > 1 ? ` and ${labels.length - 1} more` : "";
        return `<circle r=4.5 ${place}><title>${escaped(labels[0])}${more}</title></circle>`;
      });
    };
    const lines = grid([70, 606, 12, 266], ticks(across), ticks(upwards));
    redraw(svg, null, `${lines}<polyline class=roofline points="${through(roof)}"/>` +
      each(kinds, ([kind, own]) => own[0] ? `<g class=${kind}>${marks(own)}</g>` : ""));
  },

  lines(svg, $, [table, swept, ...keys], [across, unit, ...titles]) {
    const figure = svg.parentNode;
    const drawn = keys.map((key, i) => [titles[i], $[table].rows.map((row) => [row[swept], row[key]]).filter(([x, y]) => x > 0 && y > 0)])
      .filter(([, own]) => own[0]);
    const points = drawn.flatMap(([, own]) => own);
    const named = drawn.map(([title]) => title);
    figure.hidden = !points[0];
    figure.querySelector("ul")?.remove();
    if (named[1]) svg.insertAdjacentHTML("beforebegin", `<ul class=legend>${each(named, (title, i) => item(i + 1, title))}</ul>`);
    figure.firstElementChild.textContent = svg.firstElementChild.textContent = points[0] ? `${named.join(" and ")}, ${unit}` : "";
    redraw(svg, "");
    if (!points[0]) return;
    const xs = [...new Set(points.map(([x]) => x))].sort((a, b) => a - b);
    const x = axis(xs[0], xs.length > 1 ? xs.at(-1) : 10 * xs[0], 64, 406);
    const y = decades(points.map((point) => point[1]), 182, 14);
    const read = (value) => `${grouped(Number(value < 1000 ? significant(value, 4) : even(value, 0)))} ${unit}`;
    const ends = ([at, value]) => `${read(value)} at ${grouped(at)}`;
    const told = drawn.map(([title, own]) => `${title}: ${ends(own[0])}, ${ends(own.at(-1))} ${across}.`);
    const lines = grid([64, 406, 14, 182], ticksAt(x, xs, 7), ticks(y));
    redraw(svg, `Both axes are logarithmic. ${told.join(" ")}`,
      `${lines}<text class="axis low" x=235 y=222>${escaped(across)}</text>` + each(drawn, ([, own], i) => {
        const dots = own.map(([at, value]) => [x.at(at), y.at(value)]);
        return `<g class="line c${i + 1}"><polyline points="${through(dots)}"/>` + each(own, ([at, value], k) =>
          `<circle r=4.5 cx=${dots[k][0]} cy=${dots[k][1]}><title>${grouped(at)}: ${escaped(read(value))}</title></circle>`) + "</g>";
      }));
  },
};

const total = (rows) => sum(rows.map(([first]) => first));

// Write each item, whose first is its size, with the box that it has.
const squarified = (items, x, y, w, h, write) => {
  if (!items[0]) return "";
  const wide = w > h;
  const [short, long] = wide ? [h, w] : [w, h];
  const whole = total(items);
  const square = short ** 2 * whole / (w * h);
  let [end, taken, worst, done, from] = [0, 0, Infinity, 0, 0];
  for (const [size] of items) {
    const next = taken + size;
    const oblong = short && max(square * items[0][0] / (next * next), next * next / (square * size));
    if (oblong > worst) break;
    [end, taken, worst] = [end + 1, next, oblong];
  }
  const thick = floor(long * taken / whole + 0.5);
  return each(items.slice(0, end), (item) => {
    const at = from;
    done += item[0];
    from = floor(short * done / taken + 0.5);
    return wide ? write(item, x, y + at, thick, from - at) : write(item, x + at, y, from - at, thick);
  }) + (wide ? squarified(items.slice(end), x + thick, y, w - thick, h, write) : squarified(items.slice(end), x, y + thick, w, h - thick, write));
};

// A logarithmic axis from low to high, which are drawn at start and end.
const axis = (low, high, start, end) => {
  const part = (value) => (log10(value) - log10(low)) / (log10(high) - log10(low));
  return {low, high, at: (value) => near(start + part(value) * (end - start), 1)};
};

const power = (exponent) => Number(`1e${exponent}`);

const decades = (values, start, end) => {
  const low = power(floor(log10(min(...values))));
  return axis(low, max(power(ceil(log10(max(...values)))), 10 * low), start, end);
};

// What the ticks of one axis say, all alike: in full, from 1 k on with prefixes, or powers of ten.
const labels = (values) => {
  const rough = (value) => value < 1e3 || value % power(floor(log10(value)) - 2) === 0;
  const short = (value) => value < 1e3 ? grouped(value) : si(value).replace(/[\d.]+/, Number);
  const tens = (value) => `10^${nearest(log10(value))}`;
  const [least, most] = [min(...values), max(...values)];
  const full = most < 1e5 || !values.every(rough);
  return values.map(least < 1e-6 || most > 1e22 ? tens : full ? grouped : short);
};

const ticks = (line) => {
  const [first, last] = [ceil(log10(line.low) - 1e-9), floor(log10(line.high) + 1e-9)];
  const powers = Array.from({length: last - first + 1}, (_, i) => power(first + i));
  return ticksAt(line, powers, 8);
};

const ticksAt = (line, values, most) => {
  const step = ceil(values.length / most);
  const shown = values.filter((_, i) => i % step === 0);
  return labels(shown).map((label, i) => [line.at(shown[i]), label]);
};

const grid = ([left, right, top, bottom], across, upwards) => {
  const lines = each(across, ([x]) => `M${x} ${top}V${bottom}`) + each(upwards, ([y]) => `M${left} ${y}H${right}`);
  const low = each(across, ([x, label]) => `<text x=${x}>${label}</text>`);
  const side = each(upwards, ([y, label]) => `<text y=${y}>${label}</text>`);
  return `<path class=grid d="${lines}"/><g class="axis low" transform="translate(0 ${bottom + 20})">${low}</g><g class="axis side" transform="translate(${left - 7} 4)">${side}</g>`;
};
