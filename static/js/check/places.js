// Which items of the list a person should look at.

import { doubt, needsLook, UNPARSED } from "./items.js";
import { warningName } from "./words.js";

/**
 * @import { Warning } from "./draft.js"
 * @import { BoxItem, SelectableItem, UtteranceItem } from "./items.js"
 * @import { LookUp } from "./look_up.js"
 * @import { Store } from "./store.js"
 */

export class Places {
  /**
   * @param {Pick<Store, "view" | "addEventListener">} store
   * @param {LookUp} lookUp
   */
  constructor(store, lookUp) {
    this.store = store;
    this.lookUp = lookUp;
    /** @type {Map<string | undefined, Warning[]> | null} */
    this.byKey = null;
    store.addEventListener("change", () => {
      this.byKey = null;
    });
  }

  /**
   * @param {Pick<UtteranceItem, "type" | "key"> | BoxItem} item
   * @returns {Warning[]}
   */
  warningsAt(item) {
    if (item.type === "box") {
      return [item.warning];
    }
    if (!this.byKey) {
      const warned = this.store.view.warnings.filter(
        (warning) => warning.line && warning.code !== UNPARSED && needsLook(warning),
      );
      this.byKey = Map.groupBy(warned, (warning) => this.itemOn(warning.line)?.key);
    }
    return this.byKey.get(item.key) ?? [];
  }

  /**
   * The item that was made of a line; what stands above the record is no utterance's.
   *
   * @param {number | null | undefined} line
   */
  itemOn(line) {
    const found = line ? this.lookUp.itemAt(line) : null;
    return line && found && found.lines.first <= line && line <= found.lines.last ? found.item : null;
  }

  /** @param {SelectableItem} item */
  isPlace(item) {
    if (item.type === "box") {
      return needsLook(item.warning);
    }
    return doubt(item.content) !== "" || this.warningsAt(item).length > 0;
  }

  /**
   * What is told of an item besides its own doubt, in full.
   *
   * @param {SelectableItem} item
   */
  told(item) {
    return this.warningsAt(item)
      .map((warning) => warning.message || warningName(warning.code))
      .join(" ");
  }

  /** @param {SelectableItem} item */
  why(item) {
    const names = this.warningsAt(item).map((warning) => warningName(warning.code));
    return [...names, item.type === "box" ? "" : doubt(item.content)].filter(Boolean).join("、");
  }
}
