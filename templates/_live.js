// How an element shows a value, by the word in the page's list of places.
const text = (write) => (element, value) => say(element, write(value));
const state = (element, good, said) => {
  element.classList.toggle("good", good);
  element.classList.toggle("bad", !good);
  say(element, said);
};
const ways = {
  grouped: text(grouped),
  plain: text(plain),
  said: text(String),
  si: text(si),
  siflop: text((value) => si(value, "FLOP")),
  percent: text(percent),
  relative: text((value) => Number.isFinite(value) ? percent(value) : ""),
  flops(element, value) { element.title = `${grouped(value)} FLOP`; },
  some(element, value) { element.hidden = !value; },
  none(element, value) { element.hidden = Boolean(value); },
  whole(element, value) {
    say(element, grouped(value));
    if (Number.isInteger(value)) delete element.dataset.v;
    else element.dataset.v = value;
  },
  short(element, value) {
    say(element, si(value));
    ways.flops(element, value);
  },
  part(element, value) {
    say(element, percent(value));
    element.style.setProperty("--s", value);
  },
  check: (element, value) => state(element, value, value ? "TRUE" : "FALSE"),
  holds: (element, value) => state(element, value, value ? "✓ all hold" : "✗ some fail"),
  verdict(element, value) {
    say(element, value);
    element.classList.toggle("good", value.startsWith("agrees"));
    element.classList.toggle("bad", value.startsWith("wrong"));
  },
};

// A double a few units off a whole number is that number, rounded on the way.
const settled = (value) =>
  typeof value === "number" && abs(value - Math.round(value)) <= abs(value) * 2 ** -46 ? Math.round(value) : value;
const styledAs = (style) => text((value) => styled(value, style));

function say(element, said) {
  const node = [...element.childNodes].find((child) => child.nodeType === 3);
  if (node) node.data = said;
  else element.prepend(said);
}

