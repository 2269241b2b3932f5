/** The page's words in the chosen language. */
const words = new Map();
let current = "fr";

/** Load a language and write it wherever the document asks for words. */
export async function useLanguage(language) {
  const response = await fetch(`/page/texts/${language}`);
  const loaded = await response.json();
  words.clear();
  for (const [key, value] of Object.entries(loaded)) words.set(key, value);
  current = language;
  document.documentElement.lang = language;
  document.title = t("title");
  fill(document);
}

/** The chosen language, for dates and numbers. */
export function language() {
  return current;
}

/** The words of a key, with {names} replaced. An unknown key shows itself, so that it is noticed. */
export function t(key, values = {}) {
  const text = words.get(key) ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Write the words of every element that names a key. */
export function fill(root) {
  for (const node of root.querySelectorAll("[data-text]")) node.textContent = t(node.dataset.text);
  for (const node of root.querySelectorAll("[data-label]")) node.setAttribute("aria-label", t(node.dataset.label));
}
