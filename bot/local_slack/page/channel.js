// A channel or a direct message in the main pane: its messages, its composer, and a thread beside it.

import { loadMessages, markRead } from "./api.js";
import { composer } from "./composer.js";
import { fill, h, icon, ICONS } from "./dom.js";
import { inWords, MessageList } from "./messages.js";
import { authorOf, store } from "./store.js";
import { announce, toast } from "./toasts.js";

const NEAR_FOOT = 80;
let list = null;
let thread = null;
let scroller = null;
let jump = null;
let earlier = null;

const putAway = {
  key: () => `dismissed ${store.as}`,
  all: () => new Set(JSON.parse(sessionStorage.getItem(putAway.key()) ?? "[]")),
  add: (ts) => sessionStorage.setItem(putAway.key(), JSON.stringify([...putAway.all(), ts])),
};

const wanted = (messages) => messages.filter((message) => !(message.ephemeral && putAway.all().has(message.ts)));

export async function drawChannel(body, foot, channel) {
  closeThread();
  list = new MessageList({ channel, openThread, onDismiss: putAway.add });
  earlier = h("button", { type: "button", class: "button small earlier", hidden: true, onclick: () => loadEarlier() }, "Earlier messages");
  jump = h("button", { type: "button", class: "button small primary jump", hidden: true, onclick: () => toFoot() }, "New messages below");
  const empty = h("p", { class: "empty-state" }, "Nothing has been said here yet.");
  scroller = h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "Messages", onscroll: () => { if (atFoot()) jump.hidden = true; } }, earlier, empty, list.node);
  fill(body, scroller, jump);
  const outside = store.channels.get(channel)?.is_member === false;
  const mine = outside ? null : composer({ channel });
  fill(foot, mine?.node ?? h("p", { class: "outside", "data-role": "outside" }, "You are not in this channel: you can read it, not write in it."));
  await reload();
  if (mine && matchMedia("(min-width: 720px)").matches && !document.querySelector("dialog[open]")) mine.focus();
}

export function leaveChannel() {
  closeThread();
  list = null;
}

/** Ask for the newest messages again: on entering, and after the stream was broken. */
export async function reload() {
  if (!list) return;
  const mine = list;
  const found = await loadMessages(store.as, mine.channel);
  if (list !== mine) return;
  if (!found.messages) {
    toast("error", found.error ?? "The messages could not be loaded.");
    return;
  }
  const follow = atFoot();
  mine.replace(wanted(found.messages));
  earlier.hidden = !found.has_more;
  if (follow) toFoot();
  markRead(store.as, mine.channel);
}

async function loadEarlier() {
  const mine = list;
  const found = await loadMessages(store.as, mine.channel, mine.oldest);
  if (list !== mine || !found.messages) return;
  const height = scroller.scrollHeight;
  mine.put(wanted(found.messages));
  scroller.scrollTop += scroller.scrollHeight - height;
  earlier.hidden = !found.has_more;
}

const atFoot = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_FOOT;

function toFoot() {
  scroller.scrollTop = scroller.scrollHeight;
  jump.hidden = true;
}

/** A message came or changed. True when it belongs to the channel on show. */
export function takeMessage(channel, message) {
  if (!list || list.channel !== channel) return false;
  const follow = atFoot();
  const fresh = list.put(wanted([message]));
  thread?.list.put(wanted([message]));
  for (const one of fresh) {
    if (authorOf(one).id !== store.as) announce(inWords(one));
    if (one.thread_ts && one.thread_ts !== one.ts) thread?.foot();
    else if (follow || authorOf(one).id === store.as) toFoot();
    else jump.hidden = false;
  }
  if (!fresh.length && follow) toFoot();
  if (fresh.length && document.visibilityState === "visible") markRead(store.as, channel);
  return true;
}

export function dropMessage(channel, ts) {
  if (!list || list.channel !== channel) return;
  list.remove(ts);
  thread?.list.remove(ts);
}

function openThread(ts) {
  closeThread();
  const pane = document.getElementById("thread");
  const replies = new MessageList({ channel: list.channel, thread: ts, onDismiss: putAway.add });
  const room = h("div", { class: "scroller", tabindex: "-1" }, replies.node);
  const mine = composer({ channel: list.channel, thread: ts, id: "thread-text" });
  const opener = document.activeElement;
  fill(pane, h("header", {}, h("h2", {}, "Thread"),
    h("button", { type: "button", class: "icon-button", "aria-label": "Close the thread", onclick: () => { closeThread(); opener?.focus(); } }, icon(ICONS.close))),
  room, mine.node);
  pane.hidden = false;
  pane.dataset.thread = ts;
  document.body.classList.add("with-thread");
  thread = { list: replies, foot: () => { room.scrollTop = room.scrollHeight; } };
  replies.put(list.all());
  thread.foot();
  mine.focus();
}

function closeThread() {
  const pane = document.getElementById("thread");
  pane.hidden = true;
  fill(pane);
  document.body.classList.remove("with-thread");
  thread = null;
}
