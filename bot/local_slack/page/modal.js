// Modals: the stack of views of the acting person, the top one shown in a real <dialog>.

import { close, submit } from "./api.js";
import { Surface } from "./blocks.js";
import { fill, h, icon, ICONS } from "./dom.js";
import { mistakes } from "./form.js";
import { store } from "./store.js";
import { plainText } from "./text.js";
import { announce, toast } from "./toasts.js";

let stack = []; // sheets, oldest first
let returnTo = null;

const body = h("div", { class: "dialog-body", tabindex: "-1" });
const title = h("h2", { id: "dialog-title" });
const banner = h("p", { class: "dialog-error", role: "alert", hidden: true });
const closeButton = h("button", { type: "button", class: "button", "data-role": "close", onclick: () => leave() });
const submitButton = h("button", { type: "submit", class: "button primary", "data-role": "submit" });
const crossButton = h("button", { type: "button", class: "icon-button", "aria-label": "Close", "data-role": "cross", onclick: () => leave(true) }, icon(ICONS.close));
const form = h("form", { novalidate: true, method: "dialog" },
  h("header", {}, title, crossButton), banner, body, h("footer", {}, closeButton, submitButton));
const dialog = h("dialog", { id: "modal", "aria-labelledby": "dialog-title" }, form, h("div", { class: "dialog-toasts" }));

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (stack.at(-1)?.view.submit) send();
});
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  const dirty = stack.some((sheet) => sheet.surface.form.dirty);
  if (dirty && !window.confirm("Leave this form? What you have typed in it will be lost.")) return;
  leave();
});

class Sheet {
  constructor(view) {
    this.node = h("div", { class: "sheet" });
    this.surface = new Surface(() => ({ type: "view", view_id: this.view.id }), this.node);
    this.scroll = 0;
    this.update(view);
  }

  update(view) {
    this.view = view;
    this.surface.show(view.blocks);
  }
}

/** Bring the stack of views in; those already open keep what was typed in them. */
export function showStack(views) {
  const known = new Map(stack.map((sheet) => [sheet.view.id, sheet]));
  stack = views.map((view) => {
    const sheet = known.get(view.id);
    if (sheet) sheet.update(view);
    return sheet ?? new Sheet(view);
  });
  draw();
}

/** A view opened or pushed; `order` is the whole stack as ids, where it is known. */
export function openView(view, order = null) {
  const ids = order ?? [...stack.map((sheet) => sheet.view.id), view.id];
  const views = [...stack.map((sheet) => sheet.view).filter((other) => other.id !== view.id), view];
  const wanted = ids.includes(view.id) ? ids : [...ids, view.id];
  showStack(wanted.map((id) => views.find((other) => other.id === id)).filter(Boolean));
}

export function updateView(view) {
  const sheet = stack.find((other) => other.view.id === view.id);
  if (!sheet) return;
  if (sheet.view.hash && sheet.view.hash === view.hash) return;
  sheet.update(view);
  draw();
}

export function closeView(viewId) {
  const at = stack.findIndex((sheet) => sheet.view.id === viewId);
  if (at < 0) return;
  stack.splice(at, 1);
  draw();
}

export const closeAll = () => showStack([]);

function draw() {
  const top = stack.at(-1);
  if (!top) {
    if (dialog.open) dialog.close();
    dialog.remove();
    delete dialog.dataset.viewId;
    // What opened the form may have been drawn again meanwhile; the composer is then the nearest place to go on.
    (returnTo?.isConnected ? returnTo : document.getElementById("composer-text"))?.focus();
    returnTo = null;
    return;
  }
  const { view } = top;
  const isNew = dialog.dataset.viewId !== view.id;
  dialog.dataset.viewId = view.id;
  dialog.dataset.callbackId = view.callback_id ?? "";
  fill(title, plainText(view.title));
  fill(closeButton, plainText(view.close) || (view.submit ? "Cancel" : "Close"));
  fill(submitButton, plainText(view.submit) || "Submit");
  submitButton.hidden = !view.submit;
  crossButton.hidden = false;
  if (top.node.parentNode !== body) fill(body, top.node);
  if (!dialog.open) {
    returnTo = document.activeElement;
    document.body.append(dialog);
    dialog.showModal();
  }
  if (isNew) {
    say("");
    busy(false);
    body.scrollTop = top.scroll;
    focusFirst(top);
    announce(`Form opened: ${plainText(view.title)}`);
  }
}

function focusFirst(sheet) {
  const asked = sheet.node.querySelector("[data-focus-on-load]");
  const field = asked?.matches("input,textarea,button") ? asked : asked?.querySelector("input,textarea,button");
  (field ?? sheet.node.querySelector(".block-input input, .block-input textarea") ?? sheet.node.querySelector("button, input") ?? closeButton).focus();
}

function say(text) {
  banner.hidden = !text;
  fill(banner, text);
}

function busy(is) {
  submitButton.disabled = is;
  submitButton.toggleAttribute("aria-busy", is);
}

function refuse(sheet, errors) {
  sheet.surface.show(sheet.view.blocks, { ...errors });
  const shown = sheet.node.querySelector("[aria-invalid]") ?? sheet.node.querySelector(".field-error");
  shown?.scrollIntoView({ block: "center" });
  shown?.focus();
  const unplaced = Object.entries(errors).filter(([blockId]) => !sheet.view.blocks.some((block) => block.block_id === blockId));
  if (unplaced.length) say(unplaced.map(([, text]) => text).join(" "));
}

async function send() {
  const sheet = stack.at(-1);
  if (submitButton.disabled) return;
  say("");
  const found = mistakes(sheet.surface.blocks(), sheet.surface.form);
  if (Object.keys(found).length) {
    refuse(sheet, found);
    return;
  }
  busy(true);
  sheet.scroll = body.scrollTop;
  const done = await submit({ as: store.as, view_id: sheet.view.id, state: sheet.surface.form.collect(sheet.surface.blocks()) });
  busy(false);
  if (done.errors && Object.keys(done.errors).length) refuse(sheet, done.errors);
  else if (!done.ok) say(`${done.error ?? "That did not work."} Nothing you typed is lost: you can try again.`);
  else finish(sheet, done);
}

// The stream tells the same story; doing it here as well makes the answer instant and costs nothing.
function finish(sheet, done) {
  const action = done.response_action ?? "close";
  if (done.view && action === "push") openView(done.view);
  else if (done.view && action === "update") updateView(done.view);
  else if (action === "clear") closeAll();
  else if (action === "close") closeView(sheet.view.id);
}

// Cancel steps back one form, the cross puts the whole pile away, as in Slack.
async function leave(wholeStack = false) {
  const sheet = stack.at(-1);
  if (!sheet) return;
  if (wholeStack) closeAll();
  else closeView(sheet.view.id);
  const done = await close({ as: store.as, view_id: sheet.view.id, clear: wholeStack || undefined });
  if (!done.ok) toast("error", done.error ?? "The form could not be closed.");
}