function calculate(model) {
  const form = document.getElementById("calculator");
  if (!form) return;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const bound = [];
  const bind = (element, way, value) => bound.push({element, way, value});
  for (const [selector, said] of model.p) {
    const shown = said.split(";").filter((run) => run.includes(" ")).flatMap((run) => {
      const [way, ...names] = run.split(" ");
      return names.map((name) => [way, name]);
    });
    const elements = all(selector);
    if (elements.length !== shown.length) continue;
    elements.forEach((element, i) => bind(element, shown[i][0], ($) => $[shown[i][1]]));
  }
  for (const [selector, table, cells] of model.g) {
    all(selector).forEach((line, i) => {
      for (const cell of cells.split(";")) {
        const [at, way, column] = cell.split(" ");
        bind(line.cells[at], way, ($) => $[table].rows[i][column]);
      }
    });
  }
  const drawn = model.d.map(([kind, id, names, ...texts]) => {
    const svg = document.querySelector(`svg[aria-labelledby^="${id}-title"]`);
    return svg && {svg, draw: ($) => charts[kind](svg, $, names.split(" "), texts)};
  }).filter(Boolean);

  // What the page said at first, to the last digit, comes back as it was.
  let first = null;
  function keep() {
    first ??= [
      ...bound.map(({element}) => {
        const [attributes, said] = [[...element.attributes].map(({name, value}) => [name, value]), element.firstChild?.data ?? ""];
        return () => {
          for (const {name} of [...element.attributes]) element.removeAttribute(name);
          for (const [name, value] of attributes) element.setAttribute(name, value);
          if (element.firstChild?.nodeType === 3 || !element.firstChild) say(element, said);
        };
      }),
      ...drawn.map(({svg}) => {
        const legend = svg.closest(".plot")?.previousElementSibling;
        const [inside, height, items] = [svg.innerHTML, svg.getAttribute("height"), legend?.innerHTML];
        return () => {
          svg.innerHTML = inside;
          if (height) svg.setAttribute("height", height);
          if (legend) legend.innerHTML = items;
          svg.closest("figure, .plot").hidden = false;
        };
      }),
    ];
  }

  const inputs = model.i.map(([name, key, kind, value, allowed, part]) => ({name, key, kind, value, allowed, part}));
  for (const input of inputs) input.allowed ||= [...form.elements[input.name].options].map(({value}) => value);
  // Each of the model's conditions is a check, and these stand last but for the one of them all.
  const conditions = model.c.split(" ").filter(Boolean);
  const messages = all(".checks tbody th").slice(-1 - conditions.length).map((title) => title.textContent.trim());
  const byName = new Map(inputs.map((input) => [input.name, input]));
  const said = new Map();
  let values = {};

  function range({kind, allowed}) {
    if (kind === "f" || kind === "c") return `must be one of ${allowed.join(", ")}`;
    const number = (value) => commas(String(value));
    return `must be ${kind === "w" ? "a whole number" : "a number"} from ${number(allowed[0])} to ${number(allowed[1])}`;
  }

  function problem(input, value) {
    const {kind, allowed} = input;
    if (kind === "c" || kind === "f") return allowed.includes(String(value)) ? "" : range(input);
    const right = kind === "w" ? Number.isInteger(value) : Number.isFinite(value);
    return right && value >= allowed[0] && value <= allowed[1] ? "" : range(input);
  }

  function parsed({kind}, written) {
    if (kind === "c") return written.trim();
    const bare = written.trim().replace(/(\d)[_,](?=\d{3}\b)/g, "$1");
    return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(bare) ? Number(bare) : NaN;
  }

  // The values that are said, and what is wrong with them or with what follows from them.
  function attempt(said) {
    const faults = new Map();
    const given = {};
    for (const input of inputs) {
      if (said.has(input.name)) {
        const value = parsed(input, said.get(input.name));
        const wrong = problem(input, value);
        if (wrong) faults.set(input.name, `${wrong}; got ${said.get(input.name)}`);
        given[input.key] = value;
      } else if (input.value !== null) {
        given[input.key] = input.value;
      }
    }
    if (faults.size) return {faults};
    const $ = scope(model, given);
    for (const input of inputs) {
      const wrong = problem(input, $[input.key]);
      if (wrong) faults.set(input.name, `would be ${grouped($[input.key])} and ${wrong}`);
    }
    conditions.forEach((key, i) => {
      if (!faults.size && !$[key]) faults.set("", messages[i]);
    });
    if (!faults.size) faults.set("", misshapen($) || senseless($));
    if (!faults.get("")) faults.delete("");
    return {$, faults};
  }

  function misshapen($) {
    for (const [table, keys] of model.w) {
      const [layer, name, ...columns] = keys.split(" ").map((key, i, list) => i % 2 ? null : [key, list[i + 1]]).filter(Boolean);
      for (const row of $[table].rows) {
        for (const [column, key] of columns) {
          const value = row[key];
          const wrong = value < 0 ? "it must not be negative" : Number.isInteger(value) ? "" : "it must be a whole number";
          if (wrong) return `${row[layer[1]]} ${row[name[1]]}: ${column} would be ${grouped(value)}; ${wrong}`;
        }
      }
    }
    return "";
  }

  function senseless($) {
    const wrong = bound.find(({way, value}) => way !== "relative" && Number.isNaN(value($)) || abs(value($)) === Infinity);
    return wrong ? "these inputs leave some figures without a value" : "";
  }

  function show($) {
    keep();
    if (said.size) {
      for (const {element, way, value} of bound) (ways[way] ?? styledAs(way))(element, settled(value($)));
      for (const {draw} of drawn) draw($);
    } else {
      for (const restore of first) restore();
    }
    values = Object.fromEntries(inputs.map(({name, key}) => [name, $[key]]));
  }

  const status = form.querySelector(".status");
  const changed = document.querySelector(".changed");
  const command = document.querySelector("footer code");
  const commanded = command?.textContent ?? "";

  function tell({faults}) {
    for (const input of inputs) {
      const field = form.elements[input.name];
      const wrong = faults.get(input.name) ?? "";
      field.setAttribute("aria-invalid", Boolean(wrong));
      field.nextElementSibling.textContent = wrong;
      if (!wrong && !faults.size && document.activeElement !== field) field.value = values[input.name];
    }
    const names = [...faults.keys()].filter(Boolean).join(", ");
    status.textContent = faults.size ? `Nothing has changed: ${faults.get("") ?? `see ${names}`}.` : "";
  }

  function address() {
    return [...said].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  }

  function settle() {
    const settings = [...said].map(([name, value]) => `${name}=${value}`);
    changed.hidden = !settings.length;
    changed.querySelector("b").textContent = settings.map((each) => each.replace("=", " = ")).join(", ");
    if (command) command.textContent = commanded + settings.map((each) => ` --set ${each}`).join("");
    for (const button of form.querySelectorAll("button")) button.disabled = !settings.length;
  }

  function apply(wanted) {
    const found = attempt(wanted);
    if (!found.faults.size) {
      said.clear();
      for (const [name, value] of wanted) said.set(name, value);
      show(found.$);
      settle();
    }
    tell(found);
    return found;
  }

  // Fields that are wrong keep what was typed; with the others they make the next attempt.
  function typed() {
    const wanted = new Map();
    for (const {name} of inputs) {
      const written = form.elements[name].value.trim();
      const untouched = written === "" || written === String(original[name]) && !said.has(name) || written === String(values[name]) && !said.has(name);
      if (!untouched && !(written === String(original[name]) && byName.get(name).value !== null)) wanted.set(name, written);
    }
    const {faults} = apply(wanted);
    if (!faults.size) history.replaceState(null, "", said.size ? `#${address()}` : location.pathname + location.search);
  }

  function follow() {
    const hash = location.hash.slice(1);
    if (!hash.includes("=")) return;
    const wanted = new Map();
    const ignored = [];
    for (const pair of hash.split("&")) {
      const [name, ...rest] = pair.split("=").map(decoded);
      const input = byName.get(name);
      const value = rest.join("=");
      if (!input) ignored.push(`unknown input ${name}`);
      else if (problem(input, parsed(input, value))) ignored.push(`${name} ${range(input)}; got ${value}`);
      else wanted.set(name, value);
    }
    const {faults} = apply(wanted);
    if (ignored.length) status.textContent += `Ignored from the link: ${ignored.join("; ")}.`;
    if (faults.size) for (const [name, value] of wanted) form.elements[name].value = value;
  }

  function decoded(part) {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  }

  furnish(form, model, inputs);
  const original = {};
  const $ = scope(model, Object.fromEntries(inputs.filter(({value}) => value !== null).map(({key, value}) => [key, value])));
  for (const {name, key} of inputs) original[name] = values[name] = $[key];
  for (const {name} of inputs) form.elements[name].value = values[name];
  form.addEventListener("change", typed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    apply(new Map());
    for (const {name} of inputs) form.elements[name].value = values[name];
    history.replaceState(null, "", location.pathname + location.search);
  });
  form.querySelector("[data-copy]").addEventListener("click", async () => {
    try {
      await copy(`${location.href.split("#")[0]}#${address()}`);
      status.textContent = "The link is copied.";
    } catch {
      status.textContent = "The browser did not allow copying.";
    }
  });
  addEventListener("hashchange", follow);
  settle();
  follow();
}

