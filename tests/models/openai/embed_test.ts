import assert from "node:assert/strict";
import { withHost } from "./hosts.ts";

const signal = new AbortController().signal;

Deno.test("texts are embedded in one request", async () => {
  await withHost({}, async (model, seen) => {
    const { vectors, usage } = await model.embed!(["a", "bcd"], signal);
    assert.deepEqual(vectors, [[1, 1, -1], [3, 1, -1]]);
    assert.equal(usage.output, 0);
    assert.ok(usage.input > 0);
    assert.deepEqual(seen.map(({ path, body }) => [path, body]), [
      ["/v1/embeddings", { model: "maker/gauge", input: ["a", "bcd"], encoding_format: "float" }],
    ]);
  });
});

Deno.test("vectors are put in the order of their texts", async () => {
  const data = [{ index: 1, embedding: [2, 0] }, { index: 0, embedding: [1, 0] }];
  await withHost(
    { behave: { do: "answer", body: { data, usage: { prompt_tokens: 2, total_tokens: 2 } } } },
    async (model) => {
      assert.deepEqual(await model.embed!(["a", "b"], signal), {
        vectors: [[1, 0], [2, 0]],
        usage: { input: 2, output: 0 },
      });
    },
  );
});

Deno.test("without usage the texts are counted", async () => {
  await withHost({ behave: { do: "answer", body: { data: [{ index: 0, embedding: [1] }] } } }, async (model) => {
    assert.deepEqual((await model.embed!(["abc"], signal)).usage, { input: 4, output: 0 });
  });
});

Deno.test("vectors that are missing, double or of different lengths are no answer", async () => {
  const one = { index: 0, embedding: [1, 2] };
  const bad: readonly unknown[] = [
    [one],
    [one, one],
    [one, { index: 1, embedding: [1] }],
    [one, { index: 1, embedding: "AAAA" }],
    [one, { index: 1, embedding: [1, null] }],
    [one, null],
    [{ index: 0, embedding: [] }, { index: 1, embedding: [] }],
    null,
  ];
  for (const data of bad) {
    await withHost({ behave: { do: "answer", body: { data } as never } }, async (model) => {
      await assert.rejects(model.embed!(["a", "b"], signal), { failure: "malformed" }, JSON.stringify(data));
    });
  }
});

Deno.test("no texts take no request", async () => {
  await withHost({}, async (model, seen) => {
    assert.deepEqual(await model.embed!([], signal), { vectors: [], usage: { input: 0, output: 0 } });
    assert.equal(seen.length, 0);
  });
});

Deno.test("an error that answers with 200 is an error", async () => {
  await withHost(
    { behave: { do: "answer", body: { error: { message: "no such model", code: 404 } } } },
    async (model) => {
      await assert.rejects(model.embed!(["a"], signal), { failure: "model", message: /no such model/ });
    },
  );
});
