import assert from "node:assert/strict";
import { hintsFor } from "../../../lib/app/learned/hints.ts";
import type { Json } from "../../../lib/base/json.ts";
import { drive } from "../../../lib/store/conformance/setting.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import { follows, generate, processPlan, task } from "../../kinds/processing.ts";
import { plannerOf } from "../../kinds/process/graphs.ts";

const m = follows(() => ({ text: "" }));
const PLANNED = processPlan({ m }, [], { planner: plannerOf() });
const STRICT = processPlan({ m }, [task("write-tests", generate("x"))]);

/** A store in which runs have shown these patterns, each in so many of them. */
async function learned(...patterns: readonly (readonly [kind: string, key: string, runs: number, value?: Json])[]) {
  const store = memoryStore(), most = Math.max(...patterns.map(([, , runs]) => runs));
  for (let i = 0; i < most; i++) {
    const { run } = await drive(store, `r${i}`);
    const shown = patterns.filter(([, , runs]) => i < runs);
    await store.learned.learn(
      run.id,
      shown.map(([kind, key, , value]) => ({ kind, key, at: i, ...(value === undefined ? {} : { value }) })),
    );
  }
  return store;
}

const GRAPH = { tasks: [{ name: "look", needs: [] }, { name: "write", needs: ["look"] }] };

Deno.test("a planner is told of graphs that reached goals of this kind, and others are not", async () => {
  const store = await learned(["graph", "notes release version write", 2, GRAPH], [
    "graph",
    "house paint red",
    1,
    GRAPH,
  ]);
  const goal = "Write the release notes of the next version";
  assert.deepEqual(await hintsFor(store, { plan: PLANNED, goal }), [
    "A goal of this kind (notes release version write) was reached with this graph 2 times: look; write after look",
  ]);
  assert.deepEqual(await hintsFor(store, { plan: STRICT, goal }), []);
  assert.deepEqual(await hintsFor(store, { plan: PLANNED, goal: "Sort the photographs" }), []);
});

Deno.test("work of a kind that had to be tried again is told where tasks or the goal are about it", async () => {
  const value = { attempts: 3, because: ["validation_error", "unknown"], done: true };
  const store = await learned(["retry", "tests write", 2, value], ["retry", "deploy", 1, {
    attempts: 4,
    because: [],
    done: false,
  }]);
  const said = "Work of this kind (tests write) took 3 attempts, in 2 runs; what went wrong first: validation error";
  assert.deepEqual(await hintsFor(store, { plan: STRICT, goal: "" }), [said]);
  assert.deepEqual(await hintsFor(store, { plan: PLANNED, goal: "Write tests for the clock" }), [said]);
  assert.deepEqual(await hintsFor(store, { plan: PLANNED, goal: "Deploy it" }), [
    "Work of this kind (deploy) failed after 4 attempts, in one run",
  ]);
});

Deno.test("a model of the plan that has failed more than once is told, and no other", async () => {
  const store = await learned(
    ["model-failure", "scripted/test timeout", 3],
    ["model-failure", "scripted/test tool_error", 1],
    ["model-failure", "openai/other timeout", 3],
    ["model-failure", "scripted/test unknown", 3],
  );
  assert.deepEqual(await hintsFor(store, { plan: STRICT, goal: "" }), [
    "scripted/test has failed with a timeout, in 3 runs",
  ]);
});

Deno.test("there are ten hints at most, however much is known", async () => {
  const names = ["clock", "parser", "server", "reader", "writer", "binder", "folder", "tester"];
  const store = await learned(
    ...names.map((name) => ["retry", `tests ${name}`, 2, { attempts: 2 }] as const),
    ...names.map((name) => ["graph", `tests write ${name}`, 2, GRAPH] as const),
    ...["timeout", "tool_error", "model_error", "syntax_error"].map((kind) =>
      ["model-failure", `scripted/test ${kind}`, 2] as const
    ),
  );
  const hints = await hintsFor(store, { plan: PLANNED, goal: "Write tests for clock, parser, server and reader" });
  assert.ok(hints.length > 5 && hints.length <= 10);
  assert.deepEqual(await hintsFor(memoryStore(), { plan: PLANNED, goal: "Write tests" }), []);
});
