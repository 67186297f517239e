// Building the page. Data only ever becomes text nodes or attributes: there is no innerHTML anywhere.

/** An element: attributes starting "on" are listeners, true/false are boolean attributes, null is left out. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...flat(children));
  return node;
}

function flat(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : String(child)));
}

export function fill(node, ...children) {
  node.replaceChildren(...flat(children));
  return node;
}

export function fragment(...children) {
  const made = document.createDocumentFragment();
  made.append(...flat(children));
  return made;
}

/** A small line drawing; the path data is ours, never a visitor's. */
export function icon(path, size = 16) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("width", size);
  svg.setAttribute("height", size);
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export const ICONS = {
  close: "M5 5l10 10M15 5L5 15",
  down: "M5 8l5 5 5-5",
  lock: "M6 9V6.5a4 4 0 0 1 8 0V9M4.5 9h11v8h-11z",
  hash: "M8 3L6 17M14 3l-2 14M3.5 7.5h13.5M3 12.500h13.5",
  plus: "M10 4v12M4 10h12",
  send: "M3 10l14-6-5 13-3-5.5z",
  file: "M5 3h7l4 4v10H5zM12 3v4h4",
  back: "M12 4l-6 6 6 6",
  thread: "M4 4h12v9H9l-4 4v-4H4z",
  eye: "M2 10c3-6 13-6 16 0-3 6-13 6-16 0zM10 8a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
};

let counter = 0;

/** An id no other element has. */
export function freshId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

const HUES = [4, 28, 96, 150, 174, 200, 222, 256, 286, 322];

/** Initials on a coloured square, the same colour for the same id always. */
export function avatar(id, name, size = 36) {
  const letters = [...(name || "?").replace(/[^\p{L}\p{N} ]/gu, "").trim()];
  const words = letters.join("").split(/\s+/).filter(Boolean);
  const initials = words.length > 1 ? [...words[0]][0] + [...words.at(-1)][0] : letters[0] || "?";
  let sum = 7;
  for (const letter of id || "") sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  const square = h("span", { class: "avatar", "aria-hidden": "true" }, initials.toUpperCase());
  square.style.setProperty("--size", `${size}px`);
  square.style.setProperty("--hue", HUES[sum % HUES.length]);
  return square;
}

/** Keep an absolutely placed list beside what it belongs to, above or below, inside the window. */
export function placeBeside(popup, anchor, { width = null, above = false } = {}) {
  const box = anchor.getBoundingClientRect();
  const margin = 8;
  popup.style.minWidth = width ?? `${box.width}px`;
  popup.style.maxHeight = "none";
  const wanted = Math.min(popup.scrollHeight + 2, 340);
  const below = window.innerHeight - box.bottom - margin;
  const over = box.top - margin;
  const goesUp = above ? over > 120 : below < Math.min(wanted, 180) && over > below;
  const height = Math.min(wanted, Math.max(goesUp ? over : below, 80));
  popup.style.maxHeight = `${height}px`;
  popup.style.top = goesUp ? `${box.top - height - 4}px` : `${box.bottom + 4}px`;
  const left = Math.min(box.left, window.innerWidth - popup.offsetWidth - margin);
  popup.style.left = `${Math.max(margin, left)}px`;
}
