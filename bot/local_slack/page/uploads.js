// Files: the file_input element, and a file as it stands in a message.

import { deleteFile, fileAddress, upload } from "./api.js";
import { fill, h, icon, ICONS } from "./dom.js";
import { store } from "./store.js";
import { toast } from "./toasts.js";

const PICTURES = new Set(["image/png", "image/jpeg", "image/gif"]); // shown as they are, as Slack does
const MOST_BYTES = 10 * 1024 * 1024; // Slack's limit for a file_input

export function fileInput({ spec, block, surface, field }) {
  const most = spec.max_files ?? 10;
  const list = h("ul", { class: "file-list" });
  const control = h("input", {
    id: field.id, type: "file", multiple: most > 1, "aria-describedby": field.describedBy,
    accept: (spec.filetypes ?? []).map((kind) => `.${kind}`).join(",") || null,
  });
  const files = () => surface.form.read(block, spec) ?? [];
  const keep = (next) => {
    surface.form.write(block, spec, next);
    surface.corrected?.(block.block_id);
    redraw();
  };
  function redraw() {
    fill(list, files().map((file) => h("li", { "data-file-id": file.id }, icon(ICONS.file), h("bdi", {}, file.name), h("small", {}, size(file.size)),
      h("button", { type: "button", class: "icon-button", "aria-label": `Remove ${file.name}`, onclick: () => keep(files().filter((one) => one !== file)) },
        icon(ICONS.close, 12)))));
  }
  control.addEventListener("change", async () => {
    for (const file of [...control.files].slice(0, most)) {
      const done = refused(file) ?? await upload(store.as, null, file);
      if (done.ok) keep([...files(), done.file].slice(-most)); // a field that is full takes the new one in place of the first
      else toast("error", `Not uploaded: ${done.error}.`);
    }
    control.value = "";
  });
  redraw();
  return h("div", { class: "file-input" }, control, list);
}

function refused(file) {
  if (file.size > MOST_BYTES) return { ok: false, error: `${file.name} is larger than 10 MB` };
  if (file.size === 0) return { ok: false, error: `${file.name} is empty: there is nothing in it` };
  return null;
}

/** A file as it stands in a message, with a way to delete it for whoever uploaded it. */
export function fileCard(file) {
  if (file.mode === "tombstone") return h("span", { class: "file-card", "data-file-id": file.id }, icon(ICONS.file, 24), "This file was deleted.");
  const address = fileAddress(file.id, store.as);
  const picture = PICTURES.has(file.mimetype) ? h("img", { class: "file-picture", src: address, alt: file.title || file.name }) : null;
  const card = h("a", { class: picture ? "file-card with-picture" : "file-card", href: address, download: file.name, "data-file-id": file.id },
    picture ?? icon(ICONS.file, 24), h("span", {}, h("bdi", {}, file.title || file.name), h("small", {}, size(file.size))));
  if (file.user !== store.as) return card;
  const name = `Delete ${file.name}`;
  return h("span", { class: "own-file" }, card,
    h("button", { type: "button", class: "icon-button", "aria-label": name, title: name, onclick: () => remove(file) }, icon(ICONS.close, 12)));
}

async function remove(file) {
  if (!window.confirm(`Delete ${file.name} for everybody?`)) return;
  const done = await deleteFile(store.as, file.id);
  if (!done.ok) toast("error", `Not deleted: ${done.error}`);
}

function size(bytes) {
  if (!bytes) return "";
  return bytes < 1024 ? `${bytes} bytes` : bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
