const made = (name, properties, ...children) => {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
};

// Components by the titles that rows show of them; of two with one title nothing more is known.
const components = new Map();
for (const cell of document.querySelectorAll("#totals-table [data-v]")) {
  const title = cell.textContent.trim();
  components.set(title, components.has(title) ? title : cell.dataset.v);
}

// A cell's value in full is its data-v, its share, its title or its text; numbers lose their commas.
const raw = (head, row) => {
  const cell = row.cells[head.cellIndex];
  const said = cell.textContent.trim();
  const text = cell.dataset.v ?? (cell.style.getPropertyValue("--s") || cell.title || said);
  if (head.dataset.key === "component") return components.get(said) ?? text;
  return hasNumbers(head) ? digits(text) : text;
};
// A number without signs that group or round it, and without its unit.
const digits = (text) => text.replace(/^≈ /, "").replace(" × 10^", "e").replace(/,| .*$/g, "");
const isNumber = (text) => text !== "" && Number.isFinite(Number(text));
const hasNumbers = (head) => head.classList.contains("n");

const compare = (a, b) => isNumber(a) && isNumber(b) ? a - b : a.localeCompare(b, "en");

// First the largest number, or the first word; then the other way round.
const sort = (body, heads, head) => {
  const before = head.getAttribute("aria-sort");
  const up = before ? before === "descending" : !hasNumbers(head);
  for (const other of heads) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  body.append(...[...body.rows].sort((a, b) => compare(raw(head, a), raw(head, b)) * (up ? 1 : -1)));
};

const shownRows = (body) => [...body.rows].filter((row) => !row.hidden);

const filter = (body, words, output) => {
  const wanted = words.toLowerCase().split(/\s+/);
  for (const row of body.rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !wanted.every((word) => text.includes(word));
  }
  const [all, shown] = [body.rows.length, shownRows(body).length];
  output.value = `${shown === all ? "" : `${shown} of `}${all} rows`;
};

// A spreadsheet would run a text that begins like a formula; an apostrophe keeps it a text.
const csvField = (text) => {
  const safe = /^[=+\-@\t\r]/.test(text) && !isNumber(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const csv = (heads, body) => {
  const lines = shownRows(body).map((row) => heads.map((head) => raw(head, row)));
  return [heads.map((head) => head.dataset.key), ...lines]
    .map((line) => line.map(csvField).join(",") + "\r\n").join("");
};

const copyOldWay = (text) => {
  const area = made("textarea", {value: text, ariaHidden: "true", style: "position:fixed;top:0;left:-99em"});
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("refused");
};

const copyAny = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyOldWay(text);
  }
};

const copy = async (text, output, done) => {
  try {
    await copyAny(text);
    output.value = done;
  } catch {
    output.value = "The browser did not allow copying.";
  }
};

const equip = (table) => {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells].filter((head) => head.dataset.key !== "");
  for (const head of heads) {
    head.dataset.key ??= head.textContent.trim().toLowerCase().replaceAll(" ", "_");
    head.append(made("button", {type: "button", onclick: () => sort(body, heads, head)}, ...head.childNodes));
  }
  const tools = document.querySelector(`[data-for="${table.id}"]`);
  if (!tools) return;
  const [input, button, output] = ["input", "button", "output"].map((name) => tools.querySelector(name));
  tools.hidden = false;
  input.oninput = () => filter(body, input.value, output);
  button.onclick = async () => {
    await copy(csv(heads, body), output, "Copied.");
    button.focus();
  };
  input.oninput();
};

document.querySelectorAll("table[data-sort]").forEach(equip);

// What is copied from a table has its short figures in full.
const full = (cell) => {
  for (const line of cell.querySelectorAll("br, math, code")) line.append(" ");
  return cell.title ? cell.title.replace(/(?<=\d) [^×].*/, "") : cell.textContent.trim().replace(/\s+/g, " ");
};
addEventListener("copy", (event) => {
  if (!getSelection().rangeCount) return;
  const range = getSelection().getRangeAt(0);
  const at = range.commonAncestorContainer;
  const cell = (at.closest ? at : at.parentNode).closest("td, th, table");
  if (!cell || cell.cellIndex >= 0 && !cell.title) return;
  const part = range.cloneContents();
  const rows = part.querySelector("tr") ? [...part.querySelectorAll("tr:not([hidden])")] : [part];
  const lines = rows.map((row) => [...row.children].map(full).join("\t").trimEnd());
  event.clipboardData.setData("text/plain", cell.title ? full(cell) : lines.join("\n"));
  event.preventDefault();
});

let closed = [];
addEventListener("beforeprint", () => {
  closed = document.querySelectorAll("details:not([open])");
  for (const details of closed) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of closed) details.open = false;
});
