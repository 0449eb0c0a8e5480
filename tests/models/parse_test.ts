import assert from "node:assert/strict";
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
