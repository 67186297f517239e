// "Act as …": who is at the keyboard. Each person is a link, so a second tab can be a second person.

import { avatar, fill, freshId, h, icon, ICONS, placeBeside } from "./dom.js";
import { me, standing, store, userName } from "./store.js";

let choose = () => {};
const listId = freshId("people");
const opener = h("button", { type: "button", class: "act-as", "aria-haspopup": "dialog", "aria-expanded": "false", "data-role": "act-as" });
const search = h("input", { type: "search", class: "text-input", placeholder: "Find a person", "aria-label": "Find a person", autocomplete: "off", "aria-controls": listId });
const list = h("ul", { id: listId, class: "people" });
const panel = h("div", { class: "popup people-panel", popover: "auto", role: "dialog", "aria-label": "Act as another person" },
  search, list, h("p", { class: "hint" }, "Open a person in a new tab to be two people at once."));

export function drawPeople(root, onChoose) {
  choose = onChoose;
  fill(root, opener, panel);
  opener.popoverTargetElement = panel;
  panel.addEventListener("toggle", (event) => {
    const open = event.newState === "open";
    opener.setAttribute("aria-expanded", String(open));
    if (!open) return;
    search.value = "";
    draw();
    placeBeside(panel, opener, { width: "300px" });
    panel.style.maxHeight = "min(75vh, 560px)";
    panel.style.left = `${Math.max(8, Math.min(opener.getBoundingClientRect().right - panel.offsetWidth, innerWidth - panel.offsetWidth - 8))}px`;
    search.focus();
  });
  search.addEventListener("input", draw);
  panel.addEventListener("keydown", move);
}

export function showMe() {
  const user = me();
  const name = user ? userName(user.id) : "nobody";
  fill(opener, avatar(store.as, name, 28), h("span", { class: "act-words" }, h("small", {}, "Acting as"), h("bdi", {}, name)), icon(ICONS.down, 14));
  opener.setAttribute("aria-label", `Acting as ${name}. Act as another person`);
}

function draw() {
  const wanted = search.value.toLocaleLowerCase("en-GB").trim();
  const people = [...store.users.values()]
    .filter((user) => !user.is_bot)
    .filter((user) => `${userName(user.id)} ${user.name} ${user.title ?? ""} ${standing(user)}`.toLocaleLowerCase("en-GB").includes(wanted));
  const rank = (user) => (user.deleted ? 3 : user.is_external ? 2 : user.is_guest ? 1 : 0);
  people.sort((a, b) => rank(a) - rank(b) || userName(a.id).localeCompare(userName(b.id), "en-GB"));
  fill(list, people.map(row), people.length ? null : h("li", { class: "empty" }, "Nobody of that name."));
}

function row(user) {
  const apart = standing(user);
  const inside = [avatar(user.id, userName(user.id), 32),
    h("span", { class: "person" }, h("bdi", {}, userName(user.id)), user.title ? h("small", {}, user.title) : null),
    apart ? h("span", { class: `badge ${user.deleted ? "off" : ""}` }, apart[0].toUpperCase() + apart.slice(1)) : null];
  if (user.deleted) {
    return h("li", {}, h("span", { class: "person-row", "aria-disabled": "true", "data-user-id": user.id, title: "A deactivated person cannot sign in" }, inside));
  }
  return h("li", {}, h("a", {
    class: "person-row", href: `?as=${encodeURIComponent(user.id)}`, "data-user-id": user.id, "aria-current": user.id === store.as ? "true" : null,
    onclick: (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      panel.hidePopover();
      opener.focus();
      choose(user.id);
    },
  }, inside));
}

function move(event) {
  const links = [...list.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  if (event.key === "Enter" && document.activeElement === search && links.length) {
    event.preventDefault();
    links[0].click();
  } else if (event.key === "ArrowDown") {
    event.preventDefault();
    links[Math.min(at + 1, links.length - 1)]?.focus();
  } else if (event.key === "ArrowUp") {
    event.preventDefault();
    (at <= 0 ? search : links[at - 1]).focus();
  }
}
