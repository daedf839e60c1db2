// What stands in the list of utterances, in order: headings of agenda items, utterances, and boxes with text that the
// parser could put nowhere, each at the place of its line.

import { rowOf, rowsOf } from "./draft.js";
import { agendaLabel, SURE } from "./words.js";

/**
 * @import { Draft, Utterance, Warning } from "./draft.js"
 *
 * @typedef {{ type: "group", key: string, content: string }} GroupItem
 * @typedef {{ type: "utterance", key: string, id: string, content: Utterance }} UtteranceItem
 * @typedef {{ type: "box", key: string, content: Warning, warning: Warning, after: string | null }} BoxItem
 *   `after` names the utterance above it
 * @typedef {GroupItem | UtteranceItem | BoxItem} Item what is the same `content` looks the same
 * @typedef {UtteranceItem | BoxItem} SelectableItem
 * @typedef {{ first: number, last: number }} Lines 1-based lines of the source
 */

export const UNPARSED = "unparsed-text";

/**
 * Whether a person should look at what a warning tells; a minor one is understood and told for the record.
 *
 * @param {Warning} warning
 */
export function needsLook(warning) {
  return !warning.minor;
}

/**
 * @param {Draft} draft
 * @returns {Item[]}
 */
export function itemsOf(draft) {
  /** @type {Item[]} */
  const items = [];
  const boxes = boxesOf(draft);
  /** @type {string | null} */
  let group = null;
  /** @type {string | null} */
  let previous = null;
  for (const row of rowsOf(draft, "utterances")) {
    const above = boxes.filter(({ warning }) => Number(warning.line) < Number(row.line));
    for (const box of boxes.splice(0, above.length)) {
      items.push({ ...box, after: previous });
    }
    const label = groupLabel(draft, row);
    if (label !== group) {
      group = label;
      items.push({ type: "group", key: `g:${row.id}`, content: label });
    }
    items.push({ type: "utterance", key: `u:${row.id}`, id: row.id, content: row });
    previous = row.id;
  }
  return [...items, ...boxes.map((box) => ({ ...box, after: previous }))];
}

/**
 * @param {Draft} draft
 * @returns {BoxItem[]}
 */
function boxesOf(draft) {
  const times = new Map();
  return draft.warnings
    .filter((warning) => warning.code === UNPARSED && warning.line)
    .toSorted((one, other) => Number(one.line) - Number(other.line))
    .map((warning) => {
      const name = `${warning.line}:${warning.text ?? ""}`;
      times.set(name, (times.get(name) ?? 0) + 1);
      return { type: "box", key: `w:${name}:${times.get(name)}`, content: warning, warning, after: null };
    });
}

/**
 * @param {Draft} draft
 * @param {Utterance} row
 */
function groupLabel(draft, row) {
  const known = (row.agenda ?? []).map((id) => rowOf(draft, "agenda", id)).filter((item) => item !== undefined);
  return known.map(agendaLabel).join(" ／ ") || (draft.tables.agenda.order.length > 0 ? "議題の外" : "");
}

/**
 * Why a person should look at the utterance; empty where nobody need.
 *
 * @param {Utterance} row
 */
export function doubt(row) {
  if (!row.text.trim()) {
    return "本文なし";
  }
  return typeof row.certainty === "number" && row.certainty < SURE
    ? `要確認（確かさ ${Math.round(row.certainty * 100)}%）`
    : "";
}

/**
 * The first and last source line of an item; null where it has no place in the source.
 *
 * @param {Draft} draft
 * @param {SelectableItem} item
 * @returns {Lines | null}
 */
export function linesOf(draft, item) {
  if (item.type === "box") {
    const { line: first, text } = item.warning;
    const line = Number(first);
    return { first: line, last: line + Math.max(0, (text ?? "").split("\n").length - 1) };
  }
  const row = rowOf(draft, "utterances", item.id);
  if (!row?.line) {
    return null;
  }
  return { first: row.line, last: Math.max(row.line, row.end_line ?? endBefore(draft, row.id, row.line)) };
}

/**
 * @param {Draft} draft
 * @param {string} id
 * @param {number} line
 */
function endBefore(draft, id, line) {
  const { rows, order } = draft.tables.utterances;
  const next = rows.get(order[order.indexOf(id) + 1])?.line ?? 0;
  return next > line ? next - 1 : line;
}
