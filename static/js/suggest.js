// Suggestions under every search box. Without this file the boxes are plain search fields, and nothing else changes.

import { Combobox, part } from "./combobox.js";

/** @typedef {{ label: string, text: string, fill?: string, url: string }} Suggestion `fill` is what to search for */

const WAIT = 150; // milliseconds without a key before the server is asked
const NARROWED_BY = ["body", "topic", "year_from", "year_to", "date_from", "date_to"];

class SearchBox {
  /**
   * @param {HTMLInputElement} input
   * @param {HTMLFormElement} form
   */
  constructor(input, form) {
    this.input = input;
    this.form = form;
    this.address = input.dataset.suggest ?? "";
    this.timer = 0;
    /** @type {AbortController | null} */
    this.request = null;
    // A page from the browser's history comes with what an earlier box left there.
    const isFocused = document.activeElement === input;
    input.closest(".search-box__field")?.replaceWith(input);
    /** @type {Combobox<Suggestion>} */
    this.combobox = new Combobox(input, {
      label: "検索の候補",
      looks: { box: "search-box__field", list: "", option: "" },
      parts: ({ label, text }) => [part("label", label), " ", part("text", text)],
      seek: (_, how) => (how === "typed" ? this.askSoon() : this.ask()),
      drop: () => this.drop(),
      choose: (suggestion) => this.choose(suggestion),
    });
    if (isFocused) {
      // An element that is moved loses the focus; the place of the caret stays.
      input.focus();
    }
    form.addEventListener("submit", () => this.combobox.close());
  }

  askSoon() {
    this.drop();
    this.timer = window.setTimeout(() => this.ask(), WAIT);
  }

  // An answer that is still on its way is for another text.
  drop() {
    window.clearTimeout(this.timer);
    this.request?.abort();
    this.request = null;
  }

  async ask() {
    this.drop();
    const text = this.input.value.trim();
    if (!text) {
      this.combobox.close();
      return;
    }
    const request = new AbortController();
    this.request = request;
    try {
      const answer = await fetch(this.addressFor(text), {
        headers: { Accept: "application/json" },
        redirect: "error",
        signal: request.signal,
      });
      const found = answer.ok ? (await answer.json()).suggestions : [];
      if (this.request === request && document.activeElement === this.input) {
        this.combobox.show(found);
      }
    } catch {
      // Dropped, signed out or offline: the box is a plain search field.
      if (this.request === request) {
        this.combobox.close();
      }
    }
  }

  /** @param {string} text */
  addressFor(text) {
    const query = new URLSearchParams({ q: text });
    const data = new FormData(this.form);
    for (const name of NARROWED_BY) {
      const value = data.get(name);
      if (typeof value === "string" && value) {
        query.set(name, value);
      }
    }
    return `${this.address}?${query}`;
  }

  /** @param {Suggestion} suggestion */
  choose({ fill, url }) {
    if (fill) {
      this.input.value = fill;
      this.combobox.close();
      this.form.requestSubmit();
    } else {
      window.location.assign(url);
    }
  }
}

const known = new WeakSet();

/** @param {ParentNode} root */
function setUpAll(root) {
  for (const input of root.querySelectorAll("input[data-suggest]")) {
    if (input instanceof HTMLInputElement && input.form && !known.has(input)) {
      known.add(input);
      new SearchBox(input, input.form);
    }
  }
}

setUpAll(document);
// The results page puts a new form in place of the old one.
document.addEventListener("htmx:load", (event) => {
  const { elt } = /** @type {CustomEvent<{ elt: Element }>} */ (event).detail;
  setUpAll(elt.parentElement ?? document);
});
