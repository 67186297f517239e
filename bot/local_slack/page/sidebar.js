// The sidebar: the workspace, its channels, direct messages, the app.

import { avatar, fill, h, icon, ICONS } from "./dom.js";
import { appDirect, store, userName } from "./store.js";

const drawer = () => document.getElementById("sidebar");

export function drawSidebar(root) {
  const channels = [...store.channels.values()].filter((one) => one.is_member);
  const others = [...store.channels.values()].filter((one) => !one.is_member && !one.is_private);
  const direct = [...store.ims.values()].filter((im) => im.user !== store.app.bot_user_id);
  const app = appDirect();
  const held = root.contains(document.activeElement) ? document.activeElement.dataset.place : null;
  const scrolled = root.querySelector(".places")?.scrollTop ?? 0;
  fill(root,
    h("div", { class: "workspace" }, h("bdi", {}, store.team.name), h("small", {}, "Local workspace")),
    h("div", { class: "places" },
      group("Channels", channels.map(channelRow)),
      group("Other channels", others.map(channelRow)),
      group("Direct messages", direct.map(personRow)),
      group("Apps", [
        store.app.has_home === false ? null : row({ id: "home", unread: 0, label: store.app.name, glyph: avatar(store.app.bot_user_id, store.app.name, 20), note: "Home" }),
        app ? row({ id: app.id, unread: app.unread, label: store.app.name, glyph: avatar(store.app.bot_user_id, store.app.name, 20), note: "Messages" }) : null,
      ])));
  root.querySelector(".places").scrollTop = scrolled;
  if (held) [...root.querySelectorAll("a")].find((link) => link.dataset.place === held)?.focus();
}

function group(title, rows) {
  return rows.some(Boolean) ? h("section", {}, h("h2", {}, title), h("ul", {}, rows)) : null;
}

function row({ id, unread, label, glyph, note = null }) {
  return h("li", {}, h("a", {
    href: `?as=${store.as}&c=${id}`, "data-place": id, class: unread ? "place unread" : "place", "aria-current": id === store.place ? "page" : null,
  }, glyph, h("bdi", { class: "place-name" }, label), note ? h("small", {}, note) : null,
  unread ? h("span", { class: "count", "data-unread": unread, "aria-label": `${unread} unread` }, unread > 99 ? "99+" : unread) : null));
}

const channelRow = (one) => row({ id: one.id, unread: one.unread, label: one.name, glyph: icon(one.is_private ? ICONS.lock : ICONS.hash, 14) });
const personRow = (im) => row({ id: im.id, unread: im.unread, label: userName(im.user), glyph: avatar(im.user, userName(im.user), 20), note: im.user === store.as ? "you" : null });

export function openDrawer(open) {
  const button = document.getElementById("drawer-button");
  drawer().classList.toggle("open", open);
  document.getElementById("scrim").hidden = !open;
  button.setAttribute("aria-expanded", String(open));
  if (open) (drawer().querySelector("[aria-current]") ?? drawer().querySelector("a")).focus();
}

export function wireDrawer() {
  const button = document.getElementById("drawer-button");
  button.addEventListener("click", () => openDrawer(!drawer().classList.contains("open")));
  document.getElementById("scrim").addEventListener("click", () => openDrawer(false));
  drawer().addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer().classList.contains("open")) return;
    openDrawer(false);
    button.focus();
  });
}
