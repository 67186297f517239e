// Dates and times as people in the United Kingdom say them; every place on the page is in Europe/London.

const ZONE = "Europe/London";
const make = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, ...options });

const DAY = make({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const CLOCK = make({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const SECONDS = make({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const PARTS = make({
  year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});

// Browsers differ over a comma after the weekday, so the words are put together here.
function words(formatter, instant, order) {
  const parts = Object.fromEntries(formatter.formatToParts(instant).map((part) => [part.type, part.value]));
  return order.map((name) => parts[name]).join(" ");
}

export const time = (instant) => CLOCK.format(instant);
export const day = (instant) => words(DAY, instant, ["weekday", "day", "month", "year"]);
export const dayAndTime = (instant) => `${day(instant)} at ${time(instant)}`;

/** "2025-04-24" and "14:00" of an instant, as the date and time inputs want them. */
export function localFields(instant) {
  const parts = Object.fromEntries(PARTS.formatToParts(instant).map((part) => [part.type, part.value]));
  return { date: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` };
}

/** The instant of a local "2025-04-24T14:00"; in the hour that does not exist in March, an hour later. */
export function instantOf(local) {
  const asUtc = Date.parse(`${local}Z`);
  const shown = (at) => Date.parse(`${localFields(at).date}T${localFields(at).time}Z`);
  let instant = asUtc;
  for (let turn = 0; turn < 2; turn += 1) instant -= shown(instant) - asUtc;
  return new Date(instant);
}

/** A date without a time, in words: "Thursday 24 April 2025"; empty for what is not a date. */
export function dateInWords(isoDate) {
  const at = new Date(`${isoDate}T12:00:00Z`);
  return Number.isNaN(at.getTime()) ? "" : day(at);
}

/** When a message was said: by the clock people were living by, which may have been turned. */
export const saidAt = (message) =>
  message.posted_at ? new Date(message.posted_at) : new Date(Number(message.ts) * 1000);

function nearDay(instant, now) {
  const [a, b] = [localFields(instant).date, localFields(now).date];
  const apart = Math.round((Date.parse(a) - Date.parse(b)) / 86_400_000);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[apart] ?? null;
}

const short = make({ day: "numeric", month: "short", year: "numeric" });
const long = make({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const plain = make({ day: "numeric", month: "long", year: "numeric" });
const numbers = make({ year: "numeric", month: "2-digit", day: "2-digit" });

let ahead = 0; // milliseconds by which the workspace's clock is turned

/** What was said of dates is said again by the clock as it is turned now. */
export function turnTokens(seconds, root) {
  ahead = seconds * 1000;
  for (const each of root.querySelectorAll("time"))
    if (each.tokens) each.textContent = formatTokens(Date.parse(each.dateTime) / 1000, each.tokens);
}

/** Slack's date tokens, as in `<!date^1392734382^{date_long} at {time}|fallback>`. */
export function formatTokens(seconds, format, now = new Date(Date.now() + ahead)) {
  const at = new Date(seconds * 1000);
  const near = nearDay(at, now);
  const known = {
    date: plain, date_short: short, date_long: long, date_slash: numbers,
  };
  return format.replace(/\{(\w+)\}/g, (whole, token) => {
    if (token === "time") return CLOCK.format(at);
    if (token === "time_secs") return SECONDS.format(at);
    if (token === "date_num") return localFields(at).date;
    if (token === "ago") return ago(at, now);
    const pretty = token.endsWith("_pretty");
    const formatter = known[pretty ? token.slice(0, -7) : token];
    if (!formatter) return whole;
    return pretty && near ? near : formatter === long ? day(at) : formatter.format(at);
  });
}

export function ago(at, now) {
  const minutes = Math.round((now - at) / 60_000);
  const size = Math.abs(minutes);
  const [count, unit] =
    size < 60 ? [size, "minute"] : size < 2880 ? [Math.round(size / 60), "hour"] : [Math.round(size / 1440), "day"];
  if (size < 1) return "just now";
  const said = `${count} ${unit}${count === 1 ? "" : "s"}`;
  return minutes > 0 ? `${said} ago` : `in ${said}`;
}
