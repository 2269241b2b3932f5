/** Dates and times in the page's language and in the world's time zone. */
import { language } from "./texts.js";

/** The time of day of a moment. */
export function timeOfDay(moment, zone) {
  return new Intl.DateTimeFormat(language(), { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(moment);
}

/** The day of a moment, in full. */
export function day(moment, zone) {
  const parts = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: zone };
  return new Intl.DateTimeFormat(language(), parts).format(moment);
}

/** The value of a datetime-local field for a moment. */
export function fieldValue(moment, zone) {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone };
  const found = Object.fromEntries(new Intl.DateTimeFormat("en", parts).formatToParts(moment).map((each) => [each.type, each.value]));
  return `${found.year}-${found.month}-${found.day}T${found.hour}:${found.minute}`;
}
