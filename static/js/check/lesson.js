// まとめて直す: the editor says what a mark is, and the document is read again with that knowledge.

import { post } from "./api.js";
import { byId, within } from "./dom.js";
import { rowOf } from "./draft.js";
import { beginsAlike, markOn, shapeOf } from "./marks.js";

/**
 * @import { Failure } from "./api.js"
 * @import { Utterance } from "./draft.js"
 * @import { SelectableItem } from "./items.js"
 * @import { List } from "./list.js"
 * @import { Sender } from "./sender.js"
 * @import { Source } from "./source.js"
 * @import { Status } from "./status.js"
 * @import { Store } from "./store.js"
 *
 * @typedef {{ read?: { utterances_before: number, utterances_after: number }, unplaced?: object[] }} ReadAnswer
 */

const READING = 900_000; // milliseconds that reading a document again may take

export class Lesson {
  /**
   * @param {{ store: Store, sender: Sender, list: List, source: Source, addresses: Record<string, string>,
   *   status: Status, reload: () => Promise<void> }} page
   */
  constructor({ store, sender, list, source, addresses, status, reload }) {
    this.store = store;
    this.sender = sender;
    this.list = list;
    this.source = source;
    this.addresses = addresses;
    this.status = status;
    this.reload = reload;
    this.line = "";
    this.dialog = byId("dialog-lesson", HTMLDialogElement);
    this.text = byId("lesson-text", HTMLInputElement);
    this.text.addEventListener("input", () => this.count());
    this.dialog.addEventListener("change", () => this.count());
    this.dialog.addEventListener("close", () => this.list.node?.focus({ preventScroll: true }));
    within(this.dialog, "form").addEventListener("submit", (event) => {
      if (event.submitter?.getAttribute("value") === "done") {
        event.preventDefault();
        this.teach();
      }
    });
  }

  /**
   * Without an item nothing is known but what the editor enters.
   *
   * @param {SelectableItem | null} item
   */
  open(item) {
    const row = item?.type === "utterance" ? rowOf(this.store.view, "utterances", item.id) : undefined;
    const warning = item?.type === "box" ? item.warning : undefined;
    const number = row?.line ?? warning?.line;
    this.line = (number && this.source.lines[number - 1]) || (row?.text ?? warning?.text ?? "");
    const kind = row?.speaker ? "not-speaker" : "speaker";
    this.text.value = this.guess(row);
    within(this.dialog, `[value=${kind}]`, HTMLInputElement).checked = true;
    byId("lesson-line").textContent = this.line
      ? `原本の行：${this.line.trim().slice(0, 120)}`
      : "原本に印刷されているとおりに入力してください。";
    byId("lesson-error").hidden = true;
    this.count();
    this.dialog.returnValue = "";
    this.dialog.showModal();
    this.text.focus();
    this.text.select();
  }

  /**
   * What somebody has marked with the mouse, else the speaker, else what stands first on the line.
   *
   * @param {Utterance | undefined} row
   */
  guess(row) {
    const marked = getSelection()?.toString().trim();
    if (marked && this.line.includes(marked) && !marked.includes("\n")) {
      return marked;
    }
    return markOn(this.line, row?.speaker ?? "");
  }

  /**
   * The line that shows the delimiter of what was entered: the one that was looked at, else the first that holds it.
   *
   * @param {string} text
   */
  lineWith(text) {
    return this.line.includes(text) ? this.line : (this.source.lines.find((line) => line.includes(text)) ?? this.line);
  }

  get kind() {
    return within(this.dialog, "[name=lesson-kind]:checked", HTMLInputElement).value;
  }

  count() {
    const shape = shapeOf(this.text.value.trim());
    const found = this.source.lines.filter((line) => beginsAlike(line, shape));
    byId("lesson-count").textContent = shape ? `同じ形で始まる行：${found.length}件` : "";
  }

  async teach() {
    const text = this.text.value.trim();
    const button = within(this.dialog, "[value=done]", HTMLButtonElement);
    button.disabled = true;
    byId("lesson-count").textContent = "読み直しています…";
    try {
      if (!(await this.sender.flush())) {
        throw new Error("まだ保存できていない訂正があります。通信を確かめてください。");
      }
      const asked = {
        since: this.store.number,
        kind: this.kind,
        text,
        line: this.lineWith(text),
        keep_for_body: byId("lesson-keep", HTMLInputElement).checked,
      };
      const answer = await post(this.addresses.lessons, asked, READING);
      this.dialog.close("done");
      await this.reload();
      this.tell(answer);
    } catch (error) {
      const failure = /** @type {Failure} */ (error);
      const told = byId("lesson-error");
      told.hidden = false;
      this.count();
      told.textContent = failure.kind === "unreachable" ? "読み直せません。通信を確かめてください。" : failure.message;
    } finally {
      button.disabled = false;
    }
  }

  /** @param {ReadAnswer} answer */
  tell(answer) {
    const { utterances_before: before, utterances_after: after } = answer.read ?? {};
    const lost = answer.unplaced?.length ?? 0;
    this.status.toast(
      `読み直しました。発言 ${before}件 → ${after}件${lost > 0 ? `。反映できなかった訂正が${lost}件あります（確かめる箇所）` : ""}`,
    );
  }
}
