// The markdown block: the everyday part of CommonMark, with tables and task lists, as nodes.

import { h } from "./dom.js";
import { link } from "./text.js";

export function markdown(text) {
  return h("div", { class: "mrkdwn markdown", dir: "auto" }, blocks(String(text ?? "").replace(/\r\n?/g, "\n").split("\n")));
}

const LIST = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const RULES = [
  [/^```/, fence], [/^#{1,6}\s/, heading], [/^\s*([-*_])(\s*\1){2,}\s*$/, () => [h("hr"), 1]],
  [/^>/, quote], [LIST, list], [/^\s*\|?.*\|/, table],
];

function blocks(all) {
  const made = [];
  let at = 0;
  while (at < all.length) {
    if (!all[at].trim()) {
      at += 1;
      continue;
    }
    const rest = all.slice(at);
    const rule = RULES.find(([pattern]) => pattern.test(rest[0]));
    const [node, taken] = rule?.[1](rest) ?? paragraph(rest);
    made.push(node);
    at += taken;
  }
  return made;
}

function paragraph(all) {
  let taken = 1;
  while (taken < all.length && all[taken].trim() && !RULES.slice(0, 5).some(([pattern]) => pattern.test(all[taken]))) taken += 1;
  const words = all.slice(0, taken).flatMap((line, index) => [index ? h("br") : null, inline(line.trim())]);
  return [h("p", {}, words), taken];
}

function fence(all) {
  const close = all.findIndex((line, index) => index && line.startsWith("```"));
  const end = close < 0 ? all.length : close;
  return [h("pre", {}, h("code", {}, all.slice(1, end).join("\n"))), end + 1];
}

function heading(all) {
  const [, marks, words] = /^(#+)\s+(.*?)\s*#*$/.exec(all[0]) ?? [null, "#", all[0]];
  return [h("div", { role: "heading", "aria-level": Math.min(marks.length + 2, 6), class: `md-h${Math.min(marks.length, 3)}` }, inline(words)), 1];
}

function quote(all) {
  const end = all.findIndex((line) => !line.startsWith(">"));
  const lines = all.slice(0, end < 0 ? all.length : end);
  return [h("blockquote", {}, blocks(lines.map((line) => line.replace(/^> ?/, "")))), lines.length];
}

function list(all) {
  const [, indent, mark] = LIST.exec(all[0]);
  const ordered = /\d/.test(mark);
  const items = [];
  let at = 0;
  for (; at < all.length; at += 1) {
    const hit = LIST.exec(all[at]);
    if (hit && hit[1].length <= indent.length) {
      if (/\d/.test(hit[2]) !== ordered || hit[1].length < indent.length) break;
      items.push([hit[3]]);
    } else if (/^\s+\S/.test(all[at])) items.at(-1).push(all[at].slice(Math.min(indent.length + 2, all[at].search(/\S/))));
    else if (all[at].trim() || !LIST.test(all[at + 1] ?? "")) break;
  }
  const rows = items.map(([first, ...more]) => {
    const task = /^\[([ xX])\]\s+(.*)$/.exec(first);
    const box = task ? h("input", { type: "checkbox", disabled: true, checked: task[1] !== " " }) : null;
    return h("li", {}, box, box ? " " : null, inline(task ? task[2] : first), blocks(more));
  });
  return [h(ordered ? "ol" : "ul", { start: ordered ? parseInt(mark, 10) : null }, rows), at];
}

function table(all) {
  const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
  if (!/^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(all[1] ?? "")) return paragraph(all);
  const end = all.findIndex((line) => !line.includes("|"));
  const rows = all.slice(2, end < 0 ? all.length : end);
  return [h("table", {}, h("thead", {}, h("tr", {}, cells(all[0]).map((cell) => h("th", {}, inline(cell))))),
    h("tbody", {}, rows.map((row) => h("tr", {}, cells(row).map((cell) => h("td", {}, inline(cell))))))), rows.length + 2];
}

const INLINE = /\\([\\`*_{}[\]()#+\-.!|~>])|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|(\*\*|__)(?=\S)(.+?\S|\S)\5|~~(?=\S)(.+?)~~|([*_])(?=\S)(.+?\S|\S)\8(?!\w)|<(https?:[^>\s]+)>/;

function inline(text) {
  const made = [];
  let rest = text;
  for (let hit = INLINE.exec(rest); hit; hit = INLINE.exec(rest)) {
    const [whole, escaped, code, label, url, , strong, struck, , emphasis, bare] = hit;
    made.push(rest.slice(0, hit.index));
    if (escaped !== undefined) made.push(escaped);
    else if (code !== undefined) made.push(h("code", {}, code));
    else if (label !== undefined) made.push(link(url, label));
    else if (strong !== undefined) made.push(h("strong", {}, inline(strong)));
    else if (struck !== undefined) made.push(h("del", {}, inline(struck)));
    else if (emphasis !== undefined) made.push(h("em", {}, inline(emphasis)));
    else made.push(link(bare));
    rest = rest.slice(hit.index + whole.length);
  }
  return [...made, rest];
}
