// Which item of the list stands for a line of the source, and the other way round. Made anew only when it is asked after
// the draft has changed.

import { linesOf } from "./items.js";

export class LookUp {
  constructor(store, list) {
    Object.assign(this, { store, list, sorted: null, items: null });
    store.addEventListener("change", () => {
      this.sorted = null;
    });
  }

  make() {
    const found = this.list.items
      .filter((item) => item.type !== "group")
      .map((item) => ({ key: item.key, item, lines: linesOf(this.store.view, item) }))
      .filter(({ lines }) => lines !== null);
    this.items = new Map(found.map((one) => [one.key, one]));
    this.sorted = found.toSorted((one, other) => one.lines.first - other.lines.first);
  }

  // The last item that begins on the line or before it; the first item for lines before all.
  itemAt(line) {
    if (!this.sorted) {
      this.make();
    }
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle].lines.first <= line) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return this.sorted[Math.max(0, low - 1)] ?? null;
  }

  linesOf(key) {
    if (!this.sorted) {
      this.make();
    }
    return this.items.get(key)?.lines ?? null;
  }
}
