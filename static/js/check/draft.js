// The draft as values: head fields, four tables of rows with an order, warnings. Nothing here is changed in place, so
// that what is the same object is the same content.

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
  "reason", // of the correction: no part of the minutes, but corrected as the other fields are
];

export function fromJson(json) {
  const head = Object.fromEntries(HEAD.map((field) => [field, json[field] ?? null]));
  const tables = Object.fromEntries(TABLES.map((name) => [name, tableOf(json[name] ?? [])]));
  return { head, tables, warnings: json.warnings ?? [] };
}

function tableOf(rows) {
  return { rows: new Map(rows.map((row) => [row.id, row])), order: rows.map((row) => row.id) };
}

// The draft after what the server says has changed.
export function withChanges(draft, changes) {
  if (!changes) {
    return draft;
  }
  const tables = { ...draft.tables };
  for (const name of TABLES) {
    if (changes[name]) {
      tables[name] = changedTable(tables[name], changes[name]);
    }
  }
  return {
    head: changes.head ? { ...draft.head, ...changes.head } : draft.head,
    tables,
    warnings: changes.warnings ?? draft.warnings,
  };
}

function changedTable(table, change) {
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

export function rowsOf(draft, table) {
  const { rows, order } = draft.tables[table];
  return order.map((id) => rows.get(id));
}

export function rowOf(draft, table, id) {
  return draft.tables[table].rows.get(id);
}

// The value that an operation of kind "set" is about; undefined where its row is gone. Rows leave out what is null.
export function valueOf(draft, table, id, field) {
  const holder = table === "head" ? draft.head : rowOf(draft, table, id);
  return holder ? (holder[field] ?? null) : undefined;
}

// The name of the place that an operation of kind "set" is about.
export function placeOf({ table, id, field }) {
  return `${table}/${id ?? ""}/${field}`;
}

export function isSame(one, other) {
  return one === other || JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

export function neighbour(draft, table, id, step) {
  const { order } = draft.tables[table];
  return order[order.indexOf(id) + step] ?? null;
}

// Every speaker once with the number of utterances, in the order of first appearance.
export function speakersOf(draft) {
  const counts = new Map();
  for (const row of rowsOf(draft, "utterances")) {
    if (row.speaker) {
      counts.set(row.speaker, (counts.get(row.speaker) ?? 0) + 1);
    }
  }
  return counts;
}
