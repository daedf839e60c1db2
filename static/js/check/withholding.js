// Words of an utterance are marked as withheld on a page of their own: what was typed is sent first, and what was selected
// goes along.

import { saveAll, unsaved } from "./bound_field.js";
import { byId, enclosing } from "./dom.js";

/**
 * @import { Sender } from "./sender.js"
 * @import { Status } from "./status.js"
 */

export class Withholding {
  /** @param {{ sender: Sender, status: Status }} page */
  constructor({ sender, status }) {
    this.sender = sender;
    this.status = status;
    this.form = byId("withhold-form", HTMLFormElement);
    this.selected = { key: "", words: "" };
    document.addEventListener("selectionchange", () => this.note());
  }

  // A press on a button may take the selection away: what was last selected within one utterance counts.
  note() {
    const selection = document.getSelection();
    const key = textOf(selection?.anchorNode)?.dataset.key ?? "";
    const words = selection?.toString().trim() ?? "";
    if (key) {
      this.selected = { key, words: key === textOf(selection?.focusNode)?.dataset.key ? words : "" };
    }
  }

  /** @param {string} id */
  async mark(id) {
    const words = this.selected.key === `u:${id}` ? this.selected.words : "";
    saveAll();
    if (!(await this.sender.flush()) || unsaved() === "unfinished") {
      this.status.toast("まだ保存できていない訂正があります。保存できてから、もう一度押してください。");
      return;
    }
    if (!words) {
      window.location.assign(`${this.form.getAttribute("action")}?part=utterance&row=${encodeURIComponent(id)}`);
      return;
    }
    byId("withhold-row", HTMLInputElement).value = id;
    byId("withhold-words", HTMLInputElement).value = words;
    this.form.requestSubmit(byId("withhold-find", HTMLButtonElement));
  }
}

/** @param {Node | null | undefined} node */
function textOf(node) {
  const element = node instanceof Element ? node : (node?.parentElement ?? null);
  return enclosing(element, ".utterance__text") && enclosing(element, "[data-key]");
}
