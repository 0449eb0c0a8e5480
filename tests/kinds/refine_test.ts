import assert from "node:assert/strict";
import { openDatabase } from "../../lib/app/database.ts";
import { openLoom } from "../../lib/app/loom.ts";
import type { RunEnd } from "../../lib/app/run_handle.ts";
import { stringify } from "../../lib/base/json.ts";
import { seedFor } from "../../lib/base/seeded.ts";
import type { RefinePlan } from "../../lib/plan/mod.ts";
import type { Store } from "../../lib/store/store.ts";
import { StoreError } from "../../lib/store/store.ts";
import { inFolder } from "../app/folders.ts";
import { wordModel } from "../engine/models.ts";
import { bury, mortal } from "../engine/stores.ts";
import type { Cast } from "./growing.ts";
import { asked, leftBehind, model, notesOf } from "./growing.ts";
import type { Interrupted } from "./interrupted.ts";
import { broken, linesOf, paused, undisturbed } from "./interrupted.ts";
import type { Asked } from "./refining.ts";
import { lines, refine, refinePlan, says, script, toldIn } from "./refining.ts";

Deno.test("a loop goes on from what is better, goes back from what is not, and gives its best", async () => {
  const m = says("3", "2", "5"), { end, told } = await refine({ m });
  assert.deepEqual(lines(told), [
    "0 accepted 1 best 1@0 from 0",
    "1 accepted 3 best 3@1 from 0",
    "2 rejected 2 best 3@1 from 1 back 1",
    "3 accepted 5 best 5@3 from 1",
  ]);
  assert.deepEqual([end.kind, end.reason, end.outputs], ["done", "depth 3 is reached", { text: "5", score: 5 }]);
});

/** A number that depends on what is asked and on the seed alone. */
function drawn(request: Asked["calls"][number], below: number): number {
  return seedFor(request.seed ?? 0, asked(request)) % below;
}

/** Every call of every life. */
interface Bought {
  readonly calls: string[];
}

const EVENTFUL: Partial<RefinePlan> = {
  n: 2,
  uses: ["history", "budget"],
  propose: {
    by: "model",
    models: ["m", "k"],
    prompt: "${{ last.note }} ${{ current.text }} ${{ size(history) }} ${{ last.error }}",
    maxTokens: "9",
    sampling: {},
  },
  score: {
    gates: { even: "round == 0 || int(double(candidate.text)) % 2 == 0 || i == 1" },
    judge: {
      model: "judge",
      prompt: "Rate ${{ candidate.text }}",
      returns: { note: "string", score: "number" },
      samples: 2,
      attempts: 2,
      maxTokens: 9,
    },
    compare: { model: "pair", ask: "?", samples: 1, attempts: 1, maxTokens: 9 },
    total: "judge.score + compare",
  },
  errors: { attempts: 1, pause: 0, then: "backtrack", most: 9 },
  stall: {
    after: 2,
    minDelta: 0,
    then: [{ rung: "use", model: "k" }, { rung: "heat", by: 0.1 }, { rung: "heat", by: 0.1 }],
  },
  stop: {
    stop: "any",
    of: [
      { stop: "judge", model: "judge", ask: "Done?", attempts: 2, maxTokens: 9 },
      { stop: "done", when: "budget.spent.calls > 1000" },
      { stop: "plateau", patience: 9, minDelta: 0 },
      { stop: "depth", depth: 6 },
    ],
  },
  outputs: { text: "best.text", score: "best.total", all: "history.map(h, h.text)", why: "history.map(h, h.error)" },
};

