import assert from "node:assert/strict";
import { beforeEach, suite, test } from "node:test";

import { Store } from "../../../../static/js/check/store.js";

const VENUE = { op: "set", table: "head", field: "venue" };
const TEXT = { op: "set", table: "utterances", id: "u1", field: "text" };
const ROWS = [
  { id: "u1", kind: "speech", speaker: "会長", text: "開会します。", agenda: ["a1"], line: 1 },
  { id: "u2", kind: "speech", speaker: "委員", text: "質問です。", agenda: ["a1"], line: 2 },
];
const DRAFT = {
  title: "第1回協議会",
  venue: "庁議室",
  agenda: [
    { id: "a1", category: null, number: 1, title: "予算" },
    { id: "a2", category: null, number: 2, title: "計画" },
  ],
  utterances: ROWS,
};

let store;

// What the server answers where `head` or `rows` say something else by now.
function answer(number, { head = null, rows = {}, removed = [], order = null, ...rest } = {}) {
  return {
    number,
    message: "ほかの人が先に変更しました。",
    changes: { head, utterances: { rows, removed, order } },
    ...rest,
  };
}

function textOf(id) {
  return store.view.tables.utterances.rows.get(id)?.text;
}

function refuse(given, isConflict = true) {
  store.refuse(store.queue[0], given, isConflict);
}

function sent() {
  store.queue[0].tried = true;
}

beforeEach(() => {
  store = new Store();
  store.load({ number: 0, draft: structuredClone(DRAFT), reason: "" });
});

suite("a value that somebody else has set too", () => {
  beforeEach(() => {
    store.do({ ...VENUE, before: "庁議室", after: "第一会議室" });
    sent();
  });

  test("stays on the page as it was entered, beside the other one", () => {
    const views = [];
    store.addEventListener("change", ({ detail }) => views.push(detail.after.head.venue));
    refuse(answer(1, { head: { venue: "第二会議室" }, by: { name: "星 花子", mine: false } }));
    assert.deepEqual(new Set(views), new Set(["第一会議室"]));
    assert.equal(store.server.head.venue, "第二会議室");
    const [entry] = store.disputed.values();
    assert.deepEqual([entry.operation.after, entry.by.name], ["第一会議室", "星 花子"]);
    assert.deepEqual([store.queue.length, store.isOpen], [0, true]);
    assert.deepEqual(
      store.unsent.map(({ operation }) => operation.after),
      ["第一会議室"],
    );
  });

  test("takes in what was typed while the answer was on its way, and after it", () => {
    store.do({ ...VENUE, before: "第一会議室", after: "第一会議室（二階）" });
    assert.equal(store.queue.length, 2);
    refuse(answer(1, { head: { venue: "第二会議室" } }));
    assert.equal(store.queue.length, 0);
    assert.equal(store.view.head.venue, "第一会議室（二階）");
    store.do({ ...VENUE, before: "第一会議室（二階）", after: "第一会議室（三階）" });
    assert.equal(store.queue.length, 0);
    assert.equal(store.disputed.get("head//venue").operation.after, "第一会議室（三階）");
  });

  test("is sent against the other one where it is chosen, and not at all where it is not", () => {
    refuse(answer(1, { head: { venue: "第二会議室" } }));
    store.decide("head//venue", "第一会議室");
    assert.deepEqual(
      store.queue.map(({ operation }) => operation),
      [{ ...VENUE, before: "第二会議室", after: "第一会議室" }],
    );
    sent();
    refuse(answer(2, { head: { venue: "第三会議室" } }));
    store.decide("head//venue", "第三会議室");
    assert.deepEqual([store.queue.length, store.isOpen, store.view.head.venue], [0, false, "第三会議室"]);
  });

  test("is disputed no more where both say the same in the end", () => {
    refuse(answer(1, { head: { venue: "第二会議室" } }));
    store.accept(answer(2, { head: { venue: "第一会議室" } }));
    assert.equal(store.isOpen, false);
  });

  test("is compared again once the whole draft is loaded", () => {
    refuse({ number: 9, reload: true, message: "" });
    assert.equal(store.isStale, true);
    store.load({ number: 9, draft: { ...structuredClone(DRAFT), venue: "第二会議室" }, reason: "" });
    assert.deepEqual([store.view.head.venue, store.server.head.venue], ["第一会議室", "第二会議室"]);
    assert.equal(store.isStale, false);
  });
});

suite("a text that somebody else has written too", () => {
  beforeEach(() => {
    store.do({ ...TEXT, before: "開会します。", after: "始めます。" });
    sent();
  });

  test("is not parted on the quiet", () => {
    store.do({ op: "split", id: "u1", at: 2, before: "始めます。" });
    refuse(answer(1, { rows: { u1: { ...ROWS[0], text: "開きます。" } } }));
    assert.equal(store.queue.length, 0);
    assert.deepEqual(
      store.refused.map(({ operation }) => operation.op),
      ["split"],
    );
    assert.equal(textOf("u1"), "始めます。");
  });

  test("shows what was typed, also where both could be brought together by now", () => {
    refuse(answer(1, { rows: { u1: { ...ROWS[0], text: "開会しますか。" } } }));
    store.do({ ...TEXT, before: "始めます。", after: "では、開会します。" });
    assert.equal(textOf("u1"), "では、開会します。");
  });

  test("is kept where its row goes", () => {
    refuse(answer(1, { rows: { u1: { ...ROWS[0], text: "開きます。" } } }));
    store.accept(answer(2, { removed: ["u1"], order: ["u2"] }));
    assert.deepEqual(
      store.refused.map(({ operation }) => operation.after),
      ["始めます。"],
    );
    assert.equal(store.unsent.length, 1);
    store.forget(store.refused[0].token);
    assert.deepEqual([store.isOpen, store.unsent.length], [false, 0]);
  });
});

