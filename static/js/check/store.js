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

/**
 * @import { Answer, Author } from "./api.js"
 * @import { Emitter } from "./dom.js"
 * @import { Draft, TableName } from "./draft.js"
 * @import { Many, Names, Operation, SetField, SourceLines } from "./operations.js"
 */

/**
 * An operation that the server does not have: `seen` is the number of the draft that it was made on, `made` how many rows
 * it makes, `tried` whether it may have reached the server, `by` who was quicker.
 *
 * @template {Operation} [O=Operation]
 * @typedef {{ operation: O, token: string, seen: number, made: number, tried?: boolean, by?: Author | null }} Entry
 */

/**
 * @typedef {Entry & { message: string }} RefusedEntry
 * @typedef {Pick<SetField, "table" | "id" | "field">} Target
 */

const WAITS = "本文がほかの訂正と重なったので、行っていません。どちらを残すかを選んだ後に、もう一度操作してください。";
const DELETED = "この行は、ほかの人が削除しました。必要なら、入力した内容を写してください。";
const NO_ROW = "加えようとした行が加えられなかったので、保存していません。必要なら、入力した内容を写してください。";
const WRITING = ["set", "insert", "take"]; // what holds something that somebody entered

const Base = /**
   @type {Emitter<{
     change: CustomEvent<{ before: Draft, after: Draft }>,
     renamed: CustomEvent<Map<string, string>>,
     refused: CustomEvent<{ operation: Operation, message: string }>,
     queued: Event,
     stale: Event,
   }>} */ (/** @type {unknown} */ (EventTarget));

export class Store extends Base {
  constructor() {
    super();
    this.page = newToken().slice(0, 13); // each page is an editor of its own, also where one person has two
    this.number = 0;
    this.heard = 0; // how often the server has said what it has
    this.server = fromJson({});
    /** @type {SourceLines} */
    this.source = { lines: [], pages: [] };
    this.view = this.server;
    /** @type {Entry[]} */
    this.queue = [];
    /** @type {Map<string, Entry<SetField>>} */
    this.disputed = new Map(); // by place
    /** @type {RefusedEntry[]} */
    this.refused = [];
    /** @type {Map<string, string>} */
    this.names = new Map(); // of rows the page made, as the server calls them
    /** @type {Set<string>} */
    this.lost = new Set(); // names of rows the page made and the server did not
    this.isStale = false;
    this.canUndo = false;
    this.canRedo = false;
  }

  /** @param {Answer & Required<Pick<Answer, "number" | "draft">>} answer */
  load(answer) {
    this.number = answer.number;
    this.server = fromJson(answer.draft);
    this.isStale = false;
    this.note(answer);
    this.review();
    this.show();
  }

  /**
   * What an answer of the server says besides the draft.
   *
   * @param {Answer} answer
   */
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

  /** @param {Target} target */
  isDisputed(target) {
    return this.disputed.has(placeOf(target));
  }

  // All that the server does not have, as the browser's storage keeps it.
  get unsent() {
    const refused = this.refused.filter(({ operation }) => WRITING.includes(operation.op));
    return [...refused, ...this.disputed.values(), ...this.queue].map(({ operation, token, seen }) => ({
      operation,
      token,
      seen,
    }));
  }

  token() {
    return `${this.page}.${newToken()}`;
  }

  /**
   * Does one operation. Returns the names of the rows it makes. `seen` is the number of the draft that it was made on,
   * `tried` says that the server may have it.
   *
   * @param {Operation} wanted
   */
  do(wanted, { token = this.token(), seen = this.number, tried = false } = {}) {
    // A field may still hold the name that a row had when it was filled.
    const operation = renamed(wanted, this.names);
    /** @type {Entry} */
    const entry = { operation, token, seen, tried, made: countNew(operation) };
    const last = this.queue.at(-1);
    if (mentions(operation, this.lost)) {
      this.refuseEntry(entry, NO_ROW);
    } else if (operation.op === "set" && this.isDisputed(operation)) {
      this.dispute({ ...entry, operation });
      this.review();
    } else if (operation.op === "set" && last && !last.tried && !tried && isSameField(last.operation, operation)) {
      // What may have reached the server stays as it was sent.
      last.operation = { ...operation, before: last.operation.before };
    } else {
      this.queue.push(entry);
    }
    this.show();
    this.dispatchEvent(new Event("queued"));
    return namesOf(entry);
  }

  /**
   * Sets one field if that changes anything. `before` is what the person saw there.
   *
   * @param {TableName | "head"} table
   * @param {string | undefined} id
   * @param {string} field
   * @param {any} after
   */
  set(table, id, field, after, before = valueOf(this.view, table, id, field)) {
    if (before !== undefined && !isSame(before, after)) {
      this.do({ op: "set", table, ...(table === "head" ? {} : { id }), field, before, after });
    }
  }

