// The fields by name: those of the first screen, and part by part all others, as the table of inputs
// has them. A form's own properties give way to fields of their names, so that none is used.
const furnish = (titles, inputs) => {
  const fields = new Map(all("#calculator [name]").map((field) => [field.name, field]));
  const parts = titles.map((title) => made("fieldset", {}, made("legend", {}, title)));
  for (const {name, unit, meaning, kind, choice, allowed, part} of inputs) {
    const inputMode = kind === "w" ? "numeric" : "decimal";
    const field = fields.get(name) ?? made(choice ? "select" : "input", choice ? {name} : {name, inputMode});
    if (choice) field.replaceChildren(...allowed.map((value) => new Option(value)));
    const label = field.closest("label") ?? parts[part].appendChild(made("label", {},
      made("span", {className: "key"}, name), " ", made("small", {}, unit), field));
    label.title = meaning;
    label.append(made("span", {className: "fault", id: `fault-${name}`}));
    field.setAttribute("aria-describedby", `fault-${name}`);
    fields.set(name, field);
  }
  document.querySelector("#calculator details").append(...parts.filter((part) => part.children.length > 1));
  return fields;
};
