// Messages: one as a node, and the list that keeps them in order by ts.

import { shortcut } from "./api.js";
import { avatar, fill, h, icon, ICONS } from "./dom.js";
import { Surface } from "./blocks.js";
import { authorOf, isApp, store } from "./store.js";
import { menuButton } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { plainText } from "./text.js";
import { day, dayAndTime, localFields, saidAt, time } from "./times.js";
import { toast } from "./toasts.js";
import { fileCard } from "./uploads.js";

const GROUP_SECONDS = 300;

/** A message as one line, for those who listen and for notices. */
export function inWords(message) {
  const holder = h("div", {}, message.text ? mrkdwn(message.text) : (message.blocks ?? []).map((block) => plainText(block.text)).join(" "));
  return `${authorOf(message).name}: ${holder.textContent}`;
}

function attachment(message, spec, at) {
  const node = h("div", { class: "attachment" });
  if (/^#?[0-9a-f]{6}$/i.test(spec.color ?? "")) node.style.borderColor = spec.color.replace(/^#?/, "#");
  if (!spec.blocks) {
    fill(node, spec.pretext ? mrkdwn(spec.pretext) : null, spec.title ? h("strong", {}, spec.title) : null,
      spec.text || spec.fallback ? mrkdwn(spec.text || spec.fallback) : null,
      (spec.fields ?? []).map((one) => h("div", { class: "field" }, h("strong", {}, one.title), mrkdwn(one.value))));
    return node;
  }
  const surface = new Surface(() => ({ ...containerOf(message), is_attachment: true, attachment_id: spec.id ?? at + 1 }), node);
  surface.show(spec.blocks);
  return node;
}

const containerOf = (message) => ({
  type: "message", channel: message.channel, message_ts: message.ts, ephemeral: message.ephemeral === true,
});

/** The app's message shortcuts, where it has any, behind one button. */
function messageShortcuts(message) {
  const known = store.shortcuts.filter((one) => one.type === "message");
  if (!known.length) return null;
  const menu = menuButton({ label: "Shortcuts for this message", glyph: "⋮", items: known.map((one) => ({
    text: one.name, value: one.callback_id,
    run: async () => {
      const done = await shortcut({ as: store.as, callback_id: one.callback_id, channel: message.channel, message_ts: message.ts });
      if (!done.ok) toast("error", done.error);
    },
  })) });
  menu.classList.add("message-menu");
  return menu;
}

/** One message, drawn again in place when it changes; what was typed or chosen in it stays. */
class MessageView {
  constructor(message, list) {
    this.list = list;
    this.node = h("article", { class: "message", "data-ts": message.ts, tabindex: "-1" });
    this.body = h("div", { class: "message-blocks" });
    this.surface = new Surface(() => containerOf(this.message), this.body);
    this.update(message);
  }

  update(message) {
    this.message = message;
    const author = authorOf(message);
    const said = saidAt(message);
    const system = message.subtype && /_(join|leave|topic|purpose|name)$/.test(message.subtype);
    this.node.classList.toggle("ephemeral", message.ephemeral === true);
    this.node.classList.toggle("system", Boolean(system));
    this.node.dataset.author = author.id;
    this.node.setAttribute("aria-label", `${author.name}, ${dayAndTime(said)}${message.ephemeral ? ", only visible to you" : ""}`);
    if (message.ephemeral) this.node.dataset.ephemeral = "true";
    if (message.blocks?.length) this.surface.show(message.blocks);
    else fill(this.body, message.text ? mrkdwn(message.text) : null);
    if (this.body.parentNode !== null && this.body.contains(document.activeElement)) return this.#trim(message);
    fill(this.node,
      h("div", { class: "gutter" }, avatar(author.id, author.name), h("time", { class: "side-time" }, time(said))),
      h("div", { class: "message-main" },
        h("header", {}, h("bdi", { class: "author" }, author.name), isApp(author.id) ? h("span", { class: "badge" }, "App") : null,
          h("time", { datetime: said.toISOString(), title: dayAndTime(said) }, time(said))),
        this.body, this.tail = h("div", { class: "tail" })));
    return this.#trim(message);
  }

  #trim(message) {
    fill(this.tail,
      message.edited && !message.blocks?.length ? h("span", { class: "edited", "data-edited": "true" }, "(edited)") : null,
      (message.attachments ?? []).map((spec, at) => attachment(message, spec, at)),
      (message.files ?? []).map(fileCard),
      message.ephemeral ? h("p", { class: "only-you" }, icon(ICONS.eye, 14), "Only visible to you · ",
        h("button", { type: "button", class: "link", "data-dismiss": message.ts, onclick: () => this.list.dismiss(message.ts) }, "Dismiss message")) : null,
      this.#replies(message));
    return this;
  }

  #replies(message) {
    const open = this.list.openThread;
    if (!open || message.ephemeral) return null;
    const count = this.list.replyCount(message);
    return [messageShortcuts(message), h("button", {
      type: "button", class: count ? "replies" : "replies reply-first", "data-thread": message.ts, onclick: () => open(message.ts),
    }, icon(ICONS.thread, 14), count ? `${count} ${count === 1 ? "reply" : "replies"}` : "Reply in thread")];
  }
}

