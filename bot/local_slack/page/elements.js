// The interactive elements of Block Kit. Each function makes one kind; `element` looks it up and gives it its ids.

import { act, askOptions } from "./actions.js";
import { fill, freshId, h, icon, ICONS } from "./dom.js";
import { fieldOf } from "./form.js";
import { menuButton } from "./menu.js";
import { narrowed, picker } from "./picker.js";
import { store, standing, userName } from "./store.js";
import { textNodes } from "./mrkdwn.js";
import { plainText } from "./text.js";
import { dateInWords, dayAndTime, instantOf, localFields } from "./times.js";
import { fileInput } from "./uploads.js";

/**
 * One element as a node. `field` comes from an input block: {id, labelId, describedBy, required};
 * without it the element stands in a section or an actions block and every change is sent at once.
 */
export function element(spec, block, surface, field = null) {
  const make = KINDS[spec.type];
  if (!make) return h("span", { class: "unknown" }, `[${spec.type} cannot be shown here]`);
  const node = make({ spec, block, surface, field: field ?? { id: freshId("control") } });
  node.dataset.blockId = block.block_id;
  node.dataset.actionId = spec.action_id ?? "";
  node.dataset.element = spec.type;
  if (spec.focus_on_load) node.dataset.focusOnLoad = "";
  return node;
}

const nameOf = (spec) => plainText(spec.placeholder) || spec.accessibility_label || spec.type.replaceAll("_", " ");

// A change is kept, and sent when the element stands where Slack would send it.
// A change the person then declines to confirm is taken back.
async function changed(made, value) {
  const { spec, block, surface } = made;
  const before = surface.form.read(block, spec);
  surface.form.write(block, spec, value);
  surface.corrected?.(block.block_id);
  if (block.type === "input" && !block.dispatch_action) return;
  if (await act(made, { [fieldOf(spec.type)]: value })) return;
  surface.form.write(block, spec, before);
  surface.render();
}

function button(made) {
  const { spec } = made;
  const attributes = {
    class: `button ${spec.style === "primary" || spec.style === "danger" ? spec.style : ""}`,
    "aria-label": spec.accessibility_label ?? null, "data-value": spec.value ?? null,
    onclick: () => act(made, { value: spec.value }),
  };
  if (spec.url && /^https?:/i.test(spec.url)) {
    return h("a", { ...attributes, href: spec.url, target: "_blank", rel: "noopener noreferrer" }, plainText(spec.text));
  }
  return h("button", { ...attributes, type: "button" }, h("bdi", {}, plainText(spec.text)));
}

const INPUT_TYPES = { email_text_input: "email", url_text_input: "url", number_input: "text" };

function textInput(made) {
  const { spec, block, surface, field } = made;
  const shared = {
    id: field.id, class: "text-input", placeholder: plainText(spec.placeholder) || null, "aria-describedby": field.describedBy,
    "aria-required": field.required ? "true" : null, "aria-label": field.labelId ? null : nameOf(spec),
    dir: "auto", value: surface.form.read(block, spec) ?? "",
  };
  const control = spec.multiline
    ? h("textarea", { ...shared, rows: 4 })
    : h("input", { ...shared, type: INPUT_TYPES[spec.type] ?? "text", inputmode: spec.type === "number_input" ? "decimal" : null, autocomplete: "off" });
  const events = spec.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const sends = block.dispatch_action === true;
  let timer = null;
  const send = () => act(made, { value: control.value || null });
  control.addEventListener("input", () => {
    surface.form.write(block, spec, control.value || null);
    surface.corrected?.(block.block_id);
    if (!sends || !events.includes("on_character_entered")) return;
    clearTimeout(timer);
    timer = setTimeout(send, 350);
  });
  control.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || !sends || !events.includes("on_enter_pressed")) return;
    event.preventDefault();
    send();
  });
  return control;
}

