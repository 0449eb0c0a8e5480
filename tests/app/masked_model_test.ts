import assert from "node:assert/strict";
import { maskedModel, withoutSecrets } from "../../lib/app/masked_model.ts";
import { Secrets } from "../../lib/app/secrets.ts";
import type { Model, ModelEvent } from "../../lib/models/model.ts";
import { ModelError } from "../../lib/models/model.ts";
import { model } from "../kinds/growing.ts";
import { withEnv } from "./folders.ts";

const KEY = "key-0123456789-abcdef";

async function withKey(work: (secrets: Secrets) => Promise<void>): Promise<void> {
  await withEnv({ KEY }, async () => {
    const secrets = new Secrets();
    await secrets.find({ env: "KEY" });
    await work(secrets);
  });
}

async function eventsOf(events: readonly ModelEvent[], secrets: Secrets): Promise<readonly ModelEvent[]> {
  const telling: Model = {
    ...model(() => ""),
    async *generate() {
      yield* events;
    },
  };
  const request = { prompt: { form: "text" as const, text: "" }, maxTokens: 9, sampling: {}, stop: [] };
  return await Array.fromAsync(maskedModel(telling, secrets).generate(request, new AbortController().signal));
}

Deno.test("a key in the tokens, the calls and the name of who answers is masked like one in the text", async () => {
  await withKey(async (secrets) => {
    const logprobs = [{ token: KEY, logprob: -1, top: [{ token: KEY, logprob: -1 }] }];
    const events = await eventsOf([
      { type: "text", text: KEY, logprobs },
      { type: "call", call: { id: KEY, name: `tool_${KEY}`, arguments: JSON.stringify({ [KEY]: KEY }) } },
      { type: "end", finish: "end", usage: { input: 1, output: 2 }, model: `maker/${KEY}` },
    ], secrets);
    assert.deepEqual(events, [
      {
        type: "text",
        text: "[KEY]",
        logprobs: [{ token: "[KEY]", logprob: -1, top: [{ token: "[KEY]", logprob: -1 }] }],
      },
      { type: "call", call: { id: "[KEY]", name: "tool_[KEY]", arguments: '{"[KEY]":"[KEY]"}' } },
      { type: "end", finish: "end", usage: { input: 1, output: 2 }, model: "maker/[KEY]" },
    ]);
  });
});

Deno.test("of the causes of an error the words are left, without keys", async () => {
  await withKey((secrets) => {
    const deepest = Object.assign(new TypeError(`no ${KEY}`, { cause: { headers: KEY } }), { request: { key: KEY } });
    const error = new ModelError("request", `not ${KEY}`, {
      cause: new Error(`in ${KEY}`, { cause: deepest }),
      status: 400,
    });
    const masked = withoutSecrets(error, secrets);
    assert.ok(masked instanceof ModelError && masked.status === 400);
    const shown = Deno.inspect(masked, { depth: 20 });
    assert.doesNotMatch(shown, new RegExp(KEY.slice(4, 14)));
    assert.match(shown, /not \[KEY\][^]*in \[KEY\][^]*TypeError\]?: no \[KEY\]/);
    return Promise.resolve();
  });
});

Deno.test("of errors that are made of others, and of those whose words stand fast, the words are left without keys", async () => {
  await withKey((secrets) => {
    const inner = Object.assign(new TypeError(`in ${KEY}`), { request: KEY }), fixed = new DOMException(`at ${KEY}`);
    const frozen = Object.freeze(new RangeError(`on ${KEY}`, { cause: inner }));
    for (
      const error of [
        new AggregateError([inner, fixed, KEY, { key: KEY }], `all ${KEY}`),
        new SuppressedError(inner, fixed, `at ${KEY}`),
        new Error("outer", { cause: new AggregateError([inner]) }),
        fixed,
        frozen,
      ]
    ) {
      const masked = withoutSecrets(error, secrets);
      assert.ok(masked instanceof Error);
      const shown = Deno.inspect(masked, { depth: 20, strAbbreviateSize: 1e6 });
      assert.doesNotMatch(shown, new RegExp(KEY.slice(4, 14)));
      assert.match(shown, /(in|at|on) \[KEY\]/);
    }
    const both = withoutSecrets(new SuppressedError(inner, fixed), secrets) as SuppressedError;
    assert.deepEqual([both.error.message, both.suppressed.message], ["in [KEY]", "at [KEY]"]);
    const plain = new DOMException("stopped", "AbortError");
    assert.equal(withoutSecrets(plain, secrets), plain, "what tells nothing stays what it is");
    return Promise.resolve();
  });
});
