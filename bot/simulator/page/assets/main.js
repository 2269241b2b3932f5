/** The page: seats side by side (or one at a time on a phone), the clock, the calls. */
import { Calls } from "./calls.js";
import { Clock } from "./clock.js";
import { ask, listen } from "./connection.js";
import { h, wanted } from "./dom.js";
import { SeatView } from "./seat.js";
import { language, t, useLanguage } from "./texts.js";

const LANGUAGES = ["fr", "en"];
const PHONE = matchMedia("(max-width: 48rem)");

class Page {
  constructor() {
    this.focus = wanted("focus");
    this.main = document.getElementById("seats");
    this.places = document.getElementById("places");
    this.connection = document.getElementById("connection");
    this.seats = new Map();
    this.states = new Map();
    this.current = this.focus;
    this.clock = new Clock({ onRefusal: (reason) => this.say(t("seat.refused", { reason })) });
    this.calls = new Calls();
    if (this.focus) document.body.dataset.focus = this.focus;
    document.getElementById("add-person").addEventListener("submit", (event) => this.addPerson(event));
    this.foldControls();
    PHONE.addEventListener("change", () => this.foldControls());
    document.getElementById("language").addEventListener("click", () => this.changeLanguage());
  }

  /** On a phone the clock and the settings leave the room to the conversation, until asked for. */
  foldControls() {
    document.getElementById("controls").open = !PHONE.matches;
  }

  onNews({ clock, seats, order, calls }) {
    this.order = order;
    this.clock.update(clock);
    for (const state of seats) {
      if (this.focus && state.key !== this.focus) continue;
      this.states.set(state.key, state);
      this.showSeat(state);
    }
    this.showPlaces();
    this.calls.add(calls, clock.zone);
    document.body.dataset.ready = "";
  }

  onState(connected) {
    this.say(connected ? "" : t("connection.lost"));
  }

  say(words) {
    this.connection.textContent = words;
  }

  showSeat(state) {
    const known = this.seats.get(state.key);
    if (known) {
      known.update(state);
      return;
    }
    const seat = new SeatView(state, this.seats.size, this.clock.zone);
    this.seats.set(state.key, seat);
    this.main.append(seat.node);
    seat.follow();
  }

  showPlaces() {
    this.current ??= this.order[0];
    const described = JSON.stringify([[...this.states.keys()], language()]);
    if (described !== this.placesDescribed) {
      this.placesDescribed = described;
      this.places.replaceChildren(...[...this.states.values()].map((state) => h("li", {}, this.placeButton(state))));
    }
    for (const button of this.places.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.place === this.current));
    for (const [key, seat] of this.seats) seat.node.toggleAttribute("data-current", key === this.current);
  }

  placeButton(state) {
    const words = state.kind === "private" ? state.person.name : `${state.person.name} · ${state.title}`;
    return h("button", { type: "button", "data-place": state.key, on: { click: () => this.goTo(state.key) } }, words);
  }

  goTo(key) {
    this.current = key;
    this.showPlaces();
    const { node, composer } = this.seats.get(key);
    node.scrollIntoView({ block: "nearest", inline: "nearest" });
    composer.focus();
  }

  async addPerson(event) {
    event.preventDefault();
    const form = event.target;
    const refusal = await ask("people", Object.fromEntries(new FormData(form)));
    if (refusal) {
      this.say(t("seat.refused", { reason: refusal }));
      return;
    }
    form.reset();
    form.closest("details").open = false;
  }

  async changeLanguage() {
    const next = LANGUAGES[(LANGUAGES.indexOf(language()) + 1) % LANGUAGES.length];
    await useLanguage(next);
    this.main.replaceChildren();
    this.seats.clear();
    for (const key of this.order) if (this.states.has(key)) this.showSeat(this.states.get(key));
    this.showPlaces();
    this.clock.show();
    this.calls.redraw();
  }
}

await useLanguage(LANGUAGES.includes(wanted("lang")) ? wanted("lang") : "fr");
const page = new Page();
listen({ onNews: (news) => page.onNews(news), onState: (connected) => page.onState(connected) });