test("what waited keeps the number of the draft that it was made on", () => {
  store.do({ op: "delete", table: "utterances", id: "u2" });
  store.accept(answer(5));
  assert.deepEqual([store.number, store.queue[0].seen], [5, 0]);
});

test("operations of one page bear its name, those of another page another", () => {
  const page = store.token().split(".")[0];
  assert.equal(store.token().split(".")[0], page);
  assert.notEqual(new Store().token().split(".")[0], page);
});

test("what was entered in a row that cannot be made is kept with it", () => {
  const row = { kind: "speech", speaker: null, text: "", agenda: [] };
  const [fresh] = store.do({ op: "insert", table: "utterances", after: "u2", row });
  sent();
  store.do({ ...TEXT, id: fresh, before: "", after: "追加した発言です。" });
  refuse(answer(1, { removed: ["u2"], order: ["u1"] }));
  assert.deepEqual([store.queue.length, store.refused.map(({ operation }) => operation.op)], [0, ["insert", "set"]]);
  // A field of that row may still be open.
  store.do({ ...TEXT, id: fresh, before: "追加した発言です。", after: "書き足しました。" });
  assert.deepEqual([store.queue.length, store.refused.at(-1).operation.after], [0, "書き足しました。"]);
});

suite("many operations of which one met another's", () => {
  const items = (id, after) => ({ op: "set", table: "utterances", id, field: "agenda", before: ["a1"], after });

  test("are done but for that one", () => {
    store.do({ op: "many", ops: [items("u1", []), items("u2", [])], label: "発言2件の議題" });
    refuse(answer(1, { rows: { u2: { ...ROWS[1], agenda: ["a2"] } } }));
    assert.deepEqual(
      store.queue.map(({ operation }) => operation),
      [items("u1", [])],
    );
    assert.deepEqual([...store.disputed.keys()], ["utterances/u2/agenda"]);
  });

  test("are told where nothing speaks against any of them", () => {
    store.do({ op: "many", ops: [items("u1", ["a9"]), items("u2", ["a9"])], label: "発言2件の議題" });
    refuse(answer(1));
    assert.deepEqual([store.queue.length, store.disputed.size, store.refused.length], [0, 0, 1]);
  });
});

test("a warning that somebody else looked at is told and forgotten", () => {
  const told = [];
  store.addEventListener("refused", ({ detail }) => told.push(detail.message));
  store.do({ op: "dismiss", code: "no-date", line: null, text: null });
  refuse(answer(1));
  assert.deepEqual([told.length, store.isOpen], [1, false]);
});

test("where nothing can be sent any more everything is kept to be read", () => {
  store.do({ ...VENUE, before: "庁議室", after: "第一会議室" });
  store.do({ ...TEXT, before: "開会します。", after: "始めます。" });
  store.giveUp("この取込みは「公開済み」になったので、訂正できません。");
  assert.deepEqual([store.queue.length, store.refused.length, store.isOpen], [0, 2, true]);
});

test("the reason of a correction follows the server as the fields do", () => {
  store.accept(answer(0, { reason: "誤字の訂正" }));
  assert.equal(store.view.head.reason, "誤字の訂正");
  store.accept(answer(0, { reason: "" }));
  assert.equal(store.view.head.reason, null);
});

test("an operation done before its answer was lost gives its rows their names", () => {
  const row = { kind: "speech", speaker: null, text: "", agenda: [] };
  const token = "earlier.1";
  store.load({
    number: 3,
    draft: { ...structuredClone(DRAFT), utterances: [...ROWS, { ...row, id: "n3" }] },
    reason: "",
  });
  const [fresh] = store.do({ op: "insert", table: "utterances", after: "u2", row }, { token, seen: 2, tried: true });
  store.do(
    { ...TEXT, id: fresh, before: "", after: "追加した発言です。" },
    { token: "earlier.2", seen: 2, tried: true },
  );
  store.settle(store.queue[0], answer(3, { done: 3 }));
  assert.equal(store.queue[0].operation.id, "n3");
  assert.equal(textOf("n3"), "追加した発言です。");
});

test("two operations of an earlier page stay two: the server may have done the first", () => {
  store.do({ ...VENUE, before: "庁議室", after: "第一" }, { token: "earlier.1", seen: 0, tried: true });
  store.do({ ...VENUE, before: "第一", after: "第一会議室" }, { token: "earlier.2", seen: 0, tried: true });
  assert.deepEqual(
    store.queue.map(({ token, operation }) => [token, operation.after]),
    [
      ["earlier.1", "第一"],
      ["earlier.2", "第一会議室"],
    ],
  );
});
