// Publishing: everything is sent first, and what is still missing is listed with ways to its fields. Where minutes are
// replaced, the server then shows what changes for readers, and asks for the reason there if none is written yet.

import { get } from "./api.js";
import { saveAll, unsaved } from "./bound_field.js";
import { byId, make } from "./dom.js";

const PAUSE = 1_500; // milliseconds after a change before the server is asked what is missing

export class Publishing {
  constructor({ store, sender, alerts, addresses, status, visit }) {
    Object.assign(this, { store, sender, alerts, addresses, status, visit, timer: 0, list: [], isReady: false });
    this.form = byId("publish-form");
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
        make("li", {}, make("button", { type: "button", class: "button button--plain", data: { gap: index } }, gap.message)),
      );
      byId("missing-list").replaceChildren(...lines);
    }
  }

  async onSubmit(event) {
    if (this.isReady) {
      this.isReady = false;
      return;
    }
    event.preventDefault();
    document.activeElement?.blur();
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
      this.form.elements.revision.value = this.store.number;
      this.isReady = true;
      this.form.requestSubmit(this.form.elements.action);
    } catch (failure) {
      this.status.toast(failure.kind === "unreachable" ? "公開できません。通信を確かめてください。" : failure.message);
    }
  }

  onClick(event) {
    const gap = this.list[event.target.closest("[data-gap]")?.dataset.gap];
    if (gap) {
      this.visit(gap);
    }
  }
}
