// What an operation makes of a draft: shown at once, before the server has answered. The rules are those of
// minutes/editing/applying.py; tests/data/operation_cases.json holds both to them. New rows get the given names until the
// server has given them theirs.

import { isSame, rowOf, rowsOf, valueOf } from "./draft.js";
import { newRow, tidied, tidiedLine, tidiedNeededLine, tidiedText, withoutNull } from "./fields.js";
import { isBlank, joined, LONGEST_TEXT, mergedText, parted, placeIn, withoutSpace } from "./texts.js";

/**
 * @import { Draft, Table, TableName, Utterance, Warning } from "./draft.js"
 *
 * @typedef {{ op: "set", table: TableName | "head", id?: string, field: string, before: any, after: any }} SetField
 * @typedef {{ op: "insert", table: TableName, after: string | null, row: Record<string, any> }} Insert
 * @typedef {{ op: "delete", table: TableName, id: string }} Delete
 * @typedef {{ op: "move", table: TableName, id: string, after: string | null }} Move
 * @typedef {{ op: "split", id: string, at: number, before: string, speaker?: string | null,
 *   kind?: string | null }} Split
 * @typedef {{ op: "merge", id: string, with: string }} Merge
 * @typedef {{ op: "take", line: number | null, text: string, after: string | null, kind?: string,
 *   speaker?: string | null }} Take
 * @typedef {{ op: "rename", from: string, to: string }} Rename
 * @typedef {{ op: "dismiss", code: string, line: number | null, text: string | null }} Dismiss
 * @typedef {{ op: "check", id: string }} Check
 * @typedef {{ op: "many", ops: Operation[], label: string }} Many
 * @typedef {SetField | Insert | Delete | Move | Split | Merge | Take | Rename | Dismiss | Check | Many} Operation
 *
 * @typedef {{ next: () => string | undefined }} Names
 * @typedef {{ lines: string[], pages: number[] }} SourceLines the lines of the source and, where it has pages, the page
 *   of each
 * @typedef {{ line?: number | null, end_line?: number | null, page?: number | null }} Place
 */

// What a person has corrected is certain.
const CERTAIN = 1;
const MOST_ROWS = 20_000;
const ACCESS = ["meeting_access", "minutes_access"]; // fields of two parts

/** @type {SourceLines} */
const NO_SOURCE = { lines: [], pages: [] };

/**
 * The next draft. Where the operation cannot be done, which the server will say, it is the same draft; only a field shows
 * what was typed in it until then.
 *
 * @param {Draft} draft
 * @param {Operation} operation
 * @param {Names} names
 * @param {SourceLines} source
 * @returns {Draft}
 */
export function apply(draft, operation, names, source = NO_SOURCE) {
  return done(draft, operation, names, source) ?? asTyped(draft, operation);
}

/**
 * The draft after an operation; null where it cannot be done.
 *
 * @param {Draft} draft
 * @param {Operation} operation
 * @param {Names} names
 * @param {SourceLines} source
 * @returns {Draft | null}
 */
function done(draft, operation, names, source) {
  switch (operation.op) {
    case "set":
      return set(draft, operation);
    case "insert":
      return insert(draft, operation, names);
    case "delete":
      return remove(draft, operation);
    case "move":
      return move(draft, operation);
    case "split":
      return split(draft, operation, names, source);
    case "merge":
      return merge(draft, operation);
    case "take":
      return take(draft, operation, names, source);
    case "rename":
      return rename(draft, operation);
    case "dismiss":
      return dismiss(draft, operation);
    case "check":
      return check(draft, operation);
    case "many":
      return many(draft, operation, names, source);
    default:
      return null;
  }
}

/**
 * @param {Draft} draft
 * @param {Operation} operation
 */
function asTyped(draft, operation) {
  if (operation.op !== "set") {
    return draft;
  }
  const { table, id, field } = operation;
  const after = tidied(table, field, operation.after);
  const isThere = after !== undefined && (table === "head" || rowOf(draft, table, id));
  return isThere && hasItems(draft, field, after) ? withValue(draft, table, id, field, after) : draft;
}

/**
 * @param {Draft} draft
 * @param {SetField} operation
 */
