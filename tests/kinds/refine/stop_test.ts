import assert from "node:assert/strict";
import type { Model } from "../../../lib/models/model.ts";
import { ModelError } from "../../../lib/models/model.ts";
import type { RefinePlan, RefineStop } from "../../../lib/plan/mod.ts";
import { asked } from "../growing.ts";
import { refine, says } from "../refining.ts";

const refusal = new ModelError("request", "no");

const stopping = async (stop: RefineStop, texts: readonly (string | Error)[], more: Partial<RefinePlan> = {}) => {
  const refined = await refine({ m: says(...texts) }, {
    stop: { stop: "any", of: [stop, { stop: "depth", depth: 9 }] },
    ...more,
  });
  const { end: { kind, reason }, cause } = refined;
  return { ...refined, rounds: refined.told.length - 1, end: { kind, reason, cause } };
};

Deno.test("a loop converges when an expression holds, and says with which numbers", async () => {
  const { end, rounds } = await stopping({ stop: "converged", when: "best.total >= 9" }, ["3", "9.25"]);
  assert.equal(rounds, 2);
  assert.deepEqual(end, {
    kind: "converged",
    reason: "`best.total >= 9` holds: best.total is 9.25, of round 2",
    cause: "stop.converged",
  });
});

Deno.test("a start that is good enough is not made better", async () => {
  const m = says("9"),
    { end, told } = await refine({ m }, {
      start: { from: "text", text: "9" },
      stop: { stop: "converged", when: "best.total >= 9" },
    });
  assert.equal(m.calls.length, 0);
  assert.equal(told.length, 1);
  assert.deepEqual([end.kind, end.outputs], ["converged", { text: "9", score: 9 }]);
  assert.match(end.reason, /best\.total is 9, of round 0/);
});

Deno.test("`done` looks at the history of rounds, which the start is none of (V5)", async () => {
  const { end, rounds } = await stopping({ stop: "done", when: "size(history) >= 3" }, ["3", "2"], {
    uses: ["history"],
  });
  assert.equal(rounds, 3);
  assert.deepEqual([end.kind, end.cause], ["done", "stop.done"]);
  const { end: told } = await refine({ m: says("3", refusal, "2") }, {
    uses: ["history"],
    outputs: {
      all: "history.map(h, h.text)",
      totals: "history.map(h, default(h.total, -1))",
      errors: "history[1].error",
    },
  });
  const { all, totals, errors } = told.outputs as { all: string[]; totals: number[]; errors: string };
  assert.deepEqual([all, totals], [["3", "", "2"], [3, -1, 2]]);
  assert.match(errors, /step `round\/2\/propose\/0` failed/);
});

Deno.test("totals that are flat end the loop as converged; the start's is the first (V1–V4)", async () => {
  const plateau = { stop: "plateau", patience: 3, minDelta: 0.01 } as const;
  const flat = await stopping(plateau, ["5", "5.005", "5", "5"]);
  assert.equal(flat.rounds, 4, "the first is better than the start");
  assert.deepEqual(flat.end, {
    kind: "converged",
    reason: "none of the last 3 totals is better than all before by 0.01: 5.005, 5, 5; best.total is 5.005, of round 2",
    cause: "stop.plateau",
  });
  assert.equal((await stopping(plateau, ["0.9", "0.8", "0.7"])).rounds, 3);
  assert.equal(
    (await stopping(plateau, ["1.005", "1.009", "1.011", "1.011"])).rounds,
    4,
    "small steps add up: not after 3",
  );
  assert.equal((await stopping(plateau, ["2", "3", "4", "5", "6", "7", "8", "9", "10"])).end.cause, "stop.depth");
});

Deno.test("rounds without a total say nothing about a plateau", async () => {
  const m = says("2", refusal, "2", refusal, "2");
  const { told, end } = await refine({ m }, { stop: { stop: "plateau", patience: 2, minDelta: 0 } });
  assert.equal(told.length - 1, 5);
  assert.match(end.reason, /none of the last 2 totals is better than all before: 2, 2; /);
});

Deno.test("texts that stay nearly the same end the loop as converged; the start counts as the first", async () => {
  const words = (n: number) => Array.from({ length: 40 }, (_, i) => `w${i < n ? i : i + 100}`).join(" ");
  const score = { gates: {}, total: "double(size(candidate.text))" };
  const { end, rounds } = await stopping({ stop: "similar", threshold: 0.2 }, [words(0), words(20), words(21)], {
    score,
  });
  assert.equal(rounds, 3);
  assert.equal(end.cause, "stop.similar");
  assert.match(end.reason, /^the text of round 3 is 0\.0\d* from that of round 2, less than 0\.2$/);
  const same = await stopping({ stop: "similar", threshold: 0.2 }, ["1"]);
  assert.deepEqual([same.rounds, same.end.kind], [1, "converged"]);
});

Deno.test("a round that came to nothing is like none, and the texts around it are still compared (Z15)", async () => {
  const { rounds, end } = await stopping({ stop: "similar", threshold: 0.2 }, [
    "a b c",
    refusal,
    refusal,
    "a b c",
  ], {
    score: { gates: {}, total: "1.0" },
  });
  assert.equal(rounds, 4);
  assert.match(end.reason, /^the text of round 4 is 0 from that of round 1/);
});

/** A model whose embeddings of a text are by its first letter. */
function embedder(): Model & { texts: string[][] } {
  const texts: string[][] = [], base = says("");
  return {
    ...base,
    facts: { ...base.facts, supports: { ...base.facts.supports, embed: true } },
    texts,
    embed: (asked) => {
      texts.push([...asked]);
      const vectors = asked.map((text) => text.startsWith("a") ? [1, 0] : text.startsWith("b") ? [0, 1] : [0, 0]);
      return Promise.resolve({ vectors, usage: { input: 1, output: 0 } });
    },
  };
}

