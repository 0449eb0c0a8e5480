import assert from "node:assert/strict";
import fc from "../properties.ts";
import { withoutThoughts } from "../../lib/models/parse/answer.ts";
import { parseChoice, parseJson, parseScore } from "../../lib/models/parse.ts";

const LABELS = ["1", "2", "3", "4", "5"];

function choice(text: string): number | "unread" {
  const read = parseChoice(text, LABELS);
  return "index" in read ? read.index + 1 : "unread";
}

Deno.test("a choice is read when it can only be meant in one way", () => {
  for (
    const text of [
      "3",
      " 3 ",
      "3.",
      "**3**",
      "#3",
      "Option 3",
      "Answer: 3",
      '"3"',
      "<think>1 is dull, 2 too</think>3",
      "The best one is #3",
    ]
  ) assert.equal(choice(text), 3, text);
});

Deno.test("a choice that could be another is not read, and never guessed", () => {
  for (const text of ["", "10", "three or four", "1 or 2", "3.5", "6", "I like 2 and 3", "none of them", "<think>3"]) {
    assert.equal(choice(text), "unread", text);
  }
  assert.notEqual(choice("Of the 5 completions, number 3 is best."), 5);
});

Deno.test("a score is read on its scale", () => {
  const score = (text: string) => {
    const read = parseScore(text, { min: 0, max: 10 });
    return "value" in read ? read.value : "unread";
  };
  assert.equal(score("7"), 7);
  assert.equal(score("7.5"), 7.5);
  assert.equal(score("8/10"), 8);
  assert.equal(score("Score: 6"), 6);
  assert.equal(score("-0"), 0);
  for (const text of ["", "eleven", "11", "-1", "between 3 and 4", "810"]) assert.equal(score(text), "unread", text);
});

Deno.test("JSON is found in prose and fences, and repaired only where nothing else can be meant", () => {
  const json = (text: string) => {
    const read = parseJson(text);
    return "value" in read ? read.value : "unread";
  };
  assert.deepEqual(json('{"a": 1}'), { a: 1 });
  assert.deepEqual(json('Here you go:\n```json\n{"a": [1, 2,],}\n```\nBye'), { a: [1, 2] });
  assert.deepEqual(json('<think>{"a": 0}</think>{"a": 2}'), { a: 2 });
  for (const text of ["", "no json", '{"a": ', '{"a": 1} and {"a": 2}']) assert.equal(json(text), "unread", text);
});

Deno.test("thoughts are left out from each opening tag to the next end of its own kind", () => {
  const parts = fc.constantFrom(
    "<think>",
    "</think>",
    "<Reasoning>",
    "</reasoning>",
    "<thinking>",
    "a",
    "3 ",
    "\n",
    "<b>",
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 12 }).map((all) => all.join("")), (text) => {
      const names = "think|thinking|thought|reasoning";
      const expected = text.replace(new RegExp(`<(${names})>[^]*?</\\1>`, "gi"), " ")
        .replace(new RegExp(`^[^]*</(?:${names})>`, "i"), " ").replace(new RegExp(`<(?:${names})>[^]*$`, "i"), " ");
      assert.equal(withoutThoughts(text), expected.trim());
    }),
    { numRuns: 500 },
  );
});

Deno.test("an answer that never comes to an end is read like any other: it names nothing clearly", () => {
  for (const part of ["1 ", "1 out of ", "<think>", ")", "option ", "answer: ", '"', "{'a", "[", "#", "1,", "*"]) {
    const text = `${part.repeat(100_000)}x`;
    assert.equal(choice(text), "unread", part);
    assert.ok("problem" in parseScore(text, { min: 2, max: 5 }), part);
    assert.ok("problem" in parseJson(text), part);
  }
});

Deno.test("an announced answer that is taken back, denied or followed by another is no answer", () => {
  const scale = { min: 0, max: 10 };
  const scores = [
    "Score: 7. No wait, 3.",
    "Score: 7 out of 10, or maybe 8",
    "I would not give it a score: 9",
    "Score: 7\nScore for style: 3",
    "Score: 7. Hmm, 6 would be fairer.",
  ];
  for (const text of scores) assert.ok("problem" in parseScore(text, scale), text);
  for (const text of ["Answer: 2. Actually 1", "Answer: 2\nSorry, 3.", "I would not say the answer is 2."]) {
    assert.ok("problem" in parseChoice(text, ["1", "2", "3"]), text);
  }
  assert.deepEqual(parseScore("Score: 8/10 for 2 reasons", scale), { value: 8 });
  assert.deepEqual(parseScore("It moves. Score: 7", scale), { value: 7 });
  assert.deepEqual(parseChoice("Answer: 3\n\nIt is better than 1.", ["1", "2", "3"]), { index: 2 });
});
