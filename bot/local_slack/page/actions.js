// Sending what a person did on a message or a view to the app, after Slack's own question where the app asks for one.

import { action, options } from "./api.js";
import { h } from "./dom.js";
import { textNodes } from "./mrkdwn.js";
import { plainText } from "./text.js";
import { store } from "./store.js";
import { toast } from "./toasts.js";

/** Press or choose: `made` is {spec, block, surface}, `value` what Slack would carry. False when it was not confirmed. */
export async function act({ spec, block, surface }, value) {
  const state = surface.form.collect(surface.blocks());
  if (spec.confirm && !(await confirmed(spec.confirm))) return false;
  const done = await surface.working(spec, block, () => action({
    as: store.as, container: surface.container(), block_id: block.block_id, action_id: spec.action_id, type: spec.type, ...value, state,
  }));
  if (!done.ok) toast("error", done.error ?? "That did not work.");
  return true;
}

/** The options of an external select for what has been typed, as {options} or {option_groups}. */
export async function askOptions({ spec, block, surface }, query) {
  const found = await options({
    as: store.as, container: surface.container(), block_id: block.block_id, action_id: spec.action_id, value: query,
  });
  if (found.ok === false) toast("error", found.error ?? "The list could not be loaded.");
  return found;
}

/** Slack's confirmation dialog. */
function confirmed(confirm) {
  return new Promise((resolve) => {
    const settle = (answer) => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    const dialog = h("dialog", { class: "confirm", role: "alertdialog", "aria-labelledby": "confirm-title", "aria-describedby": "confirm-text" },
      h("h2", { id: "confirm-title" }, plainText(confirm.title)),
      h("div", { id: "confirm-text" }, textNodes(confirm.text)),
      h("footer", {},
        h("button", { type: "button", class: "button", "data-confirm": "deny", onclick: () => settle(false) }, plainText(confirm.deny)),
        h("button", {
          type: "button", class: `button ${confirm.style === "danger" ? "danger" : "primary"}`, "data-confirm": "confirm", autofocus: true,
          onclick: () => settle(true),
        }, plainText(confirm.confirm))));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      settle(false);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
