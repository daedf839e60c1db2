// Publishing: everything is sent first, and what is still missing is listed with ways to its fields. Where minutes are
// replaced, the server then shows what changes for readers, and asks for the reason there if none is written yet.

import { get } from "./api.js";
import { saveAll, unsaved } from "./bound_field.js";
import { byId, enclosing, make, within } from "./dom.js";

/**
 * @import { Alerts } from "./alerts.js"
 * @import { Failure } from "./api.js"
 * @import { Sender } from "./sender.js"
 * @import { Status } from "./status.js"
 * @import { Store } from "./store.js"
 *
 * @typedef {{ message: string, field?: string | null, utterance?: string | null }} Gap what is missing, and where
 */

const PAUSE = 1_500; // milliseconds after a change before the server is asked what is missing

export class Publishing {
  /**
   * @param {{ store: Store, sender: Sender, alerts: Alerts, addresses: Record<string, string>, status: Status,
   *   visit: (gap: Gap) => void }} page
   */
  constructor({ store, sender, alerts, addresses, status, visit }) {
    this.store = store;
    this.sender = sender;
    this.alerts = alerts;
    this.addresses = addresses;
    this.status = status;
    this.visit = visit;
    this.timer = 0;
    /** @type {Gap[]} */
    this.list = [];
    this.content = "";
    this.isReady = false;
    this.form = byId("publish-form", HTMLFormElement);
    this.form.addEventListener("submit", (event) => this.onSubmit(event));
    byId("missing-list").addEventListener("click", (event) => this.onClick(event));
    sender.addEventListener("state", ({ detail }) => detail.state === "saved" && this.soon());
  }

  soon() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.ask().catch(() => {}), PAUSE);
  }

  async ask() {
    this.list = (await get(this.addresses.missing)).missing;
    this.draw();
    return this.list;
  }

  // Lists what is missing; whether anything is.
  async tellMissing() {
    if ((await this.ask()).length === 0) {
      return false;
    }
    byId("missing-title").focus();
    return true;
  }

  draw() {
    byId("part-missing").hidden = this.list.length === 0;
    const content = JSON.stringify(this.list);
    if (content !== this.content) {
      this.content = content;
      const lines = this.list.map((gap, index) =>
        make(
          "li",
          {},
          make("button", { type: "button", class: "button button--plain", data: { gap: index } }, gap.message),
        ),
      );
      byId("missing-list").replaceChildren(...lines);
    }
  }

  /** @param {SubmitEvent} event */
  async onSubmit(event) {
    if (this.isReady) {
      this.isReady = false;
      return;
    }
    event.preventDefault();
    if (document.activeElement instanceof HTMLElement) {
      document.activeElement.blur();
    }
    try {
      saveAll();
      if (!(await this.sender.flush())) {
        this.status.toast("まだ保存できていない訂正があります。保存できてから、もう一度押してください。");
        return;
      }
      if (unsaved() === "unfinished") {
        this.status.toast("入力の途中の欄があります。直してから、もう一度押してください。");
        return;
      }
      if (this.alerts.isWaiting) {
        this.status.toast("まだ保存していない訂正があります。案内を確かめてから、もう一度押してください。");
        this.alerts.focus();
        return;
      }
      await this.ask();
      if (this.list.some((gap) => gap.field !== "reason")) {
        byId("missing-title").focus();
        return;
      }
      within(this.form, "[name=revision]", HTMLInputElement).value = String(this.store.number);
      this.isReady = true;
      this.form.requestSubmit(within(this.form, "[name=action]"));
    } catch (error) {
      const failure = /** @type {Failure} */ (error);
      this.status.toast(failure.kind === "unreachable" ? "公開できません。通信を確かめてください。" : failure.message);
    }
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const gap = this.list[Number(enclosing(event.target, "[data-gap]")?.dataset.gap ?? -1)];
    if (gap) {
      this.visit(gap);
    }
  }
}
