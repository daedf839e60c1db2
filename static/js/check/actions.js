// What a person does to the selected utterance or the whole draft, under the names that keys and buttons call it by.

import { saveAll } from "./bound_field.js";
import { byId } from "./dom.js";
import { neighbour, placeOf, rowOf } from "./draft.js";
import { doubt } from "./items.js";

export class Actions {
  constructor(page) {
    Object.assign(this, page);
    this.byName = {
      next: () => this.list.move(1),
      previous: () => this.list.move(-1),
      "next-place": () => this.toPlace(1),
      "previous-place": () => this.toPlace(-1),
      enter: () => this.onItem((id) => this.editor.edit(id), () => this.take()),
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
      take: () => this.take(),
      dismiss: () => this.dismiss(),
      lesson: () => this.lesson.open(this.list.item),
      undo: () => this.history.undo(),
      redo: () => this.history.redo(),
      help: () => byId("dialog-help").showModal(),
      more: () => byId("dialog-more").showModal(),
    };
  }

  // Whether there is an action of this name; it has been done then.
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

  // A text of which two versions stand against each other is neither parted nor joined.
  isDisputed(id) {
    const target = { table: "utterances", id, field: "text" };
    const isDisputed = this.store.isDisputed(target);
    if (isDisputed) {
      this.status.toast("この発言の本文は、ほかの訂正と重なっています。どちらを残すかを先に選んでください。");
      this.alerts.focus(placeOf(target));
    }
    return isDisputed;
  }

  split(id) {
    if (this.isDisputed(id)) {
      return;
    }
    const caret = this.editor.caretOf(id);
    saveAll();
    const text = rowOf(this.store.view, "utterances", id).text;
    if (caret === null || !text.slice(0, caret).trim() || !text.slice(caret).trim()) {
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

  merge(id) {
    const above = neighbour(this.store.view, "utterances", id, -1);
    if (above && !this.isDisputed(above) && !this.isDisputed(id)) {
      this.list.select(`u:${above}`);
      this.store.do({ op: "merge", id: above, with: id });
      this.status.say("上の発言とつなげました。");
    }
  }

  add(after) {
    const agenda = rowOf(this.store.view, "utterances", after)?.agenda ?? [];
    const row = { kind: "speech", speaker: null, text: "", agenda };
    const [fresh] = this.store.do({ op: "insert", table: "utterances", after, row });
    this.editor.edit(fresh);
  }

  remove(id) {
    this.store.do({ op: "delete", table: "utterances", id });
    this.status.toast("発言を削除しました。", { label: "元に戻す", run: () => this.history.undo() });
  }

  take(item = this.list.item) {
    if (item?.type !== "box") {
      return;
    }
    const { line, text } = item.warning;
    const [fresh] = this.store.do({ op: "take", line, text, after: item.after ?? null, kind: "speech", speaker: null });
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

  // The warnings and the item that they are about were looked at.
  look(warnings, item) {
    const ops = warnings.map(({ code, line, text }) => ({ op: "dismiss", code, line: line ?? null, text: text ?? null }));
    const isLast = item && this.places.warningsAt(item).every((warning) => warnings.includes(warning));
    if (item?.type === "utterance" && isLast) {
      ops.push(...certain(item.content));
    }
    if (ops.length > 0) {
      this.store.do(ops.length === 1 ? ops[0] : { op: "many", ops, label: "確かめる箇所を確認済みに変更" });
      this.status.say("確かめた箇所にしました。");
    }
  }

  toPlace(step) {
    const found = this.list.find(step, (item) => this.places.isPlace(item));
    if (found) {
      this.list.select(found.key);
      this.status.say(this.places.why(found));
    } else if (byId("part-warnings").dataset.count === "0") {
      this.status.toast("確かめる箇所はありません。");
    } else {
      byId("part-warnings").open = true;
      byId("part-warnings").querySelector("summary").focus();
      this.status.toast("確かめる箇所は、発言の中にはありません。「確かめる箇所」の一覧を見てください。");
    }
  }
}

// An utterance without words stays one to look at: it cannot be published.
function certain(row) {
  return row.text.trim() && doubt(row) !== "" ? [{ op: "check", id: row.id }] : [];
}
