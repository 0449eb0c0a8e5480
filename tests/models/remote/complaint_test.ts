import assert from "node:assert/strict";
import { complaintOf } from "../../../lib/models/remote/complaint.ts";

const words = (said: unknown) => complaintOf(said).words;

Deno.test("the words of a provider are found wherever it puts them", () => {
  const ways: readonly unknown[] = [
    { error: { message: "too long", type: "invalid_request_error" } },
    { error: "too long" },
    { message: "too long" },
    { type: "error", error: { type: "x", message: "too long" } },
    { detail: "too long" },
    { detail: [{ loc: ["body"], msg: "too long" }] },
    [{ error: { code: 400, message: "too long" } }],
    { object: "error", message: "too long", code: 400 },
    "too long",
    "too long.\n",
  ];
  for (const way of ways) {
    assert.equal(words(way), "too long", JSON.stringify(way));
    assert.equal(words(JSON.stringify(way)), "too long", JSON.stringify(way));
  }
});

Deno.test("a router that passes words on adds what the provider behind it said", () => {
  const said = { error: { message: "Provider returned error", code: 429, metadata: { raw: '{"error":"slow down"}' } } };
  assert.equal(words(said), "Provider returned error: slow down");
  assert.equal(complaintOf(said).status, 429);
});

Deno.test("names for what is wrong are found at every depth, and so is a status", () => {
  const { codes, status } = complaintOf({
    error: { message: "m", type: "Server_Error", code: "overloaded", param: null },
  });
  assert.deepEqual([codes, status], [["overloaded", "server_error"], undefined]);
  assert.deepEqual(complaintOf({ type: "error", error: { type: "overloaded_error" } }).codes, [
    "error",
    "overloaded_error",
  ]);
  assert.equal(complaintOf({ error: { code: 502 } }).status, 502);
  assert.equal(complaintOf({ error: { code: "503" } }).status, 503);
  assert.equal(complaintOf({ error: { code: 200 } }).status, undefined);
});

Deno.test("words are one short line without control characters, keys and pages for browsers", () => {
  assert.equal(words({ error: "a\u001b[31m\n\n  b\u0000" }), "a [31m b");
  assert.equal(words({ error: "Incorrect key: sk-ab****************wxyz. Find it" }), "Incorrect key: [key] Find it");
  assert.equal(words({ error: "bad key sk-or-v1-0123456789abcdef here" }), "bad key [key] here");
  assert.equal(words("<!DOCTYPE html><html><body>Bad gateway</body></html>"), "");
  const long = words({ error: "so long ".repeat(200) });
  assert.ok(long.length <= 300 && long.endsWith("…"));
});

Deno.test("what says nothing has no words, however odd it is", () => {
  for (const said of [null, undefined, 7, {}, [], { error: null }, { error: {} }, "", { message: 5 }]) {
    assert.deepEqual(complaintOf(said), { words: "", codes: [] }, JSON.stringify(said));
  }
  let deep: unknown = "far below";
  for (let i = 0; i < 50; i++) deep = { error: deep };
  assert.equal(words(deep), "");
});
