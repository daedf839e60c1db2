// The draft as the page shows it: what the server has, and on top of it the operations that it does not have yet.
//
// Events: "change" (detail: before, after), "renamed" (detail: Map of names the page gave to names of the server),
// "queued", "stale" (the draft has to be loaded as a whole).

import { newToken } from "./dom.js";
import { fromJson, isSame, TABLES, valueOf, withChanges } from "./draft.js";
import { apply } from "./operations.js";

export class Store extends EventTarget {
  constructor() {
    super();
    this.number = 0;
    this.server = fromJson({});
    this.source = { lines: [], pages: [] };
    this.view = this.server;
    this.queue = [];
    this.names = new Map(); // of rows the page made, as the server calls them
    this.canUndo = false;
    this.canRedo = false;
  }

  load(answer) {
    this.number = answer.number;
    this.server = fromJson(answer.draft);
    this.note(answer);
    this.show();
  }

  // What an answer of the server says besides the draft.
  note(answer) {
    this.canUndo = answer.can_undo ?? this.canUndo;
    this.canRedo = answer.can_redo ?? this.canRedo;
  }

  // Does one operation. Returns the names of the rows it makes.
  do(wanted, token = newToken()) {
    // A field may still hold the name that a row had when it was filled.
    const operation = renamed(wanted, this.names);
    const entry = { operation, token, made: countNew(operation) };
    const last = this.queue.at(-1);
    // What may have reached the server stays as it was sent.
    if (last && !last.tried && isSameField(last.operation, operation)) {
      last.operation = { ...last.operation, after: operation.after };
    } else {
      this.queue.push(entry);
    }
    this.show();
    this.dispatchEvent(new Event("queued"));
    return namesOf(entry);
  }

  // Sets one field if that changes anything.
  set(table, id, field, after) {
    const before = valueOf(this.view, table, id, field);
    if (before === undefined || isSame(before, after)) {
      return;
    }
    this.do({ op: "set", table, ...(table === "head" ? {} : { id }), field, before, after });
  }

  // The server has done the first operation of the queue.
  settle(entry, answer) {
    const known = this.server;
    this.queue = this.queue.filter((other) => other !== entry);
    this.accept(answer, () => this.rename(newNames(entry, known, answer)));
  }

  // The first operation of the queue cannot be done.
  drop(entry, answer) {
    this.queue = this.queue.filter((other) => other !== entry);
    this.accept(answer);
  }

  accept(answer, between = () => {}) {
    if (answer.reload) {
      between();
      this.dispatchEvent(new Event("stale"));
      return;
    }
    if (answer.changes && answer.number >= this.number) {
      this.server = withChanges(this.server, answer.changes);
      this.number = answer.number;
    }
    this.note(answer);
    between();
    this.show();
  }

  // Takes back the newest operation that has not been sent.
  takeBack() {
    if (this.queue.length === 0 || this.queue.at(-1).tried) {
      return false;
    }
    this.queue.pop();
    this.show();
    this.dispatchEvent(new Event("queued"));
    return true;
  }

  rename(names) {
    if (names.size > 0) {
      names.forEach((fresh, old) => this.names.set(old, fresh));
      this.queue = this.queue.map((entry) => Object.assign(entry, { operation: renamed(entry.operation, names) }));
      this.dispatchEvent(new CustomEvent("renamed", { detail: names }));
    }
  }

  show() {
    const before = this.view;
    this.view = this.queue.reduce((draft, entry) => apply(draft, entry.operation, naming(entry), this.source), this.server);
    this.dispatchEvent(new CustomEvent("change", { detail: { before, after: this.view } }));
  }
}

// The names of the rows that an operation makes, until the server has given them theirs.
function namesOf(entry) {
  return Array.from({ length: entry.made }, (_, index) => `~${entry.token}.${index + 1}`);
}

function naming(entry) {
  const names = namesOf(entry);
  return { next: () => names.shift() };
}

// The rows that the server made of an operation, in the order in which the operation makes them.
function newNames(entry, known, answer) {
  const names = namesOf(entry);
  if (!answer.changes) {
    return new Map(names.map((name, index) => [name, index === 0 ? `n${answer.number}` : `n${answer.number}.${index + 1}`]));
  }
  const made = [];
  for (const table of TABLES) {
    for (const id of Object.keys(answer.changes?.[table]?.rows ?? {})) {
      if (!known.tables[table].rows.has(id)) {
        made.push(id);
      }
    }
  }
  // The server counts them as they are made; they may stand in another order.
  const countOf = (id) => Number(id.split(".")[1] ?? 1);
  const isOwn = (id) => id === `n${answer.number}` || id.startsWith(`n${answer.number}.`);
  const own = made.filter(isOwn).toSorted((one, other) => countOf(one) - countOf(other));
  const fitting = own.length === entry.made ? own : made;
  return fitting.length === names.length ? new Map(names.map((name, index) => [name, fitting[index]])) : new Map();
}

// The operation with names of the server in place of names of the page.
function renamed(value, names) {
  if (typeof value === "string") {
    return names.get(value) ?? value;
  }
  if (Array.isArray(value)) {
    return value.map((part) => renamed(part, names));
  }
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, renamed(part, names)]));
  }
  return value;
}

function isSameField(one, other) {
  return (
    one.op === "set" && other.op === "set" && one.table === other.table && one.id === other.id && one.field === other.field
  );
}

function countNew(operation) {
  if (operation.op === "many") {
    return operation.ops.reduce((sum, one) => sum + countNew(one), 0);
  }
  return ["insert", "split", "take"].includes(operation.op) ? 1 : 0;
}
