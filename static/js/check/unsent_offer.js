// What an earlier page could not send is offered: to be saved now, or thrown away.

import { button } from "./alerts.js";
import { make } from "./dom.js";
import { LIVE } from "./unsent.js";
import { describe } from "./words.js";

/**
 * @import { Alerts } from "./alerts.js"
 * @import { Store } from "./store.js"
 * @import { Unsent } from "./unsent.js"
 */

const KEY = "unsent";
const LISTED = 10;

export class UnsentOffer {
  /**
   * `lead` puts the focus back to the work.
   *
   * @param {{ unsent: Unsent, store: Store, alerts: Alerts, lead: () => void }} page
   */
  constructor({ unsent, store, alerts, lead }) {
    this.unsent = unsent;
    this.store = store;
    this.alerts = alerts;
    this.lead = lead;
    this.show();
    // What a crashed page left is known as such only after a while.
    window.setTimeout(() => this.alerts.has(KEY) || this.show(), LIVE + 1_000);
  }

  show() {
    const left = this.unsent.left();
    const entries = left.flatMap(({ entries: kept }) => kept);
    if (entries.length === 0) {
      return;
    }
    const close = () => {
      this.unsent.drop(left.map(({ key }) => key));
      this.alerts.close(KEY);
      this.lead();
    };
    const use = () => {
      entries.forEach(({ operation, token, seen }) => this.store.do(operation, { token, seen, tried: true }));
      close();
    };
    const lines = entries.slice(0, LISTED).map(({ operation }) => make("li", {}, describe(operation, this.store.view)));
    const more = entries.length - LISTED;
    this.alerts.put(
      KEY,
      "notice--warning",
      make("p", { class: "notice__title" }, `前に保存できなかった訂正が${entries.length}件残っています`),
      make("ul", {}, ...lines, more > 0 ? make("li", {}, `ほか${more}件`) : null),
      make("div", { class: "cluster" }, button("この訂正を保存する", use, ""), button("捨てる", close)),
    );
  }
}
