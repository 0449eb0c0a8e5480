import assert from "node:assert/strict";
import fc from "../properties.ts";
import { openLoom } from "../../lib/app/loom.ts";
import { stringify } from "../../lib/base/json.ts";
import { abilities } from "../../lib/models/families/family.ts";
import { openModel } from "../../lib/models/registry.ts";
import type { AutoloomPlan, ModelFacts } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { childrenOf, textAt, treeOf } from "../../lib/tree/tree.ts";
import { chosenText, dreamer, grow, judgeOfNumbers, leftBehind, notesOf, planFor, rounds, textOf } from "./growing.ts";
import type { Interrupted } from "./interrupted.ts";
import { broken, paused, undisturbed } from "./interrupted.ts";

const EXPAND: AutoloomPlan["expand"] = {
  by: [{ model: "m", width: 3 }],
  maxTokens: "12",
  sampling: { temperature: "lerp(0.7, 1.3, t)" },
  extra: {},
  context: { tail: 8_000 },
  stop: [],
};

/** A beam with a judge, and expressions that look at everything that is kept. */
function searching(): Interrupted {
  const cast = () => ({ m: dreamer(2), judge: judgeOfNumbers(2) });
  const plan = planFor(cast(), {
    expand: EXPAND,
    grade: {
      by: "model",
      model: "judge",
      mode: "choose",
      ask: "Which?",
      context: { tail: 100 },
      samples: 1,
      attempts: 2,
    },
    select: { keep: 2 },
    uses: ["history", "text", "budget"],
    stop: { stop: "any", of: [{ stop: "done", when: "budget.spent.calls > 24" }, { stop: "repeats", rounds: 9 }] },
    outputs: { text: "text", rounds: "depth", all: "history.map(h, h.text)" },
  });
  return { plan, cast };
}

/** One path, graded by an expression. */
function walking(depth: number): Interrupted {
  const cast = () => ({ m: dreamer(2) });
  return { plan: planFor(cast(), { expand: EXPAND, stop: { stop: "depth", depth } }), cast };
}

Deno.test("a run that is paused after any of its rows and resumed comes to the same text and document", async () => {
  for (const what of [walking(3), searching()]) {
    const calm = await undisturbed(what);
    assert.notEqual(calm.end.kind, "failed", calm.end.reason);
    for (let row = 1; row <= calm.rows; row++) {
      const found = await paused(what, (life) => life === 0 ? row : Infinity);
      assert.deepEqual(found.end, calm.end, `paused after row ${row}`);
      assert.deepEqual(found.document, calm.document, `paused after row ${row}`);
    }
  }
});

Deno.test("a run that is paused again and again comes to the same text and document, and buys nothing twice", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(fc.integer({ min: 3, max: 12 }), { minLength: 1, maxLength: 8 }),
      async (isSearching, gaps) => {
        const what = isSearching ? searching() : walking(5), calm = await undisturbed(what);
        const found = await paused(what, (life) => gaps[life % gaps.length]!);
        assert.deepEqual(found.end, calm.end);
        assert.deepEqual(found.document, calm.document);
      },
    ),
    { numRuns: 30, seed: 2 },
  );
});

Deno.test("a run whose store breaks at any batch, before or after it is in, comes to the same text and document", async () => {
  for (const what of [walking(2), searching()]) {
    const calm = await undisturbed(what);
    for (const when of ["before", "after"] as const) {
      let batch = 1;
      for (;; batch++) {
        const { lives, end, document } = await broken(what, batch, when);
        const { spent: _, ...same } = end, { spent: __, ...expected } = calm.end;
        assert.deepEqual(document, calm.document, `broken ${when} batch ${batch}`);
        // What a broken life bought and lost is charged, and counts where an expression looks at the budget.
        if (what.plan.uses.length === 0) assert.deepEqual(same, expected);
        if (lives === 1) break;
      }
      assert.ok(batch > 6, `only ${batch} batches`);
    }
  }
});

Deno.test("the embedded model continues the same text after a pause, word for word", async () => {
  const facts: ModelFacts = {
    id: "ngram/builtin",
    provider: "ngram",
    local: true,
    counter: "ngram",
    supports: abilities(["complete", "logprobs", "score", "embed", "seed"]),
  };
  const m = await openModel(facts, {}), cast = () => ({ m });
  const what = { plan: planFor(cast(), { expand: EXPAND, stop: { stop: "depth", depth: 4 } }), cast };
  const calm = await undisturbed(what), found = await paused(what, () => 5);
  assert.ok(found.lives > 3);
  assert.deepEqual(found.document, calm.document);
  assert.deepEqual(found.end, calm.end);
  assert.ok(textOf(calm.end).length > 60, textOf(calm.end));
});

