// The draft as the page shows it: what the server has, on top of it what was set here and elsewhere at once (disputed:
// shown as it was entered here until somebody chooses), and on top of that the operations that the server does not have
// yet (queue). What cannot be done at all is kept as well (refused), until somebody has read it: nothing that was
// entered leaves the page unseen.
//
// Events: "change" (detail: before, after), "renamed" (detail: Map of names the page gave to names of the server),
// "queued", "stale" (the draft has to be loaded as a whole), "refused" (detail: operation, message).

import { newToken } from "./dom.js";
import { fromJson, isSame, placeOf, rowOf, TABLES, valueOf, withChanges } from "./draft.js";
import { apply, isAbout } from "./operations.js";

const WAITS = "本文がほかの訂正と重なったので、行っていません。どちらを残すかを選んだ後に、もう一度操作してください。";
const DELETED = "この行は、ほかの人が削除しました。必要なら、入力した内容を写してください。";
const NO_ROW = "加えようとした行が加えられなかったので、保存していません。必要なら、入力した内容を写してください。";
const WRITING = ["set", "insert", "take"]; // what holds something that somebody entered

export class Store extends EventTarget {
  constructor() {
    super();
    this.page = newToken().slice(0, 13); // each page is an editor of its own, also where one person has two
    this.number = 0;
    this.heard = 0; // how often the server has said what it has
    this.server = fromJson({});
    this.source = { lines: [], pages: [] };
    this.view = this.server;
    this.queue = [];
    this.disputed = new Map(); // by place
    this.refused = [];
    this.names = new Map(); // of rows the page made, as the server calls them
    this.lost = new Set(); // names of rows the page made and the server did not
    this.isStale = false;
    this.canUndo = false;
    this.canRedo = false;
  }

  load(answer) {
    this.number = answer.number;
    this.server = fromJson(answer.draft);
    this.isStale = false;
    this.note(answer);
    this.review();
    this.show();
  }

  // What an answer of the server says besides the draft.
  note(answer) {
    this.heard += 1;
    this.canUndo = answer.can_undo ?? this.canUndo;
    this.canRedo = answer.can_redo ?? this.canRedo;
    // No part of the minutes, but corrected as their fields are.
    if (answer.reason !== undefined && !isSame(answer.reason || null, this.server.head.reason)) {
      this.server = { ...this.server, head: { ...this.server.head, reason: answer.reason || null } };
    }
  }

  // Whether something that was entered here is not saved and waits for somebody to look at it.
  get isOpen() {
    return this.disputed.size > 0 || this.refused.length > 0;
  }

  isDisputed(target) {
    return this.disputed.has(placeOf(target));
  }

  // All that the server does not have, as the browser's storage keeps it.
  get unsent() {
    const entries = [...this.refused.filter(({ operation }) => WRITING.includes(operation.op)), ...this.disputed.values()];
    return [...entries, ...this.queue].map(({ operation, token, seen }) => ({ operation, token, seen }));
  }

  token() {
    return `${this.page}.${newToken()}`;
  }

  // Does one operation. Returns the names of the rows it makes. `seen` is the number of the draft that it was made on;
  // `tried` says that the server may have it.
  do(wanted, { token = this.token(), seen = this.number, tried = false } = {}) {
    // A field may still hold the name that a row had when it was filled.
    const operation = renamed(wanted, this.names);
    const entry = { operation, token, seen, tried, made: countNew(operation) };
    const last = this.queue.at(-1);
    if (mentions(operation, this.lost)) {
      this.refuseEntry(entry, NO_ROW);
    } else if (operation.op === "set" && this.isDisputed(operation)) {
      this.dispute(entry);
      this.review();
    } else if (last && !last.tried && !tried && isSameField(last.operation, operation)) {
      // What may have reached the server stays as it was sent.
      last.operation = { ...last.operation, after: operation.after };
    } else {
      this.queue.push(entry);
    }
    this.show();
    this.dispatchEvent(new Event("queued"));
    return namesOf(entry);
  }

