// How one item of the list looks. Rows are made once and filled anew where their content changed.

import { make, within } from "./dom.js";
import { doubt, needsLook } from "./items.js";
import { clockOf } from "./recording.js";
import { KIND_NAMES } from "./words.js";

/**
 * @import { Utterance, Warning } from "./draft.js"
 * @import { BoxItem, Item, UtteranceItem } from "./items.js"
 */

/**
 * @param {Item} item
 * @returns {HTMLElement}
 */
export function makeRow(item) {
  if (item.type === "group") {
    return make("h4", { class: "group" });
  }
  return item.type === "box" ? makeBox(item) : makeUtterance(item);
}

/** @param {UtteranceItem} item */
function makeUtterance(item) {
  return make(
    "article",
    { class: "utterance", tabIndex: -1, data: { key: item.key } },
    make(
      "div",
      { class: "utterance__head" },
      make("span", { class: "utterance__speaker", data: { do: "speaker" } }),
      make("span", { class: "utterance__kind", data: { do: "kind" } }),
      make("span", { class: "utterance__doubt" }),
      make("span", { class: "utterance__at", title: "録音の先頭からの時間" }),
      make("span", { class: "utterance__place" }),
    ),
    make("div", { class: "utterance__text" }),
  );
}

/** @param {BoxItem} item */
function makeBox(item) {
  return make(
    "article",
    { class: "utterance utterance--box", tabIndex: -1, data: { key: item.key } },
    make(
      "div",
      { class: "utterance__head" },
      make("span", { class: "tag" }),
      make("span", { class: "utterance__place" }),
    ),
    make("div", { class: "utterance__text" }),
  );
}

/**
 * @param {HTMLElement} node
 * @param {Item} item
 */
export function fillRow(node, item) {
  if (item.type === "group") {
    node.textContent = item.content;
    node.hidden = item.content === "";
  } else if (item.type === "box") {
    fillBox(node, item.warning);
  } else {
    fillUtterance(node, item.content);
  }
}

/**
 * @param {HTMLElement} node
 * @param {Warning} warning
 */
function fillBox(node, warning) {
  const [isMinor, name] = needsLook(warning) ? [false, "読み取れなかった部分"] : [true, "参考：保存する欄がない記載"];
  put(node, ".tag", name);
  node.querySelector(".tag")?.classList.toggle("tag--warning", !isMinor);
  node.classList.toggle("utterance--minor", isMinor);
  put(node, ".utterance__place", `${warning.line}行目`);
  put(node, ".utterance__text", warning.text ?? warning.message ?? "");
  node.setAttribute("aria-label", `${name}、${warning.line}行目`);
}

/**
 * @param {HTMLElement} node
 * @param {Utterance} row
 */
function fillUtterance(node, row) {
  const why = doubt(row);
  const [speaker, kind] = [row.speaker ?? "", KIND_NAMES[row.kind] ?? row.kind];
  put(node, ".utterance__speaker", speaker || "発言者なし");
  put(node, ".utterance__kind", kind);
  put(node, ".utterance__doubt", why);
  put(node, ".utterance__at", row.at === undefined ? "" : `録音 ${clockOf(row.at)}`);
  put(node, ".utterance__place", row.line ? `${row.line}行目` : "追加");
  put(node, ".utterance__text", row.text);
  node.classList.toggle("utterance--doubted", why !== "");
  node.classList.toggle("utterance--nobody", speaker === "");
  node.dataset.kind = row.kind;
  node.setAttribute("aria-label", [speaker || "発言者なし", kind, why].filter(Boolean).join("、"));
}

/**
 * Text that is being edited is left alone.
 *
 * @param {HTMLElement} node
 * @param {string} selector
 * @param {string} text
 */
function put(node, selector, text) {
  const part = within(node, selector);
  if (!part.dataset.editing && part.textContent !== text) {
    part.textContent = text;
  }
}
