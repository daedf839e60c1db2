// The dialog in which an utterance, or all from it on, gets its agenda items.

import { byId, make } from "./dom.js";
import { isSame, rowOf, rowsOf } from "./draft.js";
import { agendaLabel } from "./words.js";

export class AgendaChoice {
  constructor(store, list) {
    Object.assign(this, { store, list });
    this.dialog = byId("dialog-agenda");
    this.dialog.addEventListener("close", () => this.onClose());
    this.dialog.addEventListener("keydown", (event) => this.onKey(event));
  }

  open(id) {
    const row = rowOf(this.store.view, "utterances", id);
    // What the person saw: what others choose while the dialog is open is not overwritten unseen.
    this.rows = this.onward(id);
    const items = rowsOf(this.store.view, "agenda");
    const legend = byId("agenda-choices").querySelector("legend");
    byId("agenda-choices").replaceChildren(
      legend,
      ...items.map((item) =>
        make(
          "label",
          { class: "choice agenda-choice" },
          make("input", { type: "checkbox", value: item.id, checked: (row.agenda ?? []).includes(item.id) }),
          make("span", {}, agendaLabel(item)),
        ),
      ),
      ...(items.length === 0 ? [make("p", { class: "quiet" }, "議題がありません。「議題」で追加してください。")] : []),
    );
    byId("agenda-onward").checked = false;
    byId("agenda-onward-count").textContent = `（${this.rows.length}件）`;
    this.dialog.returnValue = "";
    this.dialog.showModal();
    (this.dialog.querySelector("#agenda-choices input:checked") ?? this.dialog.querySelector("#agenda-choices input"))?.focus();
  }

  // The utterance and those after it, as long as the agenda items are the same.
  onward(id) {
    const rows = rowsOf(this.store.view, "utterances");
    const start = rows.findIndex((row) => row.id === id);
    const end = rows.findIndex((row, index) => index > start && !isSame(row.agenda, rows[start].agenda));
    return rows.slice(start, end < 0 ? rows.length : end);
  }

  onKey(event) {
    const boxes = [...this.dialog.querySelectorAll("#agenda-choices input")];
    const index = boxes.indexOf(document.activeElement);
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
      const chosen = [...this.dialog.querySelectorAll("#agenda-choices input:checked")].map((box) => box.value);
      this.assign(byId("agenda-onward").checked ? this.rows : this.rows.slice(0, 1), chosen);
    }
    this.list.node?.focus({ preventScroll: true });
  }

  assign(rows, chosen) {
    const ops = rows
      .filter((row) => !isSame(row.agenda ?? [], chosen))
      .map((row) => ({ op: "set", table: "utterances", id: row.id, field: "agenda", before: row.agenda ?? [], after: chosen }));
    if (ops.length === 1) {
      this.store.do(ops[0]);
    } else if (ops.length > 1) {
      this.store.do({ op: "many", ops, label: `発言${ops.length}件の議題` });
    }
  }

  // One item up or down the agenda; above the first stands none.
  shift(id, step) {
    const row = rowOf(this.store.view, "utterances", id);
    const { order } = this.store.view.tables.agenda;
    const now = row.agenda?.length > 0 ? order.indexOf(row.agenda.at(step > 0 ? -1 : 0)) : -1;
    const target = now + step;
    if (target >= -1 && target < order.length) {
      this.assign([row], target < 0 ? [] : [order[target]]);
    }
  }
}