  // Sets one field if that changes anything. `before` is what the person saw there.
  set(table, id, field, after, before = valueOf(this.view, table, id, field)) {
    if (before !== undefined && !isSame(before, after)) {
      this.do({ op: "set", table, ...(table === "head" ? {} : { id }), field, before, after });
    }
  }

  // The server has done the first operation of the queue.
  settle(entry, answer) {
    const known = this.server;
    this.queue = this.queue.filter((other) => other !== entry);
    this.accept(answer, () => this.rename(newNames(entry, known, answer)));
  }

  // The server has not done the first operation of the queue: as somebody else was quicker (`isConflict`), or at all.
  refuse(entry, answer, isConflict) {
    this.queue = this.queue.filter((other) => other !== entry);
    this.accept(answer, () => {
      const { operation } = entry;
      if (isConflict && operation.op === "set" && this.isOther(operation, answer)) {
        this.dispute({ ...entry, by: answer.by });
      } else if (isConflict && operation.op === "many" && this.part(entry, answer)) {
        return;
      } else if (isConflict && operation.op === "dismiss") {
        // Somebody else has looked at it: nothing is lost.
        this.dispatchEvent(new CustomEvent("refused", { detail: { operation, message: answer.message } }));
      } else {
        this.refuseEntry(entry, answer.message);
      }
    });
    this.dispatchEvent(new Event("queued"));
  }

  // Whether the server has another value than the one that the operation found and the one that it would put there.
  isOther({ table, id, field, before, after }, answer) {
    const theirs = valueOf(this.server, table, id, field);
    return answer.reload || (theirs !== undefined && !isSame(theirs, before) && !isSame(theirs, after));
  }

  // Two values of one place: the newest that was entered here stands against the server's.
  dispute(entry) {
    const place = placeOf(entry.operation);
    const later = this.queue.filter((other) => isSameField(other.operation, entry.operation));
    this.queue = this.queue.filter((other) => !later.includes(other));
    const known = this.disputed.get(place) ?? entry;
    const { after } = (later.at(-1) ?? entry).operation;
    this.disputed.set(place, { ...known, by: entry.by ?? known.by, operation: { ...known.operation, after } });
    if (entry.operation.field === "text") {
      const split = this.queue.filter(({ operation }) => operation.op === "split" && operation.id === entry.operation.id);
      this.queue = this.queue.filter((other) => !split.includes(other));
      split.forEach((other) => this.refuseEntry(other, WAITS));
    }
  }

  // Of many operations those that can be done still are; of the others each is looked at alone. Whether that was possible.
  part(entry, answer) {
    const { ops, label } = entry.operation;
    const fitting = ops.filter((operation) => isFitting(this.server, operation));
    if (answer.reload || fitting.length === ops.length) {
      return false;
    }
    if (fitting.length > 0) {
      const operation = fitting.length === 1 ? fitting[0] : { op: "many", ops: fitting, label };
      this.queue.unshift({ operation, token: this.token(), seen: entry.seen, made: 0 });
    }
    for (const operation of ops.filter((one) => one.op === "set" && !fitting.includes(one))) {
      const one = { operation, token: this.token(), seen: entry.seen, made: 0 };
      if (this.isOther(operation, answer)) {
        this.dispute({ ...one, by: answer.by });
      } else if (valueOf(this.server, operation.table, operation.id, operation.field) === undefined) {
        this.refuseEntry(one, DELETED);
      }
    }
    return true;
  }

  // Keeps what cannot be done, and with it what was entered in rows that it would have made.
  refuseEntry(entry, message) {
    this.refused.push({ ...entry, message });
    namesOf(entry).forEach((name) => this.lost.add(name));
    this.dispatchEvent(new CustomEvent("refused", { detail: { operation: entry.operation, message } }));
    const later = entry.made > 0 ? this.queue.filter(({ operation }) => mentions(operation, this.lost)) : [];
    this.queue = this.queue.filter((other) => !later.includes(other));
    later.forEach((other) => this.refuseEntry(other, NO_ROW));
  }

