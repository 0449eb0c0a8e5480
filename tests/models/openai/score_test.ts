import assert from "node:assert/strict";
import type { JsonObject } from "../../../lib/base/json.ts";
import { ModelError } from "../../../lib/models/model.ts";
import type { Behaviour } from "../faults/fault_server.ts";
import { faultServer } from "../faults/fault_server.ts";
import { OPENAI_WIRE } from "../faults/openai_wire.ts";
import { factsOf } from "../faults/subject.ts";
import { openOpenai } from "../../../lib/models/openai/open_openai.ts";
import { withHost } from "./hosts.ts";

const signal = new AbortController().signal;

type Token = readonly [string, number | null];

/** An answer that repeats these texts, a generated token after each. */
function repeating(...texts: readonly (readonly Token[])[]): JsonObject {
  const choices = texts.map((tokens, index) => {
    const all: readonly Token[] = [...tokens, [" and", -0.1]];
    return {
      index,
      logprobs: { tokens: all.map(([token]) => token), token_logprobs: all.map(([, logprob]) => logprob) },
    };
  });
  const prompt_tokens = texts.flat().length;
  return {
    choices,
    usage: { prompt_tokens, completion_tokens: texts.length, total_tokens: prompt_tokens + texts.length },
  };
}

Deno.test("texts are scored in one request, by having the host repeat them", async () => {
  const body = repeating([["Once", null], [" upon", -1], [" a", -2]], [["Once", null], [" more", -4]]);
  await withHost({
    behave: { do: "answer", body: { ...body, choices: (body["choices"] as JsonObject[]).toReversed() } },
  }, async (model, seen) => {
    const result = await model.score!({ prompt: "Once", texts: [" upon a", " more"] }, signal);
    assert.deepEqual(result, {
      scores: [{ logprob: -3, tokens: 2 }, { logprob: -4, tokens: 1 }],
      usage: { input: 5, output: 2 },
    });
    assert.deepEqual(seen.map(({ path, body }) => [path, body]), [["/v1/completions", {
      model: "maker/gauge",
      prompt: ["Once upon a", "Once more"],
      max_tokens: 1,
      temperature: 0,
      echo: true,
      logprobs: 1,
    }]]);
  });
});

Deno.test("where tokens are parts of characters, the prompt is repeated alone and taken off", async () => {
  const answers = [
    repeating([["Say ", null], ["�", -1], ["�", -2], ["!", -3]]),
    repeating([["Say ", null]]),
  ];
  await using server = faultServer({
    wire: OPENAI_WIRE,
    behave: ({ index }): Behaviour => ({ do: "answer", body: answers[index]! }),
  });
  const model = await openOpenai(factsOf("openai/m"), { base_url: server.url });
  const { scores, usage } = await model.score!({ prompt: "Say ", texts: ["🌊!"] }, signal);
  assert.deepEqual(scores, [{ logprob: -6, tokens: 3 }]);
  assert.deepEqual(usage, { input: 5, output: 2 }, "both requests are billed");
  assert.deepEqual(server.seen.map(({ body }) => body["prompt"]), [["Say 🌊!"], ["Say "]]);
});

Deno.test("a host that does not repeat, or tells no probabilities, is found out and not believed", async () => {
  const generatedOnly = {
    choices: [{ index: 0, logprobs: { content: [{ token: " and", logprob: -0.1 }] } }],
    usage: { prompt_tokens: 5, completion_tokens: 1 },
  };
  for (const body of [generatedOnly, { choices: [{ index: 0, logprobs: null }] }, { choices: [] }, {}]) {
    await withHost({ behave: { do: "answer", body } }, async (model) => {
      await assert.rejects(model.score!({ prompt: "Once", texts: [" upon"] }, signal), (error) => {
        assert.ok(error instanceof ModelError && error.failure === "model" && error.mayBill);
        assert.match(
          error.message,
          /does not tell log-probabilities of the texts it is given; use one that does, such as vLLM$/,
        );
        return true;
      });
    });
  }
});

Deno.test("without usage the prompts are counted", async () => {
  const { choices } = repeating([["Once", null], [" upon", -1]]);
  await withHost({ behave: { do: "answer", body: { choices: choices! } } }, async (model) => {
    const { usage } = await model.score!({ prompt: "Once", texts: [" upon"] }, signal);
    assert.deepEqual(usage, { input: "Once upon".length + 1, output: 1 });
  });
});

Deno.test("no texts take no request", async () => {
  await withHost({}, async (model, seen) => {
    assert.deepEqual(await model.score!({ prompt: "x", texts: [] }, signal), {
      scores: [],
      usage: { input: 0, output: 0 },
    });
    assert.equal(seen.length, 0);
  });
});

Deno.test("a failure has its policy, and an abort its reason", async () => {
  await withHost({ behave: { do: "status", status: 429 } }, async (model) => {
    await assert.rejects(model.score!({ prompt: "x", texts: ["y"] }, signal), { failure: "rate" });
  });
  const reason = new Error("enough"), abort = new AbortController();
  await withHost({ behave: { do: "hang" } }, async (model) => {
    const pending = model.score!({ prompt: "x", texts: ["y"] }, abort.signal);
    abort.abort(reason);
    await assert.rejects(pending, (error) => error === reason);
  });
});
