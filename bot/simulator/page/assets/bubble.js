/** One message as an element of the chat. */
import { h } from "./dom.js";
import { formatted } from "./formatting.js";
import { timeOfDay } from "./moments.js";
import { t } from "./texts.js";

/** Build a bubble. `verbs` are the seat's: tap, vote, reply, edit, remove, say; `topicName` names its topic, or null. */
export function bubbleNode(bubble, { verbs, zone, topicName }) {
  if (bubble.kind === "service" && !bubble.deleted) return serviceNode(bubble);
  const kind = bubble.mine ? "mine" : "theirs";
  const body = bubble.deleted ? [h("p", { class: "gone" }, t("bubble.deleted"))] : contents(bubble, verbs);
  return h("li", { class: `bubble ${kind}${bubble.deleted ? " deleted" : ""}`, "data-id": bubble.id },
    h("article", { "aria-label": t("bubble.by", { author: bubble.author }) },
      h("p", { class: "author" }, bubble.author, topicName ? h("span", { class: "topic" }, ` · ${topicName}`) : null),
      ...body,
      footer(bubble, verbs, zone)),
    ...(bubble.deleted ? [] : [inlineButtons(bubble, verbs)]));
}

function contents(bubble, verbs) {
  const nodes = [];
  if (bubble.reply) nodes.push(quotation(bubble.reply));
  if (bubble.file) nodes.push(fileNode(bubble));
  if (bubble.payload) nodes.push(...payloadNodes(bubble, verbs));
  if (bubble.text) nodes.push(h("div", { class: "text" }, ...formatted(bubble.text, bubble.entities, verbs.say)));
  if (bubble.reactions.length) nodes.push(h("p", { class: "reactions", "aria-label": t("bubble.reactions") }, bubble.reactions.join(" ")));
  return nodes;
}

function quotation(reply) {
  return h("blockquote", { class: "reply" }, h("span", { class: "author" }, reply.author), h("span", {}, reply.text || t(`kind.${reply.kind}`)));
}

function footer(bubble, verbs, zone) {
  const marks = [timeOfDay(new Date(bubble.date), zone)];
  if (bubble.edited && !bubble.deleted) marks.push(t("bubble.edited"));
  const row = h("p", { class: "footer" }, h("time", { datetime: bubble.date }, marks.join(" · ")));
  if (bubble.deleted) return row;
  const tools = h("span", { class: "bubble-tools" }, tool("reply", bubble, () => verbs.reply(bubble)));
  if (bubble.mine && (bubble.text || bubble.kind === "text")) tools.append(tool("edit", bubble, () => verbs.edit(bubble)));
  if (bubble.mine || verbs.mayDeleteAll) tools.append(tool("remove", bubble, () => verbs.remove(bubble)));
  row.append(tools);
  return row;
}

function tool(name, bubble, listener) {
  const label = t(`bubble.${name}.label`, { excerpt: (bubble.text || t(`kind.${bubble.kind}`)).slice(0, 40) });
  return h("button", { type: "button", class: "tool", "data-part": `${name}-${bubble.id}`, "aria-label": label, title: t(`bubble.${name}`), on: { click: listener } }, t(`bubble.${name}`));
}

function inlineButtons(bubble, verbs) {
  if (!bubble.buttons.length) return null;
  const rows = bubble.buttons.map((row, rowNumber) =>
    h("div", { class: "buttons-row" }, ...row.map((button, column) => inlineButton(bubble, button, rowNumber, column, verbs))));
  return h("div", { class: "buttons", role: "group", "aria-label": t("bubble.buttons") }, ...rows);
}

function inlineButton(bubble, button, row, column, verbs) {
  const part = `button-${bubble.id}-${row}-${column}`;
  if (button.url) {
    return h("a", { class: "button", href: button.url, target: "_blank", rel: "noopener noreferrer", "data-part": part }, `${button.text} ↗`);
  }
  return h("button", { type: "button", class: "button", "data-part": part, on: { click: () => verbs.tap(bubble, row, column) } }, button.text);
}

function fileNode(bubble) {
  const { url, name, size } = bubble.file;
  const alternative = bubble.text || name;
  switch (bubble.kind) {
    case "photo":
    case "sticker": {
      const image = h("img", { src: url, alt: t("file.photo", { name: alternative }), class: bubble.kind });
      image.addEventListener("error", () => image.replaceWith(h("p", { class: "file" }, `${t("kind.photo")} : ${name}`)));
      return image;
    }
    case "voice":
    case "audio":
      return h("audio", { controls: true, preload: "none", src: url, "aria-label": t("file.voice", { name }) });
    case "video":
    case "animation":
    case "video_note":
      return h("video", { controls: true, preload: "none", src: url, "aria-label": t("file.video", { name }) });
    default:
      return h("p", { class: "file" }, h("a", { href: url, download: name }, `↓ ${name}`), h("span", { class: "quiet" }, ` ${kilobytes(size)}`));
  }
}

function kilobytes(size) {
  return t("file.size", { size: Math.max(1, Math.round(size / 1024)) });
}

function payloadNodes(bubble, verbs) {
  const { venue, location, contact, poll, dice } = bubble.payload;
  if (venue) return [h("p", { class: "place" }, h("strong", {}, venue.title), h("br"), venue.address), coordinates(venue.location)];
  if (location) return [h("p", { class: "place" }, t("kind.location")), coordinates(location)];
  if (contact) return [h("p", { class: "place" }, contact.first_name, h("br"), contact.phone_number)];
  if (poll) return [pollNode(bubble, poll, verbs)];
  if (dice) return [h("p", { class: "dice" }, `${dice.emoji} ${dice.value}`)];
  return [h("p", { class: "quiet" }, t(`kind.${bubble.kind}`))];
}

function coordinates({ latitude, longitude }) {
  return h("p", { class: "quiet" }, `${latitude}, ${longitude}`);
}

function pollNode(bubble, poll, verbs) {
  const options = poll.options.map((option, number) =>
    h("li", {}, h("button", { type: "button", class: "button", disabled: poll.is_closed, "data-part": `vote-${bubble.id}-${number}`, on: { click: () => verbs.vote(bubble, option.text) } },
      `${option.text} — ${option.voter_count}`)));
  const nature = t(poll.is_anonymous ? "poll.anonymous" : "poll.public");
  return h("div", { class: "poll" }, h("p", {}, h("strong", {}, poll.question)), h("p", { class: "quiet" }, poll.is_closed ? t("poll.closed") : nature), h("ul", {}, ...options));
}

function serviceNode(bubble) {
  const [event] = Object.keys(bubble.payload);
  const detail = bubble.payload[event];
  const name = detail?.name ?? detail?.first_name ?? detail?.[0]?.first_name ?? detail ?? "";
  return h("li", { class: "service", "data-id": bubble.id }, h("p", {}, t(`service.${event}`, { author: bubble.author, name: typeof name === "string" ? name : "" })));
}
