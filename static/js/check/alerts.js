// The cards at the top of the page: what is not saved until somebody has looked at it.
//
// Events: "change" (a card has come or gone).

import { byId, make } from "./dom.js";

export class Alerts extends EventTarget {
  constructor() {
    super();
    this.root = byId("check-alerts");
    this.cards = new Map(); // by key
  }

  get isWaiting() {
    return this.cards.size > 0;
  }

  has(key) {
    return this.cards.has(key);
  }

  // Leads to a card, the first where none is named.
  focus(key = this.cards.keys().next().value) {
    const card = this.cards.get(key);
    card?.scrollIntoView({ block: "nearest" });
    card?.querySelector("button")?.focus();
  }

  put(key, look, ...parts) {
    const card = make("section", { class: `notice ${look}` }, ...parts);
    this.cards.get(key)?.remove();
    this.cards.set(key, card);
    this.root.append(card);
    this.dispatchEvent(new Event("change"));
    return card;
  }

  // Takes a card away; whether the focus was in it.
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

export function button(text, run, look = "button--secondary") {
  const made = make("button", { type: "button", class: `button button--small ${look}` }, text);
  made.addEventListener("click", run);
  return made;
}