  // What others do may end a dispute: they entered the same, or the row is gone.
  review() {
    for (const [place, entry] of this.disputed) {
      const { table, id, field, after } = entry.operation;
      const theirs = valueOf(this.server, table, id, field);
      if (theirs === undefined || isSame(theirs, after)) {
        this.disputed.delete(place);
      }
      if (theirs === undefined) {
        this.refuseEntry(entry, DELETED);
      }
    }
  }

  // Somebody has chosen what stands in a disputed place.
  decide(place, value) {
    const { operation } = this.disputed.get(place);
    const theirs = valueOf(this.server, operation.table, operation.id, operation.field);
    this.disputed.delete(place);
    if (isSame(theirs, value)) {
      this.show();
      this.dispatchEvent(new Event("queued"));
    } else {
      this.do({ ...operation, before: theirs, after: value });
    }
  }

  // Somebody has read what could not be done.
  forget(token) {
    this.refused = this.refused.filter((entry) => entry.token !== token);
    this.show();
    this.dispatchEvent(new Event("queued"));
  }

  // The draft can be corrected no more: what was not sent is shown.
  giveUp(message) {
    const left = this.queue;
    this.queue = [];
    left.forEach((entry) => this.refuseEntry(entry, message));
    this.show();
  }

  accept(answer, between = () => {}) {
    if (answer.changes && answer.number >= this.number) {
      this.server = withChanges(this.server, answer.changes);
      this.number = answer.number;
    }
    this.note(answer);
    between();
    if (answer.reload) {
      this.isStale = true;
      this.dispatchEvent(new Event("stale"));
    } else {
      this.review();
    }
    this.show();
  }

  asEntered(operation) {
    return { ...operation, before: valueOf(this.server, operation.table, operation.id, operation.field) };
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
    // What is disputed stands as it was entered, not as the rules would bring it and the server's value together.
    const disputed = [...this.disputed.values()].map((entry) => ({ ...entry, operation: this.asEntered(entry.operation) }));
    const entries = [...disputed, ...this.queue];
    this.view = entries.reduce((draft, entry) => apply(draft, entry.operation, naming(entry), this.source), this.server);
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
  const number = answer.done ?? answer.number;
  if (!answer.changes) {
    return new Map(names.map((name, index) => [name, index === 0 ? `n${number}` : `n${number}.${index + 1}`]));
  }
  // Where the operation was done before, and only the answer was lost, its rows are known already.
  const isOwn = (id) => id === `n${number}` || id.startsWith(`n${number}.`);
  const made = [];
  for (const table of TABLES) {
    const { rows } = known.tables[table];
    made.push(...Object.keys(answer.changes[table]?.rows ?? {}).filter((id) => !rows.has(id)));
    made.push(...(answer.done ? [...rows.keys()].filter(isOwn) : []));
  }
  // The server counts them as they are made; they may stand in another order.
  const countOf = (id) => Number(id.split(".")[1] ?? 1);
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

// Whether one of the names stands anywhere in an operation.
function mentions(value, names) {
  if (names.size === 0 || value === null || typeof value !== "object") {
    return names.has(value);
  }
  return Object.values(value).some((part) => mentions(part, names));
}

// Whether an operation still finds in the draft what it was made on.
function isFitting(draft, operation) {
  const { op, table, id, field, before } = operation;
  if (op === "set") {
    const now = valueOf(draft, table, id, field);
    return now !== undefined && isSame(now, before);
  }
  if (op === "dismiss") {
    return draft.warnings.some((warning) => isAbout(operation, warning));
  }
  return op !== "check" || rowOf(draft, "utterances", id) !== undefined;
}