/** A loop that does all that a loop can do without a person: its models only depend on what they are asked. */
function eventful(bought: Bought = { calls: [] }): Interrupted {
  const noting = (name: string, reply: (request: Asked["calls"][number]) => string) =>
    wordModel((request) => {
      bought.calls.push(`${name} ${request.seed}`);
      return reply(request);
    });
  const writer = (name: string) =>
    noting(name, (request) => drawn(request, 5) === 0 ? "" : String(drawn(request, 100)));
  const cast = (): Cast => ({
    m: writer("m"),
    k: writer("k"),
    judge: noting("judge", (request) => {
      if (drawn(request, 2) === 0 && !asked(request).startsWith("Rate 1\n")) return "hm";
      return asked(request).includes("Done?")
        ? "no"
        : `{"score": ${drawn(request, 10)}, "note": "n${drawn(request, 7)}"}`;
    }),
    pair: noting("pair", (request) => String(1 + drawn(request, 2))),
  });
  return { plan: refinePlan(cast(), EVENTFUL), cast };
}

Deno.test("a run that is paused after any of its rows and resumed comes to the same end and document, and buys nothing twice", async () => {
  const once: Bought = { calls: [] }, calm = await undisturbed(eventful(once));
  assert.ok(["done", "stalled"].includes(calm.end.kind), calm.end.reason);
  for (let row = 1; row <= calm.rows; row++) {
    const bought: Bought = { calls: [] }, found = await paused(eventful(bought), (life) => life === 0 ? row : Infinity);
    assert.deepEqual(found.end, calm.end, `paused after row ${row}`);
    assert.deepEqual(found.document, calm.document, `paused after row ${row}`);
    assert.deepEqual(bought.calls.toSorted(), once.calls.toSorted(), `paused after row ${row}`);
  }
});

Deno.test("so does a run that comes to nothing: it fails with the same words, wherever it was paused", async () => {
  const cast = () => ({ m: says("") }), what = { plan: refinePlan(cast()), cast }, calm = await undisturbed(what);
  assert.equal(calm.end.kind, "failed");
  for (let row = 1; row < calm.rows; row++) {
    const found = await paused(what, (life) => life === 0 ? row : Infinity);
    assert.deepEqual([found.end, found.document], [calm.end, calm.document], `paused after row ${row}`);
  }
});

Deno.test("a run that is paused again and again comes to the same end", async () => {
  const calm = await undisturbed(eventful());
  for (const gap of [3, 4, 7]) assert.deepEqual((await paused(eventful(), () => gap)).document, calm.document);
});

Deno.test("a run whose store breaks at any batch, before or after it is in, comes to the same end and document", async () => {
  const calm = await undisturbed(eventful()), { spent: _, ...expected } = calm.end;
  for (const when of ["before", "after"] as const) {
    let batch = 1;
    for (;; batch++) {
      const { lives, end: { spent: _, ...end }, document } = await broken(eventful(), batch, when);
      assert.deepEqual(document, calm.document, `broken ${when} batch ${batch}`);
      assert.deepEqual(end, expected, `broken ${when} batch ${batch}`);
      if (lives === 1) break;
    }
    assert.ok(batch > 30, `only ${batch} batches`);
  }
});

/** Drives a run over a store that dies at its n-th batch; undefined when it did before the run came to its end. */
async function livesTo(store: Store, what: Interrupted, dies: number): Promise<RunEnd | undefined> {
  const doomed = mortal(store, { dies, at: dies % 2 === 0 ? "before" : "after" });
  const loom = await openLoom({ store: doomed.store, models: what.cast() });
  try {
    return await (await loom.start(what.plan, { name: "g", seed: 5 })).end;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    await bury(store, (await store.findRun("g")).id);
    return undefined;
  }
}

