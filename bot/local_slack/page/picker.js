// A searchable list to choose one or several from: every select of Block Kit, usable by keyboard and by touch.

import { fill, freshId, h, icon, ICONS, placeBeside } from "./dom.js";

/**
 * `source(query)` gives groups [{label, options: [{value, text, detail, raw}]}], later if it `asks` the app.
 * `chosen` are options; `onChange` gets the new list of options.
 */
export function picker({ id, label, labelledBy, describedBy, placeholder, multiple = false, max = Infinity,
                         clearable = false, asks = false, chosen = [], source, onChange }) {
  const listId = freshId("list");
  let selected = [...chosen];
  let shown = [];
  let at = -1;
  let asked = 0;
  let timer = null;

  const input = h("input", {
    id: id ?? freshId("picker"), type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId,
    "aria-label": labelledBy ? null : label, "aria-labelledby": labelledBy, "aria-describedby": describedBy,
    placeholder: placeholder || "Choose", class: "picker-input",
  });
  const list = h("ul", {
    id: listId, role: "listbox", class: "popup options", popover: "manual",
    "aria-label": label || placeholder || "Options", "aria-multiselectable": multiple ? "true" : null,
  });
  const chips = h("span", { class: "chips" });
  const clear = h("button", { type: "button", class: "picker-clear", "aria-label": "Clear the choice", onclick: () => choose(null) },
    icon(ICONS.close, 12));
  const root = h("div", { class: multiple ? "picker picker-multi" : "picker" }, chips, input, clear, icon(ICONS.down, 14), list);

  const isOpen = () => input.getAttribute("aria-expanded") === "true";

  function redraw() {
    fill(chips, multiple ? selected.map((option) => h("span", { class: "chip", "data-value": option.value },
      h("bdi", {}, option.text),
      h("button", { type: "button", "aria-label": `Remove ${option.text}`, onclick: () => toggle(option) }, icon(ICONS.close, 10)))) : []);
    if (!multiple) input.value = selected[0]?.text ?? "";
    clear.hidden = multiple || !clearable || !selected.length;
    root.classList.toggle("has-value", selected.length > 0);
  }

  function open() {
    if (isOpen() || input.disabled) return;
    input.setAttribute("aria-expanded", "true");
    list.showPopover();
    search("");
  }

  function shut() {
    clearTimeout(timer);
    if (!isOpen()) return;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    list.hidePopover();
    fill(list);
    redraw();
    if (multiple) input.value = "";
  }

  async function search(query) {
    const mine = (asked += 1);
    const found = source(query);
    if (found instanceof Promise) {
      fill(list, h("li", { class: "empty" }, "Looking…"));
      placeBeside(list, root);
    }
    const groups = await found;
    if (mine !== asked || !isOpen()) return;
    shown = [];
    fill(list, groups.map((group) => {
      const rows = group.options.map(row);
      return group.label ? h("li", { role: "presentation" }, h("div", { class: "group", "aria-hidden": "true" }, group.label),
        h("ul", { role: "group", "aria-label": group.label }, rows)) : rows;
    }));
    if (!shown.length) fill(list, h("li", { class: "empty" }, "Nothing matches."));
    placeBeside(list, root);
    const current = shown.findIndex(({ option }) => isChosen(option));
    highlight(query || current < 0 ? 0 : current);
  }

  const isChosen = (option) => selected.some((other) => other.value === option.value);

  function row(option) {
    const node = h("li", {
      id: freshId("option"), role: "option", "data-value": option.value, "aria-selected": String(isChosen(option)),
      onclick: () => toggle(option),
    }, h("bdi", {}, option.text), option.detail ? h("small", {}, option.detail) : null);
    shown.push({ option, node });
    return node;
  }

  function highlight(index) {
    shown[at]?.node.classList.remove("active");
    at = Math.max(0, Math.min(index, shown.length - 1));
    const current = shown[at];
    if (!current) return input.removeAttribute("aria-activedescendant");
    current.node.classList.add("active");
    current.node.scrollIntoView({ block: "nearest" });
    return input.setAttribute("aria-activedescendant", current.node.id);
  }

  function toggle(option) {
    if (!multiple) return choose(option);
    const next = isChosen(option) ? selected.filter((other) => other.value !== option.value) : [...selected, option];
    if (next.length > max) return undefined;
    selected = next;
    input.value = "";
    redraw();
    input.focus();
    if (isOpen()) search("");
    return onChange(selected);
  }

  function choose(option) {
    const changed = option?.value !== selected[0]?.value;
    selected = option ? [option] : [];
    shut();
    redraw();
    if (changed) onChange(selected);
  }

  input.addEventListener("click", open);
  input.addEventListener("focus", () => !multiple && input.setSelectionRange(0, input.value.length, "backward"));
  input.addEventListener("blur", shut);
  input.addEventListener("input", () => {
    open();
    clearTimeout(timer);
    // A list held here is narrowed at once, so that no option moves under a finger; the app is asked after a pause.
    if (asks) timer = setTimeout(() => search(input.value.trim()), 200);
    else search(input.value.trim());
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  input.addEventListener("keydown", (event) => {
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key in moves) {
      event.preventDefault();
      if (isOpen()) highlight(at + moves[event.key]);
      else open();
    } else if (event.key === "Enter") {
      if (isOpen() && shown[at]) toggle(shown[at].option);
      else open();
      event.preventDefault();
    } else if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      event.stopPropagation();
      shut();
    } else if (event.key === "Backspace" && multiple && !input.value && selected.length) {
      toggle(selected.at(-1));
    }
  });
  redraw();
  return root;
}

/** Groups that a query narrows, by any word of the text or its detail. */
export function narrowed(groups) {
  return (query) => {
    const wanted = query.toLocaleLowerCase("en-GB").split(/\s+/).filter(Boolean);
    const fits = (option) => {
      const text = `${option.text} ${option.detail ?? ""}`.toLocaleLowerCase("en-GB");
      return wanted.every((word) => text.includes(word));
    };
    return groups.map((group) => ({ ...group, options: group.options.filter(fits) })).filter((group) => group.options.length);
  };
}
