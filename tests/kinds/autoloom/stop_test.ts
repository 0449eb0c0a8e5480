import assert from "node:assert/strict";
import type { Stop } from "../../../lib/plan/mod.ts";
import { dreamer, grow, model, rounds } from "../growing.ts";

async function ended(stop: Stop, said = dreamer(), more: object = {}) {
  const grown = await grow({ m: said }, { stop, ...more }), { kind, reason } = grown.end;
  return { kind, reason, depth: rounds(grown).length, grown };
}

Deno.test("depth counts the rounds that are finished", async () => {
  const { kind, reason, depth } = await ended({ stop: "depth", depth: 4 });
  assert.deepEqual([kind, reason, depth], ["done", "depth 4 is reached", 4]);
});

Deno.test("an expression ends the run after the round that makes it true", async () => {
  const { kind, reason, depth } = await ended({ stop: "done", when: "depth >= 2" });
  assert.deepEqual([kind, reason, depth], ["converged", "`depth >= 2` holds", 2]);
});

Deno.test("an expression that is true from the beginning still lets the first round be made", async () => {
  const { depth } = await ended({ stop: "done", when: "true" });
  assert.equal(depth, 1);
});

Deno.test("any of several ends the run: the first that holds, in the order they are written", async () => {
  const depth: Stop = { stop: "depth", depth: 2 }, done: Stop = { stop: "done", when: "depth >= 2" };
  assert.equal((await ended({ stop: "any", of: [depth, done] })).kind, "done");
  assert.equal((await ended({ stop: "any", of: [done, depth] })).kind, "converged");
  const never: Stop = { stop: "done", when: "false" };
  assert.deepEqual((await ended({ stop: "any", of: [never, depth] })).reason, "depth 2 is reached");
});

Deno.test("a stop after the one that holds is not looked at", async () => {
  const broken: Stop = { stop: "done", when: "1 / (depth - 2) > 100" };
  const { kind } = await ended({ stop: "any", of: [{ stop: "depth", depth: 2 }, broken] });
  assert.equal(kind, "done");
  const first = await ended({ stop: "any", of: [broken, { stop: "depth", depth: 2 }] });
  assert.equal(first.kind, "failed");
  assert.match(first.reason, /^Cannot evaluate `stop\.done`: .* at `1 \/ \(depth - 2\)`$/);
});

Deno.test("all of several end the run together, for all their reasons", async () => {
  const { kind, reason, depth } = await ended({
    stop: "all",
    of: [{ stop: "depth", depth: 2 }, { stop: "done", when: "depth >= 3" }],
  });
  assert.deepEqual([kind, reason, depth], ["done", "depth 2 is reached and `depth >= 3` holds", 3]);
});

Deno.test("all of nothing is no reason to end", async () => {
  const { depth } = await ended({ stop: "any", of: [{ stop: "all", of: [] }, { stop: "depth", depth: 2 }] });
  assert.equal(depth, 2);
});

Deno.test("not ends the run after the first round at whose end the other does not hold", async () => {
  const once = await ended({ stop: "not", of: { stop: "done", when: "depth < 3" } });
  assert.deepEqual([once.kind, once.reason, once.depth], ["done", "`depth < 3` does not hold", 3]);
  const atOnce = await ended({ stop: "not", of: { stop: "depth", depth: 9 } });
  assert.deepEqual([atOnce.reason, atOnce.depth], ["`depth: 9` does not hold", 1]);
  const both = await ended({
    stop: "all",
    of: [{ stop: "depth", depth: 2 }, { stop: "not", of: { stop: "any", of: [{ stop: "blank", rounds: 1 }] } }],
  });
  assert.deepEqual([both.reason, both.depth], ["depth 2 is reached and any of `blank: 1` does not hold", 2]);
});

Deno.test("not of not is the thing itself, from the first round on", async () => {
  const { depth } = await ended({ stop: "not", of: { stop: "not", of: { stop: "depth", depth: 3 } } });
  assert.equal(depth, 3);
});

Deno.test("rounds in a row without a word end the run as stalled; a word in between begins the count anew", async () => {
  const said = [" word", "", "", " word", "", "", "", "", ""];
  const { kind, reason, depth } = await ended(
    { stop: "blank", rounds: 3 },
    model((_, call) => said[Math.floor(call / 3)]!),
  );
  assert.deepEqual([kind, reason, depth], ["stalled", "no candidate had a word in it for 3 rounds", 7]);
});

Deno.test("rounds in a row that say what was said end the run as stalled", async () => {
  const said = [
    " one two three four five",
    " one two three four five",
    " six seven eight nine ten",
    " six seven eight nine ten",
  ];
  const { kind, reason, depth } = await ended(
    { stop: "repeats", rounds: 2 },
    model((_, call) => said[Math.floor(call / 3)] ?? said[3]!),
  );
  assert.deepEqual([kind, reason, depth], ["stalled", "the text has repeated itself for 2 rounds", 5]);
});

Deno.test("a plan without a stop goes on until its budget is used up", async () => {
  const grown = await grow({ m: dreamer() }, { budget: { iterations: 5 } }, {});
  const never = await grow({ m: dreamer() }, { budget: { iterations: 5 }, stop: { stop: "any", of: [] } });
  assert.equal(grown.end.kind, "done");
  assert.equal(never.end.kind, "exhausted");
});

Deno.test("what is spent and left can end a run", async () => {
  const { kind, grown } = await ended(
    { stop: "done", when: "budget.spent.calls >= 6 && budget.left.calls <= 14 && budget.left.usd == null" },
    dreamer(),
    { uses: ["budget"], budget: { calls: 20 } },
  );
  assert.deepEqual([kind, grown.end.spent.calls], ["converged", 6]);
});

Deno.test("texts, scores and the history can end a run", async () => {
  const { kind, depth } = await ended(
    {
      stop: "done",
      when: "size(history) == 3 && history[2].round == 3 && text.endsWith(last.text) && best.text == text && " +
        "history[1].text != last.text && score > 0 && best.node == last.node",
    },
    dreamer(),
    { uses: ["text", "history"] },
  );
  assert.deepEqual([kind, depth], ["converged", 3]);
});
