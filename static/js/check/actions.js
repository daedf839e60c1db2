// What a person does to the selected utterance or the whole draft, under the names that keys and buttons call it by.

import { saveAll } from "./bound_field.js";
import { byId, within } from "./dom.js";
import { neighbour, placeOf, rowOf } from "./draft.js";
import { doubt } from "./items.js";
import { isBlank } from "./texts.js";

/**
 * @import { AgendaChoice } from "./agenda_choice.js"
 * @import { Alerts } from "./alerts.js"
 * @import { Utterance, Warning } from "./draft.js"
 * @import { History } from "./history.js"
 * @import { BoxItem, SelectableItem } from "./items.js"
 * @import { Lesson } from "./lesson.js"
 * @import { List } from "./list.js"
 * @import { Operation } from "./operations.js"
 * @import { Pickers } from "./pickers.js"
 * @import { Places } from "./places.js"
 * @import { Sender } from "./sender.js"
 * @import { Status } from "./status.js"
 * @import { Store } from "./store.js"
 * @import { TextEditor } from "./text_editor.js"
 * @import { Withholding } from "./withholding.js"
 */

export class Actions {
  /**
   * @param {{ store: Store, sender: Sender, list: List, editor: TextEditor, places: Places, history: History,
   *   lesson: Lesson, status: Status, alerts: Alerts, pickers: Pickers, agendaChoice: AgendaChoice,
   *   withholding: Withholding }} page
   */
  constructor(page) {
    this.store = page.store;
    this.sender = page.sender;
    this.list = page.list;
    this.editor = page.editor;
    this.places = page.places;
    this.history = page.history;
    this.lesson = page.lesson;
    this.status = page.status;
    this.alerts = page.alerts;
    this.pickers = page.pickers;
    this.agendaChoice = page.agendaChoice;
    this.withholding = page.withholding;
    /** @type {Record<string, () => void>} */
    this.byName = {
      next: () => this.list.move(1),
      previous: () => this.list.move(-1),
      "next-place": () => this.toPlace(1),
      "previous-place": () => this.toPlace(-1),
      enter: () =>
        this.onItem(
          (id) => this.editor.edit(id),
          () => this.take(),
        ),
      text: () => this.onItem((id) => this.editor.edit(id)),
      speaker: () => this.onItem((id) => this.pickers.speaker(id)),
      kind: () => this.onItem((id) => this.pickers.kind(id)),
      split: () => this.onItem((id) => this.split(id)),
      merge: () => this.onItem((id) => this.merge(id)),
      add: () => this.onItem((id) => this.add(id)),
      "add-first": () => this.add(null),
      delete: () => this.onItem((id) => this.remove(id)),
      agenda: () => this.onItem((id) => this.agendaChoice.open(id)),
      "agenda-up": () => this.onItem((id) => this.agendaChoice.shift(id, -1)),
      "agenda-down": () => this.onItem((id) => this.agendaChoice.shift(id, 1)),
      withhold: () => this.onItem((id) => this.withholding.mark(id)),
      take: () => this.take(),
      dismiss: () => this.dismiss(),
      lesson: () => this.lesson.open(this.list.item),
      undo: () => this.history.undo(),
      redo: () => this.history.redo(),
      alerts: () => this.toAlerts(),
      help: () => byId("dialog-help", HTMLDialogElement).showModal(),
      more: () => byId("dialog-more", HTMLDialogElement).showModal(),
    };
  }

  /**
   * Whether there is an action of this name; it has been done then.
   *
   * @param {string} name
   */
  run(name) {
    const action = this.byName[name];
    if (action && this.isReady) {
      action();
    }
    return Boolean(action);
  }

  get isReady() {
    return this.sender.state !== "gone";
  }

  /**
   * @param {(id: string) => void} withUtterance
   * @param {(item: BoxItem) => void} withBox
   */
  onItem(withUtterance, withBox = () => {}) {
    const item = this.list.item;
    if (item?.type === "utterance") {
      withUtterance(item.id);
    } else if (item?.type === "box") {
      withBox(item);
    } else if (!item) {
      this.list.move(1);
    }
  }

  toAlerts() {
    if (this.alerts.isWaiting) {
      this.alerts.focus();
    } else {
      this.status.toast("保存していない訂正の案内はありません。");
    }
  }

