// The page: who writes, which chat is open, what arrives.

import * as api from "./api.js";
import { Composer } from "./composer.js";
import { avatar, clock, day, el, icon } from "./dom.js";
import { settleQuotes } from "./entities.js";
import { messageNode, summary } from "./message.js";
import { closePopup, openPopup } from "./popup.js";

const $ = (id) => document.getElementById(id);
const JOIN_SECONDS = 300;
const TYPING_MS = 5500;
const REACTIONS = ["👍", "❤", "👀", "🙏", "👎"];
const ACTIONS = { typing: "正在输入…", upload_document: "正在发送文件…", upload_photo: "正在发送图片…" };

const state = { bot: {}, users: [], chats: [], me: 0, chat: 0, seq: 0, about: {}, messages: new Map(), unread: new Map(), editLast };
const composer = new Composer({ state, notify });
const waiting = new Map();

// -- small services ------------------------------------------------------------------------------------------------------

function notify(text) {
  const toast = $("toast");
  toast.textContent = text;
  toast.classList.add("shown");
  clearTimeout(notify.timer);
  notify.timer = setTimeout(() => toast.classList.remove("shown"), 3200);
}

async function attempt(promise) {
  try {
    return await promise;
  } catch (error) {
    notify(error.message);
    return null;
  }
}

const user = () => state.users.find((person) => person.id === state.me);
const place = () => state.chats.find((chat) => chat.id === state.chat);
const isGroup = (chat) => chat.type !== "private";
const messages = (chat) => state.messages.get(chat) ?? new Map();

// -- what a person can do with a message -----------------------------------------------------------------------------------

const actions = {
  say: (text) => attempt(api.post("/api/messages", { user: state.me, chat: state.chat, text })),
  copy: async (text) => {
    await navigator.clipboard.writeText(text).then(() => notify("已复制"), () => notify(text));
  },
  view: (source) => {
    $("viewer-image").src = source;
    $("viewer").showModal();
  },
  jump: (number) => {
    const node = $(`m${number}`);
    if (!node) return;
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.add("flash");
    setTimeout(() => node.classList.remove("flash"), 1500);
  },
  follow,
  key: pressKey,
  tools: messageTools,
};

// A link to the bot itself opens the private chat and sends /start, as Telegram does; true if it was one.
function follow(url) {
  const match = /^https?:\/\/(?:t|telegram)\.me\/(\w+)\/?(?:\?start=([\w-]*))?$/i.exec(url);
  if (!match || match[1].toLowerCase() !== state.bot.username.toLowerCase()) return false;
  openChat(state.me).then(() => attempt(api.post("/api/start", { user: state.me, payload: match[2] ?? "" })));
  return true;
}

async function pressKey(message, button, node) {
  if (button.copy_text) return actions.copy(button.copy_text.text);
  const query = button.switch_inline_query_current_chat ?? button.switch_inline_query;
  if (query !== undefined) return composer.fill(`@${state.bot.username} ${query}`);
  if (!button.callback_data) return notify("这种按钮在体验台里不可用");
  node.setAttribute("aria-busy", "true");
  const call = { user: state.me, chat: state.chat, message_id: message.message_id, data: button.callback_data };
  const asked = await attempt(api.post("/api/callbacks", call));
  const done = () => node.removeAttribute("aria-busy");
  if (!asked) return done();
  if (waiting.get(asked.callback_query_id) === "answered") done();
  else waiting.set(asked.callback_query_id, done);
  return setTimeout(done, 15000);
}

function messageTools(message, anchor) {
  const own = message.from.id === state.me;
  const react = (emoji) => attempt(api.post("/api/reactions", { user: state.me, chat: state.chat, message_id: message.message_id, emoji }));
  openPopup(anchor, [
    el("div", { class: "emoji" }, ...REACTIONS.map((emoji) => el("button", { type: "button", role: "menuitem", "aria-label": `回应 ${emoji}`, text: emoji, onclick: () => react(emoji) }))),
    item("回复", () => composer.enter("reply", message, summary(message))),
    own && message.text && !message.via_bot && item("修改", () => composer.enter("edit", message, summary(message))),
    message.text && item("复制文字", () => actions.copy(message.text)),
  ]);
}

function item(text, run, symbol) {
  return el("button", { type: "button", role: "menuitem", onclick: run }, symbol && icon(symbol), el("span", { text }));
}

