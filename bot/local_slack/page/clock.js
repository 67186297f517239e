// The clock that can be turned: what time it is for the partnership, and the ways to move it.

import { turnClock } from "./api.js";
import { fill, freshId, h } from "./dom.js";
import { store } from "./store.js";
import { dayAndTime, localFields, turnTokens } from "./times.js";
import { announce, toast } from "./toasts.js";

const STEPS = [
  ["+1 hour", { advance: { hours: 1 } }], ["+1 day", { advance: { days: 1 } }], ["+1 week", { advance: { days: 7 } }],
  ["Next working day 09:00", { next_working_day: true }],
];
const ROOMY = matchMedia("(min-width: 1480px)"); // with room, the steps stand in the bar itself

const words = h("time", { class: "clock-words", "data-role": "clock" });
const mark = h("span", { class: "clock-mark", "data-role": "clock-mark" });
const field = h("input", { type: "datetime-local", id: freshId("turn"), class: "text-input", "aria-label": "Turn the clock to this date and time" });
const reset = h("button", { type: "button", class: "button small", "data-turn": "reset", onclick: () => turn({ reset: true }) }, "Back to real time");
const steps = h("div", { class: "steps" }, STEPS.map(([label, body]) =>
  h("button", { type: "button", class: "button small", "data-turn": label, onclick: () => turn(body) }, label)));
const explained = h("p", {}, "Moves the partnership’s time only: what falls due in between comes due at once.");
const panel = h("details", { class: "clock-panel" },
  h("summary", { class: "button small" }, "Turn the clock"),
  h("div", { class: "popup clock-tools" },
    explained,
    h("form", { class: "turn-to", onsubmit: (event) => { event.preventDefault(); if (field.value) turn({ to: field.value }); } },
      field, h("button", { type: "submit", class: "button small primary", "data-turn": "to" }, "Turn to")),
    reset));

let base = null; // {now: ms at receipt, at: when received}
let timer = null;

export function drawClock(root) {
  fill(root, h("div", { class: "clock-face" }, words, mark), panel);
  const settle = () => (ROOMY.matches ? panel.before(steps) : explained.after(steps));
  ROOMY.addEventListener("change", settle);
  settle();
  document.addEventListener("pointerdown", (event) => { if (!panel.contains(event.target)) panel.open = false; });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.open) return;
    panel.open = false;
    panel.querySelector("summary").focus();
  });
}

/** The workspace's own account of its clock: {now, offset_seconds, can_turn}. */
export function takeClock(clock) {
  if (!clock) return;
  store.clock = clock;
  base = { now: Date.parse(clock.now), at: performance.now() };
  turnTokens(clock.offset_seconds, document);
  const turned = isTurned();
  panel.hidden = clock.can_turn === false;
  steps.hidden = panel.hidden;
  if (panel.hidden) panel.open = false;
  reset.disabled = !turned;
  mark.classList.toggle("turned", turned);
  fill(mark, turned ? `Turned: ${apart(clock.offset_seconds)}` : "Real time");
  document.getElementById("topbar").classList.toggle("turned", turned);
  const parts = localFields(now());
  field.value = `${parts.date}T${parts.time}`;
  tick();
}

const isTurned = () => Math.abs(store.clock.offset_seconds ?? 0) >= 1;

function now() {
  return new Date(base.now + (performance.now() - base.at));
}

function tick() {
  clearTimeout(timer);
  const at = now();
  const said = dayAndTime(at);
  if (words.textContent !== said) fill(words, said);
  words.dateTime = at.toISOString();
  timer = setTimeout(tick, 60_000 - (at.getTime() % 60_000) + 20);
}

function apart(seconds) {
  const size = Math.abs(seconds);
  const [count, unit] =
    size >= 172_800 ? [Math.round(size / 86_400), "day"] : size >= 5400 ? [Math.round(size / 3600), "hour"] : [Math.max(1, Math.round(size / 60)), "minute"];
  return `${count} ${unit}${count === 1 ? "" : "s"} ${seconds > 0 ? "ahead" : "behind"}`;
}

async function turn(body) {
  panel.parentNode.setAttribute("aria-busy", "true");
  const done = await turnClock(body);
  panel.parentNode.removeAttribute("aria-busy");
  if (!done.clock) {
    toast("error", done.error ?? "The clock could not be turned.");
    return;
  }
  takeClock(done.clock);
  announce(`The clock says ${dayAndTime(now())}`);
}
