// A small menu behind a button.

import { fill, freshId, h, placeBeside } from "./dom.js";

/** `items` are {text, detail, value, url, run}. */
export function menuButton({ label, glyph, items }) {
  const id = freshId("menu");
  const list = h("ul", { id, role: "menu", class: "popup menu", popover: "auto", "aria-label": label });
  const opener = h("button", {
    type: "button", class: "button overflow", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": label,
    popovertarget: id,
  }, glyph);
  const entries = () => [...list.querySelectorAll("[role=menuitem]")];
  const run = (item) => {
    list.hidePopover();
    opener.focus();
    item.run();
  };
  fill(list, items.map((item) => h("li", { role: "none" }, h(item.url ? "a" : "button", {
    role: "menuitem", tabindex: "-1", "data-value": item.value, type: item.url ? null : "button",
    href: item.url && /^https?:/i.test(item.url) ? item.url : null, target: item.url ? "_blank" : null, rel: item.url ? "noopener noreferrer" : null,
    onclick: () => run(item),
  }, h("bdi", {}, item.text), item.detail ? h("small", {}, item.detail) : null))));
  list.addEventListener("toggle", (event) => {
    const open = event.newState === "open";
    opener.setAttribute("aria-expanded", String(open));
    if (!open) return;
    placeBeside(list, opener, { width: "180px" });
    entries()[0]?.focus();
  });
  list.addEventListener("keydown", (event) => {
    const all = entries();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
  });
  return h("span", { class: "menu-wrap" }, opener, list);
}
