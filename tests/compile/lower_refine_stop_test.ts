import assert from "node:assert/strict";
import type { RefineStop } from "../../lib/plan/mod.ts";
import { refinePlanOf, told } from "./refining.ts";

async function stopOf(stop: string, more = ""): Promise<RefineStop | undefined> {
  return (await refinePlanOf({ stop: stop && `stop: ${stop}`, more })).stop;
}

Deno.test("conditions come through with every default, in the order of the language", async () => {
  assert.deepEqual(await stopOf("{plateau: 4}"), { stop: "plateau", patience: 4, minDelta: 0 });
  assert.deepEqual(await stopOf("{plateau: {min_delta: 0.1}}"), { stop: "plateau", patience: 3, minDelta: 0.1 });
  assert.deepEqual(await stopOf("{similar: 0.2}"), { stop: "similar", threshold: 0.2 });
  assert.deepEqual(await stopOf("{similar: {model: ngram/builtin}}"), {
    stop: "similar",
    threshold: 0.05,
    model: "ngram/builtin",
  });
  assert.deepEqual(await stopOf("{judge: {model: ollama/x, ask: Done?, max_tokens: 9}}"), {
    stop: "judge",
    model: "ollama/x",
    ask: "Done?",
    attempts: 2,
    maxTokens: 9,
  });
  const all = await stopOf("{plateau: 2, depth: 3, converged: best.total > 1, done: total > 2}");
  assert.deepEqual(all?.stop === "any" && all.of.map(({ stop }) => stop), ["depth", "done", "converged", "plateau"]);
});

Deno.test("conditions nest", async () => {
  assert.deepEqual(await stopOf("{all: [{depth: 4}, {any: [{plateau: 1}, {not: {similar: 0.1}}]}]}"), {
    stop: "all",
    of: [{ stop: "depth", depth: 4 }, {
      stop: "any",
      of: [{ stop: "plateau", patience: 1, minDelta: 0 }, { stop: "not", of: { stop: "similar", threshold: 0.1 } }],
    }],
  });
});

Deno.test("nothing ends a run of itself that nobody asked for", async () => {
  assert.equal(await stopOf("", "budget: {calls: 5}"), undefined);
  assert.equal(await stopOf("never"), undefined);
  assert.deepEqual(await told({ stop: "" }), ["endless kind"]);
  assert.deepEqual(await told({ stop: "", more: "budget: {}" }), ["endless budget"]);
  assert.deepEqual(await told({ stop: "stop: {}" }), ["wrong-value {}"]);
});

Deno.test("what spends and has no sure end is a warning", async () => {
  assert.deepEqual(await told({ stop: "stop: {plateau: 3}" }), ["may-not-end stop"]);
  assert.deepEqual(await told({ stop: "stop: {plateau: 3}", more: "budget: {wall: 1h}" }), []);
  assert.deepEqual(await told({ stop: "stop: {plateau: 3}", propose: "propose: {script: ./score.ts}" }), []);
  assert.deepEqual(await told({ stop: "", propose: "propose: {script: ./score.ts}", more: "budget: {usd: 1}" }), [
    "may-not-end budget",
  ]);
  assert.deepEqual(await told({ stop: "stop: never" }), []);
});

Deno.test("expressions of a stop see the rounds and the budget, and are true or false", async () => {
  const when = "best.total + last.total + current.total + total + round + depth > size(text) + budget.spent.usd";
  assert.deepEqual(await told({ stop: `stop: {converged: "${when}"}`, more: "budget: {calls: 3}" }), []);
  assert.deepEqual(
    await told({
      stop: `stop: {done: "history.exists(h, h.total != null && h.total > 1 && h.error == '' && h.accepted)"}`,
      more: "budget: {calls: 3}",
    }),
    [],
  );
  assert.deepEqual(await told({ stop: `stop: {depth: 3, done: "history.exists(h, h.total > 1)"}` }), [
    "maybe-null h.total",
  ]);
  assert.deepEqual(await told({ stop: "stop: {depth: 3, done: total}" }), ["unexpected-result total"]);
  assert.deepEqual(await told({ stop: "stop: {depth: 3, done: candidate.text == ''}" }), ["unknown-name candidate"]);
  assert.deepEqual(await told({ stop: "stop: {depth: 3, converged: 1 < 2}" }), ["constant 1 < 2"]);
});

Deno.test("plans say which costly things their expressions look at", async () => {
  const uses = async (stop: string) => (await refinePlanOf({ stop, propose: "propose: {script: ./score.ts}" })).uses;
  assert.deepEqual(await uses("stop: {depth: 3, done: best.total > 1}"), []);
  assert.deepEqual(await uses("stop: {depth: 3, done: size(current.text) > 1}"), ["text"]);
  assert.deepEqual(await uses("stop: {depth: 3, done: size(history) > 1 && budget.spent.calls > 3}"), [
    "history",
    "budget",
  ]);
});

Deno.test("numbers of conditions are within sense", async () => {
  for (
    const [stop, at] of [
      ["plateau: 0", "0"],
      ["plateau: 1.5", "1.5"],
      ["plateau: {patience: 0}", "0"],
      ["plateau: {min_delta: -1}", "-1"],
      ["similar: 1.5", "1.5"],
      ["similar: {threshold: -0.1}", "-0.1"],
      ["depth: 0", "0"],
    ] as const
  ) {
    assert.deepEqual(await told({ stop: `stop: {${stop}}` }), [`wrong-value ${at}`], stop);
  }
  assert.deepEqual(await told({ stop: "stop: {depth: 3, judge: {model: ollama/x}}" }), ["missing-key judge"]);
});
