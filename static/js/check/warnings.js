// 確かめる箇所: what a person should look at, by kind, each with a way to its place.

import { byId, enclosing, make, within } from "./dom.js";
import { rowsOf } from "./draft.js";
import { doubt, needsLook, UNPARSED } from "./items.js";
import { shown, warningName } from "./words.js";

/**
 * @import { Utterance, Warning } from "./draft.js"
 * @import { Places } from "./places.js"
 * @import { Store } from "./store.js"
 *
 * @typedef {{ number: number, label: string, text: string }} Unplaced
 * @typedef {(warning: Warning) => void} WithWarning
 */

export class Warnings {
  /**
   * `jump` brings a line into sight, `visit` selects an item, `look` notes that a warning's place was looked at.
   *
   * @param {Store} store
   * @param {Places} places
   * @param {{ jump: WithWarning, visit: (key: string) => void, look: WithWarning }} ways
   */
  constructor(store, places, { jump, visit, look }) {
    this.store = store;
    this.places = places;
    this.jump = jump;
    this.visit = visit;
    this.look = look;
    /** @type {WithWarning} */
    this.take = () => {};
    /** @type {Warning[]} */
    this.list = [];
    /** @type {Unplaced[]} */
    this.unplaced = [];
    this.isEmpty = false;
    this.content = "";
    this.root = byId("warnings-body");
    this.root.addEventListener("click", (event) => this.onClick(event));
    store.addEventListener("change", ({ detail }) => {
      const rows = detail.before.tables.utterances !== detail.after.tables.utterances;
      if (detail.before.warnings !== detail.after.warnings || rows) {
        this.render();
      }
    });
  }

  render() {
    this.list = this.store.view.warnings.toSorted((one, other) => Number(needsLook(other)) - Number(needsLook(one)));
    const serious = this.list.filter(needsLook);
    // What a warning tells of already is not told twice.
    const isTold = (/** @type {Utterance} */ row) =>
      this.places.warningsAt({ type: "utterance", key: `u:${row.id}` }).length > 0;
    const doubted = rowsOf(this.store.view, "utterances").filter((row) => doubt(row) !== "" && !isTold(row));
    this.isEmpty = this.store.view.tables.utterances.order.length === 0;
    const count = serious.length + doubted.length + this.unplaced.length + Number(this.isEmpty);
    byId("part-warnings").dataset.count = String(count);
    within(document, "[data-count=warnings]").textContent = count > 0 ? `${count}件` : "ありません";
    const doubts = doubted.map((row) => [row.id, doubt(row)]);
    const content = JSON.stringify([this.list, doubts, this.unplaced, this.isEmpty]);
    if (content !== this.content) {
      this.content = content;
      this.draw(doubted);
    }
  }

  /** @param {Utterance[]} doubted */
  draw(doubted) {
    const focused = this.root.contains(document.activeElement);
    const minor = this.list.filter((warning) => !needsLook(warning));
    const groups = Map.groupBy(this.list.filter(needsLook), (warning) => warning.code);
    const parts = [...groups].map(([code, warnings]) =>
      this.group(warningName(code), warnings.length, this.warningLines(warnings)),
    );
    if (this.isEmpty) {
      parts.unshift(this.group("発言なし", 1, [emptyLine()]));
    }
    if (doubted.length > 0) {
      parts.push(this.group("確かでない発言", doubted.length, doubted.slice(0, 50).map(doubtLine)));
    }
    if (this.unplaced.length > 0) {
      const lines = this.unplaced.map(unplacedLine);
      parts.push(this.group("読み直した後に反映できなかった訂正", this.unplaced.length, lines));
    }
    if (minor.length > 0) {
      const group = this.group("参考：読み取ったが、保存する欄がない記載", minor.length, this.warningLines(minor));
      group.classList.add("warning-group--minor");
      parts.push(group);
    }
    this.root.replaceChildren(...parts);
    if (focused) {
      (this.root.querySelector("button") ?? within(document, "#part-warnings summary")).focus();
    }
  }

  /**
   * @param {string} name
   * @param {number} count
   * @param {HTMLElement[]} lines
   */
  group(name, count, lines) {
    return make(
      "section",
      { class: "warning-group" },
      make("h4", {}, `${name}（${count}件）`),
      make("ul", { class: "warning-list" }, ...lines),
    );
  }

  /** @param {Warning[]} warnings */
  warningLines(warnings) {
    return warnings.map((warning) => {
      const index = this.list.indexOf(warning);
      return make(
        "li",
        { class: "warning" },
        make("span", { class: "warning__words" }, wordsOf(warning)),
        warning.line ? button("jump", index, `${warning.line}行目へ`) : null,
        warning.code === UNPARSED ? button("take", index, "発言にする") : null,
        needsLook(warning) ? button("dismiss", index, "確かめた") : null,
      );
    });
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const pressed = enclosing(event.target, "button");
    if (!pressed) {
      return;
    }
    const { warning: name, index, row } = pressed.dataset;
    const warning = this.list[Number(index)];
    if (name === "visit") {
      this.visit(`u:${row}`);
    } else if (name === "jump") {
      this.jump(warning);
    } else if (name === "take") {
      this.take(warning);
    } else if (name === "dismiss") {
      this.look(warning);
    } else if (name === "strike") {
      this.strike(Number(index));
    }
  }

  /**
   * Takes a correction that found no place off the list.
   *
   * @param {number} number
   */
  strike(number) {
    this.unplaced = this.unplaced.filter((one) => one.number !== number);
    this.store.do({ op: "dismiss", code: "unplaced", line: number, text: null });
    this.render();
  }
}

/**
 * Of text that stands in the source the words are enough: the heading says what it is.
 *
 * @param {Warning} warning
 */
function wordsOf({ code, message, text }) {
  return shown((code === UNPARSED && text?.replace(/\s*\n\s*/g, "　")) || message || text);
}

function emptyLine() {
  const words = "発言が1件もありません。原本に発言があれば、発言者の表示を教えるか、発言を追加してください。";
  return make(
    "li",
    { class: "warning" },
    make("span", { class: "warning__words" }, words),
    make("button", { type: "button", class: "row-button", data: { do: "lesson" } }, "発言者の表示を教える"),
  );
}

/**
 * @param {string} name
 * @param {number} index
 * @param {string} text
 */
function button(name, index, text) {
  return make("button", { type: "button", class: "row-button", data: { warning: name, index } }, text);
}

/** @param {Utterance} row */
function doubtLine(row) {
  return make(
    "li",
    { class: "warning" },
    make("span", { class: "warning__words" }, `${row.speaker ?? "発言者なし"}：${shown(row.text)}　${doubt(row)}`),
    make("button", { type: "button", class: "row-button", data: { warning: "visit", row: row.id } }, "この発言へ"),
  );
}

/** @param {Unplaced} correction */
function unplacedLine({ number, label, text }) {
  return make(
    "li",
    { class: "warning" },
    make("span", { class: "warning__words" }, [label, text].filter(Boolean).join("：")),
    button("strike", number, "一覧から消す"),
  );
}