const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts && message.subtype !== "thread_broadcast";

/** The messages of one channel, or of one thread when `thread` is its ts. */
export class MessageList {
  #all = new Map();
  #views = new Map();

  constructor({ channel, thread = null, openThread = null, onDismiss = () => {} }) {
    this.channel = channel;
    this.thread = thread;
    this.openThread = openThread;
    this.onDismiss = onDismiss;
    this.node = h("div", { class: "messages", role: "feed", "aria-label": thread ? "Replies" : "Messages in order", "data-channel": channel });
  }

  get oldest() {
    return [...this.#all.keys()].sort(byTs)[0] ?? null;
  }

  all() {
    return [...this.#all.values()];
  }

  replyCount(message) {
    const held = this.all().filter((other) => isReply(other) && other.thread_ts === message.ts).length;
    return Math.max(held, message.reply_count ?? 0);
  }

  #belongs(message) {
    return this.thread ? message.ts === this.thread || message.thread_ts === this.thread : !isReply(message);
  }

  /** Put messages in, new or changed; returns those that are new here. */
  put(messages) {
    const fresh = [];
    for (const one of messages) {
      const message = { ...one, channel: one.channel ?? this.channel };
      if (!this.#all.has(message.ts)) fresh.push(message);
      this.#all.set(message.ts, message);
      this.#views.get(message.ts)?.update(message);
      const parent = isReply(message) ? this.#views.get(message.thread_ts) : null;
      parent?.update(parent.message);
    }
    this.#arrange();
    return fresh;
  }

  /** Make the list hold these and nothing older or newer that has gone meanwhile. */
  replace(messages) {
    const kept = new Set(messages.map((message) => message.ts));
    for (const ts of [...this.#all.keys()]) if (!kept.has(ts)) this.#forget(ts);
    this.put(messages);
  }

  remove(ts) {
    this.#forget(ts);
    this.#arrange();
  }

  dismiss(ts) {
    this.remove(ts);
    this.onDismiss(ts);
  }

  #forget(ts) {
    this.#all.delete(ts);
    this.#views.get(ts)?.node.remove();
    this.#views.delete(ts);
  }

  // Moves nothing that is already in its place, so focus and scrolling survive a new message.
  #arrange() {
    let next = this.node.firstChild;
    let before = null;
    const place = (node) => {
      if (node === next) next = next.nextSibling;
      else this.node.insertBefore(node, next);
    };
    for (const ts of [...this.#all.keys()].sort(byTs)) {
      const message = this.#all.get(ts);
      if (!this.#belongs(message)) continue;
      const said = saidAt(message);
      const date = localFields(said).date;
      if (!this.thread && (!before || before.date !== date)) {
        const there = next?.dataset?.day === date ? next : h("div", { class: "day", role: "separator", "data-day": date, "aria-label": day(said) }, h("span", {}, day(said)));
        place(there);
      }
      const view = this.#views.get(ts) ?? new MessageView(message, this);
      this.#views.set(ts, view);
      const author = authorOf(message).id;
      const close = before && before.author === author && before.date === date && said - before.said < GROUP_SECONDS * 1000;
      view.node.classList.toggle("follows", Boolean(close) && before.ephemeral === Boolean(message.ephemeral));
      place(view.node);
      before = { author, date, said, ephemeral: Boolean(message.ephemeral) };
    }
    while (next) {
      const gone = next;
      next = next.nextSibling;
      gone.remove();
    }
  }
}

// Slack's ts are decimal strings of one length in our time: compared as numbers, then as text for the last digits.
const byTs = (a, b) => Number(a) - Number(b) || (a < b ? -1 : a > b ? 1 : 0);

