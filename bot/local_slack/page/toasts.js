// Short notices at the corner: information goes by itself, an error stays until it is read and put away.

import { h, icon, ICONS } from "./dom.js";

const SECONDS_SHOWN = { info: 6, error: 20 };

export function toast(level, text) {
  const kind = level === "error" ? "error" : "info";
  const away = () => note.remove();
  const note = h("div", { class: `toast ${kind}`, role: kind === "error" ? "alert" : "status", "data-level": kind },
    h("span", {}, h("bdi", {}, text)),
    h("button", { type: "button", class: "icon-button", "aria-label": "Put this notice away", onclick: away }, icon(ICONS.close, 14)));
  const region = document.getElementById("toasts");
  // A modal dialog makes the rest of the page inert, so the notice goes into the topmost one.
  const dialogs = [...document.querySelectorAll("dialog[open]")];
  (dialogs.at(-1)?.querySelector(".dialog-toasts") ?? region).append(note);
  setTimeout(away, SECONDS_SHOWN[kind] * 1000);
}

/** Words for those who listen to the page instead of looking at it. */
export function announce(text) {
  const log = document.getElementById("announcer");
  log.append(h("p", {}, text));
  while (log.children.length > 20) log.firstChild.remove();
}
