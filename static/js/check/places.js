// Which items of the list a person should look at.

import { doubt, needsLook, UNPARSED } from "./items.js";
import { warningName } from "./words.js";

export class Places {
  constructor(store, lookUp) {
    Object.assign(this, { store, lookUp, byKey: null });
    store.addEventListener("change", () => {
      this.byKey = null;
    });
  }

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

  // The item that was made of a line; what stands above the record is no utterance's.
  itemOn(line) {
    const found = line ? this.lookUp.itemAt(line) : null;
    return found && found.lines.first <= line && line <= found.lines.last ? found.item : null;
  }

  isPlace(item) {
    if (item.type === "box") {
      return needsLook(item.warning);
    }
    return doubt(item.content) !== "" || this.warningsAt(item).length > 0;
  }

  // What is told of an item besides its own doubt, in full.
  told(item) {
    return this.warningsAt(item).map((warning) => warning.message || warningName(warning.code)).join(" ");
  }

  why(item) {
    const names = this.warningsAt(item).map((warning) => warningName(warning.code));
    return [...names, item.type === "box" ? "" : doubt(item.content)].filter(Boolean).join("、");
  }
}