function editLast() {
  const own = [...messages(state.chat).values()].findLast((message) => message.from.id === state.me && message.text);
  if (own) composer.enter("edit", own, summary(own));
}

// -- the side: people and chats ----------------------------------------------------------------------------------------------

function drawSide() {
  $("users").replaceChildren(...state.users.map(userNode));
  $("chats").replaceChildren(...visibleChats().map((chat) => el("li", {}, chatNode(chat))));
  const me = user();
  $("identity").replaceChildren(avatar(me), el("span", { text: me.first_name }), icon("down"));
  $("identity").setAttribute("aria-label", `当前身份：${me.first_name}。切换身份或会话`);
}

function userNode(person) {
  const chosen = person.id === state.me;
  return el(
    "button",
    { class: "user", type: "button", role: "radio", "aria-checked": String(chosen), tabindex: chosen ? "0" : "-1", onclick: () => become(person.id), onkeydown: walkUsers },
    avatar(person),
    el("b", { text: person.first_name }),
    el("span", { class: "role", text: `${person.role} ${person.id}` }),
    el("span", { class: "tick" }, icon("check")),
  );
}

function walkUsers(event) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const index = state.users.findIndex((person) => person.id === state.me);
  become(state.users.at((index + step) % state.users.length).id).then(() => $("users").querySelector("[aria-checked=true]").focus());
}

function visibleChats() {
  return state.chats.filter((chat) => chat.id === state.me || (isGroup(chat) && chat.members.includes(state.me)));
}

function chatNode(chat) {
  const group = isGroup(chat);
  const last = [...messages(chat.id).values()].at(-1);
  const count = state.unread.get(chat.id) ?? 0;
  const who = last && group ? `${last.from.first_name}：` : "";
  return el(
    "button",
    { class: "chat-item", type: "button", "aria-current": chat.id === state.chat ? "true" : undefined, onclick: () => openChat(chat.id) },
    avatar(group ? chat : state.bot),
    el(
      "span",
      { class: "line" },
      el("span", { class: "top" }, el("b", { text: group ? chat.title : state.bot.first_name }), last && el("time", { text: clock(last.date) })),
      el(
        "span",
        { class: "bottom" },
        el("span", { class: "preview", text: last ? who + summary(last) : group ? "提到机器人或回复它，它才看得到" : "还没有消息" }),
        count > 0 && el("span", { class: "badge", text: count, "aria-label": `${count} 条新消息` }),
      ),
    ),
  );
}

function showSide(shown) {
  $("side").classList.toggle("shown", shown);
  $("scrim").hidden = !shown;
  $("identity").setAttribute("aria-expanded", String(shown));
  if (shown) $("users").querySelector("[aria-checked=true]").focus();
}

async function become(id) {
  state.me = id;
  const current = place();
  await openChat(current && isGroup(current) && current.members.includes(id) ? current.id : id);
}

// -- the chat ----------------------------------------------------------------------------------------------------------------

async function openChat(id) {
  state.chat = id;
  state.unread.delete(id);
  location.hash = `${state.me}/${id}`;
  drawSide();
  const history = await attempt(api.get("/api/history", { chat: id }));
  if (state.chat !== id) return;
  state.messages.set(id, new Map((history ?? []).map((message) => [message.message_id, message])));
  composer.leave();
  composer.close();
  showSide(false);
  drawChat();
  await loadCommands();
}

async function loadCommands() {
  const { me, chat } = state;
  const commands = await attempt(api.get("/api/commands", { user: me, chat }));
  if (state.me === me && state.chat === chat) composer.setCommands(commands ?? []);
}

function drawChat() {
  const chat = place();
  const group = isGroup(chat);
  const face = avatar(group ? chat : state.bot);
  face.id = "avatar";
  $("avatar").replaceWith(face);
  $("title").textContent = group ? chat.title : state.bot.first_name;
  idle();
  const log = $("log");
  log.replaceChildren();
  let before = null;
  for (const message of messages(state.chat).values()) before = append(log, message, before);
  settleQuotes(log);
  toEnd();
  drawStanding();
  drawSide();
}

