// Which item of the list stands for a line of the source, and the other way round. Made anew only when it is asked after
// the draft has changed.

import { linesOf } from "./items.js";

/**
 * @import { Lines, SelectableItem } from "./items.js"
 * @import { List } from "./list.js"
 * @import { Store } from "./store.js"
 *
 * @typedef {{ key: string, item: SelectableItem, lines: Lines }} Found
 */

export class LookUp {
  /**
   * @param {Pick<Store, "view" | "addEventListener">} store
   * @param {Pick<List, "items">} list
   */
  constructor(store, list) {
    this.store = store;
    this.list = list;
    /** @type {{ byKey: Map<string, Found>, sorted: Found[] } | null} */
    this.known = null;
    store.addEventListener("change", () => {
      this.known = null;
    });
  }

  get found() {
    this.known ??= this.make();
    return this.known;
  }

  make() {
    /** @type {Found[]} */
    const found = [];
    for (const item of this.list.items) {
      const lines = item.type === "group" ? null : linesOf(this.store.view, item);
      if (item.type !== "group" && lines !== null) {
        found.push({ key: item.key, item, lines });
      }
    }
    const byKey = new Map(found.map((one) => [one.key, one]));
    return { byKey, sorted: found.toSorted((one, other) => one.lines.first - other.lines.first) };
  }

  /**
   * The last item that begins on the line or before it; the first item for lines before all.
   *
   * @param {number} line
   */
  itemAt(line) {
    const { sorted } = this.found;
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle].lines.first <= line) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return sorted[Math.max(0, low - 1)] ?? null;
  }

  /** @param {string} key */
  linesOf(key) {
    return this.found.byKey.get(key)?.lines ?? null;
  }
}
