// What the page knows: who is acting, who and what the workspace holds. One object, read by everyone, written by app.js.

export const store = {
  as: null,
  place: null, // a channel id, or "home" for the app's Home tab
  team: { name: "Local workspace" },
  app: { name: "App", bot_user_id: null },
  users: new Map(),
  channels: new Map(),
  ims: new Map(),
  commands: [],
  shortcuts: [],
  clock: null,
  connected: true,
};

export function takeState(state) {
  store.team = state.team ?? store.team;
  store.app = state.app ?? store.app;
  store.as = typeof state.me === "string" ? state.me : (state.me?.id ?? store.as);
  store.users = new Map((state.users ?? []).map((user) => [user.id, user]));
  store.channels = new Map((state.channels ?? []).map((channel) => [channel.id, channel]));
  store.ims = new Map((state.ims ?? []).map((im) => [im.id, im]));
  store.commands = state.commands ?? [];
  store.shortcuts = state.shortcuts ?? [];
  store.connected = state.bot_connected ?? true;
}

export function userName(id) {
  const user = store.users.get(id);
  return user ? user.real_name || user.name : id === store.app.bot_user_id ? store.app.name : id;
}

/** The user the app speaks as, whichever of its ids a message carries. */
export function authorOf(message) {
  if (message.user) return { id: message.user, name: message.username || userName(message.user) };
  if (message.bot_id) return { id: store.app.bot_user_id, name: message.username || store.app.name };
  return { id: "?", name: message.username || "Local workspace" };
}

export const isApp = (id) => id === store.app.bot_user_id || Boolean(store.users.get(id)?.is_bot);

export const me = () => store.users.get(store.as);

/** What sets a person apart in Slack: guest, from another workspace, deactivated; empty for a member. */
export function standing(user) {
  if (user.deleted) return "deactivated";
  if (user.is_external) return "another workspace";
  if (user.is_guest) return "guest";
  return user.is_bot ? "app" : "";
}

export function placeName(id) {
  if (id === "home") return store.app.name;
  const im = store.ims.get(id);
  if (im) return userName(im.user);
  return store.channels.get(id)?.name ?? id;
}

export const appDirect = () => [...store.ims.values()].find((im) => im.user === store.app.bot_user_id) ?? null;
