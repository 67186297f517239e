// The app's Home tab.

import { home } from "./api.js";
import { Surface } from "./blocks.js";
import { fill, h } from "./dom.js";
import { store } from "./store.js";

let surface = null;
let view = null;

/** Draw the tab and tell the app it was opened; the app may publish at once or later. */
export async function drawHome(root) {
  const sheet = h("div", { class: "home-blocks" });
  surface = new Surface(() => ({ type: "view", view_id: view?.id }), sheet);
  view = null;
  const waiting = h("p", { class: "empty-state" }, `Opening ${store.app.name}’s Home…`);
  fill(root, h("div", { class: "home", "data-role": "home" }, waiting, sheet));
  const who = store.as;
  const done = await home(who);
  if (store.as !== who || store.place !== "home") return;
  if (done.view) takeHome(done.view);
  else if (!view) fill(waiting, done.error ?? `${store.app.name} has not put anything on its Home tab yet.`);
}

export function takeHome(next) {
  if (!surface || store.place !== "home" || !next) return;
  view = next;
  surface.node.parentNode?.querySelector(".empty-state")?.remove();
  surface.node.closest("[data-role=home]").dataset.viewId = next.id;
  surface.show(next.blocks);
}
