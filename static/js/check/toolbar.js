// The buttons of the selected utterance: every key has one, for mouse and touch.

import { make, within } from "./dom.js";
import { isSelectable } from "./list.js";

/**
 * @import { List } from "./list.js"
 * @import { Places } from "./places.js"
 */

// [action, words, key]
/** @type {[string, string, string][]} */
const UTTERANCE = [
  ["text", "本文を直す", "Enter"],
  ["speaker", "発言者", "s"],
  ["kind", "種類", "t"],
  ["agenda", "議題", "g"],
  ["split", "分ける", "x"],
  ["merge", "上とつなげる", "m"],
  ["add", "下に追加", "a"],
  ["withhold", "非公開", "h"],
  ["dismiss", "確かめた", "d"],
  ["lesson", "まとめて直す", "l"],
  ["delete", "削除", "Delete"],
];
/** @type {[string, string, string][]} */
const BOX = [
  ["take", "発言にする", "u"],
  ["dismiss", "確かめた", "d"],
  ["lesson", "まとめて直す", "l"],
];

export class Toolbar {
  /**
   * @param {HTMLElement} root
   * @param {List} list
   * @param {Places} places
   */
  constructor(root, list, places) {
    this.root = root;
    this.list = list;
    this.places = places;
    /** @type {"utterance" | "box" | null} */
    this.type = null;
    this.why = make("p", { class: "toolbar__why" });
    this.place = make("span", { class: "toolbar__place" });
    list.addEventListener("selected", () => this.show());
    list.store.addEventListener("change", () => this.show());
  }

  show() {
    const item = this.list.item;
    this.root.hidden = !item;
    if (!item) {
      return;
    }
    if (item.type !== this.type) {
      this.type = item.type;
      const buttons = (item.type === "box" ? BOX : UTTERANCE).map(([name, text, key]) =>
        make(
          "button",
          { type: "button", class: "toolbar__button", data: { do: name } },
          text,
          make("kbd", { "aria-hidden": "true" }, key),
        ),
      );
      this.root.replaceChildren(this.why, this.place, ...buttons);
    }
    const rest = this.list.items.filter(isSelectable);
    const words = item.type === "box" ? "" : this.places.told(item);
    this.why.textContent = words;
    this.why.hidden = words === "";
    this.place.textContent = `${rest.indexOf(item) + 1}／${rest.length}`;
    within(this.root, "[data-do=dismiss]").hidden = item.type !== "box" && !this.places.isPlace(item);
  }
}
