import assert from "node:assert/strict";
import { readLogprobs } from "../../../lib/models/remote/read_logprobs.ts";

const CHAT = {
  content: [
    {
      token: " a",
      logprob: -0.5,
      bytes: [32, 97],
      top_logprobs: [{ token: " b", logprob: -2 }, { token: " a", logprob: -0.5 }],
    },
    { token: "c", logprob: -1, top_logprobs: [] },
  ],
};

const TEXT = {
  tokens: [" a", "c"],
  token_logprobs: [-0.5, -1],
  top_logprobs: [{ " b": -2, " a": -0.5 }, {}],
  text_offset: [0, 2],
};

Deno.test("both forms of the protocol tell the same", () => {
  const expected = [
    { token: " a", logprob: -0.5, top: [{ token: " a", logprob: -0.5 }, { token: " b", logprob: -2 }] },
    { token: "c", logprob: -1 },
  ];
  assert.deepEqual(readLogprobs(CHAT, 5), expected);
  assert.deepEqual(readLogprobs(TEXT, 5), expected);
});

Deno.test("no more alternatives are told than were asked for, the likeliest first", () => {
  assert.deepEqual(readLogprobs(CHAT, 1)[0]!.top, [{ token: " a", logprob: -0.5 }]);
  assert.equal(readLogprobs(TEXT, 0)[0]!.top, undefined);
});

Deno.test("tokens without a number are left out, and nulls anywhere harm nobody", () => {
  assert.deepEqual(readLogprobs({ tokens: ["a", "b"], token_logprobs: [null, -1], top_logprobs: null }, 3), [
    { token: "b", logprob: -1 },
  ]);
  assert.deepEqual(readLogprobs({ tokens: ["a"], token_logprobs: [-1], top_logprobs: [null] }, 3), [{
    token: "a",
    logprob: -1,
  }]);
  assert.deepEqual(
    readLogprobs({
      content: [{ token: "a", logprob: null, top_logprobs: null }, null, {
        token: "b",
        logprob: -1,
        top_logprobs: [null],
      }],
    }, 3),
    [{ token: "b", logprob: -1 }],
  );
  for (const told of [null, undefined, "x", 5, [], {}, { content: null }, { tokens: null }, { tokens: ["a"] }]) {
    assert.deepEqual(readLogprobs(told, 3), [], JSON.stringify(told));
  }
});
