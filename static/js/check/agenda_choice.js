// The dialog in which an utterance, or all from it on, gets its agenda items.

import { byId, make, within } from "./dom.js";
import { isSame, rowOf, rowsOf } from "./draft.js";
import { agendaLabel } from "./words.js";

/**
 * @import { Utterance } from "./draft.js"
 * @import { List } from "./list.js"
 * @import { Store } from "./store.js"
 * @import { SetField } from "./operations.js"
 */

export class AgendaChoice {
  /**
   * @param {Store} store
   * @param {List} list
   */
  constructor(store, list) {
    this.store = store;
    this.list = list;
    /** @type {Utterance[]} */
    this.rows = [];
    this.choices = byId("agenda-choices");
    this.onwardBox = byId("agenda-onward", HTMLInputElement);
    this.dialog = byId("dialog-agenda", HTMLDialogElement);
    this.dialog.addEventListener("close", () => this.onClose());
    this.dialog.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** @returns {HTMLInputElement[]} */
  get boxes() {
    return [...this.choices.querySelectorAll("input")];
  }

  /** @param {string} id */
  open(id) {
    // What the person saw: what others choose while the dialog is open is not overwritten unseen.
    this.rows = this.onward(id);
    const chosen = this.rows[0]?.agenda ?? [];
    const items = rowsOf(this.store.view, "agenda");
    this.choices.replaceChildren(
      within(this.choices, "legend"),
      ...items.map((item) =>
        make(
          "label",
          { class: "choice agenda-choice" },
          make("input", { type: "checkbox", value: item.id, checked: chosen.includes(item.id) }),
          make("span", {}, agendaLabel(item)),
        ),
      ),
      ...(items.length === 0 ? [make("p", { class: "quiet" }, "議題がありません。「議題」で追加してください。")] : []),
    );
    this.onwardBox.checked = false;
    byId("agenda-onward-count").textContent = `（${this.rows.length}件）`;
    this.dialog.returnValue = "";
    this.dialog.showModal();
    (this.boxes.find((box) => box.checked) ?? this.boxes[0])?.focus();
  }

  /**
   * The utterance and those after it, as long as the agenda items are the same.
   *
   * @param {string} id
   */
  onward(id) {
    const rows = rowsOf(this.store.view, "utterances");
    const start = rows.findIndex((row) => row.id === id);
    const end = rows.findIndex((row, index) => index > start && !isSame(row.agenda, rows[start].agenda));
    return rows.slice(start, end < 0 ? rows.length : end);
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const { boxes } = this;
    const index = boxes.indexOf(/** @type {HTMLInputElement} */ (document.activeElement));
    if (index >= 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      boxes[(index + (event.key === "ArrowDown" ? 1 : -1) + boxes.length) % boxes.length].focus();
    } else if (index >= 0 && event.key === "Enter") {
      event.preventDefault();
      this.dialog.close("done");
    }
  }

  onClose() {
    if (this.dialog.returnValue === "done") {
      const chosen = this.boxes.filter((box) => box.checked).map((box) => box.value);
      this.assign(this.onwardBox.checked ? this.rows : this.rows.slice(0, 1), chosen);
    }
    this.list.node?.focus({ preventScroll: true });
  }

  /**
   * @param {Utterance[]} rows
   * @param {string[]} chosen
   */
  assign(rows, chosen) {
    /** @type {SetField[]} */
    const ops = rows
      .filter(({ agenda }) => !isSame(agenda, chosen))
      .map(({ id, agenda }) => ({
        op: "set",
        table: "utterances",
        id,
        field: "agenda",
        before: agenda,
        after: chosen,
      }));
    if (ops.length === 1) {
      this.store.do(ops[0]);
    } else if (ops.length > 1) {
      this.store.do({ op: "many", ops, label: `発言${ops.length}件の議題` });
    }
  }

  /**
   * One item up or down the agenda; above the first stands none.
   *
   * @param {string} id
   * @param {1 | -1} step
   */
  shift(id, step) {
    const row = rowOf(this.store.view, "utterances", id);
    const { order } = this.store.view.tables.agenda;
    const now = row?.agenda.at(step > 0 ? -1 : 0);
    const target = (now === undefined ? -1 : order.indexOf(now)) + step;
    if (row && target >= -1 && target < order.length) {
      this.assign([row], target < 0 ? [] : [order[target]]);
    }
  }
}
