import assert from "node:assert/strict";
import { afterEach, beforeEach, suite, test } from "node:test";

import { History } from "../../../../static/js/check/history.js";

const fetchBefore = globalThis.fetch;
let asked;
let said;
let page;

beforeEach(() => {
  globalThis.document = { cookie: "csrftoken=abc" };
  asked = [];
  said = [];
  globalThis.fetch = async (address, options) => {
    asked.push([address, JSON.parse(options.body)]);
    return new Response(JSON.stringify({ number: 8 }), { status: 200 });
  };
  page = {
    store: {
      number: 7,
      canUndo: true,
      canRedo: false,
      token: () => "page.1",
      takeBack: () => true,
      accept: (answer) => said.push(answer),
    },
    sender: { flush: async () => true, alone: (act) => act() },
    addresses: { undo: "/undo/", redo: "/redo/" },
    status: {
      say: (text) => said.push(text),
      toast: (text) => said.push(text),
      dropOffer: () => {},
    },
  };
});

afterEach(() => {
  globalThis.fetch = fetchBefore;
});

suite("taking back", () => {
  test("is asked of the server once everything is sent", async () => {
    await new History(page).undo();
    assert.deepEqual(asked, [["/undo/", { since: 7, token: "page.1" }]]);
    assert.deepEqual(said, [{ number: 8 }, "元に戻しました。"]);
  });

  test("without anything to take back says so", async () => {
    await new History(page).redo();
    assert.deepEqual(asked, []);
    assert.deepEqual(said, ["やり直す訂正はありません。"]);
  });

  test("is done here where nothing can be sent", async () => {
    page.sender.flush = async () => false;
    await new History(page).undo();
    assert.deepEqual(said, ["元に戻しました。"]);
    page.store.takeBack = () => false;
    await new History(page).undo();
    assert.equal(said.at(-1), "通信が戻ってから、元に戻せます。");
  });

  test("that is refused says why", async () => {
    globalThis.fetch = async () => new Response(JSON.stringify({ message: "元に戻せません。" }), { status: 409 });
    await new History(page).undo();
    assert.equal(said.at(-1), "元に戻せません。");
  });

  test("is done one after the other, however fast the keys come", async () => {
    let running = 0;
    page.sender.alone = async (act) => {
      running += 1;
      assert.equal(running, 1);
      await act();
      running -= 1;
    };
    const history = new History(page);
    await Promise.all([history.undo(), history.undo(), history.undo()]);
    assert.equal(asked.length, 3);
  });
});
