/** Where a person writes: text, files, position, contact. */
import { ask, upload } from "./connection.js";
import { h } from "./dom.js";
import { t } from "./texts.js";

const NANTES = { latitude: "47.2184", longitude: "-1.5536" };
const FILES = [
  { kind: "photo", accept: "image/*" },
  { kind: "document", accept: "" },
  { kind: "voice", accept: "audio/*" },
  { kind: "video", accept: "video/*" },
];

export class Composer {
  constructor(seat) {
    this.seat = seat;
    this.answered = null;
    this.edited = null;
    this.context = h("p", { class: "context", hidden: true });
    this.text = h("textarea", { id: `text-${seat.number}`, rows: "1", maxlength: "4096", "data-part": "text", on: { keydown: (event) => this.onKey(event) } });
    this.send = h("button", { type: "submit", class: "main" }, t("composer.send"));
    this.form = h("form", { class: "composer", on: { submit: (event) => this.submit(event) } },
      this.context,
      h("label", { for: this.text.id, class: "hidden" }, t("composer.label", { name: seat.name })),
      h("div", { class: "row" }, this.menu(), this.text, this.send));
    this.opening = h("button", { type: "button", class: "main wide", on: { click: () => seat.act({ action: "say", text: "/start" }) } }, t("composer.start"));
    this.unblocking = h("button", { type: "button", class: "main wide", on: { click: () => seat.act({ action: "unblock" }) } }, t("composer.unblock"));
    this.keyboard = h("div", { class: "keyboard", role: "group", "aria-label": t("composer.keyboard") });
    this.node = h("div", { class: "writing" }, this.keyboard, this.form, this.opening, this.unblocking);
  }

  /** Show what the chat allows. */
  update(state) {
    this.form.hidden = state.blocked || !state.opened;
    this.opening.hidden = state.blocked || state.opened;
    this.unblocking.hidden = !state.blocked;
    this.text.placeholder = state.placeholder ?? t("composer.placeholder");
    const described = JSON.stringify(state.keyboard);
    if (described !== this.described) {
      this.described = described;
      this.keyboard.replaceChildren(...state.keyboard.map((row) => h("div", { class: "buttons-row" }, ...row.map((label) => this.key(label)))));
    }
    this.keyboard.hidden = !state.keyboard.length || state.blocked;
  }

  /** Answer a bubble. */
  reply(bubble) {
    this.answered = bubble.id;
    this.edited = null;
    this.explain(t("composer.replying", { author: bubble.author }));
  }

  /** Change a bubble of one's own. */
  edit(bubble) {
    this.edited = bubble.id;
    this.answered = null;
    this.text.value = bubble.text;
    this.explain(t("composer.editing"));
  }

  /** Put the focus where this person can act. */
  focus() {
    [this.text, this.opening, this.unblocking].find((each) => !each.closest("[hidden]"))?.focus();
  }

  explain(words) {
    this.context.hidden = false;
    this.context.replaceChildren(words, " ", h("button", { type: "button", class: "tool", on: { click: () => this.reset() } }, t("composer.cancel")));
    this.text.focus();
  }

  reset() {
    if (this.edited) this.text.value = "";
    this.answered = this.edited = null;
    this.context.hidden = true;
    this.text.focus();
  }

  onKey(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
    if (event.key === "Escape") this.reset();
  }

  async submit(event) {
    event.preventDefault();
    const text = this.text.value;
    if (!text.trim()) return;
    const wish = this.edited ? { action: "edit", message: this.edited, text } : { action: "say", text, reply_to: this.answered };
    if (await this.seat.act(wish)) {
      this.text.value = "";
      this.reset();
    }
  }

  key(label) {
    return h("button", { type: "button", class: "button", on: { click: () => this.seat.act({ action: "press", label }) } }, label);
  }

  menu() {
    const panel = h("div", { class: "panel" }, ...FILES.map((each) => this.fileButton(each)), this.locationForm(), this.verb("contact"), this.seat.private ? this.verb("block") : null);
    this.details = h("details", { class: "menu up", on: { keydown: (event) => this.onMenuKey(event) } },
      h("summary", { "aria-label": t("composer.more", { name: this.seat.name }) }, "+"), panel);
    return this.details;
  }

  onMenuKey(event) {
    if (event.key !== "Escape") return;
    this.closeMenu();
    this.details.querySelector("summary").focus();
  }

  closeMenu() {
    this.details.open = false;
  }

  verb(action) {
    const done = async () => {
      this.closeMenu();
      await this.seat.act({ action });
    };
    return h("button", { type: "button", on: { click: done } }, t(`composer.${action}`));
  }

  fileButton({ kind, accept }) {
    const field = h("input", { type: "file", accept, hidden: true, "data-kind": kind, "aria-label": t(`composer.${kind}`) });
    field.addEventListener("change", async () => {
      const [file] = field.files;
      field.value = "";
      this.closeMenu();
      if (file) this.seat.told(await upload(this.seat.key, kind, file));
    });
    return h("span", {}, h("button", { type: "button", on: { click: () => field.click() } }, t(`composer.${kind}`)), field);
  }

  locationForm() {
    const fields = Object.entries(NANTES).map(([name, value]) => {
      const id = `${name}-${this.seat.number}`;
      return [h("label", { for: id }, t(`composer.${name}`)), h("input", { id, name, type: "number", step: "any", value, required: true })];
    });
    const submit = async (event) => {
      event.preventDefault();
      const { latitude, longitude } = Object.fromEntries(new FormData(event.target));
      this.closeMenu();
      await this.seat.act({ action: "location", latitude, longitude });
    };
    return h("form", { class: "location", on: { submit } }, ...fields.flat(), h("button", { type: "submit" }, t("composer.location")));
  }
}
