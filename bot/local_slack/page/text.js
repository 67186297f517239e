// Text objects and the pieces every renderer shares: names that are live, links that are safe, emoji by name.

import { fileAddress } from "./api.js";
import { h } from "./dom.js";
import { store, userName } from "./store.js";

const EMOJI = {
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", no_entry: "⛔", question: "❓", exclamation: "❗",
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", raised_hand: "✋", raising_hand: "🙋", wave: "👋", clap: "👏",
  calendar: "📆", date: "📅", clock1: "🕐", hourglass: "⌛", hourglass_flowing_sand: "⏳", alarm_clock: "⏰", bell: "🔔",
  ballot_box_with_ballot: "🗳️", scales: "⚖️", memo: "📝", scroll: "📜", books: "📚", paperclip: "📎", link: "🔗",
  lock: "🔒", unlock: "🔓", key: "🔑", mag: "🔍", bulb: "💡", tada: "🎉", smile: "😄", slightly_smiling_face: "🙂",
  thinking_face: "🤔", eyes: "👀", heart: "❤️", star: "⭐", fire: "🔥", rocket: "🚀", point_right: "👉", point_left: "👈",
  arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️", red_circle: "🔴", large_green_circle: "🟢",
  large_yellow_circle: "🟡", white_circle: "⚪", black_circle: "⚫", speech_balloon: "💬", email: "✉️", phone: "☎️",
  office: "🏢", school: "🏫", mortar_board: "🎓", page_facing_up: "📄", clipboard: "📋", pushpin: "📌", stopwatch: "⏱️",
};

/** Slack decodes these three and no others. */
export const decode = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
export const encode = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

export const emoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);

/** A text object flattened to a string, for labels and announcements. */
export function plainText(object) {
  if (!object) return "";
  const text = decode(object.text ?? "");
  return object.emoji === false ? text : emoji(text);
}

const SAFE = /^(https?:|mailto:|tel:)/i;

/** A link that opens beside the page; an address of a kind that could run is shown, not linked. */
export function link(url, label = null) {
  const shown = label ?? url;
  if (!SAFE.test(url)) return h("span", {}, shown);
  const file = url.startsWith(`${location.origin}/files/`) ? url.split("/")[5] : null;
  if (file) return h("a", { href: fileAddress(file, store.as), download: true }, shown);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, shown);
}

export function userChip(id) {
  const known = store.users.has(id) || id === store.app.bot_user_id;
  const mine = id === store.as;
  return h("span", { class: mine ? "mention mention-me" : "mention", "data-user-id": id },
    "@", h("bdi", {}, known ? userName(id) : "unknown person"));
}

export function channelChip(id, label = "") {
  const channel = store.channels.get(id);
  const name = channel?.name || label;
  if (!name) return h("span", { class: "mention" }, "🔒 private channel");
  return h("a", { class: "mention", href: `?as=${store.as}&c=${id}`, "data-place": channel ? id : null }, "#", h("bdi", {}, name));
}

export const broadcastChip = (range) => h("span", { class: "mention mention-me", "data-broadcast": range }, `@${range}`);
