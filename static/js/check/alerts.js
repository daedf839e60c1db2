// The cards at the top of the page: what is not saved until somebody has looked at it.
//
// Events: "change" (a card has come or gone).

import { byId, make } from "./dom.js";

/** @import { Emitter } from "./dom.js" */

const Base = /** @type {Emitter<{ change: Event }>} */ (/** @type {unknown} */ (EventTarget));

export class Alerts extends Base {
  constructor() {
    super();
    this.root = byId("check-alerts");
    /** @type {Map<string, HTMLElement>} */
    this.cards = new Map(); // by key
  }

  get isWaiting() {
    return this.cards.size > 0;
  }

  /** @param {string} key */
  has(key) {
    return this.cards.has(key);
  }

  /**
   * Leads to a card, the first where none is named.
   *
   * @param {string | undefined} key
   */
  focus(key = this.cards.keys().next().value) {
    const card = this.cards.get(key ?? "");
    card?.scrollIntoView({ block: "nearest" });
    card?.querySelector("button")?.focus();
  }

  /**
   * @param {string} key
   * @param {string} look
   * @param {...(Node | null)} parts
   */
  put(key, look, ...parts) {
    const card = make("section", { class: `notice ${look}` }, ...parts);
    this.cards.get(key)?.remove();
    this.cards.set(key, card);
    this.root.append(card);
    this.dispatchEvent(new Event("change"));
    return card;
  }

  /**
   * Takes a card away; whether the focus was in it.
   *
   * @param {string} key
   */
  close(key) {
    const card = this.cards.get(key);
    if (!card) {
      return false;
    }
    const held = card.contains(document.activeElement);
    this.cards.delete(key);
    card.remove();
    this.dispatchEvent(new Event("change"));
    return held;
  }
}

/**
 * @param {string} text
 * @param {() => void} run
 */
export function button(text, run, look = "button--secondary") {
  const made = make("button", { type: "button", class: `button button--small ${look}` }, text);
  made.addEventListener("click", run);
  return made;
}
