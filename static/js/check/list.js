// The list of utterances: shows the items, knows which one is selected and keeps the focus where work goes on.
//
// Events: "selected" (detail: the item, or null).

import { byId, enclosing } from "./dom.js";
import { itemsOf } from "./items.js";
import { fillRow, makeRow } from "./row.js";

/**
 * @import { Emitter } from "./dom.js"
 * @import { Item, SelectableItem } from "./items.js"
 * @import { Store } from "./store.js"
 */

const Base = /** @type {Emitter<{ selected: CustomEvent<SelectableItem | null> }>} */ (
  /** @type {unknown} */ (EventTarget)
);

export class List extends Base {
  /**
   * @param {HTMLElement} root
   * @param {Store} store
   */
  constructor(root, store) {
    super();
    this.root = root;
    this.store = store;
    /** @type {Item[]} */
    this.items = [];
    /** @type {Map<string, HTMLElement>} */
    this.nodes = new Map();
    /** @type {Map<string, Item["content"]>} */
    this.shown = new Map();
    /** @type {string | null} */
    this.selected = null;
    this.none = byId("utterances-none");
    store.addEventListener("change", ({ detail }) => {
      if (detail.before.tables !== detail.after.tables || detail.before.warnings !== detail.after.warnings) {
        this.render();
      }
    });
    store.addEventListener("renamed", (event) => this.rename(event.detail));
    root.addEventListener("focusin", (event) => this.onFocus(event));
    root.addEventListener("mousedown", (event) => this.onPress(event));
  }

  render() {
    const focused = this.root.contains(document.activeElement) || document.activeElement === document.body;
    const place = this.indexOf(this.selected);
    this.items = itemsOf(this.store.view);
    const keys = new Set(this.items.map((item) => item.key));
    for (const [key, node] of this.nodes) {
      if (!keys.has(key)) {
        node.remove();
        this.nodes.delete(key);
        this.shown.delete(key);
      }
    }
    let cursor = this.root.firstElementChild;
    for (const item of this.items) {
      const node = this.nodeFor(item);
      if (node === cursor) {
        cursor = node.nextElementSibling;
      } else {
        this.root.insertBefore(node, cursor);
      }
    }
    this.none.hidden = this.items.some((item) => item.type === "utterance");
    this.keepSelection(keys, place, focused);
  }

  /** @param {Item} item */
  nodeFor(item) {
    let node = this.nodes.get(item.key);
    if (!node) {
      node = makeRow(item);
      this.nodes.set(item.key, node);
    }
    if (this.shown.get(item.key) !== item.content) {
      fillRow(node, item);
      this.shown.set(item.key, item.content);
    }
    return node;
  }

  /**
   * What was selected may be gone: what stands in its place is selected then.
   *
   * @param {Set<string>} keys of what is there
   * @param {number} place
   * @param {boolean} focused
   */
  keepSelection(keys, place, focused) {
    if (this.selected === null || keys.has(this.selected)) {
      return;
    }
    const rest = this.items.filter(isSelectable);
    const next = rest[Math.min(Math.max(place, 0), rest.length - 1)];
    this.selected = null;
    if (next) {
      this.select(next.key, { focus: focused });
    } else {
      this.dispatchEvent(new CustomEvent("selected", { detail: null }));
      if (focused) {
        this.none.querySelector("button")?.focus();
      }
    }
  }

  /** @param {Map<string, string>} names */
  rename(names) {
    for (const [old, fresh] of names) {
      const node = this.nodes.get(`u:${old}`);
      if (node) {
        this.nodes.delete(`u:${old}`);
        this.shown.delete(`u:${old}`);
        this.nodes.set(`u:${fresh}`, node);
        node.dataset.key = `u:${fresh}`;
      }
      if (this.selected === `u:${old}`) {
        this.selected = `u:${fresh}`;
      }
    }
  }

  /**
   * @param {string} key
   * @param {{ focus?: boolean, show?: boolean, quiet?: boolean }} how
   */
  select(key, { focus = true, show = true, quiet = false } = {}) {
    const node = this.nodes.get(key);
    if (!node) {
      return;
    }
    const before = this.selected;
    if (before !== key) {
      const old = this.nodes.get(before ?? "");
      old?.classList.remove("is-selected");
      old?.setAttribute("tabindex", "-1");
      this.selected = key;
      node.classList.add("is-selected");
      node.tabIndex = 0;
    }
    if (focus && !node.contains(document.activeElement)) {
      node.focus({ preventScroll: true });
    }
    if (show) {
      this.show(node);
    }
    if (before !== key && !quiet) {
      this.dispatchEvent(new CustomEvent("selected", { detail: this.item }));
    }
  }

  /**
   * Rows far away get their height only when they are near: the first scroll is an estimate.
   *
   * @param {HTMLElement} node
   */
  show(node, tries = 2) {
    node.scrollIntoView({ block: "nearest" });
    if (tries > 0) {
      requestAnimationFrame(() => node.isConnected && this.show(node, tries - 1));
    }
  }

  /** @param {number} step */
  move(step) {
    const rest = this.items.filter(isSelectable);
    const index = rest.findIndex((item) => item.key === this.selected);
    const next = index < 0 ? rest[0] : rest[index + step];
    if (next) {
      this.select(next.key);
    }
  }

  /**
   * The item before or after the selected one for which `isIt` holds, from the other end where there is none.
   *
   * @param {1 | -1} step
   * @param {(item: SelectableItem) => boolean} isIt
   */
  find(step, isIt) {
    const rest = this.items.filter(isSelectable);
    const start = rest.findIndex((item) => item.key === this.selected);
    for (let offset = 1; offset <= rest.length; offset += 1) {
      const from = start < 0 && step < 0 ? rest.length : start;
      const item = rest[(from + step * offset + rest.length * 2) % rest.length];
      if (isIt(item)) {
        return item;
      }
    }
    return null;
  }

  get item() {
    return this.items.filter(isSelectable).find((item) => item.key === this.selected) ?? null;
  }

  get node() {
    return this.nodes.get(this.selected ?? "") ?? null;
  }

  /** @param {string | null} key */
  indexOf(key) {
    return this.items.filter(isSelectable).findIndex((item) => item.key === key);
  }

  /** @param {FocusEvent} event */
  onFocus(event) {
    const key = enclosing(event.target, "[data-key]")?.dataset.key;
    if (key && key !== this.selected) {
      this.select(key, { focus: false, show: false });
    }
  }

  /** @param {MouseEvent} event */
  onPress(event) {
    const key = enclosing(event.target, "[data-key]")?.dataset.key;
    if (key && !enclosing(event.target, "button, input, textarea, select")) {
      this.select(key, { focus: false, show: false });
    }
  }
}

/**
 * @param {Item} item
 * @returns {item is SelectableItem}
 */
export function isSelectable(item) {
  return item.type !== "group";
}
