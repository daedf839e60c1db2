import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { agendaLabel, nameWarnings, tidy, warningName } from "../../../../static/js/check/words.js";
import { item } from "./build.js";

test("an agenda item is called by its category, number and title", () => {
  assert.equal(agendaLabel(item("a1", "開館時間", { category: "議題", number: 1 })), "議題（1） 開館時間");
  assert.equal(agendaLabel(item("a1", "開館時間", { number: 0 })), "（0） 開館時間");
  assert.equal(agendaLabel(item("a1", "")), "（件名なし）");
});

test("a speaker is one line without white space around it", () => {
  assert.equal(tidy(" 委員　　長\n代理 "), "委員 長 代理");
});

suite("a kind of warning", () => {
  test("is called what the server calls it", () => {
    nameWarnings({ "no-end": "終了の時刻" });
    assert.equal(warningName("no-end"), "終了の時刻");
    assert.equal(warningName("comments"), "コメント");
  });

  test("that nobody has named is another", () => {
    assert.equal(warningName("brand-new"), "その他");
  });
});
