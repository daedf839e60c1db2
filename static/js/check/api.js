// Asks the server. Every failure is an error with a `kind` that says what the page can do about it.

/**
 * @import { Changes, Warning } from "./draft.js"
 *
 * @typedef {"unreachable" | "signed-out" | "conflict" | "gone" | "refused"} FailureKind
 * @typedef {{ name: string, me: boolean, seconds: number }} Person
 * @typedef {{ name: string, mine: boolean }} Author
 */

/**
 * What the server answers; docs/editing.md says which of it to what.
 *
 * @typedef {{
 *   number?: number, state?: string, draft?: Record<string, any>, reason?: string, reload?: boolean,
 *   changes?: Changes | null, edits?: { mine: boolean }[], can_undo?: boolean, can_redo?: boolean, present?: Person[],
 *   message?: string, by?: Author | null, done?: number | null,
 * }} Answer
 */

export class Failure extends Error {
  /**
   * @param {FailureKind} kind
   * @param {Answer} answer
   */
  constructor(kind, answer = {}) {
    super(answer.message ?? kind);
    this.kind = kind;
    this.answer = answer;
  }
}

const WAIT = 30_000; // milliseconds
/** @type {Record<number, FailureKind>} */
const KINDS = { 401: "signed-out", 403: "signed-out", 409: "conflict", 410: "gone", 422: "refused" };

/**
 * @param {string} address
 * @returns {Promise<any>}
 */
export function get(address) {
  return ask(address, { headers: { Accept: "application/json" } });
}

/**
 * `wait` is for what takes the server long, in milliseconds.
 *
 * @param {string} address
 * @param {object} content
 * @param {number} wait
 * @returns {Promise<any>}
 */
export function post(address, content, wait = WAIT) {
  return ask(address, {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify(content),
    signal: AbortSignal.timeout(wait),
  });
}

// Whoever signs in again in another tab gets a new token, so it is read each time. In production its name is longer.
function token() {
  return document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1] ?? "";
}

/**
 * @param {string} address
 * @param {RequestInit} options
 */
async function ask(address, options) {
  const response = await reach(address, options);
  if (response.type === "opaqueredirect") {
    // Only the way to the sign-in page leads elsewhere.
    throw new Failure("signed-out");
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && answer !== null) {
    return answer;
  }
  // What is no answer of the archive (a page of a proxy, say) has saved nothing.
  const isFar = response.status >= 500 || response.ok;
  throw new Failure(KINDS[response.status] ?? (isFar ? "unreachable" : "refused"), answer ?? {});
}

/**
 * @param {string} address
 * @param {RequestInit} options
 */
async function reach(address, options) {
  try {
    return await fetch(address, { signal: AbortSignal.timeout(WAIT), ...options, redirect: "manual" });
  } catch {
    throw new Failure("unreachable");
  }
}
