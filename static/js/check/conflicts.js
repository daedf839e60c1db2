// Shows what was corrected here and elsewhere at once: both texts stand beside each other until one is chosen. And what
// could not be saved at all: it stands there until somebody has read it.

import { button } from "./alerts.js";
import { make } from "./dom.js";
import { rowOf, valueOf } from "./draft.js";
import { describe, fieldName, inFull, TABLES } from "./words.js";

/**
 * @import { Alerts } from "./alerts.js"
 * @import { Draft } from "./draft.js"
 * @import { Operation, SetField } from "./operations.js"
 * @import { Status } from "./status.js"
 * @import { Entry, RefusedEntry, Store } from "./store.js"
 */

export class Conflicts {
  /**
   * `lead` puts the focus where an operation was made.
   *
   * @param {{ store: Store, alerts: Alerts, status: Status, lead: (operation: Operation) => void }} page
   */
  constructor({ store, alerts, status, lead }) {
    this.store = store;
    this.alerts = alerts;
    this.status = status;
    this.lead = lead;
    /** @type {Map<string, { operation: Operation, theirs?: HTMLElement, mine?: HTMLElement }>} */
    this.shown = new Map();
    store.addEventListener("change", () => this.render());
  }

  render() {
    const { disputed, refused } = this.store;
    const keys = new Set([...disputed.keys(), ...refused.map(({ token }) => token)]);
    for (const key of this.shown.keys()) {
      if (!keys.has(key)) {
        this.close(key);
      }
    }
    for (const [place, entry] of disputed) {
      if (!this.shown.has(place)) {
        this.compare(place, entry);
      }
      this.refresh(place, entry);
    }
    for (const entry of refused) {
      if (!this.shown.has(entry.token)) {
        this.tell(entry);
      }
    }
  }

  /**
   * Two values of one place.
   *
   * @param {string} place
   * @param {Entry<SetField>} entry
   */
  compare(place, { operation, by }) {
    const { table, field } = operation;
    const [theirs, mine] = [make("p", { class: "compare__text" }), make("p", { class: "compare__text" })];
    const choices = [
      button("相手の訂正を残す", () => this.choose(place, this.theirs(place))),
      button("自分の訂正にする", () => this.choose(place, this.mine(place))),
    ];
    if (field === "text" || field === "reason") {
      choices.push(button("両方を残す", () => this.choose(place, `${this.theirs(place)}\n${this.mine(place)}`)));
    }
    const where = `${TABLES[table] ?? ""}の「${fieldName(table, field)}」${this.nameOf(operation)}`;
    const who = by?.mine ? "ほかの画面でも" : "ほかの人も";
    const name = by?.mine ? "ほかの画面" : by?.name ? `${by.name}さん` : "";
    this.alerts.put(
      place,
      "notice--error conflict",
      make("p", { class: "notice__title" }, `${who}、同じところを直しました：${where}`),
      make(
        "div",
        // The texts change while somebody goes on typing: that is not read out each time.
        { class: "compare", "aria-live": "off" },
        make("div", {}, make("b", {}, `相手の訂正${name ? `（${name}）` : ""}`), theirs),
        make("div", {}, make("b", {}, "自分の訂正（まだ保存していません）"), mine),
      ),
      make("div", { class: "cluster" }, ...choices),
      make(
        "p",
        { class: "quiet conflict__hint" },
        "入力欄では Esc キー、発言の一覧では c キーを押すと、ここに移ります。",
      ),
    );
    this.shown.set(place, { operation, theirs, mine });
  }

  /**
   * @param {string} place
   * @param {Entry<SetField>} entry
   */
  refresh(place, { operation }) {
    const shown = this.shown.get(place);
    const put = (/** @type {HTMLElement | undefined} */ part, /** @type {any} */ value) => {
      const text = inFull(operation, value, this.store.view);
      if (part && part.textContent !== text) {
        part.textContent = text;
        // A text that has to be scrolled is reached by keys.
        part.tabIndex = part.scrollHeight > part.clientHeight ? 0 : -1;
      }
    };
    put(shown?.theirs, this.theirs(place));
    put(shown?.mine, this.mine(place));
  }

  /** @param {string} place */
  mine(place) {
    return this.store.disputed.get(place)?.operation.after ?? null;
  }

  /** @param {string} place */
  theirs(place) {
    const operation = this.store.disputed.get(place)?.operation;
    return operation ? (valueOf(this.store.server, operation.table, operation.id, operation.field) ?? null) : null;
  }

  /**
   * @param {string} place
   * @param {any} value
   */
  choose(place, value) {
    const shown = this.shown.get(place);
    this.store.decide(place, value);
    if (shown) {
      this.lead(shown.operation);
    }
  }

  /**
   * What cannot be chosen: the row is gone, or the server refused.
   *
   * @param {RefusedEntry} entry
   */
  tell({ operation, token, message }) {
    const lost = textOf(operation, this.store.view);
    this.alerts.put(
      token,
      "notice--error conflict",
      make("p", { class: "notice__title" }, `保存できませんでした：${describe(operation, this.store.view)}`),
      make("p", {}, message || "ほかの人が先に直しました。"),
      lost ? make("p", { class: "compare__text" }, lost) : null,
      make(
        "div",
        { class: "cluster" },
        button("閉じる", () => this.store.forget(token)),
      ),
    );
    this.shown.set(token, { operation });
  }

  /** @param {SetField} operation */
  nameOf({ table, id }) {
    const row = table === "utterances" ? rowOf(this.store.view, table, id) : null;
    return row ? `（${row.speaker ?? "発言者なし"}${row.line ? `、${row.line}行目` : ""}）` : "";
  }

  /** @param {string} key */
  close(key) {
    const shown = this.shown.get(key);
    this.shown.delete(key);
    if (this.alerts.close(key) && shown) {
      this.lead(shown.operation);
    }
  }
}

/**
 * What somebody has entered with an operation, in full.
 *
 * @param {Operation} operation
 * @param {Draft} draft
 */
function textOf(operation, draft) {
  switch (operation.op) {
    case "set":
      return inFull(operation, operation.after, draft);
    case "insert":
      return Object.values(operation.row)
        .filter((value) => typeof value === "string")
        .join("\n");
    case "take":
      return operation.text;
    default:
      return "";
  }
}