  /**
   * The server has done the first operation of the queue.
   *
   * @param {Entry} entry
   * @param {Answer} answer
   */
  settle(entry, answer) {
    const known = this.server;
    this.queue = this.queue.filter((other) => other !== entry);
    this.accept(answer, () => this.rename(newNames(entry, known, answer)));
  }

  /**
   * The server has not done the first operation of the queue: as somebody else was quicker (`isConflict`), or at all.
   *
   * @param {Entry} entry
   * @param {Answer} answer
   * @param {boolean} isConflict
   */
  refuse(entry, answer, isConflict) {
    this.queue = this.queue.filter((other) => other !== entry);
    this.accept(answer, () => {
      const { operation } = entry;
      if (isConflict && operation.op === "set" && this.isOther(operation, answer)) {
        this.dispute({ ...entry, operation, by: answer.by });
      } else if (isConflict && operation.op === "many" && this.part({ ...entry, operation }, answer)) {
        return;
      } else if (isConflict && operation.op === "dismiss") {
        // Somebody else has looked at it: nothing is lost.
        this.dispatchEvent(new CustomEvent("refused", { detail: { operation, message: answer.message } }));
      } else {
        this.refuseEntry(entry, answer.message ?? "");
      }
    });
    this.dispatchEvent(new Event("queued"));
  }

  /**
   * Whether the server has another value than the one that the operation found and the one that it would put there.
   *
   * @param {SetField} operation
   * @param {Answer} answer
   */
  isOther({ table, id, field, before, after }, answer) {
    const theirs = valueOf(this.server, table, id, field);
    return answer.reload || (theirs !== undefined && !isSame(theirs, before) && !isSame(theirs, after));
  }

  /**
   * Two values of one place: the newest that was entered here stands against the server's.
   *
   * @param {Entry<SetField>} entry
   */
  dispute(entry) {
    const place = placeOf(entry.operation);
    const later = this.queue.map(({ operation }) => operation).filter((other) => isSameField(other, entry.operation));
    this.queue = this.queue.filter(({ operation }) => !isSameField(operation, entry.operation));
    const known = this.disputed.get(place) ?? entry;
    const { after } = later.at(-1) ?? entry.operation;
    this.disputed.set(place, { ...known, by: entry.by ?? known.by, operation: { ...known.operation, after } });
    const { field, id } = entry.operation;
    if (field === "text") {
      const split = this.queue.filter(({ operation }) => operation.op === "split" && operation.id === id);
      this.queue = this.queue.filter((other) => !split.includes(other));
      split.forEach((other) => this.refuseEntry(other, WAITS));
    }
  }

  /**
   * Of many operations those that can be done still are; of the others each is looked at alone. Whether that was possible.
   *
   * @param {Entry<Many>} entry
   * @param {Answer} answer
   */
  part(entry, answer) {
    const { ops, label } = entry.operation;
    const fitting = ops.filter((operation) => isFitting(this.server, operation));
    if (answer.reload || fitting.length === ops.length) {
      return false;
    }
    if (fitting.length > 0) {
      /** @type {Operation} */
      const operation = fitting.length === 1 ? fitting[0] : { op: "many", ops: fitting, label };
      this.queue.unshift({ operation, token: this.token(), seen: entry.seen, made: 0 });
    }
    for (const operation of ops.filter((one) => one.op === "set").filter((one) => !fitting.includes(one))) {
      const one = { operation, token: this.token(), seen: entry.seen, made: 0 };
      if (this.isOther(operation, answer)) {
        this.dispute({ ...one, by: answer.by });
      } else if (valueOf(this.server, operation.table, operation.id, operation.field) === undefined) {
        this.refuseEntry(one, DELETED);
      }
    }
    return true;
  }

  /**
   * Keeps what cannot be done, and with it what was entered in rows that it would have made.
   *
   * @param {Entry} entry
   * @param {string} message
   */
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

  /**
   * Somebody has chosen what stands in a disputed place.
   *
   * @param {string} place
   * @param {any} value
   */
  decide(place, value) {
    const operation = this.disputed.get(place)?.operation;
    if (!operation) {
      return;
    }
    const theirs = valueOf(this.server, operation.table, operation.id, operation.field);
    this.disputed.delete(place);
    if (isSame(theirs, value)) {
      this.show();
      this.dispatchEvent(new Event("queued"));
    } else {
      this.do({ ...operation, before: theirs, after: value });
    }
  }

  /**
   * Somebody has read what could not be done.
   *
   * @param {string} token
   */
  forget(token) {
    this.refused = this.refused.filter((entry) => entry.token !== token);
    this.show();
    this.dispatchEvent(new Event("queued"));
  }

  /**
   * The draft can be corrected no more: what was not sent is shown.
   *
   * @param {string} message
   */
  giveUp(message) {
    const left = this.queue;
    this.queue = [];
    left.forEach((entry) => this.refuseEntry(entry, message));
    this.show();
  }

