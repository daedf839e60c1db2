// Edits the text of an utterance in its place.

import { BoundField } from "./bound_field.js";
import { make, within } from "./dom.js";
import { rowOf } from "./draft.js";

/**
 * @import { List } from "./list.js"
 * @import { Store } from "./store.js"
 */

export class TextEditor {
  /**
   * @param {Store} store
   * @param {List} list
   */
  constructor(store, list) {
    this.store = store;
    this.list = list;
    /** @type {{ area: HTMLTextAreaElement, bound: BoundField, place: HTMLElement } | null} */
    this.open = null;
    /** @type {Map<string | undefined, number>} */
    this.carets = new Map();
    store.addEventListener("change", () => this.onChange());
    store.addEventListener("renamed", (event) => this.open?.bound.renamed(event.detail));
  }

  onChange() {
    if (!this.open) {
      return;
    }
    const { bound } = this.open;
    if (bound.stored() !== undefined) {
      bound.follow();
      return;
    }
    // What was typed in an utterance that is gone is sent all the same, and the answer says what became of it.
    this.open = null;
    bound.end();
  }

  get area() {
    return this.open?.area ?? null;
  }

  /**
   * `caret` is a place in the text, null for its end.
   *
   * @param {string} id
   * @param {number | null} caret
   */
  edit(id, caret = null) {
    if (this.open?.bound.target.id === id) {
      this.open.area.focus();
      return;
    }
    this.close();
    const key = `u:${id}`;
    this.list.select(key, { focus: false });
    const node = this.list.nodes.get(key);
    if (!node) {
      return;
    }
    const place = within(node, ".utterance__text");
    const area = make("textarea", { class: "utterance__area", "aria-label": "本文", rows: 2, spellcheck: false });
    const write = (/** @type {any} */ value) => {
      area.value = value ?? "";
      grow(area);
    };
    place.dataset.editing = "1";
    place.replaceChildren(area);
    const ways = { read: () => area.value, write };
    const bound = new BoundField(this.store, area, { table: "utterances", id, field: "text" }, ways);
    this.open = { area, bound, place };
    area.addEventListener("input", () => grow(area));
    area.addEventListener("blur", () => this.close());
    area.focus({ preventScroll: true });
    const at = caret ?? area.value.length;
    area.setSelectionRange(at, at);
    grow(area);
    this.list.show(node);
  }

  // Puts the text back as text. `refocus` leads back to the row.
  close({ refocus = false } = {}) {
    const open = this.open;
    if (!open) {
      return;
    }
    this.open = null;
    const { area, bound, place } = open;
    this.carets.set(bound.target.id, area.selectionStart);
    const text = area.value;
    bound.end();
    delete place.dataset.editing;
    place.textContent = rowOf(this.store.view, "utterances", bound.target.id)?.text ?? text;
    if (refocus) {
      this.list.node?.focus({ preventScroll: true });
    }
  }

  /**
   * Where the text of an utterance was left, in UTF-16 units; null where it was not.
   *
   * @param {string} id
   */
  caretOf(id) {
    if (this.open?.bound.target.id === id) {
      return this.open.area.selectionStart;
    }
    return this.carets.get(id) ?? null;
  }

  /** @param {string} id */
  forget(id) {
    this.carets.delete(id);
  }
}

/** @param {HTMLTextAreaElement} area */
function grow(area) {
  if (!CSS.supports("field-sizing", "content")) {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }
}
