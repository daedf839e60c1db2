// What stands in the list of utterances, in order: headings of agenda items, utterances, and boxes with text that the
// parser could put nowhere, each at the place of its line.

import { rowOf, rowsOf } from "./draft.js";
import { agendaLabel, SURE } from "./words.js";

export const UNPARSED = "unparsed-text";

// Whether a person should look at what a warning tells; a minor one is understood and told for the record.
export function needsLook(warning) {
  return !warning.minor;
}

export function itemsOf(draft) {
  const items = [];
  const boxes = boxesOf(draft);
  let group = null;
  let previous = null;
  for (const row of rowsOf(draft, "utterances")) {
    while (boxes.length > 0 && row.line && boxes[0].warning.line < row.line) {
      items.push({ ...boxes.shift(), after: previous });
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

function boxesOf(draft) {
  const times = new Map();
  return draft.warnings
    .filter((warning) => warning.code === UNPARSED && warning.line)
    .toSorted((one, other) => one.line - other.line)
    .map((warning) => {
      const name = `${warning.line}:${warning.text ?? ""}`;
      times.set(name, (times.get(name) ?? 0) + 1);
      return { type: "box", key: `w:${name}:${times.get(name)}`, content: warning, warning };
    });
}

function groupLabel(draft, row) {
  const known = (row.agenda ?? []).map((id) => rowOf(draft, "agenda", id)).filter(Boolean);
  return known.map(agendaLabel).join(" ／ ") || (draft.tables.agenda.order.length > 0 ? "議題の外" : "");
}

// Whether a person should look at the utterance, and why.
export function doubt(row) {
  if (!row.text.trim()) {
    return "本文なし";
  }
  return typeof row.certainty === "number" && row.certainty < SURE ? `要確認（確かさ ${Math.round(row.certainty * 100)}%）` : "";
}

// The first and last source line of an item; null where it has no place in the source.
export function linesOf(draft, item) {
  if (item.type === "box") {
    const { line, text } = item.warning;
    return { first: line, last: line + Math.max(0, (text ?? "").split("\n").length - 1) };
  }
  const row = rowOf(draft, "utterances", item.id);
  if (!row?.line) {
    return null;
  }
  return { first: row.line, last: Math.max(row.line, row.end_line ?? endBefore(draft, row)) };
}

function endBefore(draft, row) {
  const { rows, order } = draft.tables.utterances;
  const next = rows.get(order[order.indexOf(row.id) + 1]);
  return next?.line > row.line ? next.line - 1 : row.line;
}
