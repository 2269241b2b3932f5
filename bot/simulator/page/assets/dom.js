/** Building elements: properties by name, `on` for listeners, children as nodes or texts. Never HTML from strings. */
export function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (name === "class") {
      node.className = value;
    } else {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Replace a node, and give the focus back to the part of the new one that had it in the old one. */
export function replaceKeepingFocus(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement.dataset.part : undefined;
  old.replaceWith(fresh);
  if (focused) fresh.querySelector(`[data-part="${CSS.escape(focused)}"]`)?.focus();
}

/** The parameters of the page's own address. */
export function wanted(name) {
  return new URLSearchParams(location.search).get(name);
}
