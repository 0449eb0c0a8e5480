import assert from "node:assert/strict";
import type { Json } from "../../../lib/base/json.ts";
import { blockedIn, readFinal } from "../../../lib/kinds/agent/final_answer.ts";
import { piecesOf } from "../../../lib/kinds/agent/pieces.ts";
import fc from "../../properties.ts";

const read = (text: string, shape: Json) => readFinal(piecesOf(text, { whole: true }), shape);
const blocked = (text: string, shape?: Json) => blockedIn(piecesOf(text, { whole: true }), shape);

Deno.test("an answer is found alone, in a fence or among words, where one piece of it fits", () => {
  const shape = { n: "int" };
  for (const text of ['{"n": 3}', '```json\n{"n": 3}\n```', 'So [1] it is: {"n": 3}. Done {x}.', "{n: 3,}"]) {
    assert.deepEqual(read(text, shape), { value: { n: 3 } }, text);
  }
  assert.deepEqual(read('First ```json\n{"x": 1}\n```', shape), { problem: "at $.n: expected int, found nothing" });
  assert.deepEqual(read('{"n": 3} or {"n": 4}', shape), { problem: "it holds 2 answers: give one" });
  assert.deepEqual(read("three", shape), { problem: "it holds no JSON that can be read" });
});

Deno.test("what an answer leaves open is not closed: it may be half of one", () => {
  assert.ok("problem" in read('{"n": 3', { n: "int" }));
  assert.ok("problem" in read("[1, 2", "list(number)"));
});

Deno.test("where a text is wanted, the words are it", () => {
  assert.deepEqual(read("Three files.", "string"), { value: "Three files." });
  assert.deepEqual(read('"Three."', "string"), { value: "Three." });
  assert.deepEqual(read("42", "string"), { value: "42" });
  assert.deepEqual(read(" yes\n", "yes | no"), { value: "yes" });
  assert.deepEqual(read('"no"', "yes | no"), { value: "no" });
  assert.ok("problem" in read("yes, I think", "yes | no"));
  assert.deepEqual(read("null", "string?"), { value: null });
});

Deno.test("what is written in JSON of a shape is read as it was, whatever the words around it", () => {
  const value = fc.record({ n: fc.integer(), s: fc.string({ unit: "binary" }), l: fc.array(fc.string()) });
  const shape = { n: "int", s: "string", l: "list(string)" };
  fc.assert(fc.property(value, fc.constantFrom("", "Here: ", "I am done.\n\n"), (given, before) => {
    const json = JSON.stringify(given);
    for (const text of [before + json, `${before}\n\`\`\`json\n${json}\n\`\`\``]) {
      assert.deepEqual(read(text, shape), { value: JSON.parse(json) });
    }
  }));
});

Deno.test("blocked is what says so alone, unless its shape has a status of its own", () => {
  assert.equal(blocked('{"status": "blocked", "reason": " no key "}'), "no key");
  assert.equal(blocked('Sorry.\n```json\n{"status": "BLOCKED"}\n```'), "");
  assert.equal(blocked('{"status": "blocked", "reason": "x"}', "any"), "x");
  assert.equal(
    blocked('{"status": "blocked", "reason": "x"}', { status: "done | blocked", reason: "string" }),
    undefined,
  );
  assert.equal(blocked('{"status": "blocked"}', { status: "done | blocked", reason: "string" }), "");
  assert.equal(blocked('{"status": "done"}'), undefined);
  assert.equal(blocked("The status is blocked."), undefined);
  assert.equal(blocked('[{"status": "blocked"}]'), undefined);
});
