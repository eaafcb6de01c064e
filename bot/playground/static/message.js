// One message → a list item.

import { avatar, clock, el, icon, tone } from "./dom.js";
import { render } from "./entities.js";

const BLOCK_END = new Set(["pre", "blockquote", "expandable_blockquote"]);

export function messageNode(message, { me, group, actions }) {
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) {
    return el("li", { class: "service", id: `m${message.message_id}` }, el("span", { text: "群已升级为超级群" }));
  }
  const out = message.from.id === me;
  const rows = message.reply_markup?.inline_keyboard;
  const names = ["message", out ? "out" : "in", rows && "keyed", message.edited && "edited-mark"];
  return el(
    "li",
    { class: names.filter(Boolean).join(" "), id: `m${message.message_id}` },
    group && !out && avatar(message.from),
    el("div", { class: "stack" }, bubble(message, { out, group, actions }), rows && keyboard(message, rows, actions)),
    el("button", { class: "tools", type: "button", "aria-label": "消息操作", "aria-haspopup": "menu", "aria-expanded": "false", onclick: (event) => actions.tools(message, event.currentTarget) }, icon("more")),
  );
}

function bubble(message, { out, group, actions }) {
  const sticker = message.sticker && !message.text;
  const reactions = message.reactions.length > 0;
  const names = ["bubble", sticker && "plain", reactions && "reacted"];
  return el(
    "div",
    { class: names.filter(Boolean).join(" ") },
    group && !out && el("div", { class: `sender name-${tone(message.from)}`, text: message.from.first_name }),
    message.via_bot && el("div", { class: "via", text: `通过 @${message.via_bot.username}` }),
    message.forward_origin && el("div", { class: "via", text: `转发自 ${message.forward_origin.sender_user?.first_name ?? ""}` }),
    message.reply_to_message && reply(message.reply_to_message, actions),
    ...media(message, actions),
    (message.text || !reactions) && body(message, actions, reactions),
    reactions && el("div", { class: "reactions", "aria-label": "表情回应" }, ...message.reactions.map((given) => el("span", { text: given.emoji ?? "★" }))),
    el("span", { class: "meta" }, message.edited ? "已编辑 " : "", el("time", { datetime: new Date(message.date * 1000).toISOString(), text: clock(message.date) })),
  );
}

function body(message, actions, reactions) {
  const ends = message.entities.some((entity) => BLOCK_END.has(entity.type) && entity.offset + entity.length >= message.text.length);
  const node = el("div", { class: ends && !reactions ? "body ends-block" : "body" });
  node.append(render(message.text, message.entities, actions));
  return node;
}

function reply(original, actions) {
  return el(
    "button",
    { class: "reply", type: "button", onclick: () => actions.jump(original.message_id) },
    el("b", { text: original.from.first_name }),
    el("span", { text: summary(original) }),
  );
}

export function summary(message) {
  const text = message.text || message.caption;
  if (text) return text.replace(/\s+/g, " ").slice(0, 120);
  if (message.document) return message.document.file_name || "文件";
  if (message.photo) return "图片";
  if (message.voice) return "语音";
  return message.sticker ? "贴纸" : "";
}

function media(message, actions) {
  const parts = [];
  if (message.photo) parts.push(photo(message.photo.at(-1), actions));
  if (message.document) parts.push(documentNode(message.document));
  if (message.voice) parts.push(el("div", { class: "voice" }, el("i", {}, icon("mic")), el("span", { text: `语音 0:${String(message.voice.duration).padStart(2, "0")}` })));
  if (message.sticker) parts.push(el("div", { class: "sticker", text: message.sticker.emoji }));
  return parts;
}

function photo(size, actions) {
  const source = `/api/files/${size.file_id}`;
  return el("button", { class: "photo", type: "button", "aria-label": "放大图片", onclick: () => actions.view(source) }, el("img", { src: source, alt: "图片", width: size.width, height: size.height }));
}

function documentNode(file) {
  const size = file.file_size < 1024 * 1024 ? `${Math.max(1, Math.round(file.file_size / 1024))} KB` : `${(file.file_size / 1048576).toFixed(1)} MB`;
  return el(
    "a",
    { class: "document", href: `/api/files/${file.file_id}`, download: file.file_name },
    el("i", {}, icon("file")),
    el("span", {}, el("b", { text: file.file_name || "文件" }), el("small", { text: size })),
  );
}

// -- inline keyboard ---------------------------------------------------------------------------------------------------

function keyboard(message, rows, actions) {
  const lines = rows.map((row) => el("div", { class: "keys" }, ...row.map((button) => key(message, button, actions))));
  return el("div", { class: "keyboard", role: "group", "aria-label": "按钮" }, ...lines);
}

function key(message, button, actions) {
  if (button.url) {
    const open = (event) => {
      if (actions.follow(button.url)) event.preventDefault();
    };
    return el("a", { class: "key", href: button.url, title: button.url, target: "_blank", rel: "noopener noreferrer", onclick: open, text: button.text }, icon("out"));
  }
  const node = el("button", { class: "key", type: "button", text: button.text });
  if (button.copy_text) node.append(icon("copy"));
  node.addEventListener("click", () => actions.key(message, button, node));
  return node;
}
