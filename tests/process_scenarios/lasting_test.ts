import assert from "node:assert/strict";
import { join } from "node:path";
import { undoRun } from "../../lib/app/changes/undo_run.ts";
import { canonical } from "../../lib/base/json.ts";
import type { Model, ModelRequest } from "../../lib/models/model.ts";
import type { ProcessPlan } from "../../lib/plan/mod.ts";
import { openLibsqlStore } from "../../lib/store/libsql_store.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { Store } from "../../lib/store/store.ts";
import { inFolder } from "../app/folders.ts";
import { agent, follows, generate, needs, processPlan, task } from "../kinds/processing.ts";
import { snapshot } from "../tools/workspace/places.ts";
import type { Parts, Worked } from "./workshop.ts";
import { builtIn, call, calls, fill, inWorkshop, playing, textOf, workAt } from "./workshop.ts";

const LONG = "A long answer whose end matters. ".repeat(40) + "This is the end of it.";

const GRAPH = JSON.stringify({
  tasks: [
    { id: "survey", description: "Survey the island", criteria: "every bay is named", verification: 2, tier: 2 },
    { id: "map", description: "Draw the map", needs: ["survey"], deliverables: ["map.txt"] },
  ],
});

/** A planner, tasks of tiers, retries that are told why, judges, memories, files, an answer that is referred to. */
const PARTS: Parts = {
  "Break a goal down": [GRAPH],
  "Say whether what came of it": [
    '{"passed": true, "confidence": 0.8, "feedback": "", "issues": []}',
  ],
  "A task has come to its end": [
    '[{"type": "finding", "summary": "Two bays", "detail": "North and south", "tags": [], "relevant": ["map"]}]',
  ],
  "Survey the island": [LONG],
  "It was not there": [
    calls(call("write_file", { path: "map.txt", content: "two bays\n" })),
    "The map is in map.txt.",
  ],
  "Draw the map": ["It is drawn."],
};

async function wholePlan(models: Readonly<Record<string, Model>>): Promise<ProcessPlan> {
  const { prompt: _, ...settings } = agent("", { tools: ["write_file"], turns: 4 }).agent;
  const free = { files: true, rules: [], votes: 1 };
  return processPlan(models, [], {
    goal: "A map of ${{ inputs.island }}",
    inputs: { island: { type: "string" } },
    tools: await builtIn(["write_file"]),
    planner: {
      mode: "suggestive",
      model: "m",
      maxTokens: 500,
      phases: [],
      examples: [],
      scan: [],
      most: 5,
      pattern: {
        agents: [settings, { ...settings, model: "able" }, settings],
        verify: [free, { ...free, llm: { model: "m", maxTokens: 200 } }, free],
        attempts: 2,
      },
    },
    memory: { model: "m", maxTokens: 200, types: [{ type: "finding", about: "What was found" }] },
  });
}

/** Runs it in one life after the other, each paused after so many rows; gives what the models were asked. */
async function livesOf(
  root: string,
  store: () => Promise<Store>,
  rows: number,
): Promise<{ readonly asked: readonly string[]; readonly worked: Worked; readonly lives: number }> {
  const asked: string[] = [], play = playing(PARTS);
  const heard = (request: ModelRequest, i: number) => {
    const said = textOf(request);
    asked.push(canonical([said, request.seed ?? null, request.maxTokens]));
    // The second attempt is known by what it is told of the first.
    return said.includes("Draw the map") &&
        /Attempt 1|missing|not there/i.test(said.split("Draw the map").slice(1).join())
      ? playing({ "Draw the map": PARTS["It was not there"]! })(request, i)
      : play(request, i);
  };
  for (let lives = 1;; lives++) {
    const m = follows(heard), able = follows(heard), open = await store();
    let seen = 0;
    const worked = await workAt({ root }, await wholePlan({ m, able }), { m, able }, {
      store: open,
      start: { inputs: { island: "Iona" } },
      row: (_, run) => void (++seen === rows && run.pause()),
    });
    if (worked.end.kind !== "paused") return { asked, worked, lives };
    open.close();
  }
}

Deno.test("[P43] [V1] whichever process goes on asks for the very same, word for word: nothing that a run has come to is lost on the way", () =>
  inFolder(async (folder) => {
    const url = (name: string) => `file:${join(folder, name)}.db`,
      open = (name: string) => async () => await openLibsqlStore({ url: url(name), create: true });
    await fill(join(folder, "calm"), {});
    const calm = await livesOf(join(folder, "calm"), open("calm"), Infinity);
    assert.equal(calm.worked.end.kind, "done", calm.worked.end.reason);
    const told = calm.worked.told.flatMap((one) => one.told === "task" ? [[one.task, one.is, one.attempts]] : []);
    assert.deepEqual(told, [["survey", "done", 1], ["map", "done", 2]]);
    assert.ok(calm.asked.some((said) => said.includes("This is the end of it.")), "an answer is handed on whole");
    for (const rows of [3, 4]) {
      await fill(join(folder, `${rows}`), {});
      const often = await livesOf(join(folder, `${rows}`), open(`${rows}`), rows);
      assert.ok(often.lives > 3, `${often.lives} lives`);
      assert.deepEqual([often.worked.end.kind, often.worked.end.outputs], ["done", calm.worked.end.outputs]);
      assert.deepEqual(often.asked.toSorted(), calm.asked.toSorted(), `paused after each ${rows} rows`);
      assert.deepEqual(often.worked.told, calm.worked.told);
      often.worked.store.close();
    }
    calm.worked.store.close();
  }));

