// The parts in which the draft's body, its meeting and the topics of its items are settled: the server writes them. They
// follow the draft once its corrections are stored, and what is chosen in them changes the part alone, not the page: but
// for a part with data-reload, whose choice the rest of the page tells too.

import { keepEntered } from "../kept_fields.js";
import { enclosing } from "./dom.js";
import { rowsOf } from "./draft.js";

/**
 * @import { Sender } from "./sender.js"
 * @import { Status } from "./status.js"
 * @import { Store } from "./store.js"
 */

export class Settling {
  /**
   * @param {{ store: Store, sender: Sender, parts: string[], status: Status, settled: () => void }} page
   *   `parts` names the sections, `settled` is called when something was chosen in one
   */
  constructor({ store, sender, parts, status, settled }) {
    this.store = store;
    this.parts = parts;
    this.status = status;
    this.settled = settled;
    /** @type {string | null} */
    this.known = null;
    /** @type {string | null} */
    this.papers = null;
    sender.addEventListener("state", ({ detail }) => detail.state === "saved" && this.follow());
    store.addEventListener("change", () => this.store.queue.length === 0 && this.follow());
    document.addEventListener("submit", (event) => this.onSubmit(event));
  }

  // Fetches the parts anew where what they are about has changed.
  follow() {
    const draft = this.store.server;
    const papers = JSON.stringify([rowsOf(draft, "attachments"), draft.tables.agenda.order]);
    if (this.papers !== null && this.papers !== papers) {
      document.dispatchEvent(new Event("papers-changed"));
    }
    this.papers = papers;
    const titles = rowsOf(draft, "agenda").map((row) => row.title);
    const { body, office, title, held_on, fiscal_year, number, starts_at, venue } = draft.head;
    const about = JSON.stringify([body, office, title, held_on, fiscal_year, number, starts_at, venue, titles]);
    const isChanged = this.known !== null && this.known !== about;
    this.known = about;
    if (isChanged) {
      for (const id of this.parts) {
        const part = document.getElementById(id);
        if (part) {
          this.show(part, {});
        }
      }
    }
  }

  /** @param {SubmitEvent} event */
  async onSubmit(event) {
    const { target } = event;
    const part = enclosing(target, "section[data-url]");
    const isOurs = part !== null && this.parts.includes(part.id) && !("reload" in part.dataset);
    if (!isOurs || !(target instanceof HTMLFormElement)) {
      return;
    }
    event.preventDefault();
    // The Enter key in a field sends nothing (templates/_partials/no_implicit_submit.html).
    if (event.submitter?.getAttribute("formmethod") === "dialog") {
      return;
    }
    const body = new FormData(target, event.submitter);
    const shown = await this.show(part, { method: "POST", body }, target);
    shown?.querySelector("h4")?.focus();
    this.settled();
  }

  /**
   * @param {HTMLElement} part
   * @param {RequestInit} options
   * @param {HTMLFormElement | null} sent the form that is answered
   */
  async show(part, options, sent = null) {
    try {
      const response = await fetch(part.dataset.url ?? "", {
        ...options,
        headers: { "X-Part": "1" },
        credentials: "same-origin",
        redirect: "error",
      });
      if (!response.ok) {
        throw new Error(String(response.status));
      }
      const fresh = document.createRange().createContextualFragment(await response.text()).firstElementChild;
      if (!fresh) {
        throw new Error("an empty part");
      }
      const focused = part.contains(document.activeElement) ? (document.activeElement?.id ?? "") : "";
      part.replaceWith(fresh);
      const isDone = fresh.querySelector("[role=alert]") === null;
      keepEntered(part, fresh, { isKept: (field) => !isDone || field.form !== sent, focused })?.focus();
      return fresh;
    } catch {
      this.status.show("unreachable");
      return null;
    }
  }
}
