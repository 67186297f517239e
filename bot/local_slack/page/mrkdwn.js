// Slack's mrkdwn: *bold* _italic_ ~strike~ `code` ```block``` > quote, and what stands between < and >.

import { fragment, h } from "./dom.js";
import { broadcastChip, channelChip, decode, emoji, link, plainText, userChip } from "./text.js";
import { formatTokens } from "./times.js";

const FENCE = /```\n?([\s\S]+?)\n?```/;
const QUOTE = /^(?:&gt;|>)(?!(?:&gt;|>){2}) ?/;
const QUOTE_REST = /^(?:&gt;|>){3} ?/;

/** Text as nodes. With `verbatim`, bare addresses stay plain text, as Slack leaves them. */
export function mrkdwn(text, { verbatim = false } = {}) {
  return h("div", { class: "mrkdwn", dir: "auto" }, blocks(String(text ?? ""), verbatim));
}

/** A plain_text or mrkdwn object as nodes. */
export function textNodes(object) {
  if (!object) return "";
  if (object.type === "mrkdwn") return mrkdwn(object.text, { verbatim: object.verbatim === true });
  return h("bdi", { class: "plain" }, plainText(object));
}

function blocks(text, verbatim) {
  const fence = FENCE.exec(text);
  if (!fence) return quoted(text, verbatim);
  const before = text.slice(0, fence.index).replace(/\n$/, "");
  const after = text.slice(fence.index + fence[0].length).replace(/^\n/, "");
  return [
    before && quoted(before, verbatim),
    h("pre", {}, h("code", {}, literal(fence[1]))),
    after && blocks(after, verbatim),
  ];
}

function quoted(text, verbatim) {
  const made = [];
  let plain = [];
  let quote = [];
  const flush = () => {
    if (plain.length) made.push(lines(plain, verbatim));
    if (quote.length) made.push(h("blockquote", {}, lines(quote, verbatim)));
    [plain, quote] = [[], []];
  };
  const all = text.split("\n");
  for (let at = 0; at < all.length; at += 1) {
    if (QUOTE_REST.test(all[at])) {
      flush();
      quote = [all[at].replace(QUOTE_REST, ""), ...all.slice(at + 1)];
      break;
    }
    const isQuote = QUOTE.test(all[at]);
    if (isQuote !== quote.length > 0) flush();
    if (isQuote) quote.push(all[at].replace(QUOTE, ""));
    else plain.push(all[at]);
  }
  flush();
  return made;
}

function lines(all, verbatim) {
  return all.flatMap((line, at) => (at ? [h("br"), inline(line, verbatim)] : [inline(line, verbatim)]));
}

// Angle brackets may hold live things even inside a code span; they are shown as the words they stand for.
function literal(text) {
  return decode(text.replace(/<([^<>\n]+)>/g, (whole, inner) => (isLive(inner) ? angle(inner).textContent : whole)));
}

const isLive = (inner) => /^(@[UW]|#C|!|https?:|mailto:|tel:)/i.test(inner);

const MARKS = { "*": "strong", _: "em", "~": "del" };
const TOKEN = /`([^`\n]+)`|<([^<>\n]+)>|([*_~])|(\bhttps?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"\]])/g;

/** One line. A mark opens after a boundary and before a letter, and closes the other way round, as in Slack. */
export function inline(text, verbatim = false) {
  const made = [];
  let from = 0;
  const token = new RegExp(TOKEN, "g"); // our own: the loop calls itself for what stands inside a mark
  for (let hit = token.exec(text); hit; hit = token.exec(text)) {
    const [whole, code, inner, mark, address] = hit;
    let node = null;
    let end = hit.index + whole.length;
    if (code !== undefined) node = h("code", {}, literal(code));
    else if (inner !== undefined) node = isLive(inner) ? angle(inner) : null;
    else if (address !== undefined) node = verbatim ? null : link(decode(address));
    else {
      const close = closing(text, hit.index, mark);
      if (close > 0) {
        node = h(MARKS[mark], {}, inline(text.slice(hit.index + 1, close), verbatim));
        end = close + 1;
      }
    }
    if (node) {
      made.push(words(text.slice(from, hit.index)), node);
      from = end;
    }
    token.lastIndex = node ? end : hit.index + (mark ? 1 : whole.length);
  }
  made.push(words(text.slice(from)));
  return fragment(made);
}

const words = (text) => emoji(decode(text));
const WORD = /[\p{L}\p{N}]/u;

function closing(text, open, mark) {
  const before = text[open - 1] ?? " ";
  if (WORD.test(before) || before === mark) return -1;
  if (/\s/.test(text[open + 1] ?? " ") || text[open + 1] === mark) return -1;
  let depth = 0;
  for (let at = open + 1; at < text.length; at += 1) {
    if (text[at] === "`") {
      const end = text.indexOf("`", at + 1);
      if (end > 0) at = end;
    } else if (text[at] === "<") depth += 1;
    else if (text[at] === ">") depth = Math.max(0, depth - 1);
    else if (text[at] === mark && !depth) {
      const after = text[at + 1] ?? " ";
      if (!/\s/.test(text[at - 1]) && !WORD.test(after) && after !== mark) return at;
    }
  }
  return -1;
}

/** What stands between < and >: a person, a channel, a broadcast, a date or a link. */
function angle(inner) {
  const bar = inner.indexOf("|");
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? "" : decode(inner.slice(bar + 1));
  if (target.startsWith("@")) return userChip(target.slice(1));
  if (target.startsWith("#")) return channelChip(target.slice(1), label);
  if (!target.startsWith("!")) return link(decode(target), label || decode(target).replace(/^mailto:/i, ""));
  const [name, ...rest] = target.slice(1).split("^");
  if (["channel", "here", "everyone"].includes(name)) return broadcastChip(name);
  if (name === "subteam") return h("span", { class: "mention" }, label || `@${rest[0] ?? "group"}`);
  if (name === "date") return dateNode(rest, label);
  return h("span", {}, label || `<${decode(inner)}>`);
}

function dateNode([seconds, format, url], fallback) {
  const at = Number(seconds);
  if (!Number.isFinite(at) || !format) return h("span", {}, fallback);
  const said = h("time", { datetime: new Date(at * 1000).toISOString() }, formatTokens(at, decode(format)));
  said.tokens = decode(format);
  return url ? link(decode(url), said) : said;
}
