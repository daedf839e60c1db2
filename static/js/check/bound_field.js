// A form field that holds one value of the draft: saves itself while somebody types and on leaving, and follows what
// others change unless it is being changed here.

import { isSame, placeOf, valueOf } from "./draft.js";

/**
 * @import { Store, Target } from "./store.js"
 *
 * @typedef {{ read: () => any, write: (value: any) => void }} Ways
 */

const PAUSE = 700; // milliseconds without a key before what was typed is saved

/** @type {Map<string, BoundField>} */
const fields = new Map(); // by what they hold, for conflicts

/** @param {Target} target */
export function fieldOf(target) {
  return fields.get(placeOf(target));
}

// What is being typed and not yet saved.
export function saveAll() {
  fields.forEach((field) => field.save());
}

// What the fields hold that is not handed on: nothing, something that soon will be ("saving"), or something that is no
// value as it stands ("unfinished": half a date that was left).
export function unsaved() {
  const touched = [...fields.values()].filter((field) => field.isTouched);
  if (touched.some((field) => field.read() === undefined && !field.hasFocus)) {
    return "unfinished";
  }
  return touched.length > 0 ? "saving" : "";
}

export class BoundField {
  /**
   * `read` and `write` turn the element's content into the value and back; `read` gives undefined for what is no value.
   *
   * @param {Store} store
   * @param {HTMLElement} element
   * @param {Target} target
   * @param {Ways} ways
   */
  constructor(store, element, target, { read, write }) {
    this.store = store;
    this.element = element;
    this.target = target;
    this.read = read;
    this.write = write;
    this.timer = 0;
    this.isMarked = false;
    /** @type {any} what was stored when it was last looked at */
    this.base = null;
    /** @type {any} what was put into the element */
    this.shown = null;
    const within = [...element.querySelectorAll("input, select")].filter((input) => input instanceof HTMLElement);
    this.inputs = element.matches("input, select, textarea") ? [element] : within;
    this.put(this.stored() ?? null);
    this.mark();
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    const isComposing = (/** @type {Event} */ event) => event instanceof InputEvent && event.isComposing;
    element.addEventListener("input", (event) => isComposing(event) || this.saveSoon(), { signal });
    element.addEventListener("compositionend", () => this.saveSoon(), { signal });
    element.addEventListener("change", () => this.save(), { signal });
    element.addEventListener("focusout", () => this.save(), { signal });
    element.addEventListener("keydown", (event) => this.onKey(event), { signal });
    fields.set(placeOf(target), this);
  }

  stored() {
    const { table, id, field } = this.target;
    return valueOf(this.store.view, table, id, field);
  }

  get hasFocus() {
    return this.element.contains(document.activeElement);
  }

  // Whether it holds something else than what was put into it: a field cannot show every value as it is stored.
  get isTouched() {
    const value = this.read();
    return value === undefined || !isSame(value, this.shown);
  }

  saveSoon() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), PAUSE);
  }

  save() {
    window.clearTimeout(this.timer);
    const after = this.read();
    if (after === undefined || isSame(after, this.shown)) {
      return;
    }
    const { table, id, field } = this.target;
    const before = this.base ?? null;
    this.base = after;
    this.shown = after;
    this.store.do({ op: "set", table, ...(table === "head" ? {} : { id }), field, before, after });
  }

  // Called after every change of the draft.
  follow() {
    const value = this.stored();
    this.mark();
    if (value === undefined || isSame(value, this.base) || this.isTouched) {
      return;
    }
    if (this.hasFocus && isSameButForSpace(value, this.base)) {
      // The server tidies white space; what is being typed keeps it.
      this.base = value;
    } else {
      this.put(value);
    }
  }

  /** @param {any} value */
  put(value) {
    const { element } = this;
    const isText = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
    const [start, end] = isText ? [element.selectionStart, element.selectionEnd] : [null, null];
    this.base = value;
    this.write(value);
    this.shown = this.read() ?? null;
    if (isText && document.activeElement === element && start !== null) {
      element.setSelectionRange(start, end);
    }
  }

  // Two values of this place are shown until one is chosen.
  mark() {
    const isDisputed = this.store.isDisputed(this.target);
    if (isDisputed !== this.isMarked) {
      this.isMarked = isDisputed;
      for (const input of this.inputs) {
        if (isDisputed) {
          input.setAttribute("aria-invalid", "true");
        } else {
          input.removeAttribute("aria-invalid");
        }
      }
    }
  }

  /**
   * From a field whose value is disputed, Esc leads to the choice.
   *
   * @param {KeyboardEvent} event
   */
  onKey(event) {
    if (event.key === "Escape" && !event.isComposing && this.store.isDisputed(this.target)) {
      event.preventDefault();
      event.stopPropagation();
      this.save();
      this.element.dispatchEvent(new CustomEvent("choose", { bubbles: true, detail: placeOf(this.target) }));
    }
  }

  focus() {
    this.inputs[0].focus();
  }

  /** @param {Map<string, string>} names */
  renamed(names) {
    const fresh = names.get(this.target.id ?? "");
    if (fresh) {
      fields.delete(placeOf(this.target));
      this.target = { ...this.target, id: fresh };
      fields.set(placeOf(this.target), this);
    }
  }

  end() {
    this.save();
    this.listeners.abort();
    if (fields.get(placeOf(this.target)) === this) {
      fields.delete(placeOf(this.target));
    }
  }
}

/**
 * @param {any} one
 * @param {any} other
 */
function isSameButForSpace(one, other) {
  return typeof one === "string" && typeof other === "string" && one.trim() === other.trim();
}
