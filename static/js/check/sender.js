// Sends the store's operations one after the other, each until the server has it. The same token goes out again after
// a failure: what is sent twice is done once.
//
// Events: "state" (detail: the name of a state of STATES).

import { post } from "./api.js";

/**
 * @import { Failure } from "./api.js"
 * @import { Emitter } from "./dom.js"
 * @import { Entry, Store } from "./store.js"
 * @import { Unsent } from "./unsent.js"
 *
 * @typedef {"saved" | "saving" | "unreachable" | "signed-out" | "gone"} SenderState
 */

/** @type {SenderState[]} */
export const STATES = ["saved", "saving", "unreachable", "signed-out", "gone"];
const PAUSES = [1, 2, 4, 8, 15, 30]; // seconds before an operation is tried again

const Base = /** @type {Emitter<{ state: CustomEvent<{ state: SenderState, message: string }> }>} */ (
  /** @type {unknown} */ (EventTarget)
);

export class Sender extends Base {
  /**
   * @param {Store} store
   * @param {Pick<Unsent, "keep">} unsent
   * @param {Record<string, string>} addresses
   */
  constructor(store, unsent, addresses) {
    super();
    this.store = store;
    this.unsent = unsent;
    this.addresses = addresses;
    /** @type {SenderState} */
    this.state = "saved";
    this.message = "";
    this.failures = 0;
    this.timer = 0;
    /** @type {Promise<void> | null} */
    this.running = null;
    store.addEventListener("queued", () => {
      this.keep();
      this.start();
    });
    window.addEventListener("online", () => this.start());
    window.addEventListener("focus", () => this.start());
    // The copy is renewed so that another page does not take it for somebody's lost work.
    window.setInterval(() => store.unsent.length > 0 && this.keep(), 5_000);
  }

  get isIdle() {
    return this.store.queue.length === 0;
  }

  keep() {
    this.unsent.keep(this.store.unsent);
  }

  // Resolves to whether everything has been sent.
  async flush() {
    do {
      await this.start();
    } while (this.running);
    return this.isIdle;
  }

  /**
   * Asks the server for something else that changes the draft; operations wait meanwhile. To be called when idle.
   *
   * @param {() => Promise<void>} act
   */
  async alone(act) {
    const running = act();
    const done = running
      .catch(() => {})
      .then(() => {
        this.running = null;
      });
    this.running = done;
    await done;
    this.start();
    return running;
  }

  /** @returns {Promise<void>} */
  start() {
    window.clearTimeout(this.timer);
    if (this.state === "gone" && !this.isIdle) {
      this.store.giveUp(this.message);
      this.keep();
    }
    // Nothing is sent on top of a draft that is being loaded anew.
    if (!this.running && !this.isIdle && !this.store.isStale) {
      this.running = this.run().finally(() => {
        this.running = null;
      });
    }
    return this.running ?? Promise.resolve();
  }

  async run() {
    while (!this.isIdle && !this.store.isStale) {
      const entry = this.store.queue[0];
      this.tell(this.failures > 0 ? this.state : "saving");
      entry.tried = true;
      try {
        this.store.settle(entry, await this.send(entry));
        this.failures = 0;
      } catch (failure) {
        if (!this.isDecided(entry, /** @type {Failure} */ (failure))) {
          return;
        }
      }
      this.keep();
    }
    if (this.isIdle) {
      this.tell("saved");
    }
  }

  /** @param {Entry} entry */
  send({ operation, token, seen }) {
    const since = this.store.number;
    if (operation.op === "set" && operation.table === "head" && operation.field === "reason") {
      return post(this.addresses.reason, { since, before: operation.before ?? "", reason: operation.after ?? "" });
    }
    return post(this.addresses.edits, { since, seen, operation, token });
  }

  /**
   * Whether the operation is done with, one way or the other.
   *
   * @param {Entry} entry
   * @param {Failure} failure
   */
  isDecided(entry, failure) {
    const kind = failure.kind;
    if (kind === "conflict" || kind === "refused") {
      this.failures = 0;
      this.store.refuse(entry, failure.answer, kind === "conflict");
      return true;
    }
    if (kind === undefined) {
      throw failure;
    }
    if (kind === "gone") {
      this.tell("gone", failure.message);
      this.store.giveUp(failure.message);
      this.keep();
      return false;
    }
    this.failures += 1;
    this.tell(kind);
    const pause = PAUSES[Math.min(this.failures, PAUSES.length) - 1];
    this.timer = window.setTimeout(() => this.start(), pause * 1000);
    return false;
  }

  /** @param {SenderState} state */
  tell(state, message = "") {
    this.state = state;
    this.message = message;
    this.dispatchEvent(new CustomEvent("state", { detail: { state, message } }));
  }
}
