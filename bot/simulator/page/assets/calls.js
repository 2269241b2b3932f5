/** The list of calls the bot made, newest first. */
import { h } from "./dom.js";
import { timeOfDay } from "./moments.js";
import { t } from "./texts.js";

const KEPT = 300;

export class Calls {
  constructor() {
    this.list = document.getElementById("calls");
    this.count = document.getElementById("calls-count");
    this.polls = document.getElementById("calls-polls");
    this.calls = new Map();
    this.zone = "Europe/Paris";
    this.polls.addEventListener("change", () => this.redraw());
  }

  /** Add what is new. */
  add(calls, zone) {
    this.zone = zone;
    for (const call of calls) {
      if (this.calls.has(call.number)) continue;
      this.calls.set(call.number, call);
      if (this.isShown(call)) this.list.prepend(this.item(call));
    }
    for (const number of [...this.calls.keys()].slice(0, Math.max(0, this.calls.size - KEPT))) this.calls.delete(number);
    while (this.list.children.length > KEPT) this.list.lastElementChild.remove();
    this.count.textContent = String(this.list.children.length);
  }

  redraw() {
    const shown = [...this.calls.values()].filter((call) => this.isShown(call)).reverse();
    this.list.replaceChildren(...shown.map((call) => this.item(call)));
    this.count.textContent = String(shown.length);
  }

  isShown(call) {
    return this.polls.checked || call.method !== "getUpdates";
  }

  item(call) {
    const well = call.status === 200;
    const status = call.status === 0 ? t("calls.cut") : String(call.status);
    const words = [call.description, call.fault && t("calls.fault", { fault: call.fault })].filter(Boolean).join(" · ");
    const parameters = h("pre", { tabindex: "0", "aria-label": t("calls.parameters", { method: call.method }) });
    const unfold = () => (parameters.textContent = JSON.stringify(call.params, null, 2));
    return h("li", { class: well ? "call" : "call refused" },
      h("details", { on: { toggle: unfold } },
        h("summary", {},
          h("time", { datetime: call.at }, timeOfDay(new Date(call.at), this.zone)), " ",
          h("code", {}, call.method), " ",
          h("span", { class: "status" }, `${well ? "✓" : "✕"} ${status}`),
          words ? h("span", { class: "words" }, ` ${words}`) : null),
        parameters));
  }
}
