import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { differences } from "../../../../static/js/check/matching.js";
import { hunksBetween, isBlank, mergedText, placeIn, withoutSpace } from "../../../../static/js/check/texts.js";

suite("differences of two lists", () => {
  test("are none where they are equal", () => {
    assert.deepEqual(differences([..."あいう"], [..."あいう"]), []);
  });

  test("are what was put in, taken out or changed", () => {
    assert.deepEqual(differences([..."あう"], [..."あいう"]), [[1, 1, 1, 2]]);
    assert.deepEqual(differences([..."あいう"], [..."あう"]), [[1, 2, 1, 1]]);
    assert.deepEqual(differences([..."あいう"], [..."あえう"]), [[1, 2, 1, 2]]);
    assert.deepEqual(differences([], [..."あ"]), [[0, 0, 0, 1]]);
  });

  test("leave out what is too frequent to tell a place, but not what stands beside a run", () => {
    const line = "はい。";
    const one = ["始まり", line, ...Array(250).fill(line), "終わり"];
    const other = ["始まり", ...Array(250).fill(line), "終わり"];
    assert.deepEqual(differences(one, other, { leaveOutFrequent: true }), [[251, 252, 251, 251]]);
  });
});

suite("changes of one text", () => {
  test("never touch", () => {
    const hunks = hunksBetween([..."あいうえお"], [..."いうかえおき"]);
    assert.deepEqual(
      hunks.map(({ start, end, signs }) => [start, end, signs.join("")]),
      [
        [0, 1, ""],
        [3, 3, "か"],
        [5, 5, "き"],
      ],
    );
  });

  test("are both made where they do not touch, in either order", () => {
    assert.equal(mergedText("あうえお", "いあうえお", "あうえおか"), "いあうえおか");
    assert.equal(mergedText("あうえお", "あうえおか", "いあうえお"), "いあうえおか");
    assert.equal(mergedText("あうえお", "あうえ、お", "あうえ。お"), null);
  });

  test("move a place behind them", () => {
    assert.equal(placeIn("abcdef", "Xabcdef", 3), 4);
    assert.equal(placeIn("abcdef", "abXdef", 3), null);
  });
});

test("white space is what the server takes for it", () => {
  assert.ok(isBlank(" 　\n\t\x85\u2003\x1c"));
  assert.ok(!isBlank("\ufeff"));
  assert.equal(withoutSpace(" あ　い\u2028う "), "あいう");
});
