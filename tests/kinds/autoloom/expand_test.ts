import assert from "node:assert/strict";
import { ModelError } from "../../../lib/models/model.ts";
import { textAt } from "../../../lib/tree/tree.ts";
import { chosenText, dreamer, grow, model, rounds, textOf } from "../growing.ts";

const ONE_ROUND = { stop: { stop: "depth", depth: 1 } } as const;

function expandWith(more: object) {
  return {
    by: [{ model: "m", width: 3 }],
    maxTokens: "16",
    sampling: {},
    extra: {},
    context: { tail: 8_000 },
    stop: [],
    ...more,
  };
}

Deno.test("every candidate is a node of the document, whatever becomes of it, and the text follows the chosen ones", async () => {
  const grown = await grow({ m: dreamer() }), { tree, end } = grown;
  assert.equal(end.kind, "done");
  assert.equal(tree.nodes.size, 1 + 3 * 3);
  for (const [i, candidates] of rounds(grown).entries()) {
    assert.equal(new Set(candidates.map(({ parent }) => parent)).size, 1);
    for (const { role, run, meta } of candidates) {
      assert.deepEqual(
        [role, run, meta],
        ["candidate", "g", { model: "test/words", tokens: 3, finish: "end" }],
        `${i}`,
      );
    }
  }
  assert.equal(textOf(end), chosenText(tree));
});

Deno.test("what an expression gives beyond the bounds of its field is moved to them", async () => {
  const m = dreamer();
  const expand = expandWith({
    by: [{ model: "m", width: 2 }],
    maxTokens: "i == 0 ? 0 - n : pow(10, 14 + n)",
    sampling: { top_p: "1 + t", min_p: "0 - n", temperature: "0 - t", frequency_penalty: "0 - n" },
  });
  await grow({ m }, { expand, ...ONE_ROUND });
  assert.deepEqual(m.calls.map(({ maxTokens }) => maxTokens), [1, 1_000_000]);
  assert.deepEqual(m.calls[1]!.sampling, { temperature: 0, top_p: 1, min_p: 0, frequency_penalty: -2 });
});

Deno.test("samplers and the length are computed for each place, round and depth, and win over the model's own", async () => {
  const m = dreamer(), cast = { m };
  const expand = expandWith({
    maxTokens: "10 * round + i",
    sampling: { temperature: "lerp(0.5, 1.5, t)", top_k: "n + depth", min_p: "0.02" },
    extra: { mirostat: 2 },
  });
  const models = {
    m: { facts: m.facts, options: {}, sampling: { temperature: 9, top_p: 0.9 }, extra: { mirostat: 1, a: 1 } },
  };
  await grow(cast, { expand, models, stop: { stop: "depth", depth: 2 } });
  assert.deepEqual(
    m.calls.map(({ maxTokens, sampling }) => [maxTokens, sampling.temperature, sampling.top_k, sampling.min_p]),
    [[10, 0.5, 3, 0.02], [11, 1, 3, 0.02], [12, 1.5, 3, 0.02], [20, 0.5, 4, 0.02], [21, 1, 4, 0.02], [
      22,
      1.5,
      4,
      0.02,
    ]],
  );
  assert.deepEqual([m.calls[0]!.sampling.top_p, m.calls[0]!.sampling.extra], [0.9, { mirostat: 2, a: 1 }]);
});

Deno.test("an only candidate stands in the middle, and a length is at least one token", async () => {
  const m = dreamer();
  await grow({ m }, { ...ONE_ROUND, expand: expandWith({ by: [{ model: "m", width: 1 }], maxTokens: "t - 0.5" }) });
  assert.deepEqual(m.calls.map(({ maxTokens }) => maxTokens), [1]);
});

Deno.test("inputs and the spec's name may be used wherever the compiler lets them be", async () => {
  const m = dreamer();
  const expand = expandWith({ maxTokens: "inputs.size + size(spec.name)" });
  const inputs = { size: { type: "number", default: 20 } };
  await grow({ m }, {
    ...ONE_ROUND,
    inputs,
    expand,
    grade: { by: "expression", expression: "size(spec.name) + inputs.size" },
  });
  assert.equal(m.calls[0]!.maxTokens, 24);
});