Deno.test("another seed tells another story", async () => {
  const texts = await Promise.all(
    [1, 2, 3].map(async (seed) => textOf((await grow({ m: dreamer() }, {}, { start: { seed } })).end)),
  );
  assert.equal(new Set(texts).size, 3);
});

Deno.test("every graded candidate carries its grade, every round its choice, and nothing is noted twice", async () => {
  const grown = await grow({ m: dreamer() }, { stop: { stop: "depth", depth: 4 } }), { tree } = grown;
  const grades = notesOf(tree, "grade"), choices = notesOf(tree, "choice");
  assert.equal(grades.length, 12);
  assert.equal(new Set(grades.map(({ node }) => node)).size, 12);
  assert.deepEqual(choices.map(({ value }) => value), [1, 2, 3, 4].map((round) => ({ round, rank: 0 })));
  assert.ok(grades.every(({ run }) => run === "g"));
  assert.equal(chosenText(tree), textOf(grown.end));
});

Deno.test("a run of 500 rounds writes as much in its last hundred rounds as in its first, and its states stay small", async () => {
  const { rows, tree, end } = await grow({ m: dreamer(8) }, {
    stop: { stop: "depth", depth: 500 },
    expand: { ...EXPAND, by: [{ model: "m", width: 2 }], context: { tail: 50 } },
    uses: ["history"],
  });
  assert.equal(end.kind, "done");
  const bytes = new Array<number>(500).fill(0);
  let largest = 0;
  for (const row of rows) {
    const round = Number(/^round\/(\d+)\//.exec(row.key ?? "")?.[1] ?? 0);
    if (round > 0) bytes[round - 1]! += stringify(row).length;
    if (row.state !== undefined) largest = Math.max(largest, stringify(row.state).length);
  }
  for (const node of tree.nodes.values()) assert.ok(stringify(node).length < 400);
  const hundred = (from: number) => bytes.slice(from, from + 100).reduce((sum, n) => sum + n, 0);
  assert.ok(hundred(400) < 1.1 * hundred(0), `${hundred(0)}, then ${hundred(400)}`);
  assert.ok(largest < 600, `a state of ${largest} bytes`);
  assert.ok(textOf(end).length > 15_000);
  const words = textOf(end).split(" ").slice(-8, -1);
  assert.equal(
    rows.some(({ state }) => state !== undefined && words.some((word) => stringify(state).includes(word))),
    false,
  );
});

Deno.test("a fork shares the document: it keeps what was made up to its row, and goes its own way after it", async () => {
  const { loom, store, rows } = await grow({ m: dreamer() }, { stop: { stop: "depth", depth: 4 } });
  const before = await store.document("g"),
    at = rows.find(({ type, key }) => type === "result" && key?.startsWith("round/3/"))!.seq;
  const fork = await loom.fork("g", at, { name: "f", seed: 99 }), end = await fork.end;
  assert.equal(end.spent.calls, 6, "two of four rounds were bought again");
  const { tree } = await leftBehind(store, "f");
  assert.equal(tree.name, "g");
  assert.equal(tree.nodes.size, before.nodes.length + 6);
  for (const node of before.nodes) assert.deepEqual(tree.nodes.get(node.id), node);
  const own = [...tree.nodes.values()].filter(({ run }) => run === "f");
  assert.equal(own.length, 6);
  const shared = before.nodes.filter(({ id }) =>
    notesOf(tree, "choice").some((note) => note.node === id && (note.value as { round: number }).round === 2)
  );
  assert.ok(shared.some(({ id }) => own.some(({ parent }) => parent === id)));
  assert.notEqual(textOf(end).slice(-20), textOf(await (await loom.resume("g")).end).slice(-20));
});

Deno.test("a fork in the middle of a round weaves nothing anew that its origin had", async () => {
  const { loom, store, rows } = await grow({ m: dreamer() }, { stop: { stop: "depth", depth: 2 } });
  const results = rows.filter(({ type, key }) => type === "result" && key?.startsWith("round/2/"));
  const before = (await store.document("g")).nodes.length;
  const end = await (await loom.fork("g", results[1]!.seq, { name: "f" })).end;
  assert.equal(end.spent.calls, 1);
  assert.equal((await store.document("g")).nodes.length, before + 1);
});

Deno.test("a fork with another seed buys no round again that was over at its row, and tells the next ones differently", async () => {
  const { loom, rows, end: origin } = await grow({ m: dreamer() }, { stop: { stop: "depth", depth: 3 } });
  const at = (key: string) => rows.find((row) => row.key === key && row.type !== "intent")!.seq;
  const over = at("round/1/notes"),
    begun = rows.filter(({ type, key }) => type === "intent" && key === "round/2/expand/0");
  for (
    const [seq, calls] of [[over, 6], [begun.at(-1)!.seq, 6], [at("round/2/notes"), 3], [
      at("round/3/notes"),
      0,
    ]] as const
  ) {
    const end = await (await loom.fork("g", seq, { seed: 99 })).end, rounds = 3 - calls / 3;
    assert.equal(end.spent.calls, calls, `at ${seq}`);
    const words = textOf(end).split(" "), first = textOf(origin).split(" "), kept = words.length - (3 - rounds) * 3;
    assert.deepEqual(words.slice(0, kept), first.slice(0, kept), `at ${seq}`);
    assert.equal(textOf(end) === textOf(origin), calls === 0, `at ${seq}`);
  }
});

Deno.test("a run may go on from a node of a document, named by its beginning; its own nodes hang there", async () => {
  const first = await grow({ m: dreamer() }), { store, tree } = first;
  const from = rounds(first)[1]![2]!, m = dreamer(), cast = { m };
  const loom = await openLoom({ store, models: cast });
  const plan = planFor(cast, {
    inputs: { at: { type: "string" } },
    start: { from: "node", document: "g", node: "${{ inputs.at }}" },
    stop: { stop: "depth", depth: 1 },
  });
  const run = await loom.start(plan, { name: "h", inputs: { at: from.id.slice(0, 9) } }), end = await run.end;
  assert.ok(textOf(end).startsWith(textAt(tree, from.id)));
  const { nodes, notes } = await store.document("g"), after = treeOf("g", nodes, notes);
  assert.equal(after.nodes.size, tree.nodes.size + 3);
  assert.deepEqual(childrenOf(after, from.id).filter(({ run }) => run === "h").length, 3);
  assert.deepEqual((await store.documents()).map(({ name }) => name), ["g"]);
});

Deno.test("a node that is not there is refused before the run exists", async () => {
  const cast = { m: dreamer() }, { store, loom } = await grow(cast);
  const plan = planFor(cast, { start: { from: "node", document: "g", node: "zzzz" } });
  await assert.rejects(loom.start(plan, { name: "h" }), /Cannot find node `zzzz`/);
  assert.deepEqual((await store.runs()).map(({ name }) => name), ["g"]);
});

Deno.test("what an input holds is text, whatever it looks like: nothing is rendered twice", async () => {
  const { end } = await grow({ m: dreamer() }, {
    inputs: { seed: { type: "string", default: "price: ${{ 1 + 1 }}" } },
    start: { from: "text", text: "${{ inputs.seed }}" },
  });
  assert.ok(textOf(end).startsWith("price: ${{ 1 + 1 }}"));
});

Deno.test("outputs are expressions over the state at the end", async () => {
  const { end } = await grow({ m: dreamer() }, {
    uses: ["text", "history"],
    outputs: { text: "text", depth: "depth", pieces: "history.map(h, h.text)", last: "last.text", score: "best.score" },
  });
  const { text, depth, pieces, last } = end.outputs as { text: string; depth: number; pieces: string[]; last: string };
  assert.equal(depth, 3);
  assert.equal(text, `The lamp went out at four, and nobody${pieces.join("")}`);
  assert.equal(last, pieces[2]);
});

Deno.test("a run that ends before its time is worth what it has; an output that has no value yet is null", async () => {
  const outputs = { text: "text", second: "history[1].text" }, uses = ["text", "history"] as const;
  const { end } = await grow({ m: dreamer() }, {
    uses,
    outputs,
    budget: { iterations: 1 },
    stop: { stop: "depth", depth: 9 },
  });
  assert.equal(end.kind, "exhausted");
  const { text, second } = end.outputs as { text: string; second: string | null };
  assert.ok(text.length > 40);
  assert.equal(second, null);
});

Deno.test("an output that has no value at the end fails the run and names it", async () => {
  const { end } = await grow({ m: dreamer() }, { uses: ["history"], outputs: { tenth: "history[9].text" } });
  assert.equal(end.kind, "failed");
  assert.match(end.reason, /^Cannot evaluate `outputs\.tenth`: /);
  assert.deepEqual(end.outputs, { tenth: null });
});

Deno.test("the text of a run is worth its beginning before the first round", async () => {
  const cast = { m: dreamer() }, loom = await openLoom({ store: memoryStore(), models: cast });
  const end = await (await loom.start(planFor(cast, { budget: { calls: 0 } }), { name: "g" })).end;
  assert.deepEqual([end.kind, end.outputs], ["exhausted", { text: "The lamp went out at four, and nobody" }]);
});
