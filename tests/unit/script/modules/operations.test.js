// What operations make of a draft is told by tests/data/operation_cases.json, for both sides. Here is what holds for the
// page alone.

import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { rowsOf } from "../../../../static/js/check/draft.js";
import { apply } from "../../../../static/js/check/operations.js";
import { draftOf, item, naming, utterance } from "./build.js";

const DRAFT = draftOf({
  utterances: [utterance("u1"), utterance("u2", { agenda: ["a1"], text: "一。二。" })],
  agenda: [item("a1", "開館時間")],
  attachments: [{ id: "r1", label: "資料1", title: null }],
});

suite("a draft after an operation", () => {
  test("shares what the operation leaves alone", () => {
    const after = apply(DRAFT, { op: "check", id: "u1" }, naming());
    assert.notEqual(after.tables.utterances, DRAFT.tables.utterances);
    assert.equal(after.tables.utterances.rows.get("u2"), DRAFT.tables.utterances.rows.get("u2"));
    assert.equal(after.tables.agenda, DRAFT.tables.agenda);
    assert.equal(after.head, DRAFT.head);
  });

  test("shares the papers where the item that goes is of none", () => {
    const after = apply(DRAFT, { op: "delete", table: "agenda", id: "a1" }, naming());
    assert.equal(after.tables.attachments, DRAFT.tables.attachments);
  });

  test("is the same draft where nothing can be done", () => {
    assert.equal(apply(DRAFT, { op: "merge", id: "u2", with: "u1" }, naming()), DRAFT);
    assert.equal(apply(DRAFT, { op: "many", label: "", ops: [{ op: "check", id: "u9" }] }, naming()), DRAFT);
  });

  test("has new rows under the names that the page gives", () => {
    const names = naming();
    const ops = [
      { op: "split", id: "u2", at: 2, before: "一。二。" },
      { op: "insert", table: "utterances", after: null, row: { text: "追加" } },
    ];
    const after = apply(DRAFT, { op: "many", label: "", ops }, names);
    assert.deepEqual(
      rowsOf(after, "utterances").map((row) => row.id),
      ["~t.2", "u1", "u2", "~t.1"],
    );
  });

  test("corrects rows that the server has not named yet", () => {
    const names = naming();
    const first = apply(DRAFT, { op: "insert", table: "utterances", after: "u1", row: {} }, names);
    const set = { op: "set", table: "utterances", id: "~t.1", field: "text", before: "", after: "追加" };
    assert.equal(apply(first, set, names).tables.utterances.rows.get("~t.1")?.text, "追加");
  });
});

test("the reason of a correction is no part of the minutes, and corrected like them", () => {
  const set = { op: "set", table: "head", field: "reason", before: null, after: " 誤字を直しました。\r\n" };
  assert.equal(apply(DRAFT, set, naming()).head.reason, "誤字を直しました。");
});
