// On the page of an upload that is no draft any more: what this browser could not save of it while it was one. The texts
// stand there to be copied until somebody throws them away.

import { byId, make } from "./dom.js";
import { Unsent } from "./unsent.js";
import { fieldName } from "./words.js";

/** @import { Operation } from "./operations.js" */

const section = byId("left-behind");
const unsent = new Unsent(section.dataset.upload ?? "", section.dataset.user ?? "");

/**
 * What somebody typed for an operation, each with the name of its field; nothing for one without words.
 *
 * @param {Operation} operation
 * @returns {[string, string][]}
 */
function typed(operation) {
  switch (operation.op) {
    case "many":
      return operation.ops.flatMap(typed);
    case "set":
      return words(fieldName(operation.table, operation.field), operation.after);
    case "insert":
      return Object.entries(operation.row ?? {}).flatMap(([field, value]) =>
        words(fieldName(operation.table, field), value),
      );
    case "rename":
      return words(fieldName("utterances", "speaker"), operation.to);
    default:
      return [];
  }
}

/**
 * @param {string} name
 * @param {any} value
 * @returns {[string, string][]}
 */
function words(name, value) {
  const text = value !== null && typeof value === "object" ? value.reason : value;
  return typeof text === "string" || typeof text === "number" ? [[name, String(text)]] : [];
}

function show() {
  const left = unsent.left();
  const texts = left.flatMap(({ entries }) => entries).flatMap(({ operation }) => typed(operation));
  section.hidden = texts.length === 0;
  const rows = texts.flatMap(([name, text]) => [
    make("dt", {}, name),
    make("dd", { class: "left-behind__text" }, text),
  ]);
  byId("left-behind-texts").replaceChildren(...rows);
}

byId("left-behind-drop").addEventListener("click", () => {
  unsent.drop(unsent.left().map(({ key }) => key));
  show();
});
show();
