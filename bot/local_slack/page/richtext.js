// The rich_text block and all of its elements.

import { h } from "./dom.js";
import { broadcastChip, channelChip, decode, emoji, link, userChip } from "./text.js";
import { formatTokens } from "./times.js";

export function richText(block) {
  return h("div", { class: "rich-text mrkdwn", dir: "auto" }, (block.elements ?? []).map((part) =>
    CONTAINERS[part.type]?.(part) ?? h("span", { class: "unknown" }, `[${part.type} cannot be shown here]`)));
}

const CONTAINERS = {
  rich_text_section: (part) => h("div", { class: "rich-section" }, (part.elements ?? []).map(inline)),
  rich_text_preformatted: (part) => h("pre", {}, h("code", {}, (part.elements ?? []).map(inline))),
  rich_text_list: listOf,
  rich_text_quote: (part) => h("blockquote", {}, (part.elements ?? []).map(inline)),
};

function listOf(part) {
  const ordered = part.style === "ordered";
  const list = h(ordered ? "ol" : "ul", {
    start: ordered ? (part.offset ?? 0) + 1 : null, class: `depth-${(part.indent ?? 0) % 3}${part.border ? " bordered" : ""}`,
  }, part.elements.map((item) => h("li", {}, (item.elements ?? []).map(inline))));
  list.style.setProperty("--indent", part.indent ?? 0);
  return list;
}

const INLINE = {
  text: (part) => emoji(decode(part.text)),
  link: (part) => link(decode(part.url), part.text ? decode(part.text) : null),
  user: (part) => userChip(part.user_id),
  channel: (part) => channelChip(part.channel_id),
  usergroup: (part) => h("span", { class: "mention" }, `@${part.usergroup_id}`),
  broadcast: (part) => broadcastChip(part.range),
  emoji: (part) => (part.unicode ? String.fromCodePoint(...part.unicode.split("-").map((code) => parseInt(code, 16))) : emoji(`:${part.name}:`)),
  date: (part) => Object.assign(h("time", { datetime: new Date(part.timestamp * 1000).toISOString() }, formatTokens(part.timestamp, part.format)), { tokens: part.format }),
  color: (part) => {
    const swatch = h("span", { class: "swatch" });
    if (/^#[0-9a-f]{3,8}$/i.test(part.value)) swatch.style.background = part.value;
    return h("span", {}, swatch, part.value);
  },
};

function inline(part) {
  let node = INLINE[part.type]?.(part) ?? `[${part.type} cannot be shown here]`;
  const style = part.style ?? {};
  if (style.code) node = h("code", {}, node);
  if (style.bold) node = h("strong", {}, node);
  if (style.italic) node = h("em", {}, node);
  if (style.strike) node = h("del", {}, node);
  if (style.underline) node = h("u", {}, node);
  return node;
}
