// Keys and what they do. Keys of one letter work only where nothing is being typed, and can be turned off.

import { byId, enclosing, isField, isPressable, keepSetting, make, readSetting } from "./dom.js";

// [keys as shown, what they do, action, test]
const SINGLE = { single: true };
/** @type {{ shown: string[], words: string, action: string, keys: string[], single?: boolean }[]} */
export const KEYS = [
  { shown: ["j", "↓"], words: "次の発言", action: "next", keys: ["j", "ArrowDown"], ...SINGLE },
  { shown: ["k", "↑"], words: "前の発言", action: "previous", keys: ["k", "ArrowUp"], ...SINGLE },
  { shown: ["n"], words: "次の確かめる箇所", action: "next-place", keys: ["n"], ...SINGLE },
  { shown: ["p"], words: "前の確かめる箇所", action: "previous-place", keys: ["p"], ...SINGLE },
  { shown: ["Enter"], words: "本文を直す（読み取れなかった部分では、発言にする）", action: "enter", keys: ["Enter"] },
  { shown: ["s"], words: "発言者を直す", action: "speaker", keys: ["s"], ...SINGLE },
  { shown: ["t"], words: "種類を選ぶ", action: "kind", keys: ["t"], ...SINGLE },
  { shown: ["x"], words: "本文を直していた位置で発言を分ける", action: "split", keys: ["x"], ...SINGLE },
  { shown: ["m"], words: "上の発言とつなげる", action: "merge", keys: ["m"], ...SINGLE },
  { shown: ["a"], words: "下に発言を追加", action: "add", keys: ["a"], ...SINGLE },
  { shown: ["Delete"], words: "発言を削除", action: "delete", keys: ["Delete"] },
  { shown: ["g"], words: "議題を選ぶ", action: "agenda", keys: ["g"], ...SINGLE },
  { shown: ["h"], words: "選んだ語句を非公開にする", action: "withhold", keys: ["h"], ...SINGLE },
  { shown: ["Alt+↑", "Alt+↓"], words: "前・次の議題に移す", action: "", keys: [] },
  { shown: ["u"], words: "読み取れなかった部分を発言にする", action: "take", keys: ["u"], ...SINGLE },
  { shown: ["d"], words: "確かめた箇所にする", action: "dismiss", keys: ["d"], ...SINGLE },
  { shown: ["l"], words: "まとめて直す（同じ形のところをすべて）", action: "lesson", keys: ["l"], ...SINGLE },
  { shown: ["Ctrl+Z"], words: "元に戻す", action: "", keys: [] },
  { shown: ["Ctrl+Shift+Z"], words: "やり直す", action: "", keys: [] },
  { shown: ["c"], words: "まだ保存していない訂正の案内に移る", action: "alerts", keys: ["c"], ...SINGLE },
  { shown: ["?"], words: "キーの一覧", action: "help", keys: ["?"], ...SINGLE },
];
/** @type {[string, string][]} */
const IN_TEXT = [
  ["Esc", "直し終える"],
  ["Ctrl+Enter", "カーソルの位置で発言を分ける"],
  ["Ctrl+Z", "入力を元に戻す"],
];

/** @param {(name: string) => boolean} run does an action; whether there is one of that name */
export function setUpKeys(run) {
  const box = byId("single-keys", HTMLInputElement);
  box.checked = readSetting("single-keys", true);
  box.addEventListener("change", () => keepSetting("single-keys", box.checked));
  document.addEventListener("keydown", (event) => {
    const name = event.defaultPrevented || document.querySelector("dialog[open]") ? "" : actionOf(event, box.checked);
    if (name && run(name)) {
      event.preventDefault();
    }
  });
  fillHelp(byId("help-keys"));
}

/**
 * The action that a key press calls for; an empty text for none.
 *
 * @param {KeyboardEvent} event
 * @param {boolean} singleAllowed whether keys of one letter are turned on
 */
export function actionOf(event, singleAllowed) {
  if (event.isComposing || event.keyCode === 229 || isField(event.target)) {
    return "";
  }
  const control = event.ctrlKey || event.metaKey;
  if (control && event.key.toLowerCase() === "z") {
    return event.shiftKey ? "redo" : "undo";
  }
  if (control && event.key.toLowerCase() === "y") {
    return "redo";
  }
  if (event.altKey && !control) {
    return event.key === "ArrowUp" ? "agenda-up" : event.key === "ArrowDown" ? "agenda-down" : "";
  }
  if (control || event.altKey) {
    return "";
  }
  const isInList = event.target === document.body || enclosing(event.target, ".utterance") !== null;
  if (isPressable(event.target) && ["Enter", " ", "ArrowUp", "ArrowDown"].includes(event.key)) {
    return "";
  }
  if (!isInList && (event.key.startsWith("Arrow") || event.key === "Delete" || event.key === "Enter")) {
    return "";
  }
  const found = KEYS.find(({ keys }) => keys.includes(event.key));
  const isLetter = event.key.length === 1;
  return found && (singleAllowed || !isLetter) ? found.action : "";
}

/** @param {HTMLElement} root */
function fillHelp(root) {
  const rows = KEYS.map(({ shown, words }) => row(shown, words));
  const text = IN_TEXT.map(([key, words]) => row([key], words));
  root.append(table("発言の一覧で", rows), table("本文を直しているときに", text));
}

/**
 * @param {string} caption
 * @param {HTMLElement[]} rows
 */
function table(caption, rows) {
  return make("table", { class: "table keys" }, make("caption", {}, caption), make("tbody", {}, ...rows));
}

/**
 * @param {string[]} keys
 * @param {string} words
 */
function row(keys, words) {
  const cell = make("th", { scope: "row" });
  keys.forEach((key) => cell.append(make("kbd", {}, key), " "));
  return make("tr", {}, cell, make("td", {}, words));
}
