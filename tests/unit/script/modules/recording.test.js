import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { clockOf } from "../../../../static/js/check/recording.js";

suite("the time in a recording", () => {
  test("is shown as players show it", () => {
    assert.equal(clockOf(0), "00:00:00");
    assert.equal(clockOf(9.999), "00:00:09");
    assert.equal(clockOf(3723.5), "01:02:03");
    assert.equal(clockOf(360_000), "100:00:00");
  });
});