Deno.test("distances are those of a model's embeddings where there is one, and it is asked only where that decides", async () => {
  const e = embedder(), m = says("b", "z", "a1", "a2");
  const similar = { stop: "similar", threshold: 0.1, model: "e" } as const;
  const { cause, end, told } = await refine({ m, e }, {
    score: { gates: {}, total: "1.0" },
    stop: {
      stop: "any",
      of: [{ stop: "all", of: [similar, { stop: "done", when: "depth > 1" }] }, { stop: "depth", depth: 9 }],
    },
  });
  assert.equal(told.length - 1, 4);
  assert.deepEqual(e.texts, [["b", "z"], ["z", "a1"], ["a1", "a2"]], "not after the first round");
  assert.equal(cause, "stop.similar");
  assert.match(
    end.reason,
    /^the text of round 4 is 0 from that of round 3, less than 0\.1 and `depth > 1` holds: depth is 4$/,
  );
});

const JUDGE = {
  stop: "judge",
  model: "judge",
  ask: "Is it done, in round ${{ best.round }}?",
  attempts: 2,
  maxTokens: 9,
} as const;

Deno.test("a judge is shown the best text, and its yes ends the loop", async () => {
  const judge = says("no", "Yes."), { end, told } = await refine({ m: says("3", "4"), judge }, { stop: JUDGE });
  assert.equal(told.length - 1, 2);
  assert.deepEqual([end.kind, end.reason], [
    "done",
    "the judge `judge` says yes to the text of round 2, whose total is 4",
  ]);
  assert.equal(judge.calls.length, 2);
  assert.match(asked(judge.calls[1]!), /<text>\n4\n<\/text>\n\nIs it done, in round 2\?\nAnswer with yes or no/);
  assert.deepEqual(judge.calls[0]!.sampling, { temperature: 0 });
});

Deno.test("a judge is not asked before the first round, and never twice about the same text", async () => {
  const judge = says("no"), m = says("3", "2", refusal, "1", "5");
  await refine({ m, judge }, { stop: { stop: "any", of: [JUDGE, { stop: "depth", depth: 5 }] } });
  assert.deepEqual(judge.calls.map((call) => /<text>\n(.*)\n/.exec(asked(call))?.[1]), ["3"]);
});

Deno.test("a judge is asked only where its answer decides", async () => {
  const judge = says("no"), cast = { m: says("3", "4", "5", "6"), judge };
  const stop: RefineStop = {
    stop: "any",
    of: [{ stop: "all", of: [JUDGE, { stop: "converged", when: "best.total >= 5" }] }, { stop: "depth", depth: 4 }],
  };
  const { cause } = await refine(cast, { stop });
  assert.equal(cause, "stop.depth");
  assert.deepEqual(
    judge.calls.map((call) => /<text>\n(.*)\n/.exec(asked(call))?.[1]),
    ["5"],
    "not where the rest fails, nor where it holds",
  );
});

Deno.test("all of several conditions end the loop together, for all their reasons; not is the other way round", async () => {
  const { end, rounds } = await stopping({
    stop: "all",
    of: [{ stop: "done", when: "round > 2" }, { stop: "not", of: { stop: "converged", when: "best.total < 4" } }],
  }, ["2", "3", "4"]);
  assert.equal(rounds, 3);
  assert.deepEqual(end, {
    kind: "done",
    reason: "`round > 2` holds: round is 4 and not `best.total < 4` holds",
    cause: "stop.done",
  });
});

Deno.test("before the first round, that something does not hold means nothing", async () => {
  const { rounds, end } = await stopping({ stop: "not", of: { stop: "converged", when: "best.total > 100" } }, ["2"]);
  assert.deepEqual([rounds, end.cause], [1, "stop.not"]);
});

Deno.test("a judge that cannot be read says neither yes nor no; when that goes on, the run fails", async () => {
  const judge = says("hm", "well", "no", "maybe"), m = says("2", "3", "4", "5", "6", "7");
  const { end, told } = await refine({ m, judge }, { stop: JUDGE });
  assert.equal(end.kind, "failed");
  assert.deepEqual(told.map(({ error }) => error !== undefined), [false, true, false, true, true, true]);
  assert.match(
    told[1]!.error!,
    /^step `round\/1\/stop\/0` failed|^step `round\/1\/stop\/0\/asked\/2` failed: the judge `judge` was asked 2 times/,
  );
  assert.match(end.reason, /3 rounds in a row came to nothing$/);
  assert.match(asked(judge.calls[1]!), /An earlier answer could not be taken/);
});

Deno.test("a condition without a value fails the run, and its round is told", async () => {
  const { end, told } = await refine({ m: says("2") }, {
    uses: ["history"],
    stop: { stop: "done", when: "history[4].total > 1" },
  });
  assert.equal(end.kind, "failed");
  assert.match(end.reason, /^Cannot evaluate `stop\.done`: /);
  assert.equal(told.length, 2);
  assert.equal(told[1]!.error, end.reason);
});

Deno.test("what is spent can end a loop", async () => {
  const { end, rounds } = await stopping({ stop: "done", when: "budget.spent.calls >= 2" }, ["2", "3"], {
    uses: ["budget"],
  });
  assert.equal(rounds, 2);
  assert.equal(end.reason, "`budget.spent.calls >= 2` holds: budget.spent.calls is 2");
});