function set(draft, { table, id, field, before, after: wanted }) {
  const tidy = tidied(table, field, wanted);
  if (tidy === undefined || (table !== "head" && !rowOf(draft, table, id))) {
    return null;
  }
  const current = valueOf(draft, table, id, field);
  const after = agreed(table, field, before, current, tidy);
  if (after === undefined || !hasItems(draft, field, after)) {
    return null;
  }
  return isSame(current, after) ? draft : withValue(draft, table, id, field, after);
}

/**
 * The value to put in place of `current`; undefined where somebody else put another one there.
 *
 * @param {TableName | "head"} table
 * @param {string} field
 * @param {any} before
 * @param {any} current
 * @param {any} after
 */
function agreed(table, field, before, current, after) {
  if (isSame(current, before) || isSame(current, after)) {
    return after;
  }
  if (table === "head" && ACCESS.includes(field) && isParts(before)) {
    return mergedParts(before ?? {}, current ?? {}, after) ?? undefined;
  }
  if (table !== "utterances" || field !== "text" || typeof before !== "string") {
    return undefined;
  }
  const both = mergedText(before, current, after);
  return both !== null && [...both].length <= LONGEST_TEXT ? both : undefined;
}

/** @param {any} value */
function isParts(value) {
  return value === null || value === undefined || (typeof value === "object" && !Array.isArray(value));
}

/**
 * Both changes of a value of several parts (level and reason of access); null where they change the same part.
 *
 * @param {Record<string, any>} before
 * @param {Record<string, any>} current
 * @param {Record<string, any>} after
 */
function mergedParts(before, current, after) {
  const result = { ...current };
  for (const [name, value] of Object.entries(after)) {
    if (isSame(value, before[name]) || isSame(value, current[name])) {
      continue;
    }
    if (!isSame(current[name], before[name])) {
      return null;
    }
    result[name] = value;
  }
  return result;
}

/**
 * @param {Draft} draft
 * @param {TableName | "head"} table
 * @param {string | undefined} id
 * @param {string} field
 * @param {any} value
 */
function withValue(draft, table, id, field, value) {
  if (table === "head" || id === undefined) {
    return { ...draft, head: { ...draft.head, [field]: value } };
  }
  const certain = table === "utterances" ? { certainty: CERTAIN } : {};
  return withRow(draft, table, id, { [field]: value, ...certain });
}

/**
 * @param {Draft} draft
 * @param {Insert} operation
 * @param {Names} names
 */
function insert(draft, { table, after, row: given }, names) {
  const { order } = draft.tables[table];
  const above = after ?? null;
  if (!isPlace(draft, table, above) || order.length >= MOST_ROWS) {
    return null;
  }
  /** @type {any} */
  let row = newRow(table, given ?? {});
  if (table === "utterances") {
    row = { ...row, certainty: CERTAIN, ...placeBehind(rowOf(draft, table, above)) };
  }
  return hasItems(draft, "agenda", row.agenda) ? withNew(draft, table, above, { ...row, id: names.next() }) : null;
}

/**
 * @param {Draft} draft
 * @param {Delete} operation
 */
function remove(draft, { table, id }) {
  if (!rowOf(draft, table, id)) {
    return null;
  }
  const left = without(draft, table, id);
  return table === "agenda" ? withoutReferences(left, id) : left;
}

/**
 * @param {Draft} draft
 * @param {Move} operation
 */
function move(draft, { table, id, after }) {
  const above = after ?? null;
  if (!rowOf(draft, table, id) || above === id || !isPlace(draft, table, above)) {
    return null;
  }
  const { rows, order } = draft.tables[table];
  const others = order.filter((other) => other !== id);
  return withTable(draft, table, { rows, order: placed(others, id, above) });
}

/**
 * @param {Draft} draft
 * @param {Split} operation
 * @param {Names} names
 * @param {SourceLines} source
 */
