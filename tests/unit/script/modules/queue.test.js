// What the store makes of operations and answers where nobody is in the way; store.test.js tells of the others.

import assert from "node:assert/strict";
import { beforeEach, suite, test } from "node:test";

import { valueOf } from "../../../../static/js/check/draft.js";
import { Store } from "../../../../static/js/check/store.js";
import { item, utterance } from "./build.js";

let store;
let events;

function textOf(id, draft = store.view) {
  return valueOf(draft, "utterances", id, "text");
}

function set(id, field, before, after) {
  return { op: "set", table: "utterances", id, field, before, after };
}

function changed(rows, more = {}) {
  return { utterances: { rows, order: null, removed: [], ...more } };
}

beforeEach(() => {
  store = new Store();
  events = [];
  for (const name of ["change", "renamed", "queued", "stale", "refused"]) {
    store.addEventListener(name, () => events.push(name));
  }
  store.load({
    number: 4,
    can_undo: true,
    draft: {
      title: "第2回図書館協議会",
      utterances: [utterance("u1", { text: "一。" }), utterance("u2", { text: "二。三。" })],
      agenda: [item("a1", "開館時間")],
    },
  });
  events.length = 0;
});

suite("an operation", () => {
  test("is shown before the server has it", () => {
    store.do(set("u1", "text", "一。", "壱。"));
    assert.equal(textOf("u1"), "壱。");
    assert.equal(textOf("u1", store.server), "一。");
    assert.deepEqual(events, ["change", "queued"]);
  });

  test("joins the one before it while that has not been sent, where both set one field", () => {
    store.do(set("u1", "text", "一。", "壱。"));
    store.do(set("u1", "text", "壱。", "弐。"));
    assert.equal(store.queue.length, 1);
    assert.deepEqual(store.queue[0].operation, set("u1", "text", "一。", "弐。"));
    store.queue[0].tried = true;
    store.do(set("u1", "text", "弐。", "参。"));
    assert.equal(store.queue.length, 2);
    store.do(set("u1", "speaker", "会長", "議長"));
    assert.equal(store.queue.length, 3);
  });

  test("that changes nothing is none", () => {
    store.set("utterances", "u1", "text", "一。");
    store.set("utterances", "u9", "text", "九。");
    store.set("head", undefined, "venue", "");
    assert.equal(store.queue.length, 0);
    store.set("head", undefined, "venue", "市役所");
    assert.deepEqual(store.queue[0].operation, {
      op: "set",
      table: "head",
      field: "venue",
      before: null,
      after: "市役所",
    });
  });

  test("remembers the number of the draft that it was made on", () => {
    store.do(set("u1", "text", "一。", "壱。"));
    assert.equal(store.queue[0].seen, 4);
  });

  test("is taken back as long as it has not been sent", () => {
    store.do(set("u1", "text", "一。", "壱。"));
    assert.ok(store.takeBack());
    assert.equal(textOf("u1"), "一。");
    assert.ok(!store.takeBack());
    store.do(set("u1", "text", "一。", "壱。"));
    store.queue[0].tried = true;
    assert.ok(!store.takeBack());
  });

  test("uses the source to tell where parts of a text stand", () => {
    store.load({
      number: 5,
      draft: { utterances: [utterance("u1", { text: "一。\n二。", line: 1, end_line: 2 })] },
    });
    store.source = { lines: ["会長　一。", "二。"], pages: [1, 2] };
    const [fresh] = store.do({ op: "split", id: "u1", at: 2, before: "一。\n二。" });
    assert.equal(valueOf(store.view, "utterances", fresh, "page"), 2);
  });
});

suite("rows that the page has made", () => {
  test("get the names of the server once it has answered, in everything that waits", () => {
    const [fresh] = store.do({ op: "split", id: "u2", at: 2, before: "二。三。" });
    store.do(set(fresh, "text", "三。", "参。"));
    const rows = { u2: utterance("u2", { text: "二。" }), n5: utterance("n5", { text: "三。" }) };
    const answer = { number: 5, changes: changed(rows, { order: ["u1", "u2", "n5"] }) };
    store.settle(store.queue[0], answer);
    assert.equal(store.queue[0].operation.id, "n5");
    assert.equal(textOf("n5"), "参。");
    assert.ok(events.includes("renamed"));
    store.do(set(fresh, "kind", "speech", "note"));
    assert.equal(store.queue.at(-1).operation.id, "n5", "a field that still holds the page's name");
  });

  test("get their own names where the server has put them in another order", () => {
    const insert = { op: "insert", table: "utterances", after: null };
    const ops = [
      { ...insert, row: { text: "先" } },
      { ...insert, row: { text: "後" } },
    ];
    const [first, second] = store.do({ op: "many", ops, label: "二つ" });
    const names = new Map();
    store.addEventListener("renamed", ({ detail }) => detail.forEach((fresh, old) => names.set(old, fresh)));
    const rows = { "n5.2": utterance("n5.2", { text: "後" }), n5: utterance("n5", { text: "先" }) };
    store.settle(store.queue[0], { number: 5, changes: changed(rows, { order: ["n5.2", "n5", "u1", "u2"] }) });
    assert.deepEqual([names.get(first), names.get(second)], ["n5", "n5.2"]);
  });
});

suite("an answer", () => {
  test("brings what others did, under what waits", () => {
    store.do(set("u1", "text", "一。", "壱。"));
    store.accept({ number: 6, changes: changed({ u2: utterance("u2", { text: "弐。" }) }) });
    assert.deepEqual([textOf("u1"), textOf("u2")], ["壱。", "弐。"]);
    assert.equal(store.number, 6);
  });

  test("that is older than what is known changes nothing", () => {
    store.accept({ number: 3, changes: changed({ u1: utterance("u1", { text: "古い。" }) }) });
    assert.equal(textOf("u1"), "一。");
    assert.equal(store.number, 4);
  });

  test("may ask for the whole draft", () => {
    store.accept({ number: 9, reload: true, changes: null });
    assert.ok(events.includes("stale"));
    assert.ok(store.isStale);
  });

  test("says what can be taken back", () => {
    store.accept({ number: 4, can_undo: false, can_redo: true });
    assert.deepEqual([store.canUndo, store.canRedo], [false, true]);
  });
});
