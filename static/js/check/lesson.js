// まとめて直す: the editor says what a mark is, and the document is read again with that knowledge.

import { post } from "./api.js";
import { byId } from "./dom.js";
import { rowOf } from "./draft.js";
import { beginsAlike, markOn, shapeOf } from "./marks.js";

const READING = 900_000; // milliseconds that reading a document again may take

export class Lesson {
  constructor({ store, sender, list, source, addresses, status, reload }) {
    Object.assign(this, { store, sender, list, source, addresses, status, reload });
    this.dialog = byId("dialog-lesson");
    this.text = byId("lesson-text");
    this.text.addEventListener("input", () => this.count());
    this.dialog.addEventListener("change", () => this.count());
    this.dialog.addEventListener("close", () => this.list.node?.focus({ preventScroll: true }));
    this.dialog.querySelector("form").addEventListener("submit", (event) => {
      if (event.submitter?.value === "done") {
        event.preventDefault();
        this.teach();
      }
    });
  }

  // Without an item nothing is known but what the editor enters.
  open(item) {
    const row = item?.type === "utterance" ? rowOf(this.store.view, "utterances", item.id) : null;
    const number = row ? row.line : item?.warning.line;
    this.line = (number && this.source.lines[number - 1]) || (row ? row.text : (item?.warning.text ?? ""));
    const kind = row?.speaker ? "not-speaker" : "speaker";
    this.text.value = this.guess(row);
    this.dialog.querySelector(`[value=${kind}]`).checked = true;
    byId("lesson-line").textContent = this.line ? `原本の行：${this.line.trim().slice(0, 120)}` : "原本に印刷されているとおりに入力してください。";
    byId("lesson-error").hidden = true;
    this.count();
    this.dialog.returnValue = "";
    this.dialog.showModal();
    this.text.focus();
    this.text.select();
  }

  // What somebody has marked with the mouse, else the speaker, else what stands first on the line.
  guess(row) {
    const marked = getSelection().toString().trim();
    if (marked && this.line.includes(marked) && !marked.includes("\n")) {
      return marked;
    }
    return markOn(this.line, row?.speaker ?? "");
  }

  // The line that shows the delimiter of what was entered: the one that was looked at, else the first that holds it.
  lineWith(text) {
    return this.line.includes(text) ? this.line : (this.source.lines.find((line) => line.includes(text)) ?? this.line);
  }

  get kind() {
    return this.dialog.querySelector("[name=lesson-kind]:checked").value;
  }

  count() {
    const shape = shapeOf(this.text.value.trim());
    const found = this.source.lines.filter((line) => beginsAlike(line, shape));
    byId("lesson-count").textContent = shape ? `同じ形で始まる行：${found.length}件` : "";
  }

  async teach() {
    const text = this.text.value.trim();
    const button = this.dialog.querySelector("[value=done]");
    button.disabled = true;
    byId("lesson-count").textContent = "読み直しています…";
    try {
      if (!(await this.sender.flush())) {
        throw new Error("まだ保存できていない訂正があります。通信を確かめてください。");
      }
      const answer = await post(this.addresses.lessons, {
        since: this.store.number,
        kind: this.kind,
        text,
        line: this.lineWith(text),
        keep_for_body: byId("lesson-keep").checked,
      }, READING);
      this.dialog.close("done");
      await this.reload(answer);
      this.tell(answer);
    } catch (failure) {
      const error = byId("lesson-error");
      error.hidden = false;
      this.count();
      error.textContent = failure.kind === "unreachable" ? "読み直せません。通信を確かめてください。" : failure.message;
    } finally {
      button.disabled = false;
    }
  }

  tell(answer) {
    const { utterances_before: before, utterances_after: after } = answer.read ?? {};
    const lost = answer.unplaced?.length ?? 0;
    this.status.toast(
      `読み直しました。発言 ${before}件 → ${after}件${lost > 0 ? `。反映できなかった訂正が${lost}件あります（確かめる箇所）` : ""}`,
    );
  }
}
