// A form field that holds one value of the draft: saves itself while somebody types and on leaving, and follows what
// others change unless it is being changed here.

import { isSame, valueOf } from "./draft.js";

const PAUSE = 700; // milliseconds without a key before what was typed is saved

const fields = new Map(); // by what they hold, for conflicts

export function fieldOf(target) {
  return fields.get(keyOf(target));
}

// What is being typed and not yet saved.
export function saveAll() {
  fields.forEach((field) => field.save());
}

function keyOf({ table, id, field }) {
  return `${table}/${id ?? ""}/${field}`;
}

export class BoundField {
  // `read` and `write` turn the element's content into the value and back; `read` gives undefined for what is no value.
  constructor(store, element, target, { read, write }) {
    Object.assign(this, { store, element, target, read, write, timer: 0, isHeld: false });
    this.base = this.stored();
    write(this.base ?? null);
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    element.addEventListener("input", (event) => event.isComposing || this.saveSoon(), { signal });
    element.addEventListener("compositionend", () => this.saveSoon(), { signal });
    element.addEventListener("change", () => this.save(), { signal });
    element.addEventListener("focusout", () => this.save(), { signal });
    fields.set(keyOf(target), this);
  }

  stored() {
    const { table, id, field } = this.target;
    return valueOf(this.store.view, table, id, field);
  }

  get isTouched() {
    const value = this.read();
    return value === undefined || !isSame(value, this.base);
  }

  saveSoon() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), PAUSE);
  }

  save() {
    window.clearTimeout(this.timer);
    const after = this.read();
    if (this.isHeld || after === undefined || isSame(after, this.base) || this.stored() === undefined) {
      return;
    }
    const { table, id, field } = this.target;
    const before = this.base ?? null;
    this.base = after;
    this.store.do({ op: "set", table, ...(table === "head" ? {} : { id }), field, before, after });
  }

  // Called after every change of the draft.
  follow() {
    const value = this.stored();
    if (this.isHeld || value === undefined || isSame(value, this.base)) {
      return;
    }
    if (!this.element.contains(document.activeElement)) {
      this.put(value);
    } else if (isSameButForSpace(value, this.base) && !this.isTouched) {
      // The server tidies white space; what is being typed keeps it.
      this.base = value;
    } else if (!this.isTouched) {
      this.put(value);
    }
  }

  put(value) {
    const { selectionStart, selectionEnd } = this.element;
    this.base = value;
    this.write(value);
    if (document.activeElement === this.element && typeof selectionStart === "number") {
      this.element.setSelectionRange(selectionStart, selectionEnd);
    }
  }

  // While two texts are compared nothing is saved over the other one.
  hold() {
    this.isHeld = true;
  }

  release(value) {
    this.isHeld = false;
    this.put(value);
  }

  renamed(names) {
    const fresh = names.get(this.target.id);
    if (fresh) {
      fields.delete(keyOf(this.target));
      this.target = { ...this.target, id: fresh };
      fields.set(keyOf(this.target), this);
    }
  }

  end() {
    this.save();
    this.listeners.abort();
    if (fields.get(keyOf(this.target)) === this) {
      fields.delete(keyOf(this.target));
    }
  }
}

function isSameButForSpace(one, other) {
  return typeof one === "string" && typeof other === "string" && one.trim() === other.trim();
}
