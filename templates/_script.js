// A cell's value in full is its data-v, its share, its title or its text; numbers lose their commas.
function raw(head, row) {
  const cell = row.cells[head.cellIndex];
  const share = cell.style.getPropertyValue("--s");
  const text = cell.dataset.v ?? (share || cell.title || cell.textContent.trim());
  return head.classList.contains("n") ? digits(text) : text;
}
// A number without signs that group or round it, and without its unit.
const digits = (text) => text.replace(/^≈ /, "").replace(" × 10^", "e").replace(/,| .*$/g, "");
const isNumber = (text) => text !== "" && Number.isFinite(Number(text));

function compare(a, b) {
  return isNumber(a) && isNumber(b) ? Number(a) - Number(b) : a.localeCompare(b, "en");
}

function sort(body, heads, head) {
  const way = head.getAttribute("aria-sort") === "descending" ? 1 : -1;
  const first = head.classList.contains("n") ? way : -way;
  const up = head.hasAttribute("aria-sort") ? way : first;
  for (const other of heads) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", up > 0 ? "ascending" : "descending");
  const rows = [...body.rows];
  rows.sort((a, b) => up * compare(raw(head, a), raw(head, b)));
  body.append(...rows);
}

function filter(body, words, output) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of body.rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !wanted.every((word) => text.includes(word));
    shown += row.hidden ? 0 : 1;
  }
  output.value = shown === body.rows.length ? `${shown} rows` : `${shown} of ${body.rows.length} rows`;
}

// A spreadsheet would run a text that begins like a formula; an apostrophe keeps it a text.
function csvField(text) {
  const safe = /^[=+\-@\t\r]/.test(text) && !isNumber(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csv(heads, body) {
  const kept = heads.filter((head) => head.dataset.key);
  const rows = [...body.rows].filter((row) => !row.hidden);
  const lines = rows.map((row) => kept.map((head) => raw(head, row)));
  return [kept.map((head) => head.dataset.key), ...lines]
    .map((line) => line.map(csvField).join(",")).join("\r\n") + "\r\n";
}

function copyOldWay(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.setAttribute("aria-hidden", "true");
  area.style.cssText = "position:fixed;top:0;left:-99em";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("refused");
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyOldWay(text);
  }
}

function equip(table) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  for (const head of heads) {
    if (!head.dataset.key) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(body, heads, head));
    head.append(button);
  }
  const tools = document.querySelector(`[data-for="${table.id}"]`);
  if (!tools) return;
  const [input, button, output] = ["input", "button", "output"].map((name) => tools.querySelector(name));
  tools.hidden = false;
  input.addEventListener("input", () => filter(body, input.value, output));
  button.addEventListener("click", async () => {
    try {
      await copy(csv(heads, body));
      output.value = "Copied.";
    } catch {
      output.value = "The browser did not allow copying.";
    }
    button.focus();
  });
  filter(body, input.value, output);
}

document.querySelectorAll("table[data-sort]").forEach(equip);

// What is copied from a table has its short figures in full.
function full(cell) {
  for (const line of cell.querySelectorAll("br, div")) line.append(" ");
  return cell.title ? cell.title.replace(/(?<=\d) [^×].*/, "") : cell.textContent.trim();
}
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
  closed = [...document.querySelectorAll("details:not([open])")];
  for (const details of closed) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of closed) details.open = false;
});
