// A copy of the operations that the server does not have yet, in the browser's storage: neither a crash nor a dead
// network loses what was typed. Each page keeps its own; another page offers what an earlier one left.

import { newToken } from "./dom.js";

/**
 * @import { Entry } from "./store.js"
 *
 * @typedef {Pick<Entry, "operation" | "token" | "seen">} UnsentEntry
 * @typedef {{ at: number, isClosed: boolean, entries: UnsentEntry[] }} Copy `at` is when it was renewed, in milliseconds
 */

export const LIVE = 15_000; // milliseconds after which a copy that nobody renews is somebody's lost work

export class Unsent {
  /**
   * @param {string} upload
   * @param {string} user
   */
  constructor(upload, user) {
    this.prefix = `check-unsent:${upload}:${user}:`;
    this.key = this.prefix + newToken();
    /** @type {UnsentEntry[]} */
    this.entries = [];
    // A page that is closed says so; one that comes back from the browser's memory takes it back.
    window.addEventListener("pagehide", () => this.write(true));
    window.addEventListener("pageshow", () => this.write(false));
  }

  /** @param {UnsentEntry[]} entries */
  keep(entries) {
    this.entries = entries;
    this.write(false);
  }

  /** @param {boolean} isClosed */
  write(isClosed) {
    try {
      if (this.entries.length > 0) {
        localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), isClosed, entries: this.entries }));
      } else {
        localStorage.removeItem(this.key);
      }
    } catch {
      // A full or forbidden storage costs the second copy, not the first.
    }
  }

  // What earlier pages left behind, oldest first.
  left() {
    const found = [];
    for (const key of this.keys()) {
      const kept = read(key);
      if (kept?.entries?.length && key !== this.key && (kept.isClosed || Date.now() - kept.at > LIVE)) {
        found.push({ key, ...kept });
      }
    }
    return found.sort((one, other) => one.at - other.at);
  }

  /** @param {string[]} keys */
  drop(keys) {
    for (const key of keys) {
      localStorage.removeItem(key);
    }
  }

  keys() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(this.prefix));
    } catch {
      return [];
    }
  }
}

/**
 * @param {string} key
 * @returns {Copy | null}
 */
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}