Deno.test("over a database as well: killed at commit points, a run comes to the same end and buys no committed result twice", async () => {
  const inDatabase = async <T>(work: (store: Store) => Promise<T>) =>
    await inFolder(async (folder) => {
      const store = await openDatabase({ db: `${folder}/a.db`, create: true });
      try {
        return await work(store);
      } finally {
        store.close();
      }
    });
  const calm = await inDatabase(async (store) => {
    const end = await livesTo(store, eventful(), Infinity), { tree } = await leftBehind(store, "g");
    return { outputs: end!.outputs, document: linesOf(tree) };
  });
  for (let dies = 2;; dies += 9) {
    const isDone = await inDatabase(async (store) => {
      const bought: Bought = { calls: [] }, what = eventful(bought);
      if (await livesTo(store, what, dies)) return true;
      const end = await (await (await openLoom({ store, models: what.cast() })).resume("g")).end;
      const { tree, rows } = await leftBehind(store, "g");
      assert.deepEqual(end.outputs, calm.outputs, `killed at ${dies}`);
      assert.deepEqual(linesOf(tree), calm.document, `killed at ${dies}`);
      const results = rows.filter(({ type }) => type === "result").length;
      assert.ok(bought.calls.length - results <= 4, `${bought.calls.length - results} calls were bought again`);
      return false;
    });
    if (isDone) return assert.ok(dies > 30, `only ${dies} batches`);
  }
});

