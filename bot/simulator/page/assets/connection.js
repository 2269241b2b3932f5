/** Talking with the simulator: verbs by POST, news by server-sent events. */
const HEADERS = { "X-Simulator-Page": "1" };

/** Ask for something; resolves to null, or to the reason why it cannot be done. */
export async function ask(path, wish) {
  const headers = { ...HEADERS, "Content-Type": "application/json" };
  return reason(await fetch(`/page/${path}`, { method: "POST", headers, body: JSON.stringify(wish) }));
}

/** Send a file as a message of a seat. */
export async function upload(seat, kind, file) {
  const query = new URLSearchParams({ seat, kind, name: file.name });
  const headers = { ...HEADERS, "Content-Type": file.type || "application/octet-stream" };
  return reason(await fetch(`/page/upload?${query}`, { method: "POST", headers, body: file }));
}

/** Listen to the news; the browser reconnects by itself. */
export function listen({ onNews, onState }) {
  const source = new EventSource("/page/events");
  source.addEventListener("message", (event) => onNews(JSON.parse(event.data)));
  source.addEventListener("open", () => onState(true));
  source.addEventListener("error", () => onState(false));
}

async function reason(response) {
  if (response.ok) return null;
  if (response.status === 409) return (await response.json()).reason;
  return `HTTP ${response.status}`;
}