function drawStanding() {
  const chat = place();
  const blocked = chat.bot_status === "blocked";
  const empty = !isGroup(chat) && messages(state.chat).size === 0;
  $("welcome").hidden = !empty || blocked;
  $("about").textContent = state.about.description || "按“开始”，向它问好。";
  $("restart").hidden = !blocked;
  document.querySelector(".composer .row").hidden = blocked;
  const placeholder = isGroup(chat) ? `在群里要 @${state.bot.username} 或用命令` : "输入问题，或键入 / 选命令";
  $("text").placeholder = innerWidth < 480 ? "输入问题" : placeholder;
}

function append(log, message, before) {
  if (!before || day(before.date) !== day(message.date)) {
    log.append(el("li", { class: "day" }, el("span", { text: day(message.date) })));
  }
  const node = nodeOf(message);
  const joined = before && before.from.id === message.from.id && message.date - before.date < JOIN_SECONDS && day(before.date) === day(message.date);
  if (joined) {
    node.classList.add("joined");
    $(`m${before.message_id}`)?.classList.add("joined-next");
  }
  log.append(node);
  return message;
}

function nodeOf(message) {
  return messageNode(message, { me: state.me, group: isGroup(place()), actions });
}

const nearEnd = () => $("scroll").scrollHeight - $("scroll").scrollTop - $("scroll").clientHeight < 160;

function toEnd(smooth = false) {
  $("scroll").scrollTo({ top: $("scroll").scrollHeight, behavior: smooth ? "smooth" : "instant" });
}

function idle() {
  const chat = place();
  clearTimeout(idle.timer);
  $("typing").hidden = true;
  $("status").classList.remove("busy");
  $("status").textContent = isGroup(chat) ? `${chat.members.length + 1} 位成员，含机器人` : chat.bot_status === "blocked" ? "已停用" : "机器人";
}

// -- what arrives ------------------------------------------------------------------------------------------------------------

const arrivals = {
  message: ({ chat, message }) => {
    if (!state.chats.some((known) => known.id === chat)) return refresh();
    const known = messages(chat);
    const before = [...known.values()].at(-1) ?? null;
    state.messages.set(chat, known.set(message.message_id, message));
    if (chat !== state.chat) {
      if (message.from_bot) state.unread.set(chat, (state.unread.get(chat) ?? 0) + 1);
      return drawSide();
    }
    const follows = nearEnd() || message.from.id === state.me;
    if (message.from_bot) idle();
    append($("log"), message, before);
    const node = $(`m${message.message_id}`);
    node.classList.add("fresh");
    settleQuotes(node);
    if (message.from_bot && message.reply_markup?.force_reply) composer.enter("reply", message, summary(message));
    if (follows) toEnd(true);
    drawStanding();
    return drawSide();
  },
  edit: ({ chat, message }) => {
    messages(chat).set(message.message_id, message);
    const old = chat === state.chat && $(`m${message.message_id}`);
    if (old) {
      const follows = nearEnd();
      const node = nodeOf(message);
      for (const name of ["joined", "joined-next"]) node.classList.toggle(name, old.classList.contains(name));
      old.replaceWith(node);
      settleQuotes(node);
      if (follows) toEnd();
    }
    drawSide();
  },
  delete: ({ chat, message_id }) => {
    messages(chat).delete(message_id);
    if (chat === state.chat) $(`m${message_id}`)?.remove();
    drawSide();
  },
  action: ({ chat, action }) => {
    if (chat !== state.chat) return;
    const follows = nearEnd();
    $("status").textContent = ACTIONS[action] ?? "正在处理…";
    $("status").classList.add("busy");
    $("typing").hidden = false;
    if (follows) toEnd();
    clearTimeout(idle.timer);
    idle.timer = setTimeout(idle, TYPING_MS);
  },
  callback_answer: ({ user: asker, id, text, show_alert, url }) => {
    waiting.get(id)?.();
    waiting.set(id, "answered");
    if (asker !== state.me) return;
    if (url && !follow(url)) notify(url);
    if (text && show_alert) {
      $("alert-text").textContent = text;
      $("alert").showModal();
    } else if (text) notify(text);
  },
  commands: () => loadCommands(),
  profile: () => refresh(),
  standing: ({ chat, status }) => {
    const known = state.chats.find((candidate) => candidate.id === chat);
    if (known) known.bot_status = status;
    if (chat === state.chat) {
      idle();
      drawStanding();
    }
  },
};

