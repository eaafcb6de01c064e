// Text + entities (UTF-16 offsets, as JavaScript counts) → nodes.

import { el, icon } from "./dom.js";

const SIMPLE = { bold: "strong", italic: "em", underline: "u", strikethrough: "s" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

// Entities may only nest: one that sticks out of another is cut in two at its edge.
function split(entities) {
  const queue = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const placed = [];
  while (queue.length) {
    const entity = queue.shift();
    const outer = placed.findLast((other) => other.offset + other.length > entity.offset);
    const edge = outer ? outer.offset + outer.length : Infinity;
    const end = entity.offset + entity.length;
    if (end > edge) {
      queue.push({ ...entity, offset: edge, length: end - edge });
      queue.sort((a, b) => a.offset - b.offset || b.length - a.length);
    }
    placed.push({ ...entity, length: Math.min(end, edge) - entity.offset });
  }
  return placed;
}

export function render(text, entities, actions) {
  const nodes = build(text, split(entities || []), 0, text.length, actions);
  const fragment = document.createDocumentFragment();
  fragment.append(...nodes);
  return fragment;
}

function build(text, entities, from, to, actions) {
  const nodes = [];
  let here = from;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const end = entity.offset + entity.length;
    const inner = [];
    while (entities[index + 1] && entities[index + 1].offset < end) inner.push(entities[++index]);
    if (entity.offset > here) nodes.push(text.slice(here, entity.offset));
    nodes.push(wrap(entity, text.slice(entity.offset, end), build(text, inner, entity.offset, end, actions), actions));
    here = end;
    // A block ends its line itself, so the line break that follows it would show as an empty line.
    if (BLOCKS.has(entity.type) && text[here] === "\n" && here < to) here += 1;
  }
  if (here < to) nodes.push(text.slice(here, to));
  return nodes;
}

function wrap(entity, raw, children, actions) {
  const maker = MAKERS[entity.type];
  if (SIMPLE[entity.type]) return el(SIMPLE[entity.type], {}, ...children);
  return maker ? maker(entity, raw, children, actions) : el("span", { class: entity.type }, ...children);
}

const MAKERS = {
  url: (_entity, raw, children, actions) => link(raw.includes("://") ? raw : `https://${raw}`, children, actions),
  text_link: (entity, _raw, children, actions) => link(entity.url, children, actions),
  email: (_entity, raw, children) => el("a", { href: `mailto:${raw}` }, ...children),
  bot_command: (_entity, raw, children, actions) => command(raw, children, actions),
  code: (_entity, raw, children, actions) => el("code", { title: "点击复制", onclick: () => actions.copy(raw) }, ...children),
  pre: (_entity, _raw, children) => el("pre", {}, ...children),
  spoiler: (_entity, _raw, children) => spoiler(children),
  blockquote: (_entity, _raw, children) => el("blockquote", {}, el("div", { class: "quote-text" }, ...children)),
  expandable_blockquote: (_entity, _raw, children) => foldable(children),
};

function link(url, children, actions) {
  if (!/^https?:\/\//i.test(url)) return el("span", {}, ...children);
  const open = (event) => {
    if (actions.follow(url)) event.preventDefault();
  };
  return el("a", { href: url, title: url, target: "_blank", rel: "noopener noreferrer", onclick: open }, ...children);
}

function command(raw, children, actions) {
  return el("a", { class: "command", role: "button", tabindex: "0", onclick: () => actions.say(raw), onkeydown: pressed }, ...children);
}

function pressed(event) {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  event.currentTarget.click();
}

function spoiler(children) {
  const show = (event) => event.currentTarget.classList.add("shown");
  return el("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "显示隐藏内容", onclick: show, onkeydown: pressed }, ...children);
}

function foldable(children) {
  const button = el("button", { class: "fold", type: "button", "aria-expanded": "false", "aria-label": "展开引文" }, icon("down"));
  const quote = el("blockquote", { class: "foldable" }, el("div", { class: "quote-text" }, ...children), button);
  quote.addEventListener("click", (event) => {
    if (event.target.closest("a") || String(getSelection())) return;
    const open = quote.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
    button.setAttribute("aria-label", open ? "收起引文" : "展开引文");
  });
  return quote;
}

// Short quotes need no fold; that is only known once they are laid out.
export function settleQuotes(root) {
  for (const quote of root.querySelectorAll(".foldable:not(.open)")) {
    const text = quote.firstElementChild;
    if (text.scrollHeight > text.clientHeight + 2 || !text.clientHeight) continue;
    quote.classList.remove("foldable");
    quote.querySelector(".fold").remove();
  }
}
