/** One person's chat. */
import { bubbleNode } from "./bubble.js";
import { Composer } from "./composer.js";
import { ask } from "./connection.js";
import { h, replaceKeepingFocus } from "./dom.js";
import { day } from "./moments.js";
import { language, t } from "./texts.js";

const NOTICE_LASTS = 7000;
const TYPING_LASTS = 5000;
const NEAR_THE_END = 80;

export class SeatView {
  constructor(state, number, zone) {
    this.key = state.key;
    this.number = number;
    this.zone = zone;
    this.name = state.person.name;
    this.private = state.kind === "private";
    this.thread = state.thread;
    this.shown = new Map();
    this.alertSeen = state.alert?.id;
    this.build(state);
    this.update(state);
  }

  build(state) {
    const title = h("h2", { id: `seat-${this.number}` }, state.person.name, h("span", { class: "with" }, ` ${t(this.private ? "seat.with" : "seat.in", { title: state.title })}`));
    this.typing = h("p", { class: "typing", "aria-live": "polite" });
    this.topics = h("select", { id: `topic-${this.number}`, on: { change: () => this.choose(this.topics.value) } });
    this.topicsRow = h("p", { class: "topics", hidden: true }, h("label", { for: this.topics.id }, t("seat.topic")), " ", this.topics);
    this.log = h("ol", { class: "log", role: "log", "aria-live": "polite", "aria-label": t("seat.log", { name: this.name, title: state.title }), tabindex: "0" });
    this.following = true;
    this.log.addEventListener("scroll", () => {
      this.following = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_THE_END;
    });
    this.log.addEventListener("load", () => this.follow(), true);
    new ResizeObserver(() => this.follow()).observe(this.log);
    this.notice = h("p", { class: "notice", role: "status" });
    this.window = h("div", { class: "window", role: "alertdialog", "aria-label": t("seat.window"), hidden: true });
    this.composer = new Composer(this);
    this.node = h("section", { class: "seat", "aria-labelledby": title.id, "data-seat": this.key, "data-kind": state.kind },
      h("header", {}, h("span", { class: "avatar", "aria-hidden": "true" }, initials(this.name)), title, this.typing),
      this.topicsRow, this.log, this.notice, this.window, this.composer.node);
  }

  /** Show a new state of this chat. */
  update(state) {
    this.state = state;
    this.updateTopics(state.topics);
    this.updateBubbles(state);
    this.composer.update(state);
    this.follow();
    this.showTyping(state.typing);
    this.showAlert(state.alert);
  }

  /** Keep the newest message in sight, unless the reader went back to older ones. */
  follow() {
    if (this.following) this.log.scrollTop = this.log.scrollHeight;
  }

  updateTopics(topics) {
    const described = JSON.stringify([topics, language()]);
    if (described === this.topicsDescribed) return;
    this.topicsDescribed = described;
    this.topicNames = new Map(topics.map((topic) => [topic.id, topic.name]));
    this.topicsRow.hidden = !topics.length || this.state.thread !== null;
    const closed = (topic) => (topic.closed ? `${topic.name} (${t("seat.closed")})` : topic.name);
    this.topics.replaceChildren(h("option", { value: "" }, t("seat.everything")), ...topics.map((topic) => h("option", { value: topic.id }, closed(topic))));
    if (this.thread && !this.topicNames.has(this.thread)) this.thread = null;
    this.topics.value = this.thread ?? "";
  }

  choose(value) {
    this.thread = value ? Number(value) : null;
    this.shown.clear();
    this.log.replaceChildren();
    this.updateBubbles(this.state);
  }

  updateBubbles(state) {
    const visible = state.bubbles.filter((bubble) => this.thread === null || bubble.thread === this.thread || bubble.id === this.thread);
    const kept = new Set(visible.map((bubble) => bubble.id));
    for (const [id, { nodes }] of this.shown) {
      if (kept.has(id)) continue;
      nodes.forEach((node) => node.remove());
      this.shown.delete(id);
    }
    let before = null;
    for (const bubble of visible) {
      this.showBubble(bubble, before);
      before = bubble;
    }
  }

  showBubble(bubble, before) {
    const described = JSON.stringify(bubble);
    const known = this.shown.get(bubble.id);
    if (known?.described === described) return;
    const topicName = this.thread === null ? this.topicNames.get(bubble.thread) : null;
    const node = bubbleNode(bubble, { verbs: this.verbs(), zone: this.zone, topicName });
    if (known) {
      replaceKeepingFocus(known.nodes.at(-1), node);
      known.nodes[known.nodes.length - 1] = node;
      known.described = described;
      return;
    }
    const nodes = [node];
    const today = day(new Date(bubble.date), this.zone);
    if (!before || day(new Date(before.date), this.zone) !== today) nodes.unshift(h("li", { class: "day" }, h("p", {}, today)));
    this.log.append(...nodes);
    this.shown.set(bubble.id, { described, nodes });
  }

  verbs() {
    return {
      mayDeleteAll: this.private,
      tap: (bubble, row, column) => this.act({ action: "tap", message: bubble.id, row, column }),
      vote: (bubble, option) => this.act({ action: "vote", message: bubble.id, option }),
      reply: (bubble) => this.composer.reply(bubble),
      edit: (bubble) => this.composer.edit(bubble),
      remove: (bubble) => this.act({ action: "delete", message: bubble.id }),
      say: (text) => this.act({ action: "say", text }),
    };
  }

  /** Do something as this person; true when it was done. */
  async act(wish) {
    const refusal = await ask("act", { seat: this.key, thread: this.thread, ...wish });
    this.told(refusal);
    return refusal === null;
  }

  /** Show why something could not be done. */
  told(refusal) {
    if (refusal) this.tell(t("seat.refused", { reason: refusal }));
  }

  tell(words) {
    this.notice.textContent = words;
    clearTimeout(this.noticeTimer);
    this.noticeTimer = setTimeout(() => (this.notice.textContent = ""), NOTICE_LASTS);
  }

  showTyping(typing) {
    clearTimeout(this.typingTimer);
    this.typing.textContent = typing ? t("seat.typing") : "";
    if (typing) this.typingTimer = setTimeout(() => (this.typing.textContent = ""), TYPING_LASTS);
  }

  showAlert(alert) {
    if (!alert || alert.id === this.alertSeen) return;
    this.alertSeen = alert.id;
    if (!alert.text) return;
    if (!alert.window) {
      this.tell(alert.text);
      return;
    }
    const back = document.activeElement;
    const close = () => {
      this.window.hidden = true;
      back?.focus();
    };
    const button = h("button", { type: "button", class: "main", on: { click: close } }, t("seat.ok"));
    this.window.replaceChildren(h("p", {}, alert.text), button);
    this.window.onkeydown = (event) => event.key === "Escape" && close();
    this.window.hidden = false;
    button.focus();
  }
}

function initials(name) {
  return name.split(/\s+/).slice(0, 2).map((word) => word[0] ?? "").join("").toUpperCase();
}
