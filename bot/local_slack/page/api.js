// Everything the page asks the local workspace, and the stream of what it is told.

async function answer(response) {
  let body = null;
  try {
    body = await response.json();
  } catch {
    body = { ok: false, error: `the local workspace answered ${response.status} without words` };
  }
  return body.ok === undefined ? { ok: response.ok, ...body } : body;
}

async function ask(path, options) {
  try {
    return await answer(await fetch(path, options));
  } catch {
    return { ok: false, error: "the local workspace does not answer; is it still running?" };
  }
}

function query(parameters) {
  const kept = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined);
  return new URLSearchParams(Object.fromEntries(kept)).toString();
}

const post = (path, body) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const loadState = (as) => ask(`/local/state?${query({ as })}`);
export const loadMessages = (as, channel, before = null, limit = 50) =>
  ask(`/local/messages?${query({ as, channel, before, limit })}`);
export const say = (body) => post("/local/say", body);
export const command = (body) => post("/local/command", body);
export const action = (body) => post("/local/action", body);
export const submit = (body) => post("/local/submit", body);
export const close = (body) => post("/local/close", body);
export const home = (as) => post("/local/home", { as });
export const options = (body) => post("/local/options", body);
export const turnClock = (body) => post("/local/clock", body);
export const shortcut = (body) => post("/local/shortcut", body);
/** The forms somebody has open, oldest first: a reload, or a return to that person, brings them back. */
export const openViews = async (as) => (await ask(`/local/views?${query({ as })}`)).views ?? [];
/** Looking at the newest message is what marks a conversation as read. */
export const markRead = (as, channel) => loadMessages(as, channel, null, 1);
export const fileAddress = (id, as) => `/local/files/${encodeURIComponent(id)}?${query({ as })}`;
export const deleteFile = (as, id) => ask(fileAddress(id, as), { method: "DELETE" });
export const upload = (as, channel, file) =>
  ask(`/local/files?${query({ as, channel, name: file.name })}`, { method: "POST", body: file });

/** Follow the stream for one person; `again` is called after a break, when events may have been missed. */
export function follow(as, onEvent, onState, onOpen = () => {}) {
  const source = new EventSource(`/local/events?${query({ as })}`);
  let opened = false;
  source.onopen = () => {
    onState({ live: true, again: opened });
    opened = true;
    onOpen();
  };
  source.onerror = () => onState({ live: false, again: false });
  source.onmessage = (message) => onEvent(JSON.parse(message.data));
  return () => source.close();
}
