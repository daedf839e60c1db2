// The fields of the meeting, corrected in place.

import { BoundField } from "./bound_field.js";
import { make } from "./dom.js";
import { ACCESS_LEVELS, FIELDS } from "./words.js";

const TEXTS = [
  ["title", "会議の名称", "wide"],
  ["body", FIELDS.body, "wide", "known-bodies"],
  ["held_on", FIELDS.held_on, "date"],
  ["fiscal_year", "年度（西暦）", "number"],
  ["number", "回", "number"],
  ["starts_at", FIELDS.starts_at, "time"],
  ["ends_at", FIELDS.ends_at, "time"],
  ["adjourned_at", "閉会（本文の記載）", "time"],
  ["venue", FIELDS.venue, "text"],
  ["office", FIELDS.office, "text"],
];
const CALENDAR = new Intl.DateTimeFormat("ja-JP-u-ca-japanese", { dateStyle: "full", timeZone: "UTC" });

/**
 * @import { Ways } from "./bound_field.js"
 * @import { Store } from "./store.js"
 */

export class Head {
  /**
   * @param {HTMLElement} root
   * @param {Store} store
   */
  constructor(root, store) {
    this.root = root;
    /** @type {BoundField[]} */
    this.fields = [];
    this.day = make("span", { class: "head-field__note", id: "head-held_on-note" });
    for (const [field, label, look, list] of TEXTS) {
      this.addText(store, field, label, look, list);
    }
    this.addAccess(store, "meeting_access");
    this.addAccess(store, "minutes_access");
    store.addEventListener("change", ({ detail }) => {
      this.fields.forEach((bound) => bound.follow());
      if (detail.before.head !== detail.after.head) {
        this.tellDay(detail.after.head.held_on);
      }
    });
  }

  /**
   * @param {Store} store
   * @param {string} field
   * @param {string} label
   * @param {string} look
   * @param {string} [list] of what is offered
   */
  addText(store, field, label, look, list) {
    const type = ["date", "time", "number"].includes(look) ? look : "text";
    const input = make("input", { class: "input", id: `head-${field}`, type, autocomplete: "off" });
    if (list) {
      input.setAttribute("list", list);
    }
    const place = make(
      "div",
      { class: `head-field head-field--${look}` },
      make("label", { class: "head-field__label", for: input.id }, label),
      input,
    );
    if (field === "held_on") {
      input.setAttribute("aria-describedby", this.day.id);
      place.append(this.day);
    }
    this.root.append(place);
    this.bind(store, input, field, reader(input, type));
  }

  /**
   * @param {Store} store
   * @param {string} field
   */
  addAccess(store, field) {
    const level = make("select", { class: "input", id: `head-${field}-level` });
    level.append(...ACCESS_LEVELS.map(([value, text]) => make("option", { value }, text)));
    const reason = make("input", {
      class: "input",
      id: `head-${field}-reason`,
      autocomplete: "off",
      placeholder: "理由",
      "aria-label": `${FIELDS[field]}の理由`,
    });
    const group = make(
      "div",
      { class: "head-field head-field--access" },
      make("label", { class: "head-field__label", for: level.id }, FIELDS[field]),
      make("div", { class: "head-field__pair" }, level, reason),
    );
    this.root.append(group);
    const read = () => ({ level: level.value || null, reason: reason.value.trim() || null });
    const write = (/** @type {any} */ value) => {
      level.value = value?.level ?? "";
      reason.value = value?.reason ?? "";
    };
    this.bind(store, group, field, { read, write });
  }

  /**
   * @param {Store} store
   * @param {HTMLElement} element
   * @param {string} field
   * @param {Ways} ways
   */
  bind(store, element, field, ways) {
    this.fields.push(new BoundField(store, element, { table: "head", field }, ways));
  }

  /** @param {any} day */
  tellDay(day) {
    this.day.textContent = day ? CALENDAR.format(new Date(`${day}T00:00:00Z`)) : "";
  }
}

/**
 * @param {HTMLInputElement} input
 * @param {string} type
 * @returns {Ways}
 */
function reader(input, type) {
  const write = (/** @type {any} */ value) => {
    input.value = value ?? "";
  };
  const read = () => {
    // Half a date is no value, and no reason to forget the one before.
    if (input.validity.badInput) {
      return undefined;
    }
    const text = input.value.trim();
    if (text === "") {
      return null;
    }
    return type === "number" ? Math.trunc(Number(text)) : text;
  };
  return { read, write };
}
