// Sends the store's operations one after the other, each until the server has it. The same token goes out again after
// a failure: what is sent twice is done once.
//
// Events: "state" (detail: the name of a state of STATES).

import { post } from "./api.js";

export const STATES = ["saved", "saving", "unreachable", "signed-out", "gone"];
const PAUSES = [1, 2, 4, 8, 15, 30]; // seconds before an operation is tried again

export class Sender extends EventTarget {
  constructor(store, unsent, addresses) {
    super();
    this.store = store;
    this.unsent = unsent;
    this.addresses = addresses;
    this.state = "saved";
    this.failures = 0;
    this.timer = 0;
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

  // Asks the server for something else that changes the draft; operations wait meanwhile. To be called when idle.
  async alone(act) {
    const running = act();
    const done = running.catch(() => {}).then(() => {
      this.running = null;
    });
    this.running = done;
    await done;
    this.start();
    return running;
  }

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
        if (!this.isDecided(entry, failure)) {
          return;
        }
      }
      this.keep();
    }
    if (this.isIdle) {
      this.tell("saved");
    }
  }

  send({ operation, token, seen }) {
    const since = this.store.number;
    if (operation.table === "head" && operation.field === "reason") {
      return post(this.addresses.reason, { since, before: operation.before ?? "", reason: operation.after ?? "" });
    }
    return post(this.addresses.edits, { since, seen, operation, token });
  }

  // Whether the operation is done with, one way or the other.
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

  tell(state, message = "") {
    this.state = state;
    this.message = message;
    this.dispatchEvent(new CustomEvent("state", { detail: { state, message } }));
  }
}
