// What an operation makes of a draft: shown at once, before the server has answered. New rows get the given names until
// the server has given them theirs.

import { rowOf } from "./draft.js";

export function apply(draft, operation, names) {
  const step = STEPS[operation.op];
  return step ? step(draft, operation, names) : draft;
}

// Whether a "dismiss" is about a warning.
export function isAbout({ code, line, text }, warning) {
  return warning.code === code && (warning.line ?? null) === (line ?? null) && (warning.text ?? null) === (text ?? null);
}

const STEPS = {
  set(draft, { table, id, field, after }) {
    if (table === "head") {
      return { ...draft, head: { ...draft.head, [field]: after } };
    }
    // What a person has corrected is certain.
    const certain = table === "utterances" ? { certainty: 1 } : {};
    return rowOf(draft, table, id) ? withRow(draft, table, id, { [field]: after, ...certain }) : draft;
  },
  insert(draft, { table, after, row }, names) {
    return withNew(draft, table, after, { ...row, id: names.next() });
  },
  delete(draft, { table, id }) {
    const left = without(draft, table, id);
    return table === "agenda" ? withoutReferences(left, id) : left;
  },
  move(draft, { table, id, after }) {
    if (!rowOf(draft, table, id)) {
      return draft;
    }
    const { rows, order } = draft.tables[table];
    return withTable(draft, table, { rows, order: placed(order.filter((other) => other !== id), id, after) });
  },
  split(draft, { id, at, speaker, kind }, names) {
    const row = rowOf(draft, "utterances", id);
    if (!row) {
      return draft;
    }
    const signs = [...row.text];
    const second = { ...row, id: names.next(), text: signs.slice(at).join("").trimStart(), certainty: 1 };
    if (speaker !== undefined) {
      second.speaker = speaker;
    }
    if (kind !== undefined) {
      second.kind = kind;
    }
    const first = withRow(draft, "utterances", id, { text: signs.slice(0, at).join("").trimEnd(), certainty: 1 });
    return withNew(first, "utterances", id, second);
  },
  merge(draft, { id, with: next }) {
    const [kept, gone] = [rowOf(draft, "utterances", id), rowOf(draft, "utterances", next)];
    if (!kept || !gone) {
      return draft;
    }
    const text = joined(kept.text, gone.text);
    const merged = withRow(draft, "utterances", id, { text, end_line: gone.end_line ?? kept.end_line });
    return without(merged, "utterances", next);
  },
  take(draft, { line, text, after, kind, speaker }, names) {
    const row = { id: names.next(), kind, speaker: speaker ?? null, text, agenda: agendaAt(draft, after), line };
    const taken = withNew(draft, "utterances", after, row);
    const isIt = (warning) => warning.code === "unparsed-text" && warning.line === line;
    return { ...taken, warnings: withoutFirst(taken.warnings, isIt) };
  },
  rename(draft, { from, to }) {
    const { rows, order } = draft.tables.utterances;
    const renamed = new Map(rows);
    for (const [id, row] of rows) {
      if (row.speaker === from) {
        renamed.set(id, { ...row, speaker: to });
      }
    }
    return withTable(draft, "utterances", { rows: renamed, order });
  },
  dismiss(draft, operation) {
    return { ...draft, warnings: withoutFirst(draft.warnings, (warning) => isAbout(operation, warning)) };
  },
  check(draft, { id }) {
    return rowOf(draft, "utterances", id) ? withRow(draft, "utterances", id, { certainty: 1 }) : draft;
  },
  many(draft, { ops }, names) {
    return ops.reduce((result, operation) => apply(result, operation, names), draft);
  },
};

function withTable(draft, name, table) {
  return { ...draft, tables: { ...draft.tables, [name]: table } };
}

function withRow(draft, table, id, changes) {
  const { rows, order } = draft.tables[table];
  return withTable(draft, table, { rows: new Map(rows).set(id, { ...rows.get(id), ...changes }), order });
}

function withNew(draft, table, after, row) {
  const { rows, order } = draft.tables[table];
  return withTable(draft, table, { rows: new Map(rows).set(row.id, row), order: placed(order, row.id, after) });
}

function without(draft, table, id) {
  const rows = new Map(draft.tables[table].rows);
  rows.delete(id);
  return withTable(draft, table, { rows, order: draft.tables[table].order.filter((other) => other !== id) });
}

function withoutReferences(draft, item) {
  const utterances = new Map(draft.tables.utterances.rows);
  for (const [id, row] of utterances) {
    if (row.agenda?.includes(item)) {
      utterances.set(id, { ...row, agenda: row.agenda.filter((other) => other !== item) });
    }
  }
  const attachments = new Map(draft.tables.attachments.rows);
  for (const [id, row] of attachments) {
    if (row.agenda === item) {
      attachments.set(id, { ...row, agenda: null });
    }
  }
  const changed = withTable(draft, "utterances", { rows: utterances, order: draft.tables.utterances.order });
  return withTable(changed, "attachments", { rows: attachments, order: draft.tables.attachments.order });
}

function placed(order, id, after) {
  const index = after === null || after === undefined ? 0 : order.indexOf(after) + 1;
  return order.toSpliced(index, 0, id);
}

// On a new line behind the end of a sentence, else straight on.
function joined(one, other) {
  const between = one && other && /[。．.？?！!」』）)】〕〉》…:：][\s　]*$/u.test(one) ? "\n" : "";
  return one + between + other;
}

function agendaAt(draft, id) {
  return rowOf(draft, "utterances", id)?.agenda ?? [];
}

function withoutFirst(list, isIt) {
  const index = list.findIndex(isIt);
  return index < 0 ? list : list.toSpliced(index, 1);
}
