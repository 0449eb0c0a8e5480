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

/** Keys as providers and hosts between write them, with every sign that may stand in one; and as they are quoted. */
const SIGNS = ["+", "/", "=", "-", "_", ".", "~", "%2F", "\\/", "&", ":"];
const BEGINNINGS = [
  "sk-",
  "sk-proj-",
  "pk_",
  "rk_",
  "xai-",
  "gsk_",
  "hf_",
  "AIzaSy",
  "eyJhbGciOi",
  "glpat-",
  "ghp_",
  "Bearer ",
  "basic ",
]
  .concat("key=", "api_key: ", '"apiKey":"', "https://h/v1?token=", "Incorrect API key provided: ", "password='");

Deno.test("a key that is quoted goes to its last letter, whatever signs it holds", () => {
  for (const begin of BEGINNINGS) {
    for (const sign of SIGNS) {
      const key = `Zq7${sign}Wm3xT9vRb2Ln8${sign}KdPy6Hs4Gf${sign}`;
      for (
        const [before, after] of [["", ""], ["not ", " valid"], ["(", ")"], ['"', '" is bad'], ["`", "`"]] as const
      ) {
        const said = words({ error: `${before}${begin}${key}${after}` });
        assert.doesNotMatch(said, /Zq7|Wm3|xT9|Rb2|KdP|Gf/, `${before}${begin}${key}${after}`);
        assert.match(said, /\[key\]/);
        assert.ok(said.includes(after.replace(/^["')`]*/, "")), said);
      }
    }
  }
  assert.equal(words({ error: "bad sk-AbCdEfGhIjKlMnOpQrStUvWxYz and more" }), "bad [key] and more");
  assert.equal(words({ error: "token=AbCdEfGhIjKlMnOpQrStUvWxYz" }), "token=[key]");
});

Deno.test("words that speak of keys are no keys", () => {
  for (
    const said of [
      "Bearer authentication is required",
      "Basic authorization failed",
      "Unknown key: maxOutputTokens",
      "token=unexpected",
      "invalid value for key `temperature`: 12345678",
      "max_tokens: 128000000 is more than the model gives",
      "the api key: missing or invalid",
      "ask-for-more-information-about-it",
    ]
  ) assert.equal(words({ error: said }), said);
});

Deno.test("the beginning of a key that is cut off with the words is not shown", () => {
  for (let length = 1150; length < 1205; length++) {
    const said = words({ error: `so ${" ".repeat(length)}sk-Zq7Wm3xT9vRb2Ln8` });
    assert.ok(["so", "so [key]"].includes(said), said);
  }
});

Deno.test("what says nothing has no words, however odd it is", () => {
  for (const said of [null, undefined, 7, {}, [], { error: null }, { error: {} }, "", { message: 5 }]) {
    assert.deepEqual(complaintOf(said), { words: "", codes: [] }, JSON.stringify(said));
  }
  let deep: unknown = "far below";
  for (let i = 0; i < 50; i++) deep = { error: deep };
  assert.equal(words(deep), "");
});