Deno.test("a run of 400 rounds writes as much in its last hundred as in its first, and its states stay small", async () => {
  const m = model((request) => `${"word ".repeat(40)}${drawn(request, 1000)}`);
  const { rows, end } = await refine({ m }, {
    n: 2,
    start: { from: "text", text: "word" },
    score: { gates: {}, total: "double(size(candidate.text)) + rand(candidate.text)" },
    stall: { after: 1000, minDelta: 0, then: [] },
    stop: {
      stop: "any",
      of: [{ stop: "depth", depth: 400 }, { stop: "plateau", patience: 500, minDelta: 0 }, {
        stop: "similar",
        threshold: 0,
      }],
    },
  });
  assert.equal(end.kind, "done");
  const bytes = new Array<number>(400).fill(0);
  let largest = 0;
  for (const row of rows) {
    const round = Number(/^round\/(\d+)\//.exec(row.key ?? "")?.[1] ?? 0);
    if (round > 0) bytes[round - 1]! += stringify({ ...row, state: null }).length;
    if (row.state !== undefined && round > 0) largest = Math.max(largest, stringify(row.state).length);
  }
  const hundred = (from: number) => bytes.slice(from, from + 100).reduce((sum, n) => sum + n, 0);
  assert.ok(hundred(300) < 1.1 * hundred(0), `${hundred(0)}, then ${hundred(300)}`);
  assert.ok(largest < 1_200, `a state of ${largest} bytes`);
});

Deno.test("nothing of a text or of what a judge said is kept in a state", async () => {
  const note = "a remark of some length ".repeat(20), judge = says(JSON.stringify({ score: 3, note }));
  const { rows } = await refine({ m: says("a draft of some length ".repeat(20)), judge }, {
    score: {
      start: 0,
      gates: {},
      judge: {
        model: "judge",
        prompt: "?",
        returns: { score: "number", note: "string" },
        samples: 1,
        attempts: 1,
        maxTokens: 9,
      },
      total: "judge.score",
    },
    outputs: { note: "best.note" },
  });
  const states = rows.flatMap(({ state }) => state === undefined ? [] : [stringify(state)]).join();
  assert.ok(!states.includes("a draft of") && !states.includes("a remark of"));
});

Deno.test("a run whose budget is used up is worth its best, says so, and goes on with more", async () => {
  const m = says("3", "2", "5"), { end, loom } = await refine({ m }, { budget: { iterations: 2 } });
  assert.deepEqual([end.kind, end.outputs], ["exhausted", { text: "3", score: 3 }]);
  const more = await (await loom.resume("g", { addBudget: { iterations: 5 } })).end;
  assert.deepEqual([more.kind, more.outputs, m.calls.length], ["done", { text: "5", score: 5 }, 3]);
});

Deno.test("the last round of a budget may end the loop: that it is good goes before that it is the last", async () => {
  const { end } = await refine({ m: says("3", "9") }, {
    budget: { iterations: 2 },
    stop: { stop: "converged", when: "best.total >= 9" },
  });
  assert.equal(end.kind, "converged");
});

Deno.test("a run that has converged is not made better by a resume (Z8)", async () => {
  const m = says("9"), { loom, end } = await refine({ m }, { stop: { stop: "converged", when: "best.total >= 9" } });
  const again = await (await loom.resume("g")).end;
  assert.deepEqual([again.kind, again.outputs, m.calls.length], [end.kind, end.outputs, 1]);
});

Deno.test("a loop may begin with a node of a document: the whole text that ends there", async () => {
  const m = says("42"), first = await refine({ m: says("2") }), { store } = first;
  const { id } = [...first.tree.nodes.values()].find(({ text }) => text === "2")!;
  const plan = refinePlan({ m }, {
    start: { from: "node", document: "g", node: id.slice(0, 9) },
    stop: { stop: "depth", depth: 1 },
  });
  const loom = await openLoom({ store, models: { m } }), end = await (await loom.start(plan, { name: "h" })).end;
  assert.deepEqual(end.outputs, { text: "42", score: 42 });
  assert.equal(asked(m.calls[0]!), "Better: 2");
  const rows = await store.entries((await store.findRun("h")).id, 0);
  assert.deepEqual(lines(toldIn(rows)), ["0 accepted 2 best 2@0 from 0", "1 accepted 42 best 42@1 from 0"]);
});

Deno.test("outputs are expressions over what there is at the end; before its time, one without a value is null", async () => {
  const outputs = { text: "text", rounds: "depth", best: "best.round", second: "history[1].total" };
  const run = async (more: Partial<RefinePlan>) =>
    (await refine({ m: says("3", "2") }, { outputs, uses: ["history"], ...more })).end;
  assert.deepEqual((await run({ stop: { stop: "depth", depth: 2 } })).outputs, {
    text: "3",
    rounds: 2,
    best: 1,
    second: 2,
  });
  const cut = await run({ budget: { iterations: 1 } });
  assert.deepEqual([cut.kind, cut.outputs], ["exhausted", { text: "3", rounds: 1, best: 1, second: null }]);
});

Deno.test("another seed makes other candidates, and the same seed the same", async () => {
  const texts = async (seed: number) => {
    const m = model((request) => String(drawn(request, 1_000_000)));
    return [...(await refine({ m }, {}, { start: { seed } })).tree.nodes.values()].map(({ text }) => text);
  };
  assert.deepEqual(await texts(1), await texts(1));
  assert.notDeepEqual(await texts(1), await texts(2));
});

Deno.test("every text is noted once with what it was worth", async () => {
  const { tree } = await refine({ m: says("3", "2", "5") });
  const drafts = notesOf(tree, "draft");
  assert.equal(drafts.length, tree.nodes.size);
  assert.equal(new Set(drafts.map(({ node }) => node)).size, 4);
});

Deno.test("a fork keeps what was made up to its row, asks for the same in the same words, and goes its own way after it", async () => {
  const m = says("3", "2", "5", "8", "9"),
    refined = await refine({ m }, {
      scripts: { s: script("export default ({text, best}) => Number(text) + 0 * best.total;") },
      score: { start: 1, gates: {}, script: { script: "s", returns: "number" }, total: "script" },
    });
  const row = refined.rows.find(({ key }) => key === "round/3/score/0/script")!;
  const end = await (await refined.loom.fork("g", row.seq, { name: "f" })).end;
  assert.deepEqual([end.kind, end.outputs, end.spent.calls, m.calls.length], ["done", { text: "5", score: 5 }, 0, 3]);
  const { rows, tree } = await leftBehind(refined.store, "f");
  assert.deepEqual(rows.filter(({ reused }) => reused).map(({ key }) => key), [
    "round/3/propose/0",
    "round/3/score/0/script",
  ]);
  assert.equal(tree.nodes.size, 4);
  const earlier = await (await refined.loom.fork("g", refined.rows.find(({ key }) => key === "round/2/told")!.seq)).end;
  assert.deepEqual([earlier.outputs, earlier.spent.calls], [{ text: "8", score: 8 }, 1]);
});
