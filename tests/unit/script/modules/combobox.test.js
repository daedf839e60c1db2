import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { speakerChoices } from "../../../../static/js/check/pickers.js";
import { isConverting, placeAfter } from "../../../../static/js/combobox.js";
import { draftOf, utterance } from "./build.js";

test("arrow keys go round, by way of the text itself", () => {
  assert.deepEqual(
    [-1, 0, 1, 2].map((active) => placeAfter(active, 1, 3)),
    [0, 1, 2, -1],
  );
  assert.deepEqual(
    [-1, 0, 1, 2].map((active) => placeAfter(active, -1, 3)),
    [2, -1, 0, 1],
  );
  assert.equal(placeAfter(-1, 1, 0), -1);
});

test("keys of an input method that is converting are its own", () => {
  assert.ok(isConverting({ isComposing: true, keyCode: 40 }));
  assert.ok(isConverting({ isComposing: false, keyCode: 229 }));
  assert.ok(!isConverting({ isComposing: false, keyCode: 40 }));
});

suite("speakers that are offered", () => {
  const person = (name, group, role) => ({ id: `p-${name}`, group, name, role, affiliation: null, proxy: false });
  const draft = draftOf({
    utterances: [
      utterance("u1", { speaker: "部員Ａ" }),
      utterance("u2", { speaker: "会長" }),
      utterance("u3", { speaker: "会長" }),
      utterance("u4", { speaker: null }),
    ],
    attendees: [person("会長", "役員", null), person("山川委員", "委員", "書記"), person("来賓", null, null)],
  });
  const offered = (text, before = "") =>
    speakerChoices(draft, text, before).map(({ value, note }) => `${value}/${note}`);

  test("are those of the document, most frequent first, then those who were there", () => {
    assert.deepEqual(offered(""), ["会長/2件", "部員Ａ/1件", "山川委員/委員・書記", "来賓/出席者"]);
  });

  test("are all but the one who is there, until something is typed", () => {
    assert.deepEqual(offered("", "会長"), ["部員Ａ/1件", "山川委員/委員・書記", "来賓/出席者"]);
    assert.deepEqual(offered("会", "会長"), ["会長/2件"]);
  });

  test("fit what is typed in any width and case, by name or by what is noted", () => {
    assert.deepEqual(offered("部員a"), ["部員Ａ/1件"]);
    assert.deepEqual(offered("書 記"), ["山川委員/委員・書記"]);
  });
});
