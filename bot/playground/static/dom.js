// Small helpers to build nodes; text is only ever set as text.

export function el(tag, { text, ...attributes } = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  if (text !== undefined) node.textContent = text;
  node.append(...children.filter(Boolean));
  return node;
}

export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

const TONES = 5;

export function tone(person) {
  if (person.is_bot) return "bot";
  return (Math.abs(person.id) + (person.title ? TONES - 1 : 0)) % TONES; // a group and its owner differ
}

export function avatar(person) {
  if (person.is_bot) return el("span", { class: "avatar bot", "aria-hidden": "true" }, icon("logo"));
  const name = person.first_name || person.title;
  const letter = person.title ? [...name][0] : [...name].at(-1);
  return el("span", { class: `avatar tone-${tone(person)}`, "aria-hidden": "true", text: letter });
}

export function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
}

export function day(seconds) {
  const date = new Date(seconds * 1000);
  const today = new Date();
  if (date.toDateString() === today.toDateString()) return "今天";
  return date.toLocaleDateString("zh-CN", { month: "long", day: "numeric" });
}
