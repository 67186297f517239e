// Completion under a text box: what fits the word being typed, chosen with arrows, Tab, Enter or a tap.

import { fill, freshId, h, placeBeside } from "./dom.js";

/**
 * `suggest(text, caret)` gives null or {from, to, items: [{value, text, hint, detail, insert}]}; choosing an item puts
 * its `insert` between from and to. Returns {keydown, update, isOpen}: keydown tells whether the key was used up.
 */
export function completion(box, suggest, onChoose = () => {}) {
  const id = freshId("suggestions");
  const list = h("ul", { id, role: "listbox", class: "popup suggestions", popover: "manual", "aria-label": "Suggestions" });
  box.after(list);
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", id);
  let found = null;
  let rows = [];
  let at = 0;

  const isOpen = () => found !== null;

  function shut() {
    if (!found) return;
    found = null;
    list.hidePopover();
    fill(list);
    box.removeAttribute("aria-activedescendant");
  }

  function update() {
    const next = suggest(box.value, box.selectionStart);
    if (!next || !next.items.length) return shut();
    if (!found) list.showPopover();
    found = next;
    at = 0;
    rows = found.items.map((item, index) => h("li", {
      id: freshId("suggestion"), role: "option", "data-value": item.value, onclick: () => choose(index), onpointermove: () => mark(index),
    }, h("span", { class: "suggestion-name" }, h("bdi", {}, item.text), item.hint ? h("code", {}, item.hint) : null),
    item.detail ? h("small", {}, item.detail) : null));
    fill(list, rows);
    placeBeside(list, box, { above: true });
    return mark(0);
  }

  function mark(index) {
    at = (index + rows.length) % rows.length;
    rows.forEach((row, number) => {
      row.setAttribute("aria-selected", String(number === at));
      row.classList.toggle("active", number === at);
    });
    rows[at].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", rows[at].id);
  }

  function choose(index) {
    const item = found.items[index];
    box.setRangeText(item.insert, found.from, found.to, "end");
    shut();
    onChoose(item);
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function keydown(event) {
    if (!found) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") mark(at + (event.key === "ArrowDown" ? 1 : -1));
    else if (event.key === "Tab" && !event.shiftKey) choose(at);
    else if (event.key === "Enter" && !event.shiftKey && !found.complete) choose(at);
    else if (event.key === "Escape") shut();
    else return false;
    event.preventDefault();
    return true;
  }

  list.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("blur", shut);
  return { keydown, update, isOpen, shut };
}
