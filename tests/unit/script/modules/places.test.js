import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { itemsOf } from "../../../../static/js/check/items.js";
import { LookUp } from "../../../../static/js/check/look_up.js";
import { Places } from "../../../../static/js/check/places.js";
import { draftOf, utterance } from "./build.js";

// A store and a list as far as these modules ask them.
function pageOf(parts) {
  const view = draftOf(parts);
  const store = Object.assign(new EventTarget(), { view });
  const list = { items: itemsOf(view) };
  const change = (next) => {
    store.view = draftOf(next);
    list.items = itemsOf(store.view);
    store.dispatchEvent(new Event("change"));
  };
  const lookUp = new LookUp(store, list);
  return { list, lookUp, places: new Places(store, lookUp), change };
}

const PARTS = {
  utterances: [
    utterance("u5", { line: 5, end_line: 7 }),
    utterance("n1"),
    utterance("u10", { line: 10, end_line: 10, certainty: 0.5 }),
  ],
  warnings: [
    { code: "unparsed-text", line: 8, text: "別紙" },
    { code: "doubtful-mark", line: 6, message: "発言者の表示かもしれません" },
    { code: "doubtful-mark", line: 10, message: "参考", minor: true },
    { code: "doubtful-mark", line: 2, message: "記録の前" },
    { code: "no-end", message: "終了が読み取れません" },
  ],
};

suite("a line of the source", () => {
  const { lookUp, change } = pageOf(PARTS);

  test("leads to the last item that begins on it or before it", () => {
    assert.equal(lookUp.itemAt(5)?.key, "u:u5");
    assert.equal(lookUp.itemAt(7)?.key, "u:u5");
    assert.equal(lookUp.itemAt(8)?.key, "w:8:別紙:1");
    assert.equal(lookUp.itemAt(99)?.key, "u:u10");
  });

  test("before all items leads to the first", () => {
    assert.equal(lookUp.itemAt(1)?.key, "u:u5");
  });

  test("leads elsewhere once the draft has changed", () => {
    change({ utterances: [utterance("u6", { line: 6 })] });
    assert.equal(lookUp.itemAt(99)?.key, "u:u6");
    assert.equal(lookUp.linesOf("u:u5"), null);
    change({});
    assert.equal(lookUp.itemAt(1), null);
  });
});

suite("an item of the list", () => {
  const { list, places } = pageOf(PARTS);
  const itemOf = (key) => list.items.find((one) => one.key === key);

  test("is one to look at for its doubt, or for a warning of its lines that is not minor", () => {
    assert.deepEqual(
      list.items.filter((one) => one.type !== "group" && places.isPlace(one)).map((one) => one.key),
      ["u:u5", "w:8:別紙:1", "u:u10"],
    );
  });

  test("tells what it is warned of", () => {
    assert.equal(places.told(itemOf("u:u5")), "発言者の表示かもしれません");
    assert.equal(places.told(itemOf("u:u10")), "");
    assert.equal(places.why(itemOf("u:u10")), "要確認（確かさ 50%）");
  });

  test("is not warned of what stands above the record", () => {
    assert.equal(places.itemOn(2), null);
    assert.equal(places.itemOn(undefined), null);
  });
});