function split(draft, { id, at, before, speaker, kind }, names, source) {
  const row = rowOf(draft, "utterances", id);
  if (!row || isEdge(before, at)) {
    return null;
  }
  const place = row.text === before ? at : placeIn(before, row.text, at);
  const texts = place === null ? null : parted(row.text, place);
  if (!texts?.every(Boolean)) {
    return null;
  }
  const [firstPlace, secondPlace] = partedPlaces(row, texts, source);
  const first = { text: texts[0], certainty: CERTAIN, ...firstPlace };
  /** @type {any} */
  const second = { ...row, text: texts[1], certainty: CERTAIN, id: names.next(), at: null, ...secondPlace };
  if (speaker !== undefined) {
    second.speaker = tidiedLine(speaker);
  }
  second.kind = kind ?? row.kind;
  const kept = withRow(draft, "utterances", id, first);
  return withNew(kept, "utterances", id, withoutNull("utterances", second));
}

/**
 * @param {string} text
 * @param {number} at
 */
function isEdge(text, at) {
  const signs = [...text];
  return isBlank(signs.slice(0, at).join("")) || isBlank(signs.slice(at).join(""));
}

/**
 * @param {Draft} draft
 * @param {Merge} operation
 */
function merge(draft, { id, with: next }) {
  const { order } = draft.tables.utterances;
  const [kept, gone] = [rowOf(draft, "utterances", id), rowOf(draft, "utterances", next)];
  if (!kept || !gone || order.indexOf(next) !== order.indexOf(id) + 1) {
    return null;
  }
  const merged = mergedRow(kept, gone);
  if ([...merged.text].length > LONGEST_TEXT) {
    return null;
  }
  return without(withRow(draft, "utterances", id, merged), "utterances", next);
}

/**
 * What a row says when the next one is added to it. A speaker that would be lost stands in the text.
 *
 * @param {Utterance} kept
 * @param {Utterance} other
 */
function mergedRow(kept, other) {
  const isOther = kept.speaker && other.speaker && kept.speaker !== other.speaker;
  const text = joined(kept.text, isOther ? `${other.speaker}　${other.text}` : other.text);
  const agenda = [...new Set([...kept.agenda, ...other.agenda])];
  const speaker = kept.speaker || other.speaker ? { speaker: kept.speaker || other.speaker } : {};
  return { text, agenda, certainty: CERTAIN, ...speaker, ...mergedPlace(kept, other) };
}

/**
 * @param {Utterance} kept
 * @param {Utterance} other
 * @returns {Place}
 */
function mergedPlace(kept, other) {
  const found = [kept, other].flatMap(({ line, end_line: end, page }) => (hasLine(line) ? [{ line, end, page }] : []));
  if (found.length === 0) {
    return {};
  }
  const first = found.reduce((one, two) => (two.line < one.line ? two : one));
  const last = Math.max(...found.map(({ line, end }) => end || line));
  return { line: first.line, page: first.page ?? null, end_line: last };
}

/**
 * @param {number | null | undefined} line
 * @returns {line is number}
 */
function hasLine(line) {
  return line !== null && line !== undefined;
}

/**
 * @param {Draft} draft
 * @param {Take} operation
 * @param {Names} names
 * @param {SourceLines} source
 */
function take(draft, { line, text: given, after, kind = "speech", speaker }, names, source) {
  const told = { code: "unparsed-text", line, text: tidiedText(given) };
  const place = draft.warnings.findIndex((warning) => isAbout(told, warning));
  const above = after ?? null;
  if (place < 0 || !isPlace(draft, "utterances", above)) {
    return null;
  }
  const text = tidiedText(given).replace(/^\n+|\n+$/g, "");
  if (isBlank(text)) {
    return null;
  }
  const behind = rowOf(draft, "utterances", above);
  const row = {
    kind,
    speaker: tidiedLine(speaker),
    text,
    agenda: behind?.agenda ?? [],
    ...takenPlace(line, text, behind, source),
    certainty: CERTAIN,
    id: names.next(),
  };
  const taken = withNew(draft, "utterances", above, withoutNull("utterances", row));
  return withoutWarning(taken, place);
}

/**
 * @param {number | null | undefined} line
 * @param {string} text
 * @param {Utterance | undefined} above
 * @param {SourceLines} source
 * @returns {Place}
 */
function takenPlace(line, text, above, source) {
  if (!hasLine(line)) {
    return placeBehind(above);
  }
  return { line, end_line: line + text.split("\n").length - 1, page: pageOf(source, line) || above?.page || null };
}

/**
 * @param {Draft} draft
 * @param {Rename} operation
 */