Deno.test("models are mixed within a round, in the order and the numbers of the plan", async () => {
  const a = model(() => " from a"), b = model(() => " from b");
  const grown = await grow({ a, b }, {
    ...ONE_ROUND,
    expand: expandWith({ by: [{ model: "a", width: 2 }, { model: "b", width: 3 }], maxTokens: "10 + i" }),
  });
  assert.deepEqual(rounds(grown)[0]!.map(({ text }) => text), [" from a", " from a", " from b", " from b", " from b"]);
  assert.deepEqual([...a.calls, ...b.calls].map(({ maxTokens }) => maxTokens), [10, 11, 12, 13, 14]);
});

Deno.test("the model sees as much of the text as the plan says, and stops where it says", async () => {
  const m = dreamer();
  await grow({ m }, {
    ...ONE_ROUND,
    start: { from: "text", text: "one two three four five six seven eight nine ten" },
    expand: expandWith({ context: { head: 2, tail: 3 }, stop: ["\n\n"] }),
  });
  const [{ prompt, stop }] = m.calls as [typeof m.calls[0]];
  assert.ok(prompt.form === "text");
  assert.match(prompt.text, /^one two\b/);
  assert.match(prompt.text, /eight nine ten$/);
  assert.doesNotMatch(prompt.text, /five/);
  assert.deepEqual(stop, ["\n\n"]);
});

Deno.test("siblings, rounds and runs with other seeds get seeds of their own; the same run gets the same ones", async () => {
  const seedsOf = async (seed: number) => {
    const m = dreamer();
    await grow({ m }, {}, { start: { seed } });
    return m.calls.map(({ seed }) => seed);
  };
  const [first, again, other] = [await seedsOf(1), await seedsOf(1), await seedsOf(2)];
  assert.deepEqual(first, again);
  assert.equal(new Set([...first, ...other]).size, first.length + other.length);
});

Deno.test("a round goes on with the candidates that came; each that failed is left out", async () => {
  const m = model((_, call) => call % 3 === 1 ? new ModelError("request", "too hot") : ` word${call}`);
  const grown = await grow({ m }, { stop: { stop: "depth", depth: 2 } });
  assert.equal(grown.end.kind, "done");
  assert.deepEqual(rounds(grown).map((round) => round.filter(Boolean).map(({ text }) => text)), [
    [" word0", " word2"],
    [" word3", " word5"],
  ]);
  assert.equal(textOf(grown.end), "The lamp went out at four, and nobody word0 word3");
});

Deno.test("when every candidate fails the run fails with the first failure, and a resume asks for all of them again", async () => {
  let mended = false;
  const m = model((_, call) => mended ? ` word${call}` : new ModelError("auth", `refused ${call}; set another key`));
  const { end, loom, store } = await grow({ m }, ONE_ROUND);
  assert.equal(end.kind, "failed");
  assert.equal(end.reason, "step `round/1/expand/0` failed: refused 0; set another key");
  assert.deepEqual(end.failure?.code, "auth");
  mended = true;
  const again = await (await loom.resume("g")).end;
  assert.equal(again.kind, "done");
  assert.equal(m.calls.length, 6);
  assert.equal((await store.document("g")).nodes.length, 1 + 3);
});

Deno.test("a candidate without a word is a node and nothing else: it is not graded and never chosen", async () => {
  const m = model((_, call) => ["", " \n ", " word"][call % 3]!);
  const grown = await grow({ m }, { ...ONE_ROUND, grade: { by: "expression", expression: "-candidate.tokens" } });
  const [blank, white, word] = rounds(grown)[0]!;
  assert.deepEqual([blank!.text, white!.text], ["", " \n "]);
  assert.deepEqual([...grown.tree.notes.keys()], [word!.id]);
  assert.equal(textOf(grown.end), textAt(grown.tree, word!.id));
});

Deno.test("an expression that has no value ends the run and says in which field, and where", async () => {
  const { end } = await grow({ m: dreamer() }, {
    expand: expandWith({ sampling: { temperature: "1 / (i - 1)" } }),
  });
  assert.equal(end.kind, "failed");
  assert.match(end.reason, /^Cannot evaluate `expand.sampling.temperature`: .*, at `1 \/ \(i - 1\)`$/);
});