Deno.test("[P44] however much tasks find out, the next one is told a bounded part of it, and all of it is kept", () =>
  inWorkshop(async (shop) => {
    const many = 60, names = Array.from({ length: many }, (_, i) => `t${i}`);
    const found = Promise.withResolvers<void>();
    let left = many;
    const m = follows(async (request) => {
      const said = textOf(request), task = /The task is `(t\d+)`/.exec(said)?.[1];
      if (said.includes("Hold on")) await found.promise;
      if (task === undefined) return "ok";
      return JSON.stringify([
        { type: "decision", summary: `By ${task}`, detail: "x".repeat(3_000), tags: [], relevant: [] },
      ]);
    });
    const { end, told } = await workAt(
      shop,
      processPlan({ m }, [
        ...names.map((name) => task(name, generate("Say ok"))),
        task("hold", generate("Hold on"), needs(...names)),
        task("last", agent("Bring it all together"), needs("hold")),
      ], { memory: { model: "m", maxTokens: 2_000, types: [{ type: "decision", about: "What was decided" }] } }),
      { m },
      { row: ({ key }) => void (/^task\/t\d+\/extract\/told$/.test(key ?? "") && --left === 0 && found.resolve()) },
    );
    assert.equal(end.kind, "done", end.reason);
    const last = m.asked.find((said) =>
      said.includes("Bring it all together") && !said.includes("has come to its end")
    )!;
    assert.ok(last.length < 15_000, `${last.length} characters`);
    const shown = last.match(/- \[decision, from `t\d+`\]/g) ?? [];
    assert.ok(shown.length > 5 && shown.length <= 20, `${shown.length} memories`);
    const kept = told.flatMap((one) => one.told === "memory" ? one.entries : []);
    assert.ok(kept.filter(({ summary }) => /^By t\d+$/.test(summary)).length >= many);
  }));

Deno.test("[V11] what two tasks change at the same time is recorded apart, and undone each for itself or both together", () =>
  inWorkshop(async (shop) => {
    const before = await snapshot(shop.root), store = memoryStore();
    const writes = (name: string) => [
      calls(...[1, 2, 3].map((n) => call("write_file", { path: `${name}/${n}.txt`, content: `${name} ${n}\n` }))),
      calls(call("edit_file", { path: "shared.txt", old_str: `${name}: no`, new_str: `${name}: yes` })),
      "Done.",
    ];
    const m = follows(playing({ "Do left": writes("left"), "Do right": writes("right") }));
    const tools = await builtIn(["write_file", "edit_file"]), names = Object.keys(tools);
    const plan = processPlan({ m }, [
      task("left", agent("Do left", { tools: names })),
      task("right", agent("Do right", { tools: names })),
    ], { tools });
    const { end } = await workAt(shop, plan, { m }, { store }), run = await store.findRun("g");
    assert.equal(end.kind, "done", end.reason);
    assert.equal(await Deno.readTextFile(join(shop.root, "shared.txt")), "left: yes\nright: yes\n");
    const both = await snapshot(shop.root);
    assert.equal(Object.keys(both).filter((path) => /^(left|right)\/\d/.test(path)).length, 6);
    const changes = await store.changes.list(run.id);
    assert.equal(new Set(changes.map(({ id }) => id)).size, changes.length);
    // Whoever came second at the shared file can be undone alone.
    const second = changes.findLast(({ change }) => (change as { readonly path: string }).path === "shared.txt")!;
    const name = /^task\/(\w+)/.exec(second.by)![1]!, other = name === "left" ? "right" : "left";
    const first = await undoRun(store, run, { task: other });
    assert.ok(!first.ok, "what came later would be lost");
    assert.deepEqual(await snapshot(shop.root), both);
    assert.ok((await undoRun(store, run, { task: name })).ok);
    assert.equal(
      await Deno.readTextFile(join(shop.root, "shared.txt")),
      `left: ${other === "left" ? "yes" : "no"}\nright: ${other === "right" ? "yes" : "no"}\n`,
    );
    assert.ok((await undoRun(store, run)).ok);
    assert.deepEqual(await snapshot(shop.root), before);
  }, { "shared.txt": "left: no\nright: no\n" }));
