// What was taught of the layout: of this document, and of the body's minutes before it. Each can be taken back.

import { post } from "./api.js";
import { byId, enclosing, make } from "./dom.js";

/**
 * @import { Failure } from "./api.js"
 * @import { Sender } from "./sender.js"
 * @import { Status } from "./status.js"
 * @import { Store } from "./store.js"
 *
 * @typedef {{ kind: string, text: string, line?: string, isOfBody?: boolean }} LessonRow
 */

const READING = 900_000; // milliseconds that reading a document again may take
/** @type {Record<string, string>} */
const WORDS = {
  speaker: "発言者の表示である",
  "not-speaker": "発言者の表示ではない",
  heading: "議題の見出しである",
  "not-heading": "議題の見出しではない",
};

export class LessonList {
  /**
   * @param {{ store: Store, sender: Sender, addresses: Record<string, string>, status: Status,
   *   reload: () => Promise<void> }} page
   */
  constructor({ store, sender, addresses, status, reload }) {
    this.store = store;
    this.sender = sender;
    this.addresses = addresses;
    this.status = status;
    this.reload = reload;
    /** @type {LessonRow[]} */
    this.lessons = [];
    this.root = byId("taught");
    this.list = byId("taught-list");
    this.list.addEventListener("click", (event) => {
      const pressed = enclosing(event.target, "button");
      if (pressed) {
        this.remove(this.lessons[Number(pressed.dataset.index)]);
      }
    });
  }

  /** @param {{ lessons?: LessonRow[], body_lessons?: LessonRow[] }} answer */
  load({ lessons = [], body_lessons: ofBody = [] }) {
    this.lessons = [...lessons, ...ofBody.map((lesson) => ({ ...lesson, isOfBody: true }))];
    this.root.hidden = this.lessons.length === 0;
    this.list.replaceChildren(...this.lessons.map(line));
  }

  /** @param {LessonRow} lesson */
  async remove(lesson) {
    this.tell("読み直しています…");
    this.setBusy(true);
    try {
      if (!(await this.sender.flush())) {
        throw new Error("まだ保存できていない訂正があります。通信を確かめてください。");
      }
      const { kind, text, line: found } = lesson;
      const asked = { since: this.store.number, kind, text, line: found ?? "", remove: true, keep_for_body: true };
      const { read } = await post(this.addresses.lessons, asked, READING);
      await this.reload();
      this.tell(
        `「${text}」の読み方を取り消し、読み直しました。発言 ${read.utterances_before}件 → ${read.utterances_after}件`,
      );
      this.list.querySelector("button")?.focus();
    } catch (error) {
      const failure = /** @type {Failure} */ (error);
      this.tell(failure.kind === "unreachable" ? "取り消せません。通信を確かめてください。" : failure.message);
    } finally {
      this.setBusy(false);
    }
  }

  /** @param {string} text */
  tell(text) {
    byId("taught-told").textContent = text;
  }

  /** @param {boolean} isBusy */
  setBusy(isBusy) {
    for (const pressed of this.list.querySelectorAll("button")) {
      pressed.disabled = isBusy;
    }
  }
}

/**
 * @param {LessonRow} lesson
 * @param {number} index
 */
function line({ kind, text, isOfBody }, index) {
  const words = `「${text}」は${WORDS[kind] ?? kind}${isOfBody ? "（この会議体のほかの会議録で教えたもの）" : ""}`;
  return make(
    "li",
    { class: "warning" },
    make("span", { class: "warning__words" }, words),
    make(
      "button",
      { type: "button", class: "row-button", data: { index }, "aria-label": `${words}：取り消す` },
      "取り消す",
    ),
  );
}
