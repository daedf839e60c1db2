import assert from "node:assert/strict";
import { before, suite, test } from "node:test";

import { actionOf, KEYS } from "../../../../static/js/check/keys.js";

// An element as far as the keys ask it: `inside` names what encloses it, `is` what it is.
class FakeElement {
  constructor({ inside = [], is = [] } = {}) {
    Object.assign(this, { inside, is });
  }

  matches(selector) {
    return this.is.some((name) => selector.split(", ").includes(name));
  }

  closest(selector) {
    return [...this.is, ...this.inside].some((name) => selector.split(", ").includes(name)) ? this : null;
  }
}

const ROW = new FakeElement({ is: [".utterance"] });
const FIELD = new FakeElement({ is: ["textarea"], inside: [".utterance"] });
const BUTTON = new FakeElement({ is: ["button"], inside: [".utterance"] });
const ELSEWHERE = new FakeElement();

function pressed(key, more = {}) {
  return { key, target: ROW, isComposing: false, keyCode: 0, ctrlKey: false, metaKey: false, altKey: false, ...more };
}

suite("a key", () => {
  before(() => {
    globalThis.Element ??= FakeElement;
    globalThis.document ??= { body: {} };
  });

  test("does what the help says of it", () => {
    for (const { action, keys } of KEYS) {
      for (const key of keys) {
        assert.equal(actionOf(pressed(key), true), action, key);
      }
    }
  });

  test("of one letter does nothing where those are turned off", () => {
    assert.equal(actionOf(pressed("j"), false), "");
    assert.equal(actionOf(pressed("?"), false), "");
    assert.equal(actionOf(pressed("ArrowDown"), false), "next");
    assert.equal(actionOf(pressed("Delete"), false), "delete");
  });

  test("types where something is typed, and converts where something is converted", () => {
    assert.equal(actionOf(pressed("j", { target: FIELD }), true), "");
    assert.equal(actionOf(pressed("z", { target: FIELD, ctrlKey: true }), true), "");
    assert.equal(actionOf(pressed("j", { isComposing: true }), true), "");
    assert.equal(actionOf(pressed("j", { keyCode: 229 }), true), "");
  });

  test("takes back and does again, as every system has it", () => {
    assert.equal(actionOf(pressed("z", { ctrlKey: true }), true), "undo");
    assert.equal(actionOf(pressed("Z", { ctrlKey: true, shiftKey: true }), true), "redo");
    assert.equal(actionOf(pressed("z", { metaKey: true }), true), "undo");
    assert.equal(actionOf(pressed("y", { ctrlKey: true }), true), "redo");
  });

  test("with Alt moves an utterance to another agenda item, and nothing else", () => {
    assert.equal(actionOf(pressed("ArrowUp", { altKey: true }), true), "agenda-up");
    assert.equal(actionOf(pressed("ArrowDown", { altKey: true }), true), "agenda-down");
    assert.equal(actionOf(pressed("j", { altKey: true }), true), "");
  });

  test("is left to the browser with Ctrl", () => {
    assert.equal(actionOf(pressed("s", { ctrlKey: true }), true), "");
  });

  test("presses what can be pressed", () => {
    assert.equal(actionOf(pressed("Enter", { target: BUTTON }), true), "");
    assert.equal(actionOf(pressed("ArrowDown", { target: BUTTON }), true), "");
    assert.equal(actionOf(pressed("j", { target: BUTTON }), true), "next");
  });

  test("outside the list deletes and scrolls nothing of it", () => {
    assert.equal(actionOf(pressed("Delete", { target: ELSEWHERE }), true), "");
    assert.equal(actionOf(pressed("ArrowDown", { target: ELSEWHERE }), true), "");
    assert.equal(actionOf(pressed("j", { target: ELSEWHERE }), true), "next");
  });
});
