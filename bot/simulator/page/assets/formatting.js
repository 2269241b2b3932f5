/** A text and its entities as nodes. Offsets are UTF-16 units, as JavaScript counts. */
import { h } from "./dom.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

/** The nodes of a formatted text. `onCommand` is called with a command that is clicked. */
export function formatted(text, entities, onCommand) {
  return part(text, 0, text.length, entities, onCommand);
}

function part(text, start, end, entities, onCommand) {
  const nodes = [];
  let place = start;
  const inside = entities.filter((each) => each.offset >= start && each.offset + each.length <= end);
  while (inside.length) {
    const entity = inside.shift();
    if (entity.offset < place) continue;
    if (entity.offset > place) nodes.push(text.slice(place, entity.offset));
    const stop = entity.offset + entity.length;
    const nested = inside.filter((each) => each.offset + each.length <= stop);
    nodes.push(element(entity, text.slice(entity.offset, stop), part(text, entity.offset, stop, nested, onCommand), onCommand));
    place = stop;
  }
  if (place < end) nodes.push(text.slice(place, end));
  return nodes;
}

function element(entity, covered, children, onCommand) {
  switch (entity.type) {
    case "text_link":
      return link(entity.url, children);
    case "url":
      return link(/^https?:/i.test(covered) ? covered : `https://${covered}`, children);
    case "bot_command":
      return h("button", { type: "button", class: "command", on: { click: () => onCommand(covered) } }, ...children);
    case "spoiler":
      return h("details", { class: "spoiler" }, h("summary", {}, "•••"), ...children);
    default:
      return h(TAGS[entity.type] ?? "span", { class: entity.type }, ...children);
  }
}

function link(url, children) {
  const safe = /^(https?|tg|mailto|tel):/i.test(url);
  return safe ? h("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, ...children) : h("span", {}, ...children);
}
