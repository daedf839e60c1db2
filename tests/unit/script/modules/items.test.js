import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { doubt, itemsOf, linesOf, needsLook } from "../../../../static/js/check/items.js";
import { draftOf, item, utterance } from "./build.js";

function shownOf(draft) {
  return itemsOf(draft).map((one) => (one.type === "group" ? `【${one.content}】` : one.key));
}

suite("the list", () => {
  test("has a heading where the agenda items change", () => {
    const draft = draftOf({
      agenda: [item("a1", "開館時間", { category: "議題", number: 1 }), item("a2", "移動図書館")],
      utterances: [
        utterance("u1"),
        utterance("u2", { agenda: ["a1"] }),
        utterance("u3", { agenda: ["a1"] }),
        utterance("u4", { agenda: ["a1", "a2"] }),
        utterance("u5"),
      ],
    });
    assert.deepEqual(shownOf(draft), [
      "【議題の外】",
      "u:u1",
      "【議題（1） 開館時間】",
      "u:u2",
      "u:u3",
      "【議題（1） 開館時間 ／ 移動図書館】",
      "u:u4",
      "【議題の外】",
      "u:u5",
    ]);
  });

  test("has an empty heading where there is no agenda", () => {
    assert.deepEqual(shownOf(draftOf({ utterances: [utterance("u1")] })), ["【】", "u:u1"]);
  });

  test("has text that no rule took at the place of its line, in the order of the lines", () => {
    const box = (line, text) => ({ code: "unparsed-text", line, text });
    const draft = draftOf({
      utterances: [utterance("u5", { line: 5 }), utterance("n1"), utterance("u9", { line: 9 })],
      warnings: [box(12, "以上"), box(7, "別紙"), box(3, "記"), box(null, "どこにもない"), { code: "no-end" }],
    });
    assert.deepEqual(shownOf(draft), ["w:3:記:1", "【】", "u:u5", "u:n1", "w:7:別紙:1", "u:u9", "w:12:以上:1"]);
    const boxes = itemsOf(draft).filter((one) => one.type === "box");
    assert.deepEqual(
      boxes.map((one) => one.after),
      [null, "n1", "u9"],
    );
  });

  test("tells two boxes of the same words apart", () => {
    const box = { code: "unparsed-text", line: 3, text: "記" };
    assert.deepEqual(shownOf(draftOf({ warnings: [box, { ...box }] })), ["w:3:記:1", "w:3:記:2"]);
  });
});

test("an utterance is doubted where it has no words or is not sure", () => {
  assert.equal(doubt(utterance("u1")), "");
  assert.equal(doubt(utterance("u1", { text: " \n" })), "本文なし");
  assert.equal(doubt(utterance("u1", { certainty: 0.745 })), "要確認（確かさ 75%）");
  assert.equal(doubt(utterance("u1", { certainty: 0.75 })), "");
});

test("a minor warning needs no look", () => {
  assert.ok(needsLook({ code: "unparsed-text" }));
  assert.ok(!needsLook({ code: "unparsed-text", minor: true }));
});

suite("the source lines of an item", () => {
  const draft = draftOf({
    utterances: [
      utterance("u1", { line: 1 }),
      utterance("u4", { line: 4, end_line: 6 }),
      utterance("u7", { line: 7 }),
      utterance("n1"),
    ],
    warnings: [{ code: "unparsed-text", line: 10, text: "別紙\n参照" }],
  });
  const lines = Object.fromEntries(
    itemsOf(draft).map((one) => [one.key, one.type === "group" ? null : linesOf(draft, one)]),
  );

  test("end where it ends, else before the next begins, else on its first line", () => {
    assert.deepEqual(lines["u:u4"], { first: 4, last: 6 });
    assert.deepEqual(lines["u:u1"], { first: 1, last: 3 });
    assert.deepEqual(lines["u:u7"], { first: 7, last: 7 });
  });

  test("are none of what somebody added", () => {
    assert.equal(lines["u:n1"], null);
  });

  test("are those of its text for a box", () => {
    assert.deepEqual(lines["w:10:別紙\n参照:1"], { first: 10, last: 11 });
  });
});
