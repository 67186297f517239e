// The layout blocks of Block Kit, each by its own small function, and the surface they live on.

import { element } from "./elements.js";
import { Form, withIds } from "./form.js";
import { fill, freshId, h, icon, ICONS } from "./dom.js";
import { markdown } from "./markdown.js";
import { richText } from "./richtext.js";
import { textNodes } from "./mrkdwn.js";
import { plainText } from "./text.js";

/**
 * Where blocks live: a message, a modal, the Home tab. It owns what has been typed there, so that drawing again,
 * after an update or a refusal, keeps the words, the place of the cursor and the button being pressed.
 */
export class Surface {
  #blocks = [];
  #errors = {};
  #busy = new Set();

  constructor(container, node) {
    this.container = container; // () => Slack's container object
    this.node = node;
    this.form = new Form();
  }

  blocks() {
    return this.#blocks;
  }

  show(blocks, errors = {}) {
    this.#blocks = withIds(blocks);
    this.#errors = errors;
    this.render();
  }

  render() {
    const held = rememberFocus(this.node);
    fill(this.node, this.#blocks.map((block) => this.#draw(block)));
    for (const key of this.#busy) this.#mark(key, true);
    restoreFocus(this.node, held);
  }

  #draw(block) {
    const make = BLOCKS[block.type];
    const node = make ? make(block, this, this.#errors[block.block_id]) : h("p", { class: "unknown" }, `[A ${block.type} block cannot be shown here]`);
    node.classList.add("block", `block-${block.type}`);
    node.dataset.blockId = block.block_id;
    node.dataset.block = block.type;
    return node;
  }

  /** A field was changed after a refusal: its error has been read and goes. */
  corrected(blockId) {
    if (!this.#errors[blockId]) return;
    delete this.#errors[blockId];
    const block = [...this.node.children].find((child) => child.dataset.blockId === blockId);
    block?.querySelector(".field-error")?.remove();
    block?.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
  }

  /** Show an element as busy while `send` runs, however often the surface is drawn meanwhile. */
  async working(spec, block, send) {
    const key = JSON.stringify([block.block_id, spec.action_id]);
    this.#busy.add(key);
    this.#mark(key, true);
    try {
      return await send();
    } finally {
      this.#busy.delete(key);
      this.#mark(key, false);
    }
  }

  #mark(key, busy) {
    const [blockId, actionId] = JSON.parse(key);
    const node = find(this.node, blockId, actionId);
    if (busy) node?.setAttribute("aria-busy", "true");
    else node?.removeAttribute("aria-busy");
  }
}

function find(root, blockId, actionId) {
  return [...root.querySelectorAll("[data-action-id]")].find(
    (node) => node.dataset.blockId === blockId && node.dataset.actionId === actionId,
  );
}

function rememberFocus(root) {
  const active = document.activeElement;
  const owner = active && root.contains(active) ? active.closest("[data-action-id]") : null;
  if (!owner) return null;
  const focusable = [...owner.querySelectorAll("input,button,textarea,a")];
  const text = active.tagName === "TEXTAREA" || ["text", "email", "url"].includes(active.type);
  return {
    blockId: owner.dataset.blockId, actionId: owner.dataset.actionId, index: owner === active ? -1 : focusable.indexOf(active),
    range: text ? [active.selectionStart, active.selectionEnd] : null, scroll: active.scrollTop,
  };
}

function restoreFocus(root, held) {
  if (!held) return;
  const owner = find(root, held.blockId, held.actionId);
  const target = held.index < 0 ? owner : owner?.querySelectorAll("input,button,textarea,a")[held.index];
  target?.focus({ preventScroll: true });
  if (target && held.range && target.setSelectionRange) target.setSelectionRange(...held.range);
  if (target) target.scrollTop = held.scroll;
}

function section(block, surface) {
  return h("div", {},
    h("div", { class: "section-body" },
      block.text ? h("div", { class: "section-text" }, textNodes(block.text)) : null,
      block.fields ? h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "field" }, textNodes(field)))) : null),
    block.accessory ? h("div", { class: "accessory" }, element(block.accessory, block, surface)) : null);
}

const header = (block) => h("div", { role: "heading", "aria-level": "3" }, textNodes(block.text));
const divider = () => h("hr", {});
const actions = (block, surface) => h("div", {}, block.elements.map((spec) => element(spec, block, surface)));

function context(block) {
  return h("div", {}, block.elements.map((part) => (part.type === "image"
    ? h("span", { class: "context-image", role: "img", "aria-label": part.alt_text }, icon(ICONS.file, 14))
    : h("span", { class: "context-text" }, textNodes(part)))));
}

function input(block, surface, error) {
  const spec = block.element;
  const [id, labelId, hintId, errorId] = ["field", "label", "hint", "error"].map(freshId);
  const describedBy = [block.hint ? hintId : null, error ? errorId : null].filter(Boolean).join(" ") || null;
  const control = element(spec, block, surface, { id, labelId, describedBy, required: !block.optional });
  const target = control.matches("input,textarea") ? control : control.querySelector(`[id="${id}"]`);
  if (error) target?.setAttribute("aria-invalid", "true");
  return h("div", { class: error ? "has-error" : null },
    h("label", { class: "input-label", id: labelId, for: id }, h("bdi", {}, plainText(block.label)),
      block.optional ? h("span", { class: "optional" }, " (optional)") : null),
    control,
    error ? h("p", { class: "field-error", id: errorId, role: "alert", "data-error-for": block.block_id }, h("bdi", {}, error)) : null,
    block.hint ? h("p", { class: "hint", id: hintId }, textNodes(block.hint)) : null);
}

function image(block) {
  return h("figure", {}, block.title ? h("figcaption", {}, plainText(block.title)) : null,
    h("div", { class: "image-placeholder", role: "img", "aria-label": block.alt_text }, icon(ICONS.file, 28), h("small", {}, block.alt_text)));
}

function table(block) {
  const aligned = (at) => `cell-${block.column_settings?.[at]?.align ?? "left"}`;
  const cell = (tag) => (one, at) => h(tag, { class: aligned(at) }, one.type === "rich_text" ? richText(one) : (one.text ?? ""));
  const [head, ...rows] = block.rows;
  return h("div", { class: "table-wrap", tabindex: "0" }, h("table", {}, h("thead", {}, h("tr", {}, head.map(cell("th")))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map(cell("td")))))));
}

const file = (block) => h("div", { class: "file-card" }, icon(ICONS.file), block.external_id ?? "File");

const BLOCKS = {
  section, header, divider, actions, context, input, image, file, table,
  rich_text: (block) => richText(block),
  markdown: (block) => markdown(block.text),
};
