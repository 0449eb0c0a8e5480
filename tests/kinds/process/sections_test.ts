import assert from "node:assert/strict";
import type { Remembered } from "../../../lib/kinds/process/extract.ts";
import type { ProcessRun } from "../../../lib/kinds/process/run.ts";
import { sectionsOf } from "../../../lib/kinds/process/sections.ts";
import type { PlanTask } from "../../../lib/plan/mod.ts";
import { processPlan } from "../processing.ts";
import { plannedOf } from "./graphs.ts";

/** A run in the middle of this graph. */
function running(graph: readonly PlanTask[], more: Partial<ProcessRun> = {}): ProcessRun {
  const context = {
    seed: 7,
    functions: {},
    inputs: {},
    run: { id: "g", name: "g" },
  } as unknown as ProcessRun["context"];
  return {
    plan: processPlan({}, graph),
    context,
    goal: "",
    tasks: {},
    left: new Set(),
    failed: new Set(),
    memories: [],
    guidance: [],
    graph,
    running: new Set(),
    replans: 0,
    refused: new Map(),
    ...more,
  };
}

function chain(length: number): readonly PlanTask[] {
  return Array.from({ length }, (_, i) => plannedOf(`t${i}`, i === 0 ? [] : [`t${i - 1}`]));
}

function textUnder(run: ProcessRun, task: PlanTask, title: string): string {
  return sectionsOf(run, task, []).find((one) => one.title === title)?.text ?? "";
}

Deno.test("how a small graph stands is told task by task, of a large one what is near", () => {
  const few = chain(3),
    many = chain(40),
    standing = (run: ProcessRun, task: PlanTask) => textUnder(run, task, "Where things stand");
  assert.equal(
    standing(running(few, { tasks: { t0: null, t1: "x" }, left: new Set(["t0"]) }), few[2]!),
    "- t0 (left out): Do t0\n- t1 (done): Do t1\n- t2 (yours): Do t2",
  );
  assert.equal(
    standing(running(many, { running: new Set(["lost", "t0", "t1"]) }), many[1]!),
    "Of 40 tasks 2 have begun, yours among them.\nBefore yours came: t0.\nWhat you do is needed by: t2.",
    "one that is in the graph no more does not count",
  );
});

Deno.test("a graph that turns is told as it is then", () => {
  const run = running(chain(20)), after = [...chain(20), plannedOf("more", ["t3"])];
  assert.match(textUnder(run, run.graph[3]!, "Where things stand"), /needed by: t4\./);
  run.graph = after;
  assert.match(textUnder(run, after[3]!, "Where things stand"), /^Of 21 tasks [^]*needed by: t4, more\./);
});

Deno.test("what a failed task found out is told once another has taken its place, and to nobody before", () => {
  const memories = ["a", "b"].map((task): Remembered => ({
    task,
    ...{ type: "decision", summary: `Of ${task}`, detail: task, tags: [], relevant: [] },
    ...(task === "a" ? { failed: true as const } : {}),
  }));
  const told = (...names: readonly string[]) => {
    const graph = names.map((name) => plannedOf(name, [])),
      sections = sectionsOf(running(graph, { memories }), graph[1]!, []);
    return ["Of a", "Of b"].filter((words) => sections.some(({ text }) => text.includes(words)));
  };
  assert.deepEqual(told("a", "b"), ["Of b"]);
  assert.deepEqual(told("b", "c"), ["Of a", "Of b"]);
});

/** A list, and how often something of it was looked at. */
function counted<T>(list: readonly T[]): { readonly list: T[]; readonly looks: () => number } {
  let looks = 0;
  const proxy = new Proxy([...list], {
    get(target, name, self) {
      if (typeof name === "string" && /^\d+$/.test(name)) looks++;
      return Reflect.get(target, name, self);
    },
  });
  return { list: proxy, looks: () => looks };
}

Deno.test("the agents of a large graph look through it and what is remembered once, not once each", () => {
  const count = 2_000, graph = counted(chain(count)), kept = counted<Remembered>([]);
  const run = running(graph.list, { memories: kept.list });
  for (let i = 0; i < count; i++) {
    const task = plannedOf(`t${i}`, i === 0 ? [] : [`t${i - 1}`]);
    run.running.add(task.name);
    const told = textUnder(run, task, "What is known already");
    assert.equal(told, i === 0 ? "" : `- [fact, from \`t${i - 1}\`] f${i - 1}`);
    const summary = `f${i}`, relevant = [`t${i + 1}`];
    kept.list.push({ type: "fact", summary, detail: summary, tags: [], relevant, task: task.name });
  }
  assert.ok(graph.looks() <= 3 * count, `tasks were looked at ${graph.looks()} times`);
  assert.ok(kept.looks() <= 4 * count, `memories were looked at ${kept.looks()} times`);
});
