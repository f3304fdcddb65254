// The page as a calculator: what is typed or linked is checked, calculated and shown.
// A word as a shell reads it back.
const quoted = (word) => /^[\w@%+=:,./-]+$/.test(word) ? word : ["'", word.replaceAll("'", `'"'"'`), "'"].join("");

const calculate = (model) => {
  if (!document.getElementById("calculator")) return;
  const lines = all("#inputs .inputs tbody tr").map((line) => [...line.cells]);
  if (lines.length !== model.i.length) throw new Error("other inputs");
  const first = scope(model, {});
  const inputs = model.i.map(([key, kind, value, allowed, part], i) => {
    const [name, , unit, meaning] = lines[i].map((cell) => cell.textContent.trim());
    const sourced = lines[i][4];
    allowed ||= [1, 1e9];
    if (typeof allowed === "string") allowed = words(allowed).reduce((found, key) => found[key], first);
    return {name, unit, meaning, key, kind, value, allowed, part, sourced, source: sourced.innerHTML, choice: "cf".includes(kind)};
  });
  const named = Object.fromEntries(inputs.map((input) => [input.name, input]));
  const given = Object.fromEntries(inputs.filter(({value}) => value !== null).map(({key, value}) => [key, value]));
  // Each of the model's conditions is a check; they stand last but for the check of them all.
  const conditions = words(model.c);
  const messages = all(".checks tbody th").slice(-1 - conditions.length, -1).map((title) => title.textContent.trim());
  const bound = places(model);
  all("#inputs .inputs td:nth-child(2)").forEach((node, i) => bound.push({node, show: way("grouped"), value: ($) => $[inputs[i].key]}));
  const drawn = drawings(model);
  const status = document.querySelector("#calculator output");
  const changed = document.querySelector(".changed");
  const command = document.querySelector("footer code");
  const commanded = command?.textContent;
  let original;
  const usual = {};
  let values = usual;
  let said = new Map();

  const problem = ({choice, kind, allowed}, value) => {
    if (choice) return allowed.includes(String(value)) ? "" : `must be one of ${allowed.join(", ")}`;
    const [least, most] = allowed;
    if (value >= least && value <= most && (kind !== "w" || Number.isInteger(value))) return "";
    return `must be ${kind === "w" ? "a whole number" : "a number"} from ${commas(least)} to ${commas(most)}`;
  };

  const parsed = ({kind}, written) => {
    if (kind === "c") return written;
    return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(written) ? Number(written) : NaN;
  };

  const owned = (wanted) => {
    const set = [...wanted].map(([name, written]) => [named[name].key, parsed(named[name], written)]);
    return {...given, ...Object.fromEntries(set)};
  };

  // The scope of the values that are wanted, and what is wrong with them or with what follows.
  const attempt = (wanted) => {
    const faults = new Map();
    for (const [name, written] of wanted) {
      const wrong = problem(named[name], parsed(named[name], written));
      if (wrong) faults.set(name, `${wrong}; got ${written}`);
    }
    const $ = scope(model, owned(wanted));
    for (const input of faults.size ? [] : inputs) {
      const wrong = problem(input, $[input.key]);
      if (wrong) faults.set(input.name, `would be ${grouped($[input.key])}; ${wrong}`);
    }
    if (!faults.size) {
      const wrong = messages.filter((_, i) => !$[conditions[i]]).join("; ") || misshapen($) || senseless($);
      if (wrong) faults.set("", wrong);
    }
    return {$, faults};
  };

  const misshapen = ($) => {
    for (const [table, keys] of model.w) {
      const [layer, name, ...sizes] = words(keys);
      for (const row of $[table].rows) {
        const wrong = sizes.map((key) => row[key]).find((size) => size < 0 || !Number.isInteger(size));
        if (wrong !== undefined) return `${row[layer]} ${row[name]}: a size would be ${grouped(wrong)}, no whole number from 0 up`;
      }
    }
  };

  const senseless = ($) => {
    const unsaid = (value) => typeof value === "number" && !Number.isFinite(value);
    const lost = bound.some(({name, value}) => name !== "relative" && unsaid(value($)));
    return lost && "with these inputs some figures have no value";
  };

  const show = ($) => {
    original ??= [...bound, ...drawn].map(kept);
    if (said.size) {
      for (const {node, show, value} of bound) show(node, settled(value($)));
      for (const {draw} of drawn) draw($);
    } else {
      for (const restore of original) restore();
    }
    inputs.forEach(({name, sourced, source}) => sourced.innerHTML = said.has(name) ? "set for this report" : source);
    values = Object.fromEntries(inputs.map(({name, key}) => [name, String($[key])]));
    const set = [...said].map((pair) => quoted(pair.join("=")));
    changed.hidden = !said.size;
    changed.querySelector("b").textContent = [...said].map(([name, value]) => `${name} = ${value} instead of ${usual[name]}`).join(", ");
    const bareCommand = [...said.keys()].reduce((line, name) =>
      line.replace(new RegExp(` --set (?:${name}=\\S+|'${name}=(?:[^']|'"'"')*')`), ""), commanded ?? "");
    if (command) command.textContent = [bareCommand, ...set].join(" --set ");
  };

  const address = () => [...said].map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
  const bare = () => location.href.split("#")[0];

  const without = (wanted, name) => new Map([...wanted].filter(([other]) => other !== name));

  // The values as they were read. One that was typed to undo another is no setting: what is there anyway.
  const settings = (wanted, origin, $) => {
    const found = new Map([...wanted.keys()].map((name) => [name, String($[named[name].key])]));
    const undone = ([name, value]) => (name === origin || value === usual[name]) &&
      String(scope(model, owned(without(found, name)))[named[name].key]) === value;
    return new Map([...found].filter((pair) => !undone(pair)));
  };

  // Nothing changes unless all is well; a field that is wrong keeps what was typed, and says why, as
  // does the one that was changed where it alone makes the inputs not go together.
  const apply = (wanted, origin) => {
    const {$, faults} = attempt(wanted);
    const wrong = [...faults].map(([name, fault]) => `${name} ${fault}`.trim()).join("; ");
    if (wrong && origin && !faults.has(origin) && !attempt(without(wanted, origin)).faults.size) faults.set(origin, wrong);
    if (!wrong) {
      said = settings(wanted, origin, $);
      show($);
    }
    for (const {name} of inputs) {
      const field = fields.get(name);
      field.setAttribute("aria-invalid", faults.has(name));
      field.nextElementSibling.textContent = faults.get(name) ?? "";
      field.value = wrong ? wanted.get(name) ?? field.value : values[name];
    }
    status.className = wrong && "bad";
    status.textContent = wrong && `Nothing has changed: ${wrong}.`;
    return !wrong;
  };

  // A field that says what it would say anyway sets nothing.
  const typed = ({target}) => {
    const wanted = new Map();
    for (const {name, kind, value} of inputs) {
      const text = fields.get(name).value.trim();
      const grouped = kind === "w" && /^[1-9]\d{0,2}([_,]\d{3})+$/.test(text);
      const written = grouped ? text.replace(/[_,]/g, "") : text;
      const untouched = value === null ? !said.has(name) && written === values[name] : written === usual[name];
      if (written && !untouched) wanted.set(name, written);
    }
    if (apply(wanted, target.name)) keep();
  };

  // A page that has no address of its own, as in a preview, remembers nothing.
  const keep = (place = "") => {
    try {
      history.replaceState(null, "", said.size ? `#${address()}${place && "&"}${place}` : bare());
    } catch {}
  };

  const follow = () => {
    const wanted = new Map();
    const ignored = [];
    let place;
    for (const pair of location.hash.slice(1).split("&")) {
      if (!pair.includes("=")) {
        place = document.getElementById(pair);
        continue;
      }
      const [name, value] = pair.split(/=(.*)/).map(decoded);
      const input = inputs.find((each) => each.name === name);
      const wrong = input ? problem(input, parsed(input, value)) : "there is no such input";
      if (wrong) ignored.push(`${name} = ${value} (${wrong})`);
      else wanted.set(name, value);
    }
    const back = said.size && !location.href.includes("#");
    if (wanted.size || back) apply(wanted);
    if (ignored.length) status.textContent += ` Ignored from the link: ${ignored.join("; ")}.`;
    document.querySelector(".at")?.classList.remove("at");
    if (!place || !said.size && !location.hash.includes("=")) return;
    place.classList.add("at");
    place.scrollIntoView();
    if (said.size && !wanted.size) keep(place.id);
  };

  const decoded = (part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  };

  const fields = furnish(model.s, inputs);
  const start = scope(model, given);
  for (const {name, key} of inputs) fields.get(name).value = usual[name] = String(start[key]);
  const heard = (kind, answer) => document.addEventListener(kind, (event) => event.target.closest("#calculator") && answer(event));
  heard("change", typed);
  heard("submit", (event) => event.preventDefault());
  heard("reset", (event) => {
    event.preventDefault();
    apply(new Map());
    keep();
  });
  document.documentElement.classList.add("live");
  changed.querySelector("[type=button]").addEventListener("click", () => copy(`${bare()}#${address()}`, status, "The link is copied."));
  addEventListener("hashchange", follow);
  follow();
};