// Rich text is written here without its buttons: each line break stays, styles cannot be given.
function richInput(made) {
  const { spec, block, surface, field } = made;
  const written = (value) => (value?.elements ?? []).flatMap((part) => (part.elements ?? []).map((piece) => piece.text ?? "")).join("");
  const control = h("textarea", {
    id: field.id, class: "text-input", rows: 4, dir: "auto", placeholder: plainText(spec.placeholder) || null,
    "aria-describedby": field.describedBy, "aria-required": field.required ? "true" : null, value: written(surface.form.read(block, spec)),
  });
  control.addEventListener("input", () => {
    const section = { type: "rich_text_section", elements: [{ type: "text", text: control.value }] };
    surface.form.write(block, spec, control.value ? { type: "rich_text", elements: [section] } : null);
    surface.corrected?.(block.block_id);
  });
  return control;
}

const option = (raw) => ({ value: raw.value, text: plainText(raw.text), detail: raw.description ? plainText(raw.description) : "", raw });

function optionGroups(spec) {
  if (!spec.option_groups) return [{ label: null, options: (spec.options ?? []).map(option) }];
  return spec.option_groups.map((group) => ({ label: plainText(group.label), options: group.options.map(option) }));
}

function choice(made, { source, chosen, multiple, pick, asks = false }) {
  const { spec, block, field } = made;
  return picker({
    id: field.id, label: nameOf(spec), labelledBy: field.labelId, describedBy: field.describedBy,
    placeholder: plainText(spec.placeholder), multiple, max: spec.max_selected_items ?? Infinity,
    clearable: block.type === "input" && block.optional === true, asks, chosen, source,
    onChange: (options) => changed(made, multiple ? options.map(pick) : options.length ? pick(options[0]) : null),
  });
}

function optionSelect(made) {
  const { spec, block, surface } = made;
  const multiple = spec.type.startsWith("multi_");
  const kept = surface.form.read(block, spec);
  const groups = optionGroups(spec);
  const external = spec.type.endsWith("external_select");
  const known = new Set(groups.flatMap((group) => group.options.map((one) => one.value)));
  const chosen = (multiple ? (kept ?? []) : kept ? [kept] : []).map(option).filter((one) => external || known.has(one.value));
  const source = external
    ? async (query) => (query.length < (spec.min_query_length ?? 3) ? [] : optionGroups(await askOptions(made, query)))
    : narrowed(groups);
  return choice(made, { source, chosen, multiple, asks: external, pick: (one) => one.raw });
}

const person = (id) => ({
  value: id, text: userName(id),
  detail: [store.users.get(id)?.title, store.users.has(id) ? standing(store.users.get(id)) : ""].filter(Boolean).join(" · "),
});
const place = (id) => ({ value: id, text: store.ims.has(id) ? userName(store.ims.get(id).user) : `#${store.channels.get(id)?.name ?? id}` });

function conversations(spec) {
  const include = spec.filter?.include ?? ["public", "private", "im"];
  const channels = [...store.channels.values()].filter((one) => include.includes(one.is_private ? "private" : "public"));
  const ims = include.includes("im") ? [...store.ims.values()] : [];
  return [...channels, ...ims.filter((im) => !spec.filter?.exclude_bot_users || !store.users.get(im.user)?.is_bot)].map((one) => one.id);
}

function idSelect(made) {
  const { spec, block, surface } = made;
  const multiple = spec.type.startsWith("multi_");
  const people = spec.type.endsWith("users_select");
  const show = people ? person : place;
  const ids = people
    ? [...store.users.values()].filter((user) => !user.deleted).map((user) => user.id)
    : spec.type.includes("channels") ? [...store.channels.values()].filter((one) => !one.is_private).map((one) => one.id) : conversations(spec);
  const kept = surface.form.read(block, spec);
  return choice(made, {
    source: narrowed([{ label: null, options: ids.map(show) }]), multiple, pick: (one) => one.value,
    chosen: (multiple ? (kept ?? []) : kept ? [kept] : []).map(show),
  });
}

