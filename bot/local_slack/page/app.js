// The page as a whole: who is acting, where they are (both in the address), and what the stream says happened.

import * as api from "./api.js";
import { dropMessage, drawChannel, leaveChannel, reload, takeMessage } from "./channel.js";
import { drawClock, takeClock } from "./clock.js";
import { fill, h, icon, ICONS } from "./dom.js";
import { drawHome, takeHome } from "./home.js";
import { closeAll, closeView, openView, showStack, updateView } from "./modal.js";
import { drawPeople, showMe } from "./people.js";
import { drawSidebar, openDrawer, wireDrawer } from "./sidebar.js";
import { appDirect, placeName, store, takeState, userName } from "./store.js";
import { announce, toast } from "./toasts.js";

const at = (id) => document.getElementById(id);
const PATIENCE_MS = 20_000;
const STREAM_MS = 3000; // a stream that will not open does not keep the page shut
let unfollow = null;

const address = () => {
  const asked = new URLSearchParams(location.search);
  return { as: asked.get("as"), place: asked.get("c") };
};

function remember(how) {
  const next = `?as=${encodeURIComponent(store.as)}&c=${encodeURIComponent(store.place)}`;
  if (next !== location.search) history[how](null, "", next);
}

/** Become a person: their channels, their forms, their stream. */
async function become(as, place, how = "pushState") {
  stopFollowing();
  closeAll();
  let state = await api.loadState(as);
  if (!state.users && as) state = await api.loadState(null); // an address from another workspace, or another day
  if (!state.users) {
    toast("error", state.error ?? "The workspace could not be loaded.");
    return;
  }
  takeState(state);
  takeClock(state.clock);
  showMe();
  showBot();
  // First the stream and then the messages: what happens between the two is told by the one or shown by the other.
  await new Promise((listening) => {
    unfollow = api.follow(store.as, onEvent, onStream, listening);
    setTimeout(listening, STREAM_MS);
  });
  await go(place ?? store.place, how);
  showStack(await api.openViews(store.as));
}

const exists = (place) => (place === "home" && store.app.has_home !== false) || store.channels.has(place) || store.ims.has(place);

function firstPlace() {
  const channels = [...store.channels.values()];
  return (channels.find((one) => one.is_member) ?? channels[0])?.id ?? appDirect()?.id ?? "home";
}

async function go(place, how = "pushState") {
  store.place = exists(place) ? place : firstPlace();
  remember(how);
  openDrawer(false);
  drawSidebar(at("sidebar"));
  drawHead();
  document.title = `${placeName(store.place)} · ${store.team.name} · ${userName(store.as)}`;
  if (store.place === "home") {
    leaveChannel();
    fill(at("composer"));
    await drawHome(at("pane-body"));
  } else {
    const known = store.channels.get(store.place) ?? store.ims.get(store.place);
    known.unread = 0;
    drawSidebar(at("sidebar"));
    await drawChannel(at("pane-body"), at("composer"), store.place);
  }
}

function drawHead() {
  const channel = store.channels.get(store.place);
  const app = appDirect();
  const isAppPlace = store.place === "home" || (app && store.place === app.id);
  const glyph = channel ? icon(channel.is_private ? ICONS.lock : ICONS.hash, 18) : null;
  const tab = (place, label) => h("a", {
    href: `?as=${store.as}&c=${place}`, "data-place": place, "aria-current": place === store.place ? "page" : null, class: "tab",
  }, label);
  fill(at("pane-head"),
    h("h1", {}, glyph, h("bdi", {}, placeName(store.place))),
    channel?.topic ? h("p", { class: "topic" }, h("bdi", {}, channel.topic)) : null,
    channel && channel.bot_is_member === false ? h("span", { class: "badge off" }, `${store.app.name} is not in this channel`) : null,
    isAppPlace ? h("nav", { class: "tabs", "aria-label": store.app.name }, store.app.has_home === false ? null : tab("home", "Home"), app ? tab(app.id, "Messages") : null) : null);
}

function showBot(live = true) {
  const ok = store.connected && live;
  const words = !live ? "Workspace not answering" : store.connected ? `${store.app.name} is connected` : `${store.app.name} is not connected`;
  const node = at("bot-state");
  node.className = ok ? "good" : "bad";
  node.dataset.connected = String(ok);
  if (node.textContent !== words) fill(node, h("span", { class: "dot", "aria-hidden": "true" }), h("span", {}, words));
}

async function refresh() {
  const state = await api.loadState(store.as);
  if (!state.users) return;
  takeState(state);
  takeClock(state.clock);
  showBot();
  const here = store.channels.get(store.place) ?? store.ims.get(store.place);
  if (here) here.unread = 0;
  drawSidebar(at("sidebar"));
  drawHead();
}

function onStream({ live, again }) {
  showBot(live);
  if (again) catchUp();
}

/** Events may have been missed while the stream was broken: ask for everything once. */
function catchUp() {
  refresh();
  api.openViews(store.as).then(showStack);
  if (store.place !== "home") reload();
}

function stopFollowing() {
  unfollow?.();
  unfollow = null;
}

// A browser opens six connections to one address and a stream holds one, so a tab nobody looks at lets its own go:
// otherwise the seventh person would wait for ever.
function minimised() {
  let timer = null;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(stopFollowing, PATIENCE_MS);
    else if (!unfollow && store.as) {
      unfollow = api.follow(store.as, onEvent, onStream);
      catchUp();
    }
  });
}

function unread(channel, message) {
  if (message.user === store.as || (message.thread_ts && message.thread_ts !== message.ts)) return;
  const known = store.channels.get(channel) ?? store.ims.get(channel);
  if (!known) {
    refresh();
    return;
  }
  known.unread = (known.unread ?? 0) + 1;
  drawSidebar(at("sidebar"));
  announce(`New message in ${placeName(channel)}`);
}

const EVENTS = {
  message: ({ channel, message }) => takeMessage(channel, message) || unread(channel, message),
  ephemeral: ({ channel, message }) => takeMessage(channel, { ...message, ephemeral: true }) || unread(channel, message),
  message_changed: ({ channel, message }) => takeMessage(channel, message),
  message_deleted: ({ channel, ts }) => dropMessage(channel, ts),
  view_opened: ({ view, modal_stack: order }) => openView(view, order),
  view_updated: ({ view }) => updateView(view),
  view_closed: ({ view_id: id }) => closeView(id),
  home: ({ view }) => takeHome(view),
  clock: ({ clock }) => takeClock(clock),
  notice: ({ level, text }) => toast(level, text),
  bot: ({ connected }) => { store.connected = connected; showBot(); },
  channels: () => refresh(),
};

function onEvent(event) {
  EVENTS[event.type]?.(event);
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a[data-place]");
  if (!link) return;
  event.preventDefault();
  go(link.dataset.place);
});

window.addEventListener("popstate", () => {
  const { as, place } = address();
  if (as && as !== store.as) become(as, place, "replaceState");
  else go(place, "replaceState");
});

drawClock(at("clock"));
drawPeople(at("act-as"), (as) => become(as, store.place));
wireDrawer();
minimised();
const start = address();
await become(start.as, start.place, "replaceState");
document.body.dataset.ready = "true";