// The fields that are not on the first screen, part by part, as the table of inputs has them.
function furnish(form, model, inputs) {
  const lines = [...document.querySelectorAll(".inputs tbody tr")];
  const parts = model.s.map((title) => {
    const part = document.createElement("fieldset");
    part.append(Object.assign(document.createElement("legend"), {textContent: title}));
    return part;
  });
  inputs.forEach((input, i) => {
    const [, , unit, meaning] = [...lines[i]?.cells ?? []].map((cell) => cell.textContent.trim());
    const known = form.elements[input.name];
    if (known) known.labels[0].title = meaning ?? "";
    if (known) return;
    const label = document.createElement("label");
    const choice = input.kind === "c" || input.kind === "f";
    const field = document.createElement(choice ? "select" : "input");
    field.name = input.name;
    if (choice) field.append(...input.allowed.map((value) => new Option(value)));
    else Object.assign(field, {autocomplete: "off", inputMode: input.kind === "w" ? "numeric" : "decimal"});
    const fault = Object.assign(document.createElement("span"), {className: "fault"});
    const name = Object.assign(document.createElement("span"), {textContent: input.name, className: "key"});
    const said = Object.assign(document.createElement("span"), {textContent: unit ?? "", className: "soft"});
    label.title = meaning ?? "";
    label.append(name, " ", said, field, fault);
    parts[input.part].append(label);
  });
  form.querySelector("details").append(...parts.filter((part) => part.children.length > 1));
}