/** A native date or time field: sent when complete and left, or after a pause, never for each digit of the year. */
function native(made, { type, toField, fromField, describe }) {
  const { spec, block, surface, field } = made;
  const words = h("span", { class: "in-words", "aria-hidden": "true" });
  const control = h("input", {
    id: field.id, type, class: "text-input native", value: toField(surface.form.read(block, spec)),
    "aria-label": field.labelId ? null : nameOf(spec), "aria-describedby": field.describedBy, "aria-required": field.required ? "true" : null,
  });
  let sent = control.value;
  let timer = null;
  const commit = () => {
    clearTimeout(timer);
    if (control.value === sent || /^0\d{3}-/.test(control.value)) return;
    sent = control.value;
    changed(made, fromField(control.value));
  };
  control.addEventListener("input", () => {
    fill(words, describe(control.value));
    surface.form.write(block, spec, fromField(control.value));
    surface.corrected?.(block.block_id);
    clearTimeout(timer);
    timer = setTimeout(commit, 700);
  });
  control.addEventListener("blur", commit);
  fill(words, describe(control.value));
  return h("span", { class: "native-wrap" }, control, words);
}

const datepicker = (made) => native(made, {
  type: "date", toField: (value) => value ?? "", fromField: (text) => text || null, describe: (text) => (text ? dateInWords(text) : ""),
});

const timepicker = (made) => native(made, {
  type: "time", toField: (value) => value ?? "", fromField: (text) => text || null, describe: () => "",
});

const datetimepicker = (made) => native(made, {
  type: "datetime-local",
  toField: (seconds) => {
    if (!seconds) return "";
    const parts = localFields(new Date(seconds * 1000));
    return `${parts.date}T${parts.time}`;
  },
  fromField: (text) => (text ? Math.floor(instantOf(text).getTime() / 1000) : null),
  describe: (text) => (text ? dayAndTime(instantOf(text)) : ""),
});

function tickList(made) {
  const { spec, block, surface, field } = made;
  const many = spec.type === "checkboxes";
  const kept = surface.form.read(block, spec);
  const values = new Set((many ? (kept ?? []) : kept ? [kept] : []).map((one) => one.value));
  const group = freshId("group");
  const rows = spec.options.map((raw, at) => {
    const id = at === 0 ? field.id : freshId("tick");
    const control = h("input", { id, type: many ? "checkbox" : "radio", name: group, value: raw.value, "data-value": raw.value });
    control.checked = values.has(raw.value);
    control.addEventListener("change", () => {
      const now = spec.options.filter((_, index) => rows[index].querySelector("input").checked);
      changed(made, many ? now : (now[0] ?? null));
    });
    return h("label", { class: "tick", for: id }, control,
      h("span", {}, textNodes(raw.text), raw.description ? h("small", {}, textNodes(raw.description)) : null));
  });
  return h("div", {
    role: many ? "group" : "radiogroup", class: "ticks", "aria-labelledby": field.labelId, "aria-describedby": field.describedBy,
    "aria-label": field.labelId ? null : nameOf(spec),
  }, rows);
}

function overflow(made) {
  const items = made.spec.options.map((raw) => ({
    text: plainText(raw.text), detail: raw.description ? plainText(raw.description) : "", value: raw.value, url: raw.url,
    run: () => act(made, { selected_option: raw }),
  }));
  return menuButton({ label: made.spec.accessibility_label ?? "More actions", glyph: "⋯", items });
}

function image({ spec }) {
  return h("span", { class: "image-placeholder", role: "img", "aria-label": spec.alt_text }, icon(ICONS.file, 20), h("small", {}, spec.alt_text));
}

const KINDS = {
  button, image, overflow,
  plain_text_input: textInput, email_text_input: textInput, url_text_input: textInput, number_input: textInput,
  rich_text_input: richInput, static_select: optionSelect, multi_static_select: optionSelect, external_select: optionSelect, multi_external_select: optionSelect,
  users_select: idSelect, multi_users_select: idSelect, channels_select: idSelect, multi_channels_select: idSelect,
  conversations_select: idSelect, multi_conversations_select: idSelect,
  datepicker, timepicker, datetimepicker, checkboxes: tickList, radio_buttons: tickList, file_input: fileInput,
};
