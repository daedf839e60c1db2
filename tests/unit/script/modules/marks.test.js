import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { beginsAlike, markOn, shapeOf } from "../../../../static/js/check/marks.js";

suite("what may be a mark", () => {
  test("is the speaker where the line shows it", () => {
    assert.equal(markOn("○会長（星君）　では、", "会長（星君）"), "会長（星君）");
  });

  test("is what stands first on the line, without its signs", () => {
    assert.equal(markOn("○部会長　では、始めます。", ""), "部会長");
    assert.equal(markOn("【事務局】説明します。", ""), "事務局");
    assert.equal(markOn("  委員Ａ：異議なし", ""), "委員Ａ");
  });

  test("is the speaker where the line shows nothing", () => {
    assert.equal(markOn("", "会長"), "会長");
  });
});

suite("a line begins alike", () => {
  test("with another number, letter or white space", () => {
    assert.ok(beginsAlike("○委員 Ｂ　賛成です。", shapeOf("委員A")));
    assert.ok(beginsAlike("【Ｎｏ.12】", shapeOf("No.3")));
    assert.ok(beginsAlike("  第十二号議案", shapeOf("第３号議案")));
  });

  test("not with other words, and not like nothing", () => {
    assert.ok(!beginsAlike("○部員Ａ　賛成です。", shapeOf("委員A")));
    assert.ok(!beginsAlike("○部員Ａ　賛成です。", shapeOf("")));
  });
});
