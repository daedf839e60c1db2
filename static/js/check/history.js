// Undo and redo. What the server has is taken back there; what it does not have yet, here.

import { post } from "./api.js";

export class History {
  constructor({ store, sender, addresses, status }) {
    Object.assign(this, { store, sender, addresses, status, last: Promise.resolve() });
  }

  undo() {
    return this.ask(this.addresses.undo, "元に戻しました。", "元に戻す訂正はありません。", () => this.store.canUndo);
  }

  redo() {
    return this.ask(this.addresses.redo, "やり直しました。", "やり直す訂正はありません。", () => this.store.canRedo);
  }

  // One after the other, however fast the keys come.
  ask(...step) {
    this.last = this.last.then(() => this.step(...step));
    return this.last;
  }

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
    } catch (failure) {
      this.store.accept(failure.answer ?? {});
      this.status.toast(failure.answer?.message ?? "元に戻せません。通信を確かめてください。");
    }
  }

  takeBack(isUndo, done) {
    if (isUndo && this.store.takeBack()) {
      this.status.say(done);
    } else {
      this.status.toast("通信が戻ってから、元に戻せます。");
    }
  }
}
