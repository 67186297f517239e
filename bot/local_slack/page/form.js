// What has been typed and chosen on one surface, in the shape Slack sends: {block_id: {action_id: {type, …}}}.
// Kept by block and action id and not by element, so a view update or a refusal loses nothing.

const FIELD = {
  plain_text_input: "value", email_text_input: "value", url_text_input: "value", number_input: "value",
  static_select: "selected_option", external_select: "selected_option", radio_buttons: "selected_option",
  multi_static_select: "selected_options", multi_external_select: "selected_options", checkboxes: "selected_options",
  users_select: "selected_user", multi_users_select: "selected_users",
  conversations_select: "selected_conversation", multi_conversations_select: "selected_conversations",
  channels_select: "selected_channel", multi_channels_select: "selected_channels",
  datepicker: "selected_date", timepicker: "selected_time", datetimepicker: "selected_date_time",
  file_input: "files", rich_text_input: "rich_text_value",
};

export const fieldOf = (type) => FIELD[type] ?? null;
const holdsMany = (field) => field.endsWith("s");

function initially(element) {
  const field = FIELD[element.type];
  const start = element[field.endsWith("value") ? "initial_value" : field.replace("selected", "initial")];
  return { type: element.type, [field]: start ?? (holdsMany(field) ? [] : null) };
}

export function elementsOf(block) {
  if (block.type === "input") return [block.element];
  if (block.type === "section") return block.accessory ? [block.accessory] : [];
  return block.type === "actions" ? block.elements : [];
}

export class Form {
  #values = new Map();
  dirty = false;

  #key(blockId, actionId) {
    return JSON.stringify([blockId, actionId]);
  }

  /** The value of an element: what the person gave it, else what it starts with. */
  read(block, element) {
    const kept = this.#values.get(this.#key(block.block_id, element.action_id));
    return (kept?.type === element.type ? kept : initially(element))[FIELD[element.type]];
  }

  write(block, element, value) {
    this.dirty = true;
    this.#values.set(this.#key(block.block_id, element.action_id), { type: element.type, [FIELD[element.type]]: value });
  }

  /** `state.values` for the blocks on show and no others. */
  collect(blocks) {
    const values = {};
    for (const block of blocks) {
      for (const element of elementsOf(block)) {
        if (!FIELD[element.type]) continue;
        values[block.block_id] ??= {};
        values[block.block_id][element.action_id] = {
          type: element.type, [FIELD[element.type]]: this.read(block, element),
        };
      }
    }
    return { values };
  }
}

/** Slack gives every block and element an id; a block that came without one gets the same one each time. */
export function withIds(blocks) {
  return (blocks ?? []).map((block, at) => {
    const named = { ...block, block_id: block.block_id ?? `block-${at}` };
    const give = (element, index) => ({ ...element, action_id: element.action_id ?? `action-${index}` });
    if (named.element) named.element = give(named.element, 0);
    if (named.accessory) named.accessory = give(named.accessory, 0);
    if (named.type === "actions") named.elements = named.elements.map(give);
    return named;
  });
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** What Slack's own client says about a field before anything is sent; an empty object when all is well. */
export function mistakes(blocks, form) {
  const found = {};
  for (const block of blocks) {
    if (block.type !== "input") continue;
    const said = mistake(block, form.read(block, block.element));
    if (said) found[block.block_id] = said;
  }
  return found;
}

function mistake(block, value) {
  const element = block.element;
  if (value === null || value === "" || (Array.isArray(value) && !value.length)) {
    return block.optional ? null : "Please complete this required field.";
  }
  if (element.type === "email_text_input" && !EMAIL.test(value)) return "Please enter an e-mail address, such as name@example.org.";
  if (element.type === "url_text_input" && !/^https?:\/\/[^\s]+$/i.test(value)) return "Please enter an address starting with https://.";
  if (element.type === "number_input") return numberMistake(element, value);
  if (element.type === "plain_text_input") {
    if (element.min_length && value.length < element.min_length) return `Please write at least ${element.min_length} characters.`;
    if (value.length > (element.max_length ?? 3000)) return `Please keep this to ${element.max_length ?? 3000} characters: it has ${value.length}.`;
  }
  return null;
}

function numberMistake(element, value) {
  const pattern = element.is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!pattern.test(value)) return element.is_decimal_allowed ? "Please enter a number." : "Please enter a whole number.";
  if (element.min_value !== undefined && Number(value) < Number(element.min_value)) return `Please enter ${element.min_value} or more.`;
  if (element.max_value !== undefined && Number(value) > Number(element.max_value)) return `Please enter ${element.max_value} or less.`;
  return null;
}
