// What the page says of itself: whether everything is saved, who else is here, and short messages.

import { byId, make } from "./dom.js";

/**
 * @import { Person } from "./api.js"
 *
 * @typedef {"" | "undecided" | "unfinished" | "saving"} Left what is not saved although everything is sent
 */

/** @type {Record<string, string>} */
const WORDS = {
  loading: "読み込んでいます…",
  saved: "保存しました",
  untouched: "直したところは自動で保存します",
  undecided: "まだ保存していない訂正があります。",
  unfinished: "入力の途中の欄があります。その欄は、まだ保存していません。",
  saving: "保存しています…",
  unreachable: "保存できません。通信を確かめてください。入力した内容は残っています。",
  "signed-out": "ログインの有効期限が切れました。入力した内容は残っています。",
  gone: "この取込みは、もう直せません。",
};
const RESTING = ["saved", "untouched"];
const TOAST = 8_000; // milliseconds

export class Status {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.signIn = root.dataset.signIn;
    this.save = byId("check-save");
    this.state = byId("check-state");
    this.others = byId("check-others");
    this.spoken = byId("check-spoken");
    this.toastPlace = byId("check-toast");
    this.shownState = "loading";
    this.wanted = "loading";
    /** @type {Left} */
    this.left = "";
    this.timer = 0;
    this.offers = false;
  }

  /**
   * Until what is left is done with, the page does not say that it has saved.
   *
   * @param {Left} left
   */
  setLeft(left) {
    if (left !== this.left) {
      this.left = left;
      if (RESTING.includes(this.wanted)) {
        this.show(this.wanted);
      }
    }
  }

  /** @param {string} wanted */
  show(wanted, message = "") {
    this.wanted = wanted;
    const state = (RESTING.includes(wanted) && this.left) || wanted;
    if (state === this.shownState && !message) {
      return;
    }
    this.shownState = state;
    this.save.dataset.state = state;
    this.state.textContent = message || WORDS[state];
    if (state === "signed-out") {
      const way = make("a", { href: this.signIn, target: "_blank" }, "別のタブでログインする");
      this.state.append(" ", way, " と、続けて保存します。");
    } else if (state === "undecided") {
      this.state.append(" ", make("a", { href: "#check-alerts", data: { do: "alerts" } }, "案内を確かめてください。"));
    } else if (state === "gone") {
      this.state.append(" ", make("a", { href: window.location.pathname }, "今の状態を見る"));
    }
  }

  /**
   * Who else has the draft open, by name.
   *
   * @param {Person[] | undefined} people
   */
  present(people) {
    const names = [...new Set((people ?? []).filter((person) => !person.me).map((person) => person.name))];
    const text = names.length > 0 ? `${names.slice(0, 3).join("さん、")}さんも開いています` : "";
    if (this.others.textContent !== text) {
      this.others.textContent = text;
    }
  }

  /**
   * For those who do not see what has happened.
   *
   * @param {string} text
   */
  say(text) {
    this.spoken.textContent = text;
  }

  /**
   * A message at the edge of the page, with a button for what can be done about it.
   *
   * @param {string} text
   * @param {{ label: string, run: () => void } | null} action
   */
  toast(text, action = null) {
    window.clearTimeout(this.timer);
    this.toastPlace.replaceChildren(make("span", {}, text));
    if (action) {
      const pressed = make("button", { type: "button", class: "button button--small button--secondary" }, action.label);
      pressed.addEventListener("click", () => {
        this.hideToast();
        action.run();
      });
      this.toastPlace.append(pressed);
    }
    this.toastPlace.hidden = false;
    this.offers = action !== null;
    this.timer = window.setTimeout(() => this.hideToast(), action ? TOAST * 2 : TOAST);
  }

  // What a message offers is about what was just done: it goes when something else is done.
  dropOffer() {
    if (this.offers) {
      this.hideToast();
    }
  }

  hideToast() {
    this.offers = false;
    const held = this.toastPlace.contains(document.activeElement);
    this.toastPlace.hidden = true;
    if (held) {
      /** @type {HTMLElement | null} */ (document.querySelector(".utterance.is-selected"))?.focus();
    }
  }
}
