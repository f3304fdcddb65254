// The values of a model's names for some inputs, each calculated when it is first asked for.
const {abs, ceil, floor, log2, max, min, pow, sqrt, log10} = Math;
const mod = (a, b) => a - b * floor(a / b);
const plainText = (value) => typeof value === "string" ? value.toLowerCase() : value;
const $e = (a, b) => plainText(a) === plainText(b);
const sum = (column) => column.reduce((a, b) => a + b, 0);
const $s = (column, keys, key) => sum(column.filter((_, i) => $e(keys[i], key)));
const $l = (column, keys, key) => column[keys.findIndex((found) => $e(found, key))];
const functions = {abs, ceil, floor, log2, max, min, pow, sqrt, mod, sum, $e, $s, $l};

const put = (target, name, value) => {
  Object.defineProperty(target, name, {value, configurable: true});
};

const lazily = (target, name, make) => {
  const get = () => {
    const value = make();
    put(target, name, value);
    return value;
  };
  Object.defineProperty(target, name, {get, configurable: true});
};

const scope = (model, values) => {
  const root = Object.assign(Object.create(null), functions);
  for (const [name, formula] of Object.entries(model.f(root))) lazily(root, name, formula);
  for (const [name, made] of Object.entries(model.t(root))) lazily(root, name, () => table(root, model.k, ...made));
  for (const [name, value] of Object.entries(values)) put(root, name, value);
  return root;
};

// A column is its different cells, and which of them each cell is: the signs from "0" on, or how many
// there are, where all are the same or all differ.
const column = (said, which) => {
  if (which.length) return [...which].map((sign) => said[sign.charCodeAt() - 48]);
  return said.length === which ? said : Array(which).fill(said[0]);
};

// A table has its columns as arrays; a row sees its own cells before the names of the model.
const table = (root, columns, texts, numbers, follows) => {
  const given = Object.entries(texts).map(([name, i]) => [name, column(...columns[i])]);
  for (const [names, ...cells] of numbers()) {
    for (const name of names.split(" ")) given.push([name, column(...cells)]);
  }
  const rows = Array.from({length: max(0, ...given.map(([, cells]) => cells.length))}, (_, i) => {
    const row = Object.create(root);
    for (const [name, cells] of given) put(row, name, cells[i]);
    for (const [name, formula] of Object.entries(follows(row))) lazily(row, name, formula);
    return row;
  });
  const found = Object.create(null);
  for (const [name, cells] of given) put(found, name, cells);
  for (const name of Object.keys(follows(root))) lazily(found, name, () => rows.map((row) => row[name]));
  put(found, "rows", rows);
  return found;
};
