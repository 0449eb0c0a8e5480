import assert from "node:assert/strict";
import type { AutoloomPlan } from "../../../lib/plan/mod.ts";
import { asked, dreamer, grow, model, notesOf, rounds } from "../growing.ts";

function scoreBy(more: Partial<Extract<AutoloomPlan["grade"], { by: "model" }>> = {}): AutoloomPlan["grade"] {
  return {
    by: "model",
    model: "judge",
    mode: "score",
    ask: "How good?",
    context: { tail: 4_000 },
    samples: 1,
    attempts: 2,
    ...more,
  };
}

const ONE_ROUND = { stop: { stop: "depth", depth: 1 } } as const;

/** The continuation that a judge is asked about. */
function about(request: Parameters<typeof asked>[0]): string {
  return /<continuation>([\s\S]*)<\/continuation>/.exec(asked(request))![1]!;
}

Deno.test("every candidate gets the score that was given for it, and the best goes on", async () => {
  const m = model((_, call) => ` ${"abc"[call % 3]}`);
  const judge = model((request) => ({ " a": "3", " b": "Score: 9/10", " c": "80%" })[about(request)]!);
  const grown = await grow({ m, judge }, { ...ONE_ROUND, grade: scoreBy() });
  const scores = rounds(grown)[0]!.map(({ id, text }) => [text, grown.tree.notes.get(id)!.map(({ value }) => value)]);
  assert.deepEqual(scores, [
    [" a", [{ round: 1, score: 3 }]],
    [" b", [{ round: 1, score: 9 }, { round: 1, rank: 0 }]],
    [" c", [{ round: 1, score: 8 }]],
  ]);
});

Deno.test("of several samples the median counts: the middle one, or the mean of the two in the middle", async () => {
  for (const [replies, score] of [[["1", "9", "8"], 8], [["1", "9", "8", "4"], 6]] as const) {
    const judge = model((_, call) => replies[call % replies.length]!);
    const expand = {
      by: [{ model: "m", width: 1 }],
      maxTokens: "9",
      sampling: {},
      extra: {},
      context: { tail: 99 },
      stop: [],
    };
    const { tree } = await grow({ m: dreamer(), judge }, {
      ...ONE_ROUND,
      expand,
      grade: scoreBy({ samples: replies.length }),
    });
    assert.deepEqual(notesOf(tree, "grade").map(({ value }) => value), [{ round: 1, score }]);
    assert.equal(new Set(judge.calls.map(({ seed }) => seed)).size, replies.length);
    assert.deepEqual(judge.calls[0]!.sampling, {}, "samples at temperature 0 would all be the same one");
  }
});

Deno.test("a score that cannot be read is asked again, and then fails the run", async () => {
  const hesitant = model((_, call) => call === 1 ? "7 or 8" : "5");
  const { end } = await grow({ m: dreamer(), judge: hesitant }, { ...ONE_ROUND, grade: scoreBy() });
  assert.deepEqual([end.kind, hesitant.calls.length], ["done", 4]);

  const silent = model((_, call) => call === 1 || call === 3 ? "eleven" : "11");
  const failed = (await grow({ m: dreamer(), judge: silent }, { ...ONE_ROUND, grade: scoreBy() })).end;
  assert.equal(failed.kind, "failed");
  assert.match(failed.reason, /was asked 2 times and gave no answer that can be read/);
});

Deno.test("a judge that fails fails the run, and a resume buys only what is missing", async () => {
  let mended = false;
  const judge = model((request, call) =>
    !mended && call === 1 ? new Error("down") : about(request).length > 0 ? "5" : ""
  );
  const m = dreamer(), { end, loom } = await grow({ m, judge }, { ...ONE_ROUND, grade: scoreBy() });
  assert.equal(end.kind, "failed");
  mended = true;
  assert.equal((await (await loom.resume("g")).end).kind, "done");
  assert.equal(m.calls.length, 3);
  assert.ok(judge.calls.length <= 6);
});
