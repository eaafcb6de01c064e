// The input line: commands, inline results, replies, edits, files.

import * as api from "./api.js";
import { el } from "./dom.js";

const INLINE_DELAY = 350;

export class Composer {
  constructor({ state, notify }) {
    this.state = state;
    this.notify = notify;
    this.form = document.getElementById("composer");
    this.text = document.getElementById("text");
    this.suggest = document.getElementById("suggest");
    this.menu = document.getElementById("menu");
    this.context = document.getElementById("context");
    this.commands = [];
    this.options = [];
    this.chosen = -1;
    this.mode = null;
    this.listen();
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.text.addEventListener("input", () => this.changed());
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.menu.addEventListener("click", () => this.toggleMenu());
    document.getElementById("context-close").addEventListener("click", () => this.leave());
    document.addEventListener("pointerdown", (event) => {
      if (!this.form.contains(event.target)) this.close();
    });
  }

  setCommands(commands) {
    this.commands = commands;
    this.menu.hidden = commands.length === 0;
  }

  // -- text --------------------------------------------------------------------------------------------------------

  fill(text) {
    this.text.value = text;
    this.text.focus();
    this.changed();
  }

  grow() {
    this.text.style.height = "40px";
    this.text.style.height = `${Math.min(184, Math.max(40, this.text.scrollHeight))}px`;
  }

  changed() {
    this.grow();
    const value = this.text.value;
    const mention = `@${this.state.bot.username} `;
    clearTimeout(this.timer);
    if (/^\/[a-z0-9_]*$/i.test(value)) this.showCommands(value.slice(1).toLowerCase());
    else if (value.toLowerCase().startsWith(mention.toLowerCase())) this.timer = setTimeout(() => this.askInline(value.slice(mention.length)), INLINE_DELAY);
    else this.close();
  }

  key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (!this.suggest.hidden && moves[event.key]) {
      event.preventDefault();
      this.choose((this.chosen + moves[event.key] + this.options.length) % this.options.length);
    } else if (event.key === "Escape") {
      if (this.suggest.hidden) this.leave();
      this.close();
    } else if (event.key === "Tab" && !this.suggest.hidden && this.chosen >= 0) {
      event.preventDefault();
      this.options[this.chosen].fill?.();
    } else if (event.key === "ArrowUp" && !this.text.value) {
      event.preventDefault();
      this.state.editLast();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (!this.suggest.hidden && this.chosen >= 0) this.options[this.chosen].run();
      else this.submit();
    }
  }

  async submit() {
    const text = this.text.value.trim();
    if (!text) return;
    const mode = this.mode;
    const place = { user: this.state.me, chat: this.state.chat };
    this.text.value = "";
    this.leave();
    this.changed();
    try {
      if (mode?.kind === "edit") await api.post("/api/edits", { ...place, message_id: mode.message.message_id, text });
      else await api.post("/api/messages", { ...place, text, reply_to: mode?.message.message_id });
    } catch (error) {
      this.notify(error.message);
      if (!this.text.value) this.fill(text);
    }
  }

  // -- reply and edit ------------------------------------------------------------------------------------------------

  enter(kind, message, summary) {
    this.mode = { kind, message };
    document.getElementById("context-title").textContent = kind === "edit" ? "修改消息" : `回复 ${message.from.first_name}`;
    document.getElementById("context-text").textContent = summary;
    this.context.hidden = false;
    if (kind === "edit") this.fill(message.text);
    this.text.focus();
  }

  leave() {
    if (this.mode?.kind === "edit") this.text.value = "";
    this.mode = null;
    this.context.hidden = true;
    this.grow();
  }

  // -- suggestions ---------------------------------------------------------------------------------------------------

  toggleMenu() {
    if (this.suggest.hidden) this.showCommands("");
    else this.close();
    this.text.focus();
  }

  showCommands(prefix) {
    const fitting = this.commands.filter((item) => item.command.startsWith(prefix));
    this.show(
      fitting.map((item) => ({
        node: el("div", { class: "option" }, el("b", { text: `/${item.command}` }), el("span", { text: item.description })),
        run: () => {
          this.text.value = `/${item.command}`;
          this.close();
          this.submit();
        },
        fill: () => {
          this.close();
          this.text.value = `/${item.command} `;
        },
      })),
    );
    if (prefix && fitting.length) this.choose(0);
  }

  async askInline(query) {
    const asked = this.text.value;
    try {
      const answer = await api.post("/api/inline", { user: this.state.me, query: query.trim() });
      if (this.text.value !== asked) return;
      const hint = answer.button ? [this.inlineHint(answer.button)] : [];
      this.show([...hint, ...answer.results.map((result) => this.inlineOption(answer.inline_query_id, result))]);
    } catch (error) {
      this.notify(error.message);
    }
  }

  // The line above the results leads to the private chat, as in Telegram.
  inlineHint(button) {
    return {
      node: el("div", { class: "option" }, el("b", { text: button.text })),
      run: async () => {
        this.text.value = "";
        this.changed();
        await api.post("/api/start", { user: this.state.me, payload: button.start_parameter ?? "" }).catch((error) => this.notify(error.message));
      },
    };
  }

  inlineOption(queryId, result) {
    return {
      node: el("div", { class: "option tall" }, el("b", { text: result.title }), el("span", { text: result.description ?? "" })),
      run: async () => {
        this.text.value = "";
        this.changed();
        const choice = { user: this.state.me, chat: this.state.chat, inline_query_id: queryId, result_id: result.id };
        await api.post("/api/inline/choose", choice).catch((error) => this.notify(error.message));
      },
    };
  }

  show(options) {
    this.options = options;
    this.chosen = -1;
    this.suggest.replaceChildren();
    options.forEach((option, index) => {
      option.node.id = `option-${index}`;
      option.node.setAttribute("role", "option");
      option.node.setAttribute("aria-selected", "false");
      option.node.addEventListener("click", () => option.run());
      this.suggest.append(option.node);
    });
    this.suggest.hidden = options.length === 0;
    this.suggest.scrollTop = 0;
    this.menu.setAttribute("aria-expanded", String(!this.suggest.hidden));
  }

  choose(index) {
    this.chosen = index;
    this.options.forEach((option, at) => option.node.setAttribute("aria-selected", String(at === index)));
    this.options[index]?.node.scrollIntoView({ block: "nearest" });
    this.text.setAttribute("aria-activedescendant", `option-${index}`);
  }

  close() {
    this.suggest.hidden = true;
    this.chosen = -1;
    this.text.removeAttribute("aria-activedescendant");
    this.menu.setAttribute("aria-expanded", "false");
  }
}
