import assert from "node:assert/strict";
import { suite, test } from "node:test";

import {
  fromJson,
  isSame,
  neighbour,
  rowOf,
  rowsOf,
  speakersOf,
  valueOf,
  withChanges,
} from "../../../../static/js/check/draft.js";
import { draftOf, item, utterance } from "./build.js";

const DRAFT = draftOf({
  title: "第2回図書館協議会",
  utterances: [
    utterance("u1"),
    utterance("u2", { speaker: "委員" }),
    utterance("u3"),
    utterance("u4", { speaker: null }),
  ],
  agenda: [item("a1", "開館時間")],
  warnings: [{ code: "no-end", message: "終了が読み取れません。" }],
});

suite("a draft", () => {
  test("has all fields of the head and all tables, whatever is left out", () => {
    const empty = fromJson({});
    assert.equal(empty.head.held_on, null);
    assert.deepEqual(rowsOf(empty, "attachments"), []);
    assert.deepEqual(empty.warnings, []);
  });

  test("gives rows in order, by id, and their neighbours", () => {
    assert.deepEqual(
      rowsOf(DRAFT, "utterances").map((row) => row.id),
      ["u1", "u2", "u3", "u4"],
    );
    assert.equal(rowOf(DRAFT, "utterances", "u2")?.speaker, "委員");
    assert.equal(rowOf(DRAFT, "utterances", null), undefined);
    assert.equal(neighbour(DRAFT, "utterances", "u2", 1), "u3");
    assert.equal(neighbour(DRAFT, "utterances", "u2", -1), "u1");
    assert.equal(neighbour(DRAFT, "utterances", "u1", -1), null);
    assert.equal(neighbour(DRAFT, "utterances", "u4", 1), null);
  });

  test("tells a value that is null from a row that is gone", () => {
    assert.equal(valueOf(DRAFT, "head", undefined, "title"), "第2回図書館協議会");
    assert.equal(valueOf(DRAFT, "utterances", "u4", "speaker"), null);
    assert.equal(valueOf(DRAFT, "utterances", "u1", "page"), null);
    assert.equal(valueOf(DRAFT, "utterances", "u9", "speaker"), undefined);
  });

  test("counts who speaks, in the order of their first words", () => {
    assert.deepEqual(
      [...speakersOf(DRAFT)],
      [
        ["会長", 2],
        ["委員", 1],
      ],
    );
  });
});

suite("changes that the server tells", () => {
  const nothing = { rows: {}, order: null, removed: [] };

  test("leave what they do not touch the same objects", () => {
    const changes = {
      head: null,
      warnings: null,
      attendees: nothing,
      agenda: nothing,
      attachments: nothing,
      utterances: { ...nothing, rows: { u2: utterance("u2", { text: "異議なし" }) } },
    };
    const after = withChanges(DRAFT, changes);
    assert.equal(rowOf(after, "utterances", "u2")?.text, "異議なし");
    assert.equal(rowOf(after, "utterances", "u1"), rowOf(DRAFT, "utterances", "u1"));
    assert.equal(after.tables.agenda, DRAFT.tables.agenda);
    assert.equal(after.head, DRAFT.head);
    assert.equal(after.warnings, DRAFT.warnings);
    assert.equal(rowOf(DRAFT, "utterances", "u2")?.text, "開会します。", "the draft before stays");
  });

  test("add, take away and put rows in another order", () => {
    const rows = { n5: utterance("n5") };
    const after = withChanges(DRAFT, { utterances: { rows, order: ["u3", "n5", "u1", "u4"], removed: ["u2"] } });
    assert.deepEqual(
      rowsOf(after, "utterances").map((row) => row.id),
      ["u3", "n5", "u1", "u4"],
    );
  });

  test("take a row away where no order is told", () => {
    const after = withChanges(DRAFT, { utterances: { removed: ["u1"] } });
    assert.deepEqual(after.tables.utterances.order, ["u2", "u3", "u4"]);
  });

  test("of nothing are no other draft", () => {
    assert.equal(withChanges(DRAFT, null), DRAFT);
  });

  test("of the head leave its other fields", () => {
    const after = withChanges(DRAFT, { head: { venue: "市役所" }, warnings: [] });
    assert.equal(after.head.title, "第2回図書館協議会");
    assert.equal(after.head.venue, "市役所");
    assert.deepEqual(after.warnings, []);
  });
});

test("values that say the same are the same", () => {
  for (const [one, other] of [
    [null, undefined],
    [null, ""],
    ["", []],
    [false, null],
    [
      ["a1", "a2"],
      ["a1", "a2"],
    ],
    [
      { level: "open", reason: null },
      { level: "open", reason: null },
    ],
  ]) {
    assert.ok(isSame(one, other), JSON.stringify([one, other]));
  }
  for (const [one, other] of [
    [0, null],
    [true, false],
    ["1", 1],
    [
      ["a1", "a2"],
      ["a2", "a1"],
    ],
    [[], ["a1"]],
  ]) {
    assert.ok(!isSame(one, other), JSON.stringify([one, other]));
  }
});