  /**
   * A text of which two versions stand against each other is neither parted nor joined.
   *
   * @param {string} id
   */
  isDisputed(id) {
    const target = { table: /** @type {const} */ ("utterances"), id, field: "text" };
    const isDisputed = this.store.isDisputed(target);
    if (isDisputed) {
      this.status.toast("この発言の本文は、ほかの訂正と重なっています。どちらを残すかを先に選んでください。");
      this.alerts.focus(placeOf(target));
    }
    return isDisputed;
  }

  /** @param {string} id */
  split(id) {
    if (this.isDisputed(id)) {
      return;
    }
    const caret = this.editor.caretOf(id);
    saveAll();
    const text = rowOf(this.store.view, "utterances", id)?.text ?? "";
    if (caret === null || isBlank(text.slice(0, caret)) || isBlank(text.slice(caret))) {
      this.editor.edit(id, caret ?? 0);
      this.status.toast("分ける位置にカーソルを置いて、Ctrl+Enter を押してください。");
      return;
    }
    this.editor.close();
    this.editor.forget(id);
    const [fresh] = this.store.do({ op: "split", id, at: [...text.slice(0, caret)].length, before: text });
    this.list.select(`u:${fresh}`);
    this.status.say("発言を分けました。");
  }

  /** @param {string} id */
  merge(id) {
    const above = neighbour(this.store.view, "utterances", id, -1);
    if (above && !this.isDisputed(above) && !this.isDisputed(id)) {
      this.list.select(`u:${above}`);
      this.store.do({ op: "merge", id: above, with: id });
      this.status.say("上の発言とつなげました。");
    }
  }

  /** @param {string | null} after */
  add(after) {
    const agenda = rowOf(this.store.view, "utterances", after)?.agenda ?? [];
    const row = { kind: "speech", speaker: null, text: "", agenda };
    const [fresh] = this.store.do({ op: "insert", table: "utterances", after, row });
    this.editor.edit(fresh);
  }

  /** @param {string} id */
  remove(id) {
    this.store.do({ op: "delete", table: "utterances", id });
    this.status.toast("発言を削除しました。", { label: "元に戻す", run: () => this.history.undo() });
  }

  /** @param {SelectableItem | null} item */
  take(item = this.list.item) {
    if (item?.type !== "box") {
      return;
    }
    const { line = null, text } = item.warning;
    const place = { line, text: text ?? "", after: item.after };
    const [fresh] = this.store.do({ op: "take", ...place, kind: "speech", speaker: null });
    this.list.select(`u:${fresh}`);
    this.status.say("発言にしました。");
  }

  // What the selected item is warned of has been looked at.
  dismiss() {
    const item = this.list.item;
    if (item) {
      this.look(this.places.warningsAt(item), item);
    }
  }

  /**
   * The warnings and the item that they are about were looked at.
   *
   * @param {Warning[]} warnings
   * @param {SelectableItem | null} item
   */
  look(warnings, item) {
    /** @type {Operation[]} */
    const ops = warnings.map(({ code, line = null, text = null }) => ({ op: "dismiss", code, line, text }));
    const isLast = item && this.places.warningsAt(item).every((warning) => warnings.includes(warning));
    if (item?.type === "utterance" && isLast) {
      ops.push(...certain(item.content));
    }
    if (ops.length > 0) {
      this.store.do(ops.length === 1 ? ops[0] : { op: "many", ops, label: "確かめる箇所を確認済みに変更" });
      this.status.say("確かめた箇所にしました。");
    }
  }

  /** @param {1 | -1} step */
  toPlace(step) {
    const found = this.list.find(step, (item) => this.places.isPlace(item));
    if (found) {
      this.list.select(found.key);
      this.status.say(this.places.why(found));
    } else if (byId("part-warnings").dataset.count === "0") {
      this.status.toast("確かめる箇所はありません。");
    } else {
      const part = byId("part-warnings", HTMLDetailsElement);
      part.open = true;
      within(part, "summary").focus();
      this.status.toast("確かめる箇所は、発言の中にはありません。「確かめる箇所」の一覧を見てください。");
    }
  }
}

/**
 * An utterance without words stays one to look at: it cannot be published.
 *
 * @param {Utterance} row
 * @returns {Operation[]}
 */
function certain(row) {
  return row.text.trim() && doubt(row) !== "" ? [{ op: "check", id: row.id }] : [];
}
