/** The clock of the world: shown, and moved forward. */
import { ask } from "./connection.js";
import { day, fieldValue, timeOfDay } from "./moments.js";

const TICK = 1000;

export class Clock {
  constructor({ onRefusal }) {
    this.shown = document.getElementById("now");
    this.field = document.getElementById("moment");
    this.onRefusal = onRefusal;
    this.zone = "Europe/Paris";
    this.offset = 0;
    this.still = null;
    document.querySelectorAll("[data-advance]").forEach((button) =>
      button.addEventListener("click", () => this.move({ seconds: Number(button.dataset.advance) })));
    document.querySelector("[data-morning]").addEventListener("click", () => this.move({ morning: true }));
    document.getElementById("clock-to").addEventListener("submit", (event) => {
      event.preventDefault();
      this.move({ to: this.field.value });
    });
    setInterval(() => this.show(), TICK);
  }

  /** Follow the world's clock. */
  update({ now, flows, zone }) {
    const moment = new Date(now);
    this.zone = zone;
    this.still = flows ? null : moment;
    this.offset = moment.getTime() - Date.now();
    this.show();
  }

  now() {
    return this.still ?? new Date(Date.now() + this.offset);
  }

  show() {
    const moment = this.now();
    this.shown.dateTime = moment.toISOString();
    const words = `${day(moment, this.zone)}, ${timeOfDay(moment, this.zone)}`;
    if (this.shown.textContent !== words) this.shown.textContent = words;
    if (!this.field.value) this.field.value = fieldValue(moment, this.zone);
  }

  async move(wish) {
    const refusal = await ask("clock", wish);
    if (refusal) this.onRefusal(refusal);
  }
}
