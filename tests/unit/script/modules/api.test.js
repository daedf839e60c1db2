import assert from "node:assert/strict";
import { afterEach, beforeEach, suite, test } from "node:test";

import { get, post } from "../../../../static/js/check/api.js";

const fetchBefore = globalThis.fetch;
let asked;

function answer(status, content) {
  globalThis.fetch = async (address, options) => {
    asked = { address, ...options };
    return new Response(content === undefined ? "<html>" : JSON.stringify(content), { status });
  };
}

suite("a question to the server", () => {
  beforeEach(() => {
    globalThis.document = { cookie: "theme=dark; csrftoken=abc123" };
  });

  afterEach(() => {
    globalThis.fetch = fetchBefore;
  });

  test("is posted as JSON with the token of the moment", async () => {
    answer(200, { number: 3 });
    assert.deepEqual(await post("/edits/", { since: 2 }), { number: 3 });
    assert.equal(asked.headers["X-CSRFToken"], "abc123");
    assert.equal(asked.body, '{"since":2}');
    assert.equal(asked.redirect, "manual");
  });

  for (const [status, kind] of [
    [401, "signed-out"],
    [403, "signed-out"],
    [409, "conflict"],
    [410, "gone"],
    [413, "refused"],
    [422, "refused"],
    [500, "unreachable"],
    [503, "unreachable"],
  ]) {
    test(`that is answered ${status} fails as ${kind}`, async () => {
      answer(status, { message: "理由" });
      await assert.rejects(get("/draft/"), (failure) => {
        assert.equal(failure.kind, kind);
        assert.equal(failure.answer.message, "理由");
        assert.equal(failure.message, "理由");
        return true;
      });
    });
  }

  test("that gets no JSON fails all the same", async () => {
    answer(502);
    await assert.rejects(get("/draft/"), { kind: "unreachable", message: "unreachable" });
  });

  test("that is answered by something else has saved nothing", async () => {
    answer(200);
    await assert.rejects(get("/draft/"), { kind: "unreachable" });
  });

  test("that leads elsewhere leads to the sign-in page", async () => {
    globalThis.fetch = async () => ({ type: "opaqueredirect", status: 0, ok: false });
    await assert.rejects(get("/draft/"), { kind: "signed-out" });
  });

  test("that reaches nobody fails as unreachable", async () => {
    globalThis.fetch = async () => {
      throw new TypeError("no net");
    };
    await assert.rejects(get("/draft/"), { kind: "unreachable" });
  });
});
