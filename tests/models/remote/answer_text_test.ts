import assert from "node:assert/strict";
import type { TokenLogprob } from "../../../lib/models/model.ts";
import { answerText } from "../../../lib/models/remote/answer_text.ts";

const token = (token: string, logprob = -1): TokenLogprob => ({ token, logprob });

Deno.test("nothing from a stop text on is told, wherever its parts arrive", () => {
  const text = answerText({ stop: ["\n\n"], continues: true });
  assert.equal(text.push("one\n", []).text, "one");
  assert.equal(text.stopped, false);
  assert.equal(text.push("\ntwo", []).text, "");
  assert.equal(text.stopped, true);
  assert.equal(text.push("three", []).text, "");
  assert.equal(text.flush().text, "");
});

Deno.test("what might have begun a stop text is told when nothing more comes", () => {
  const text = answerText({ stop: ["###"], continues: true });
  assert.equal(text.push("a##", []).text, "a");
  assert.equal(text.flush().text, "##");
});

Deno.test("tokens are told with the text that they begin in, and none behind a stop text", () => {
  const text = answerText({ stop: ["."], continues: true });
  assert.deepEqual(text.push("a b. c", [token("a"), token(" b", -2), token(".", -3), token(" c", -4)]), {
    text: "a b",
    logprobs: [token("a"), token(" b", -2)],
    reasoning: "",
  });
});

Deno.test("tokens of parts of a character are told with the character", () => {
  const text = answerText({ stop: ["\n"], continues: true });
  const told = text.push("🌊 sea", [token("�"), token("�", -2), token(" sea", -3)]);
  assert.deepEqual([told.text, told.logprobs.map(({ logprob }) => logprob)], ["🌊 sea", [-1, -2, -3]]);
});

Deno.test("thoughts at the beginning are told apart, and their tokens are not the answer's", () => {
  const text = answerText({ stop: [], continues: false });
  assert.deepEqual(text.push("<think>", [token("<think>")]), { text: "", logprobs: [], reasoning: "" });
  assert.deepEqual(text.push("hm", [token("hm")]), { text: "", logprobs: [], reasoning: "hm" });
  assert.deepEqual(text.push("</think>", [token("</think>")]).text, "");
  assert.deepEqual(text.push("Yes", [token("Yes", -5)]), { text: "Yes", logprobs: [token("Yes", -5)], reasoning: "" });
});

Deno.test("the blank space that an answer begins with behind thoughts keeps its token, and the empty line before has none", () => {
  const text = answerText({ stop: [], continues: false });
  for (const mark of ["<think>", "hm", "</think>", "\n\n"]) assert.equal(text.push(mark, [token(mark)]).text, "");
  assert.deepEqual(text.push(" yes", [token(" yes", -5)]), {
    text: " yes",
    logprobs: [token(" yes", -5)],
    reasoning: "",
  });
});

Deno.test("tokens that were held back as the possible beginning of thoughts are told with the text", () => {
  const text = answerText({ stop: [], continues: false });
  assert.equal(text.push("<", [token("<", -1)]).text, "");
  assert.deepEqual(text.push("b>", [token("b>", -2)]), {
    text: "<b>",
    logprobs: [token("<", -1), token("b>", -2)],
    reasoning: "",
  });
});

Deno.test("what goes on with a text has no thoughts: a tag is a text like any other", () => {
  const text = answerText({ stop: [], continues: true });
  assert.equal(text.push("<think>x</think>", []).text, "<think>x</think>");
});
