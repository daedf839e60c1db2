// Undo and redo. What the server has is taken back there; what it does not have yet, here.

import { post } from "./api.js";

/**
 * @import { Failure } from "./api.js"
 * @import { Sender } from "./sender.js"
 * @import { Status } from "./status.js"
 * @import { Store } from "./store.js"
 */

export class History {
  /**
   * @param {{ store: Pick<Store, "accept" | "canRedo" | "canUndo" | "number" | "takeBack" | "token">,
   *   sender: Pick<Sender, "alone" | "flush">, addresses: Record<string, string>,
   *   status: Pick<Status, "dropOffer" | "say" | "toast"> }} page
   */
  constructor({ store, sender, addresses, status }) {
    this.store = store;
    this.sender = sender;
    this.addresses = addresses;
    this.status = status;
    this.last = Promise.resolve();
  }

  undo() {
    return this.ask(this.addresses.undo, "元に戻しました。", "元に戻す訂正はありません。", () => this.store.canUndo);
  }

  redo() {
    return this.ask(this.addresses.redo, "やり直しました。", "やり直す訂正はありません。", () => this.store.canRedo);
  }

  /**
   * One after the other, however fast the keys come.
   *
   * @param {Parameters<History["step"]>} step
   */
  ask(...step) {
    this.last = this.last.then(() => this.step(...step));
    return this.last;
  }

  /**
   * @param {string} address
   * @param {string} done what is said then
   * @param {string} nothing what is said where there is nothing to do
   * @param {() => boolean} isPossible
   */
  async step(address, done, nothing, isPossible) {
    try {
      if (!(await this.sender.flush())) {
        this.takeBack(address === this.addresses.undo, done);
      } else if (isPossible()) {
        const asked = { since: this.store.number, token: this.store.token() };
        await this.sender.alone(async () => this.store.accept(await post(address, asked)));
        this.status.dropOffer();
        this.status.say(done);
      } else {
        this.status.toast(nothing);
      }
    } catch (error) {
      const failure = /** @type {Partial<Failure>} */ (error);
      this.store.accept(failure.answer ?? {});
      this.status.toast(failure.answer?.message ?? "元に戻せません。通信を確かめてください。");
    }
  }

  /**
   * @param {boolean} isUndo
   * @param {string} done
   */
  takeBack(isUndo, done) {
    if (isUndo && this.store.takeBack()) {
      this.status.say(done);
    } else {
      this.status.toast("通信が戻ってから、元に戻せます。");
    }
  }
}