function rename(draft, { from, to }) {
  const [speaker, wanted] = [tidiedText(from), tidiedNeededLine(to)];
  const named = rowsOf(draft, "utterances").filter((row) => row.speaker === speaker);
  if (!speaker || !wanted || named.length === 0) {
    return null;
  }
  if (speaker === wanted) {
    return draft;
  }
  return withRows(draft, "utterances", new Map(named.map(({ id }) => [id, { speaker: wanted, certainty: CERTAIN }])));
}

/**
 * @param {Draft} draft
 * @param {Dismiss} operation
 */
function dismiss(draft, operation) {
  const place = draft.warnings.findIndex((warning) => isAbout(operation, warning));
  return place < 0 ? null : withoutWarning(draft, place);
}

/**
 * @param {Draft} draft
 * @param {Check} operation
 */
function check(draft, { id }) {
  return rowOf(draft, "utterances", id) ? withRow(draft, "utterances", id, { certainty: CERTAIN }) : null;
}

/**
 * @param {Draft} draft
 * @param {Many} operation
 * @param {Names} names
 * @param {SourceLines} source
 */
function many(draft, { ops }, names, source) {
  /** @type {Draft | null} */
  let result = ops.length > 0 ? draft : null;
  for (const operation of ops) {
    result = result && operation.op !== "many" ? done(result, operation, names, source) : null;
  }
  return result;
}

// Rows

/**
 * @param {Draft} draft
 * @param {TableName} name
 * @returns {Table<any>}
 */
function tableOf(draft, name) {
  return draft.tables[name];
}

/**
 * @param {Draft} draft
 * @param {TableName} name
 * @param {Table<any>} table
 * @returns {Draft}
 */
function withTable(draft, name, table) {
  return { ...draft, tables: { ...draft.tables, [name]: table } };
}

/**
 * @param {Draft} draft
 * @param {TableName} table
 * @param {string} id
 * @param {object} changes
 */
function withRow(draft, table, id, changes) {
  return withRows(draft, table, new Map([[id, changes]]));
}

/**
 * @param {Draft} draft
 * @param {TableName} table
 * @param {Map<string, object>} changes of rows by id
 */
function withRows(draft, table, changes) {
  if (changes.size === 0) {
    return draft;
  }
  const { rows: before, order } = tableOf(draft, table);
  const rows = new Map(before);
  for (const [id, values] of changes) {
    rows.set(id, withoutNull(table, { ...rows.get(id), ...values }));
  }
  return withTable(draft, table, { rows, order });
}

/**
 * @param {Draft} draft
 * @param {TableName} table
 * @param {string | null} above
 * @param {any} row
 */
function withNew(draft, table, above, row) {
  const { rows, order } = tableOf(draft, table);
  return withTable(draft, table, { rows: new Map(rows).set(row.id, row), order: placed(order, row.id, above) });
}

/**
 * @param {Draft} draft
 * @param {TableName} table
 * @param {string} id
 */
function without(draft, table, id) {
  const { rows, order } = tableOf(draft, table);
  const left = new Map(rows);
  left.delete(id);
  return withTable(draft, table, { rows: left, order: order.filter((other) => other !== id) });
}

/**
 * Whether a row may stand behind `above`, where null is the top.
 *
 * @param {Draft} draft
 * @param {TableName} table
 * @param {string | null} above
 */
function isPlace(draft, table, above) {
  return above === null || rowOf(draft, table, above) !== undefined;
}

/**
 * @param {string[]} order
 * @param {string} id
 * @param {string | null} above
 */
function placed(order, id, above) {
  return order.toSpliced(above === null ? 0 : order.indexOf(above) + 1, 0, id);
}

// Agenda items that rows name

/**
 * Whether the draft has the agenda items that a field would name.
 *
 * @param {Draft} draft
 * @param {string} field
 * @param {string[] | string | null | undefined} value
 */
function hasItems(draft, field, value) {
  return field !== "agenda" || [value ?? []].flat().every((id) => rowOf(draft, "agenda", id) !== undefined);
}

/**
 * @param {Draft} draft
 * @param {string} item
 */
