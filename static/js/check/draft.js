// The draft as values: head fields, four tables of rows with an order, warnings. Nothing here is changed in place, so
// that what is the same object is the same content.

/**
 * The rows of docs/editing.md: each has an `id`, and agenda items are named by theirs.
 *
 * @typedef {{ id: string, group: string | null, name: string, role: string | null, affiliation: string | null,
 *   proxy: boolean }} Attendee
 * @typedef {{ id: string, category: string | null, number: number | null, title: string }} AgendaItem
 * @typedef {{ id: string, kind: string, speaker: string | null, text: string, agenda: string[], line?: number,
 *   end_line?: number, page?: number, certainty?: number, at?: number }} Utterance
 * @typedef {{ id: string, label: string | null, title: string | null, agenda?: string }} Paper
 *
 * @typedef {{ attendees: Attendee, agenda: AgendaItem, utterances: Utterance, attachments: Paper }} Rows
 * @typedef {keyof Rows} TableName
 * @typedef {Rows[TableName]} Row
 * @typedef {Record<string, unknown>} Head
 * @typedef {{ code: string, message?: string, line?: number | null, text?: string | null, minor?: boolean }} Warning
 */

/**
 * @template {Row} R
 * @typedef {{ rows: Map<string, R>, order: string[] }} Table
 */

/**
 * @typedef {{ [T in TableName]: Table<Rows[T]> }} Tables
 * @typedef {{ head: Head, tables: Tables, warnings: Warning[] }} Draft
 */

/**
 * What the server says has changed: fields of the head, the whole list of warnings, and of each table rows by id, the
 * names in order (where that changed) and those that are gone.
 *
 * @typedef {{ rows?: Record<string, Row>, order?: string[] | null, removed?: string[] }} TableChanges
 * @typedef {{ head?: Head | null, warnings?: Warning[] | null } & { [T in TableName]?: TableChanges }} Changes
 */

/** @type {TableName[]} */
export const TABLES = ["attendees", "agenda", "utterances", "attachments"];
const HEAD = [
  "title",
  "body",
  "fiscal_year",
  "number",
  "office",
  "held_on",
  "starts_at",
  "ends_at",
  "adjourned_at",
  "venue",
  "meeting_access",
  "minutes_access",
];

/**
 * @param {Record<string, any>} json
 * @returns {Draft}
 */
export function fromJson(json) {
  const head = Object.fromEntries(HEAD.map((field) => [field, json[field] ?? null]));
  const tables = {
    attendees: tableOf(json.attendees ?? []),
    agenda: tableOf(json.agenda ?? []),
    utterances: tableOf(json.utterances ?? []),
    attachments: tableOf(json.attachments ?? []),
  };
  return { head, tables, warnings: json.warnings ?? [] };
}

/**
 * @param {any[]} rows
 * @returns {Table<any>}
 */
function tableOf(rows) {
  return { rows: new Map(rows.map((row) => [row.id, row])), order: rows.map((row) => row.id) };
}

/**
 * The draft after what the server says has changed.
 *
 * @param {Draft} draft
 * @param {Changes | null | undefined} changes
 * @returns {Draft}
 */
export function withChanges(draft, changes) {
  if (!changes) {
    return draft;
  }
  const tables = /** @type {Tables} */ (
    Object.fromEntries(TABLES.map((name) => [name, changedTable(draft.tables[name], changes[name])]))
  );
  return {
    head: changes.head ? { ...draft.head, ...changes.head } : draft.head,
    tables,
    warnings: changes.warnings ?? draft.warnings,
  };
}

/**
 * @param {Table<any>} table
 * @param {TableChanges | undefined} change
 * @returns {Table<any>}
 */
function changedTable(table, change) {
  if (!change || isNothing(change)) {
    return table;
  }
  const rows = new Map(table.rows);
  for (const id of change.removed ?? []) {
    rows.delete(id);
  }
  for (const [id, row] of Object.entries(change.rows ?? {})) {
    rows.set(id, { ...row, id });
  }
  const order = change.order ?? table.order;
  return { rows, order: order.filter((id) => rows.has(id)) };
}

/** @param {TableChanges} change */
function isNothing({ rows = {}, order, removed = [] }) {
  return !order && removed.length === 0 && Object.keys(rows).length === 0;
}

/**
 * @template {TableName} T
 * @param {Draft} draft
 * @param {T} table
 * @returns {Rows[T][]}
 */
export function rowsOf(draft, table) {
  const { rows, order } = draft.tables[table];
  return order.map((id) => /** @type {Rows[T]} */ (rows.get(id)));
}

/**
 * @template {TableName} T
 * @param {Draft} draft
 * @param {T} table
 * @param {string | null | undefined} id
 * @returns {Rows[T] | undefined}
 */
export function rowOf(draft, table, id) {
  return draft.tables[table].rows.get(id ?? "");
}

/**
 * The value that an operation of kind "set" is about; undefined where its row is gone. Rows leave out what is null.
 *
 * @param {Draft} draft
 * @param {TableName | "head"} table
 * @param {string | null | undefined} id
 * @param {string} field
 * @returns {any}
 */
export function valueOf(draft, table, id, field) {
  /** @type {any} */
  const holder = table === "head" ? draft.head : rowOf(draft, table, id);
  return holder ? (holder[field] ?? null) : undefined;
}

/**
 * The name of the place that an operation of kind "set" is about.
 *
 * @param {{ table: string, id?: string | null, field: string }} target
 */
export function placeOf({ table, id, field }) {
  return `${table}/${id ?? ""}/${field}`;
}

/**
 * Whether two values of a field say the same: nothing, an empty text and an empty list are alike.
 *
 * @param {any} one
 * @param {any} other
 */
export function isSame(one, other) {
  if (typeof one === "boolean" || typeof other === "boolean") {
    return isTrue(one) === isTrue(other);
  }
  return one === other || (isEmpty(one) && isEmpty(other)) || JSON.stringify(one) === JSON.stringify(other);
}

/** @param {any} value */
function isEmpty(value) {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

/** @param {any} value */
function isTrue(value) {
  return Boolean(value) && !isEmpty(value);
}

/**
 * The name of the row `step` places behind a row; null where there is none.
 *
 * @param {Draft} draft
 * @param {TableName} table
 * @param {string} id
 * @param {number} step
 */
export function neighbour(draft, table, id, step) {
  const { order } = draft.tables[table];
  return order[order.indexOf(id) + step] ?? null;
}

/**
 * Every speaker once with the number of utterances, in the order of first appearance.
 *
 * @param {Draft} draft
 * @returns {Map<string, number>}
 */
export function speakersOf(draft) {
  const counts = new Map();
  for (const row of rowsOf(draft, "utterances")) {
    if (row.speaker) {
      counts.set(row.speaker, (counts.get(row.speaker) ?? 0) + 1);
    }
  }
  return counts;
}