async function refresh() {
  const fresh = await attempt(api.get("/api/state"));
  if (!fresh) return;
  Object.assign(state, { users: fresh.users, chats: fresh.chats, about: fresh.about });
  drawStanding();
  drawSide();
}

function listen() {
  const source = new EventSource(`/api/events?after=${state.seq}`);
  source.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    state.seq = event.seq;
    arrivals[event.type]?.(event);
  };
  source.onerror = () => {
    $("offline").hidden = false;
  };
  source.onopen = async () => {
    if ($("offline").hidden) return;
    const fresh = await attempt(api.get("/api/state"));
    if (fresh && fresh.seq < state.seq) location.reload();
    $("offline").hidden = true;
  };
}

// -- files ---------------------------------------------------------------------------------------------------------------------

const SAMPLES = {
  voice: () => new File([new Uint8Array([79, 103, 103, 83])], "voice.ogg", { type: "audio/ogg" }),
  sticker: () => new File([new Uint8Array([82, 73, 70, 70])], "sticker.webp", { type: "image/webp" }),
};

function sendFile(kind, file) {
  return attempt(api.upload({ user: state.me, chat: state.chat, kind }, file));
}

function pick(kind, accept) {
  const input = $("file");
  input.accept = accept;
  input.value = "";
  input.onchange = () => input.files[0] && sendFile(kind, input.files[0]);
  input.click();
}

// -- start ---------------------------------------------------------------------------------------------------------------------

function wire() {
  $("identity").addEventListener("click", () => showSide(true));
  $("side-close").addEventListener("click", () => showSide(false));
  $("scrim").addEventListener("click", () => showSide(false));
  $("begin").addEventListener("click", () => attempt(api.post("/api/start", { user: state.me })));
  $("restart").addEventListener("click", () => attempt(api.post("/api/start", { user: state.me })));
  $("latest").addEventListener("click", () => toEnd(true));
  $("scroll").addEventListener("scroll", () => {
    $("latest").hidden = nearEnd();
  });
  $("log").addEventListener("click", (event) => {
    for (const node of $("log").querySelectorAll(".picked")) node.classList.remove("picked");
    event.target.closest(".message")?.classList.add("picked");
  });
  $("attach").addEventListener("click", (event) =>
    openPopup(event.currentTarget, [
      item("文件", () => pick("document", ""), "file"),
      item("图片", () => pick("photo", "image/png,image/jpeg,image/gif"), "image"),
      item("语音（示例）", () => sendFile("voice", SAMPLES.voice()), "mic"),
      item("贴纸（示例）", () => sendFile("sticker", SAMPLES.sticker()), "smile"),
    ]),
  );
  $("more").addEventListener("click", (event) => {
    const blocked = place().bot_status === "blocked";
    openPopup(event.currentTarget, [
      !isGroup(place()) && item(blocked ? "重新启用机器人" : "停用机器人", () => attempt(api.post("/api/block", { user: state.me, blocked: !blocked }))),
      item("复制机器人链接", () => actions.copy(`https://t.me/${state.bot.username}`)),
    ]);
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    closePopup();
    showSide(false);
  });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    if (file) sendFile("document", file);
  });
}

// A source page leads back here with ?start=…, as t.me/BOT?start=… leads into Telegram.
function arrive() {
  const start = new URLSearchParams(location.search).get("start");
  if (start === null) return;
  history.replaceState(null, "", location.pathname + location.hash);
  follow(`https://t.me/${state.bot.username}?start=${start}`);
}

async function begin() {
  const fresh = await api.get("/api/state");
  Object.assign(state, fresh);
  const [me, chat] = location.hash.slice(1).split("/").map(Number);
  const reader = state.users[1] ?? state.users[0];
  state.me = state.users.some((person) => person.id === me) ? me : reader.id;
  for (const known of state.chats) {
    const history = await api.get("/api/history", { chat: known.id });
    state.messages.set(known.id, new Map(history.map((message) => [message.message_id, message])));
  }
  wire();
  await openChat(visibleChats().some((known) => known.id === chat) ? chat : state.me);
  listen();
  arrive();
  if (matchMedia("(hover: hover)").matches) $("text").focus();
  document.body.dataset.ready = "yes";
}

begin().catch((error) => notify(error.message));
