// Hears what others do to the draft, and says that this page is open.

import { post } from "./api.js";

/**
 * @import { Answer, Failure } from "./api.js"
 * @import { Emitter } from "./dom.js"
 * @import { Sender } from "./sender.js"
 * @import { Store } from "./store.js"
 */

const SEEN = 8_000; // milliseconds between questions while the page is looked at
const HIDDEN = 60_000;

const Base = /** @type {Emitter<{ heard: CustomEvent<Answer>, failure: CustomEvent<Failure> }>} */ (
  /** @type {unknown} */ (EventTarget)
);

export class Polling extends Base {
  /**
   * @param {Store} store
   * @param {Sender} sender
   * @param {string} address
   */
  constructor(store, sender, address) {
    super();
    this.store = store;
    this.sender = sender;
    this.address = address;
    this.timer = 0;
    document.addEventListener("visibilitychange", () => this.soon(document.hidden ? HIDDEN : 0));
    // At once, for the others to be told.
    this.soon(0);
  }

  /** @param {number} pause in milliseconds */
  soon(pause) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.ask(), pause);
  }

  async ask() {
    try {
      // What is on its way brings the others' changes with it.
      if (this.sender.isIdle) {
        const { heard } = this.store;
        const answer = await post(this.address, { since: this.store.number });
        // Where the server has said something else meanwhile, this is old.
        this.hear(answer, heard === this.store.heard);
      }
    } catch (failure) {
      this.dispatchEvent(new CustomEvent("failure", { detail: failure }));
    }
    this.soon(document.hidden ? HIDDEN : SEEN);
  }

  /**
   * @param {Answer} answer
   * @param {boolean} isNew
   */
  hear(answer, isNew) {
    if (answer.state && answer.state !== "draft") {
      this.sender.tell("gone");
    } else if (this.sender.isIdle && isNew) {
      this.store.accept(answer);
    }
    this.dispatchEvent(new CustomEvent("heard", { detail: answer }));
  }
}
