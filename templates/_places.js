// How a node shows a value, by the word in the page's list of places.
const text = (write) => (node, value) => say(node, write(value));
const mood = (node, good, bad) => {
  node.classList.toggle("good", good);
  node.classList.toggle("bad", bad);
};
const truth = (yes, no) => (node, value) => {
  say(node, value ? yes : no);
  mood(node, value, !value);
};
const ways = {
  grouped: text(grouped),
  plain: text(plain),
  said: text(String),
  si: text(si),
  siflop: text((value) => si(value, "FLOP")),
  sibytes: text((value) => si(value, "B")),
  percent: text(percent),
  relative: text((value) => Number.isFinite(value) ? percent(value) : ""),
  check: truth("TRUE", "FALSE"),
  holds: truth("✓ all hold", "✗ some fail"),
  some(node, value) {
    node.hidden = !value;
  },
  none(node, value) {
    node.hidden = !!value;
  },
  whole(node, found) {
    const value = settled(found, 2 ** -44);
    say(node, grouped(value));
    if (Number.isInteger(value)) delete node.dataset.v;
    else node.dataset.v = value;
  },
  short(node, value) {
    say(node, si(value));
    node.title = `${grouped(value)} FLOP`;
  },
  part(node, value) {
    say(node, percent(value));
    node.setAttribute("style", `--s:${tenDigits(value)}`);
  },
  verdict(node, value) {
    say(node, value);
    mood(node, value.startsWith("agrees"), value.startsWith("wrong"));
  },
};
const way = (name) => ways[name] ?? text((value) => styled(value, name));

// A double a few units off a whole number is that number, rounded on the way.
const settled = (value, slack = 2 ** -50) => {
  const near = Math.round(value);
  return typeof value === "number" && abs(value - near) <= abs(value) * slack ? near : value;
};

const say = (node, said) => {
  const own = [...node.childNodes].find((child) => child.nodeType === 3);
  if (own) own.data = said;
  else node.prepend(said);
};

const all = (selector) => [...document.querySelectorAll(selector)];
const words = (said) => said.split(" ").filter(Boolean);

// What the page shows of the model: elements, how they show it, and its value in a scope.
const places = (model) => {
  const found = [];
  for (const [selector, said] of model.p) {
    const shown = said.split(";").flatMap((run) => {
      const [name, ...keys] = words(run);
      return keys.map((key) => ({show: way(name), name, value: ($) => $[key]}));
    });
    const elements = all(selector);
    // A template may leave a part out; what it has besides would be taken for ours.
    if (elements.length && elements.length !== shown.length) throw new Error(`other ${selector}`);
    elements.forEach((node, i) => found.push({node, ...shown[i]}));
  }
  for (const [selector, table, said] of model.g) {
    all(selector).forEach((line, i) => {
      for (const cell of said.split(";")) {
        const [at, name, key] = words(cell);
        found.push({node: line.cells[at], show: way(name), name, value: ($) => $[table].rows[i][key]});
      }
    });
  }
  return found;
};

const drawings = (model) => {
  return model.d.filter(([, id]) => document.getElementById(id)).map(([kind, id, keys, ...texts]) => {
    const node = document.getElementById(id).closest("figure");
    return {node, draw: ($) => charts[kind](document.getElementById(id), $, words(keys), texts)};
  });
};

// Return how to bring back what a node said at first, to the last digit.
const kept = ({node, draw}) => {
  const attributes = [...node.attributes].map(({name, value}) => [name, value]);
  const [said, inside] = [node.firstChild?.data ?? "", draw && node.innerHTML];
  return () => {
    for (const name of node.getAttributeNames()) node.removeAttribute(name);
    for (const [name, value] of attributes) node.setAttribute(name, value);
    if (draw) node.innerHTML = inside;
    else if (!node.firstElementChild) say(node, said);
  };
};
