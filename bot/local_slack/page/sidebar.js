// The sidebar: the workspace, its channels, direct messages and the app.

import { avatar, fill, h, icon, ICONS } from "./dom.js";
import { appDirect, isApp, store, userName } from "./store.js";

const drawer = () => document.getElementById("sidebar");

export function drawSidebar(root) {
  const channels = [...store.channels.values()].filter((one) => one.is_member);
  const others = [...store.channels.values()].filter((one) => !one.is_member && !one.is_private);
  const direct = [...store.ims.values()].filter((im) => im.user !== store.app.bot_user_id);
  const app = appDirect();
  fill(root,
    h("div", { class: "workspace" }, h("bdi", {}, store.team.name), h("small", {}, "Local workspace")),
    h("div", { class: "places" },
      group("Channels", channels.map(channelRow)),
      others.length ? group("Other channels", others.map(channelRow)) : null,
      group("Direct messages", direct.map(personRow), direct.length ? null : "None yet: choose a person below."),
      newDirect(direct),
      group("Apps", [
        row({ id: "home", unread: 0, label: store.app.name, glyph: avatar(store.app.bot_user_id, store.app.name, 20), note: "Home" }),
        app ? row({ id: app.id, unread: app.unread, label: store.app.name, glyph: avatar(store.app.bot_user_id, store.app.name, 20), note: "Messages" }) : null,
      ])));
}

function group(title, rows, empty = null) {
  return h("section", {}, h("h2", {}, title), rows.some(Boolean) ? h("ul", {}, rows) : null, empty ? h("p", { class: "hint" }, empty) : null);
}

function row({ id, unread, label, glyph, note = null }) {
  return h("li", {}, h("a", {
    href: `?as=${store.as}&c=${id}`, "data-place": id, class: unread ? "place unread" : "place", "aria-current": id === store.place ? "page" : null,
  }, glyph, h("bdi", { class: "place-name" }, label), note ? h("small", {}, note) : null,
  unread ? h("span", { class: "count", "data-unread": unread, "aria-label": `${unread} unread` }, unread > 99 ? "99+" : unread) : null));
}

const channelRow = (one) => row({ id: one.id, unread: one.unread, label: one.name, glyph: icon(one.is_private ? ICONS.lock : ICONS.hash, 14) });
const personRow = (im) => row({ id: im.id, unread: im.unread, label: userName(im.user), glyph: avatar(im.user, userName(im.user), 20), note: im.user === store.as ? "you" : null });

function newDirect(direct) {
  const had = new Set([...direct.map((im) => im.user), store.as]);
  const people = [...store.users.values()].filter((user) => !had.has(user.id) && !user.deleted && !isApp(user.id));
  if (!people.length) return null;
  people.sort((a, b) => userName(a.id).localeCompare(userName(b.id), "en-GB"));
  return h("details", { class: "new-direct" }, h("summary", {}, icon(ICONS.plus, 12), "Write to someone"),
    h("ul", {}, people.map((user) => h("li", {}, h("button", { type: "button", class: "place", "data-direct": user.id },
      avatar(user.id, userName(user.id), 20), h("bdi", { class: "place-name" }, userName(user.id)))))));
}

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
