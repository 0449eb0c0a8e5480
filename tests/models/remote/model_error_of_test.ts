import assert from "node:assert/strict";
import OpenAI from "openai";
import { ModelError } from "../../../lib/models/model.ts";
import { modelErrorOf } from "../../../lib/models/remote/model_error_of.ts";

function failure(error: unknown): ModelError {
  const found = modelErrorOf(error, "openai/m");
  assert.ok(found instanceof ModelError, String(found));
  return found;
}

Deno.test("what the guarded fetch threw is found below whatever an SDK wraps around it", () => {
  const own = new ModelError("rate", "slow down", { retryAfter: 5 });
  assert.equal(modelErrorOf(own, "openai/m"), own);
  const wrapped = new Error("Connection error.", { cause: new Error("fetch failed", { cause: own }) });
  assert.equal(modelErrorOf(wrapped, "openai/m"), own);
  assert.equal(modelErrorOf(new OpenAI.APIConnectionError({ cause: own }), "openai/m"), own);
});

Deno.test("JSON that cannot be read is malformed, and may have been billed", () => {
  const { failure: kind, mayBill, message } = failure(new Error("x", { cause: new SyntaxError("Unexpected token") }));
  assert.deepEqual([kind, mayBill], ["malformed", true]);
  assert.match(message, /^Cannot read the answer of `openai\/m`/);
});

Deno.test("an error told inside an answer is classed like a status, and may have been billed", () => {
  const told = new OpenAI.APIError(undefined, { message: "busy", type: "overloaded_error" }, undefined, new Headers());
  const { failure: kind, mayBill, message } = failure(told);
  assert.deepEqual([kind, mayBill], ["server", true]);
  assert.equal(message, "The answer of `openai/m` broke off: busy; it is asked again");
  assert.equal(failure(new OpenAI.APIError(undefined, { code: 402 }, undefined, new Headers())).failure, "money");
});

Deno.test("reasons of an abort, and what is thrown that is no error of a call, stay as they are", () => {
  const reasons: readonly unknown[] = [
    new DOMException("x", "AbortError"),
    new DOMException("x", "TimeoutError"),
    new OpenAI.APIUserAbortError(),
    new TypeError("our own mistake"),
    "stop",
    undefined,
  ];
  for (const reason of reasons) assert.equal(modelErrorOf(reason, "openai/m"), reason);
});

Deno.test("an error of the SDK about what it is asked is a request that is wrong", () => {
  assert.equal(failure(new OpenAI.OpenAIError("no such option")).failure, "request");
});

Deno.test("a cause that is its own cause is no endless search", () => {
  const error = new RangeError("round");
  error.cause = error;
  assert.equal(modelErrorOf(error, "openai/m"), error);
});
