// How values of fields are tidied before they are stored: as minutes/editing/fields.py does it. What a field may not hold
// at all is refused there alone.

import { SPACE } from "./texts.js";

/** @import { TableName } from "./draft.js" */

const NEWLINES = /[ \t]*[\r\n\v\f\x85\u2028\u2029]+[ \t]*/g;
const OUTER_SPACE = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "g");

/** @typedef {(value: any) => any} Tidy */

/** @type {Tidy} */
function text(value) {
  return typeof value === "string" ? value.replaceAll("\0", "").replace(/\r\n?/g, "\n") : value;
}

/** @type {Tidy} */
function neededLine(value) {
  return typeof value === "string" ? text(value).replace(NEWLINES, " ").replace(OUTER_SPACE, "") : value;
}

/** @type {Tidy} */
function line(value) {
  return neededLine(value) || null;
}

/** @type {Tidy} */
function lines(value) {
  return typeof value === "string" ? text(value).replace(OUTER_SPACE, "") : value;
}

/** @type {Tidy} */
function entry(value) {
  return value === "" ? null : value;
}

/** @type {Tidy} */
function items(value) {
  return Array.isArray(value) ? [...new Set(value)] : value;
}

/** @type {Tidy} */
function access(value) {
  return { level: value?.level || null, reason: lines(value?.reason) || null };
}

/** @type {Tidy} */
function asItIs(value) {
  return value;
}

/** @type {Record<"head" | TableName, Record<string, Tidy>>} */
const FIELDS = {
  head: {
    title: line,
    body: line,
    fiscal_year: entry,
    number: entry,
    office: line,
    held_on: entry,
    starts_at: entry,
    ends_at: entry,
    adjourned_at: entry,
    venue: line,
    meeting_access: access,
    minutes_access: access,
    reason: lines, // of the correction: no part of the minutes
  },
  utterances: { kind: asItIs, speaker: line, text, agenda: items },
  agenda: { category: line, number: entry, title: neededLine },
  attendees: { group: line, name: neededLine, role: line, affiliation: line, proxy: asItIs },
  attachments: { label: line, title: line, agenda: asItIs },
};

/** @type {Record<TableName, Record<string, unknown>>} */
const NEW = {
  utterances: { kind: "speech", speaker: null, text: "", agenda: [] },
  agenda: { category: null, number: null, title: "" },
  attendees: { group: null, name: "", role: null, affiliation: null, proxy: false },
  attachments: { label: null, title: null },
};

// Keys that a row leaves out where they are null.
/** @type {Partial<Record<TableName, string[]>>} */
const OPTIONAL = { utterances: ["line", "page", "end_line", "certainty", "at"], attachments: ["agenda"] };

/**
 * The value as it is stored; undefined where the table has no such field.
 *
 * @param {TableName | "head"} table
 * @param {string} field
 * @param {any} value
 */
export function tidied(table, field, value) {
  return Object.hasOwn(FIELDS[table] ?? {}, field) ? FIELDS[table][field](value) : undefined;
}

/**
 * What a new row of a table holds where it is given some fields.
 *
 * @param {TableName} table
 * @param {Record<string, any>} given
 */
export function newRow(table, given) {
  const known = Object.entries(given).filter(([field]) => Object.hasOwn(FIELDS[table], field));
  const own = Object.fromEntries(known.map(([field, value]) => [field, tidied(table, field, value)]));
  return withoutNull(table, { ...NEW[table], ...own });
}

/**
 * The row without the keys that it leaves out where they are null.
 *
 * @template {object} R
 * @param {TableName} table
 * @param {R} row
 * @returns {R}
 */
export function withoutNull(table, row) {
  const left = Object.entries(row).filter(([field, value]) => value !== null || !OPTIONAL[table]?.includes(field));
  return /** @type {R} */ (Object.fromEntries(left));
}

export { line as tidiedLine, neededLine as tidiedNeededLine, text as tidiedText };
