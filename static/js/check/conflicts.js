// What could not be saved because somebody else was quicker: both texts stand beside each other until one is chosen.

import { fieldOf } from "./bound_field.js";
import { byId, make } from "./dom.js";
import { isSame, rowOf, valueOf } from "./draft.js";
import { describe, FIELDS, shown, TABLES } from "./words.js";

export class Conflicts {
  constructor(store, status) {
    Object.assign(this, { store, status, cards: new Map() });
    this.root = byId("check-alerts");
  }

  // Whether something is not saved because nobody has chosen yet.
  get isWaiting() {
    return this.cards.size > 0;
  }

  focus() {
    this.root.querySelector(".conflict button")?.focus();
  }

  add({ entry, answer, kind }) {
    const { operation } = entry;
    if (operation.op === "set" && kind === "conflict" && valueOf(this.store.view, operation.table, operation.id, operation.field) !== undefined) {
      this.compare(operation, answer);
    } else {
      this.tell(operation, answer);
    }
  }

  // Two values of one field.
  compare(operation, answer) {
    const key = [operation.table, operation.id, operation.field].join("/");
    const bound = fieldOf(operation);
    const theirs = valueOf(this.store.view, operation.table, operation.id, operation.field) ?? null;
    const mine = bound?.read() ?? operation.after;
    if (isSame(mine, theirs)) {
      bound?.release(theirs);
      return;
    }
    bound?.hold();
    const choose = (value) => {
      this.close(key);
      if (bound && bound === fieldOf(operation)) {
        bound.release(theirs);
      }
      this.store.set(operation.table, operation.id, operation.field, value);
      bound?.release(value);
    };
    const buttons = [button("相手の訂正を残す", () => choose(theirs)), button("自分の訂正にする", () => choose(mine))];
    if (typeof mine === "string" && typeof theirs === "string" && operation.field === "text") {
      buttons.push(button("両方を残す", () => choose(`${theirs}\n${mine}`)));
    }
    const where = `${TABLES[operation.table] ?? ""}の「${FIELDS[operation.field] ?? operation.field}」`;
    this.put(
      key,
      make("p", { class: "notice__title" }, `ほかの人も、同じところを直しました：${where}${this.nameOf(operation)}`),
      make(
        "div",
        { class: "compare" },
        make("div", {}, make("b", {}, "相手の訂正"), make("p", { class: "compare__text" }, full(theirs))),
        make("div", {}, make("b", {}, "自分の訂正（まだ保存していません）"), make("p", { class: "compare__text" }, full(mine))),
      ),
      make("div", { class: "cluster" }, ...buttons),
    );
    this.status.say(answer.message ?? "");
  }

  // What cannot be chosen: the row is gone, or the server refused.
  tell(operation, answer) {
    const key = `${operation.op}/${operation.table}/${operation.id}/${operation.field}`;
    const lost = operation.after ?? operation.row?.text ?? null;
    this.put(
      key,
      make("p", { class: "notice__title" }, `保存できませんでした：${describe(operation)}`),
      make("p", {}, answer.message ?? "ほかの人が先に直しました。"),
      typeof lost === "string" && lost ? make("p", { class: "compare__text" }, lost) : null,
      make("div", { class: "cluster" }, button("閉じる", () => this.close(key))),
    );
    fieldOf(operation)?.release(valueOf(this.store.view, operation.table, operation.id, operation.field));
  }

  // What was typed in an utterance that is gone.
  lost(text) {
    this.put(
      `lost/${text}`,
      make("p", { class: "notice__title" }, "直していた発言を、ほかの人が削除しました"),
      make("p", {}, "入力していた本文です。必要なら写してください。"),
      make("p", { class: "compare__text" }, text),
      make("div", { class: "cluster" }, button("閉じる", () => this.close(`lost/${text}`))),
    );
  }

  nameOf({ table, id }) {
    const row = table === "utterances" ? rowOf(this.store.view, table, id) : null;
    return row ? `（${row.speaker ?? "発言者なし"}${row.line ? `、${row.line}行目` : ""}）` : "";
  }

  put(key, ...parts) {
    this.cards.get(key)?.remove();
    const card = make("section", { class: "notice notice--error conflict" }, ...parts.filter(Boolean));
    this.cards.set(key, card);
    this.root.append(card);
    this.status.setUndecided(true);
  }

  close(key) {
    this.cards.get(key)?.remove();
    this.cards.delete(key);
    this.status.setUndecided(this.isWaiting);
    document.querySelector(".utterance.is-selected")?.focus({ preventScroll: true });
  }
}

function button(text, run) {
  const made = make("button", { type: "button", class: "button button--secondary button--small" }, text);
  made.addEventListener("click", run);
  return made;
}

function full(value) {
  return typeof value === "string" ? value : shown(value);
}