  /** @param {Answer} answer */
  accept(answer, between = () => {}) {
    if (answer.changes && answer.number !== undefined && answer.number >= this.number) {
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

  /**
   * @param {SetField} operation
   * @returns {SetField}
   */
  asEntered(operation) {
    return { ...operation, before: valueOf(this.server, operation.table, operation.id, operation.field) };
  }

  // Takes back the newest operation that has not been sent.
  takeBack() {
    const last = this.queue.at(-1);
    if (!last || last.tried) {
      return false;
    }
    this.queue.pop();
    this.show();
    this.dispatchEvent(new Event("queued"));
    return true;
  }

  /** @param {Map<string, string>} names */
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
    const disputed = [...this.disputed.values()].map((one) => ({ ...one, operation: this.asEntered(one.operation) }));
    /** @type {Entry[]} */
    const entries = [...disputed, ...this.queue];
    this.view = entries.reduce(
      (draft, entry) => apply(draft, entry.operation, naming(entry), this.source),
      this.server,
    );
    this.dispatchEvent(new CustomEvent("change", { detail: { before, after: this.view } }));
  }
}

/**
 * The names of the rows that an operation makes, until the server has given them theirs.
 *
 * @param {Entry} entry
 */
function namesOf(entry) {
  return Array.from({ length: entry.made }, (_, index) => `~${entry.token}.${index + 1}`);
}

/**
 * @param {Entry} entry
 * @returns {Names}
 */
function naming(entry) {
  const names = namesOf(entry);
  return { next: () => names.shift() };
}

/**
 * The names of the rows that the server made of an operation, by those that the page gave them.
 *
 * @param {Entry} entry
 * @param {Draft} known what the server had before
 * @param {Answer} answer
 * @returns {Map<string, string>}
 */
function newNames(entry, known, answer) {
  const names = namesOf(entry);
  const number = answer.done ?? answer.number;
  if (!answer.changes) {
    const fresh = names.map((_, index) => (index === 0 ? `n${number}` : `n${number}.${index + 1}`));
    return new Map(names.map((name, index) => [name, fresh[index]]));
  }
  // Where the operation was done before, and only the answer was lost, its rows are known already.
  const isOwn = (/** @type {string} */ id) => id === `n${number}` || id.startsWith(`n${number}.`);
  /** @type {string[]} */
  const made = [];
  for (const table of TABLES) {
    const { rows } = known.tables[table];
    made.push(...Object.keys(answer.changes[table]?.rows ?? {}).filter((id) => !rows.has(id)));
    made.push(...(answer.done ? [...rows.keys()].filter(isOwn) : []));
  }
  // The server counts them as they are made; they may stand in another order.
  const countOf = (/** @type {string} */ id) => Number(id.split(".")[1] ?? 1);
  const own = made.filter(isOwn).toSorted((one, other) => countOf(one) - countOf(other));
  const fitting = own.length === entry.made ? own : made;
  return fitting.length === names.length ? new Map(names.map((name, index) => [name, fitting[index]])) : new Map();
}

/**
 * The operation with names of the server in place of names of the page.
 *
 * @template V
 * @param {V} value
 * @param {Map<string, string>} names
 * @returns {V}
 */
function renamed(value, names) {
  /** @type {unknown} */
  let result = value;
  if (typeof value === "string") {
    result = names.get(value) ?? value;
  } else if (Array.isArray(value)) {
    result = value.map((part) => renamed(part, names));
  } else if (value !== null && typeof value === "object") {
    result = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, renamed(part, names)]));
  }
  return /** @type {V} */ (result);
}

/**
 * @param {Operation} one
 * @param {SetField} other
 * @returns {one is SetField}
 */
function isSameField(one, other) {
  return one.op === "set" && placeOf(one) === placeOf(other);
}

/**
 * @param {Operation} operation
 * @returns {number}
 */
function countNew(operation) {
  if (operation.op === "many") {
    return operation.ops.reduce((sum, one) => sum + countNew(one), 0);
  }
  return ["insert", "split", "take"].includes(operation.op) ? 1 : 0;
}

/**
 * Whether one of the names stands anywhere in an operation.
 *
 * @param {any} value
 * @param {Set<string>} names
 * @returns {boolean}
 */
function mentions(value, names) {
  if (names.size === 0 || value === null || typeof value !== "object") {
    return names.has(value);
  }
  return Object.values(value).some((part) => mentions(part, names));
}

/**
 * Whether an operation still finds in the draft what it was made on.
 *
 * @param {Draft} draft
 * @param {Operation} operation
 */
function isFitting(draft, operation) {
  if (operation.op === "set") {
    const now = valueOf(draft, operation.table, operation.id, operation.field);
    return now !== undefined && isSame(now, operation.before);
  }
  if (operation.op === "dismiss") {
    return draft.warnings.some((warning) => isAbout(operation, warning));
  }
  return operation.op !== "check" || rowOf(draft, "utterances", operation.id) !== undefined;
}
