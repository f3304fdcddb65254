function made(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

// The fields that are not on the first screen, part by part, as the table of inputs has them.
function furnish(form, titles, inputs) {
  const parts = titles.map((title) => made("fieldset", {}, made("legend", {}, title)));
  for (const {name, unit, meaning, kind, choice, allowed, part} of inputs) {
    const inputMode = kind === "w" ? "numeric" : "decimal";
    const field = form.elements[name] ?? made(choice ? "select" : "input", choice ? {name} : {name, inputMode});
    if (choice) field.replaceChildren(...allowed.map((value) => new Option(value)));
    const label = field.closest("label") ?? parts[part].appendChild(made("label", {},
      made("span", {className: "key"}, name), " ", made("span", {className: "soft"}, unit), field));
    label.title = meaning;
    label.append(made("span", {className: "fault"}));
  }
  form.querySelector("details").append(...parts.filter((part) => part.children.length > 1));
}
