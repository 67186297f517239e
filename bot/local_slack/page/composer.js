// The box at the foot: messages, slash commands with completion, @people and #channels, files.

import { command, say, shortcut, upload } from "./api.js";
import { completion } from "./complete.js";
import { fill, h, icon, ICONS } from "./dom.js";
import { placeName, standing, store, userName } from "./store.js";
import { encode } from "./text.js";
import { toast } from "./toasts.js";

const MOST_SHOWN = 8;
const drafts = {
  key: (channel, thread) => `draft ${store.as} ${channel} ${thread ?? ""}`,
  read: (channel, thread) => sessionStorage.getItem(drafts.key(channel, thread)) ?? "",
  keep: (channel, thread, text) =>
    text ? sessionStorage.setItem(drafts.key(channel, thread), text) : sessionStorage.removeItem(drafts.key(channel, thread)),
};

/** A composer for a channel, or for a thread in it; commands are for channels only, as in Slack. */
export function composer({ channel, thread = null, id = "composer-text" }) {
  const names = new Map(); // what completion wrote -> what Slack sends for it
  const where = thread ? "Reply" : `Message ${store.channels.has(channel) ? "#" : ""}${placeName(channel)}`;
  const box = h("textarea", { id, rows: 1, placeholder: where, "aria-label": where, dir: "auto", value: drafts.read(channel, thread), "data-role": "composer" });
  const note = h("p", { class: "composer-note", role: "status", hidden: true });
  const picker = h("input", { type: "file", hidden: true, multiple: true, "data-role": "upload" });
  const sendButton = h("button", { type: "button", class: "send", "aria-label": "Send", "data-role": "send", onclick: () => send() }, icon(ICONS.send));
  const node = h("div", { class: "composer" }, note,
    h("div", { class: "composer-frame" }, box,
      h("div", { class: "composer-tools" },
        thread ? null : h("button", { type: "button", class: "icon-button", "aria-label": "Attach a file", title: "Attach a file", onclick: () => picker.click() }, icon(ICONS.plus)), picker,
        thread || !store.commands.length ? null : h("button", { type: "button", class: "icon-button slash", "aria-label": "Commands", title: "Commands", onclick: () => startCommand() }, "/"),
        h("span", { class: "composer-hint" }, thread || !store.commands.length ? "Enter to send, Shift and Enter for a new line" : "Enter to send, Shift and Enter for a new line, / for commands"),
        sendButton)));

  const suggestions = completion(box, (text, caret) => suggest(text, caret, thread), (item) => {
    if (item.run) item.run();
    if (item.encoded) names.set(item.insert.trim(), item.encoded);
  });

  function startCommand() {
    if (!box.value.startsWith("/")) box.value = "/";
    box.focus();
    changed();
  }

  function changed() {
    drafts.keep(channel, thread, box.value);
    note.hidden = true;
    grow();
    suggestions.update();
  }

  function grow() {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 240)}px`;
    sendButton.disabled = !box.value.trim();
  }

  function encoded(text) {
    let out = encode(text);
    for (const [shown, token] of [...names].sort(([a], [b]) => b.length - a.length)) out = out.replaceAll(encode(shown), token);
    return out;
  }

  function tell(text) {
    fill(note, text);
    note.hidden = !text;
  }

  function put(text) {
    box.value = text;
    drafts.keep(channel, thread, text);
    grow();
  }

  async function send() {
    const text = box.value.trim();
    if (!text) return;
    suggestions.shut();
    const slash = !thread && /^\/(\S+)\s*([\s\S]*)$/.exec(text);
    const known = slash && store.commands.find((one) => one.command === `/${slash[1]}`);
    if (slash && !known) {
      tell(`/${slash[1]} is not a valid command here. Type / to see those there are.`);
      return;
    }
    put("");
    const done = known ? await run(known, slash[2]) : await say({ as: store.as, channel, text: encoded(text), encoded: true, thread_ts: thread ?? undefined });
    if (done.ok) return;
    if (!box.value) put(text);
    tell(done.error ?? "Not sent.");
  }

  async function run(known, rest) {
    node.setAttribute("aria-busy", "true");
    const done = await command({ as: store.as, channel, command: known.command, text: rest });
    node.removeAttribute("aria-busy");
    return done;
  }

  box.addEventListener("input", changed);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || suggestions.keydown(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  });
  picker.addEventListener("change", async () => {
    for (const file of picker.files) {
      const done = await upload(store.as, channel, file);
      if (!done.ok) toast("error", `${file.name} was not uploaded: ${done.error}.`);
    }
    picker.value = "";
  });
  queueMicrotask(grow);
  return { node, focus: () => box.focus() };
}

function suggest(text, caret, thread) {
  const before = text.slice(0, caret);
  const slash = /^\/(\S*)$/.exec(before);
  if (slash && !thread) return commandsFor(slash[1], caret);
  const word = /(?:^|\s)([@#])([^\s@#]*(?: [^\s@#]+)?)$/.exec(before);
  if (!word) return null;
  const from = caret - word[2].length - 1;
  // Slack turns @name into a person in a command by the short name, so there that is what is written.
  const items = word[1] === "@" ? peopleFor(word[2], before.startsWith("/") && !thread) : channelsFor(word[2]);
  return { from, to: caret, items: items.slice(0, MOST_SHOWN) };
}

async function runShortcut(one) {
  const done = await shortcut({ as: store.as, callback_id: one.callback_id });
  if (!done.ok) toast("error", done.error ?? "That did not work.");
}

function commandsFor(typed, caret) {
  const fits = store.commands.filter((one) => one.command.slice(1).startsWith(typed.toLowerCase()));
  const items = fits.map((one) => ({
    value: one.command, text: one.command, hint: one.usage_hint, detail: one.description, insert: `${one.command} `,
  }));
  const global = store.shortcuts.filter((one) => one.type === "global" && one.name.toLowerCase().includes(typed.toLowerCase()));
  items.push(...global.map((one) => ({ value: one.callback_id, text: one.name, detail: "Shortcut", insert: "", run: () => runShortcut(one) })));
  return { from: 0, to: caret, items, complete: fits.some((one) => one.command === `/${typed}`) };
}

const starts = (name, typed) =>
  [name, ...name.split(/\s+/)].some((part) => part.toLocaleLowerCase("en-GB").startsWith(typed.toLocaleLowerCase("en-GB")));

function peopleFor(typed, inCommand) {
  const people = [...store.users.values()].filter((user) => !user.deleted && (starts(userName(user.id), typed) || starts(user.name ?? "", typed)));
  const items = people.map((user) => ({
    value: user.id, text: userName(user.id), detail: [user.title, standing(user)].filter(Boolean).join(" · "),
    insert: `@${inCommand ? user.name : userName(user.id)} `, encoded: inCommand ? null : `<@${user.id}>`,
  }));
  if (inCommand) return items;
  const ranges = ["channel", "here"].filter((name) => typed && starts(name, typed)).map((name) => ({
    value: name, text: name, detail: "Tells everyone in this channel", insert: `@${name} `, encoded: `<!${name}>`,
  }));
  return [...items, ...ranges];
}

function channelsFor(typed) {
  return [...store.channels.values()].filter((one) => starts(one.name, typed)).map((one) => ({
    value: one.id, text: `#${one.name}`, detail: one.topic, insert: `#${one.name} `, encoded: `<#${one.id}|${one.name}>`,
  }));
}