function withoutReferences(draft, item) {
  const said = rowsOf(draft, "utterances").filter((row) => row.agenda.includes(item));
  const papers = rowsOf(draft, "attachments").filter((row) => row.agenda === item);
  const left = said.map(
    ({ id, agenda }) => /** @type {const} */ ([id, { agenda: agenda.filter((it) => it !== item) }]),
  );
  const changed = withRows(draft, "utterances", new Map(left));
  return withRows(changed, "attachments", new Map(papers.map(({ id }) => [id, { agenda: null }])));
}

// Warnings

/**
 * Whether an operation of kind "dismiss" is about a warning. Without a text any of its line will do.
 *
 * @param {Omit<Dismiss, "op">} operation
 * @param {Warning} warning
 */
export function isAbout({ code, line, text }, warning) {
  return (
    warning.code === code &&
    (warning.line ?? null) === (line ?? null) &&
    (text === null || text === undefined || text === (warning.text || warning.message || ""))
  );
}

/**
 * @param {Draft} draft
 * @param {number} place
 */
function withoutWarning(draft, place) {
  return { ...draft, warnings: draft.warnings.toSpliced(place, 1) };
}

// Places in the source

/**
 * The page of a line.
 *
 * @param {SourceLines} source
 * @param {number} line
 */
function pageOf(source, line) {
  return line > 0 ? source.pages[line - 1] : undefined;
}

/**
 * Where a row without a place of its own stands in the source: where the one above it ends.
 *
 * @param {Utterance | undefined} above
 * @returns {Place}
 */
function placeBehind(above) {
  if (!hasLine(above?.line)) {
    return {};
  }
  const line = above.end_line || above.line;
  return { line, end_line: line, ...(above.page ? { page: above.page } : {}) };
}

/**
 * The lines and pages of the two parts of a row: as the source has them, else in proportion to the text.
 *
 * @param {Utterance} row
 * @param {[string, string]} texts
 * @param {SourceLines} source
 * @returns {[Place, Place]}
 */
function partedPlaces(row, texts, source) {
  const { line, end_line: end } = row;
  if (!hasLine(line) || !hasLine(end) || end <= line) {
    return [{}, {}];
  }
  const [begins, isShared] = lineOf(texts, line, end, source);
  const firstEnd = isShared ? begins : Math.max(line, begins - 1);
  return [{ end_line: firstEnd }, { line: begins, page: pageOf(source, begins) || row.page }];
}

/**
 * The line on which the second text begins, and whether the first ends on it too.
 *
 * @param {[string, string]} texts
 * @param {number} line
 * @param {number} end
 * @param {SourceLines} source
 * @returns {[number, boolean]}
 */
function lineOf([first, second], line, end, source) {
  const lines = source.lines.slice(line - 1, end).map((text) => [...withoutSpace(text)]);
  if (lines.length === end - line + 1) {
    const wanted = [...withoutSpace(second)].slice(0, 12);
    let place = nearest(lines.flat(), wanted, [...withoutSpace(first)].length);
    for (const [offset, signs] of lines.entries()) {
      if (place !== null && place < signs.length) {
        return [line + offset, place > 0];
      }
      place = place === null ? null : place - signs.length;
    }
  }
  const [length, rest] = [[...first].length, [...second].length];
  const begins = Math.min(end, Math.max(line, line + rounded((length / (length + rest)) * (end - line + 1))));
  return [begins, begins === line];
}

/**
 * The place nearest to `place` at which `signs` go on with `wanted`; null where there is none.
 *
 * @param {string[]} signs
 * @param {string[]} wanted
 * @param {number} place
 * @returns {number | null}
 */
function nearest(signs, wanted, place) {
  let best = null;
  for (let at = 0; at < signs.length; at += 1) {
    const isHere = wanted.every((sign, index) => signs[at + index] === sign);
    if (isHere && (best === null || Math.abs(at - place) < Math.abs(best - place))) {
      best = at;
    }
  }
  return best;
}

/**
 * To the nearest whole number, from the middle between two to the even one, as the server rounds.
 *
 * @param {number} value
 */
function rounded(value) {
  const below = Math.floor(value);
  const isUp = value - below === 0.5 ? below % 2 !== 0 : value - below > 0.5;
  return isUp ? below + 1 : below;
}
