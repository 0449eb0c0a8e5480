/** Processes as data: drawn at random, with tools and models whose ways follow from what they are given alone. */
import { tmpdir } from "node:os";
import { openLoom } from "../../lib/app/loom.ts";
import { lastEnd } from "../../lib/app/ended_earlier.ts";
import type { LoomTool } from "../../lib/app/loom_options.ts";
import type { RunEnd, RunHandle } from "../../lib/app/run_handle.ts";
import type { Model } from "../../lib/models/model.ts";
import type { Entry, PlanTask, PlanTool, ProcessPlan, ToldProcess } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { Store } from "../../lib/store/store.ts";
import { StoreError } from "../../lib/store/store.ts";
import { dropping } from "../crash/dropped_store.ts";
import { agent, follows, generate, needs, processPlan, task, toldOf } from "../kinds/processing.ts";
import fc from "../properties.ts";
import { answersIn, call, calls, textOf } from "./workshop.ts";

/** A task of a random plan. */
export interface Drawn {
  readonly by: "generate" | "tool" | "agent" | "command" | "ask" | "run";
  /** Places of earlier tasks that it needs; `whatever`: only the order counts. */
  readonly needs: readonly { readonly at: number; readonly whatever: boolean }[];
  readonly if?: string | undefined;
  /** Items that it is done for. */
  readonly items?: number | undefined;
  readonly width?: number | undefined;
  readonly attempts: number;
  /** Attempts that fail. */
  readonly fails: readonly number[];
  readonly failure: "fail" | "skip" | "otherwise";
  readonly critical: boolean;
}

/** A random plan. */
export interface Drawing {
  readonly tasks: readonly Drawn[];
  readonly width?: number | undefined;
}

const BY = ["generate", "tool", "tool", "agent", "command", "ask", "run"] as const;

const drawn = (at: number, critical: boolean): fc.Arbitrary<Drawn> =>
  fc.record({
    by: fc.constantFrom(...BY),
    needs: fc.uniqueArray(fc.record({ at: fc.nat(Math.max(0, at - 1)), whatever: fc.boolean() }), {
      maxLength: at === 0 ? 0 : 3,
      selector: (need) => need.at,
    }),
    if: fc.option(fc.constantFrom("true", "false", "attempt == 1"), { nil: undefined, freq: 4 }),
    items: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined, freq: 3 }),
    width: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
    attempts: fc.integer({ min: 1, max: 3 }),
    fails: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }) },
    ),
    failure: fc.constantFrom("fail", "skip", "otherwise"),
    critical: critical ? fc.boolean() : fc.constant(false),
  });

/** Any plan; with critical tasks, which of the others still come to an end is a matter of luck. */
export function drawings({ critical }: { readonly critical: boolean }): fc.Arbitrary<Drawing> {
  return fc.integer({ min: 1, max: 7 }).chain((size) =>
    fc.record({
      tasks: fc.tuple(...Array.from({ length: size }, (_, at) => drawn(at, critical))),
      width: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    })
  );
}

/** What was done, as it was done. */
export interface Deeds {
  /** Each call of a tool: `begin t1`, `end t1`. */
  readonly log: string[];
  /** Keys of tasks' steps whose tool was called. */
  readonly called: string[];
  now: number;
  most: number;
}

/** Nothing was done yet. */
export function noDeeds(): Deeds {
  return { log: [], called: [], now: 0, most: 0 };
}

function facts(name: string): PlanTool {
  return {
    by: "library",
    facts: { name, description: name, parameters: { type: "object" }, acts: ["read"], timeout: 10_000 },
  };
}

function toolsOf(deeds: Deeds): { readonly [name: string]: LoomTool } {
  const run: LoomTool["run"] = async (given) => {
    const { task, key, attempt, fails } = given as { task: string; key: string; attempt: number; fails: number[] };
    deeds.log.push(`begin ${task}`);
    deeds.called.push(key);
    deeds.most = Math.max(deeds.most, ++deeds.now);
    await Promise.resolve();
    deeds.now--;
    deeds.log.push(`end ${task}`);
    if (fails.includes(attempt)) throw new Error(`${task} fails`);
    return `${task} did it`;
  };
  return { work: { description: "work", run }, look: { description: "look", run: () => "seen" } };
}

/** Says what the prompt asks for: `bad` in attempts that fail. */
function modelOf(): Model & { readonly asked: string[] } {
  return follows((request) => {
    const said = textOf(request), [, attempt, fails] = /attempt (\d) of \[([\d, ]*)\]/.exec(said)!;
    const isBad = fails!.split(",").map(Number).includes(Number(attempt));
    if (said.includes("You may look") && answersIn(request).length === 0) return calls(call("look"));
    if (!isBad) return "good";
    return said.includes("You may look") ? '{"status": "blocked", "reason": "it is so"}' : "bad";
  });
}

const nameOf = (at: number) => `t${at}`;

function workOf({ by, fails, items }: Drawn, name: string, hard: readonly string[]): PlanTask["work"] {
  const seen = hard.map((need) => `\${{ tasks.${need} == null }}`).join(" ");
  const said = `attempt \${{ attempt }} of [${fails.join(", ")}] after ${seen}`,
    item = items === undefined ? "" : "/${{ i }}";
  const key = `task/${name}${item}\${{ attempt == 1 ? "" : "/again/" + string(attempt) }}`;
  switch (by) {
    case "generate":
      return generate(`Say it, ${said}`);
    case "agent":
      return agent(`You may look, ${said}`, { tools: ["look"] });
    case "tool":
      return { by: "tool", tool: "work", with: { task: name, key, attempt: "${{ attempt }}", fails, seen } };
    case "command": {
      const program = `\${{ ${fails.length === 0 ? "false" : `attempt in [${fails.join(", ")}]`} ? "false" : "true" }}`;
      return { by: "command", command: { run: ["/usr/bin/env", program], accept: "code == 0" } };
    }
    case "ask":
      return fails.includes(1)
        ? { by: "ask", question: said, timeout: 1 }
        : { by: "ask", question: said, timeout: 1, otherwise: "nobody" };
    case "run":
      return { by: "run", plan: "part", with: { text: "${{ attempt }}", fails: `${fails.join()}` } };
  }
}

function taskOf(drawn: Drawn, at: number): PlanTask {
  const { needs: before, if: condition, items, width, attempts, failure, critical, by } = drawn, name = nameOf(at);
  const hard = before.filter(({ whatever }) => !whatever).map((need) => nameOf(need.at));
  const list = `[${Array.from({ length: items ?? 0 }, (_, i) => i).join(", ")}]`;
  return task(name, workOf(drawn, name, hard), {
    ...needs(...before.map((need) => `${nameOf(need.at)}${need.whatever ? "?" : ""}`)),
    attempts,
    critical,
    ...(condition === undefined ? {} : { if: condition }),
    ...(items === undefined ? {} : { each: { list, as: "item", ...(width === undefined ? {} : { width }) } }),
    failure: failure === "otherwise" ? { then: failure, value: { text: "instead" } } : { then: failure },
    ...(by === "generate" ? { verify: { files: false, check: 'out.text == "good"', rules: [], votes: 1 } } : {}),
  });
}

/** The plan of a drawing. */
export function planOf({ tasks, width }: Drawing): ProcessPlan {
  const m = modelOf(), run = ["/usr/bin/env"], permissions = { read: [], write: [], net: [], run, env: [] };
  const part = processPlan({ m }, [
    task("inner", {
      by: "tool",
      tool: "work",
      with: {
        task: "inner",
        key: "inner",
        attempt: "${{ int(inputs.text) }}",
        fails: '${{ inputs.fails == "" ? [] : inputs.fails.split(",").map(n, int(n)) }}',
      },
    }),
  ], { inputs: { text: { type: "any" }, fails: { type: "string" } }, tools: { work: facts("work") } });
  return processPlan({ m }, tasks.map(taskOf), {
    permissions,
    ...(width === undefined ? {} : { width }),
    tools: { work: facts("work"), look: facts("look") },
    imports: { part },
  });
}

/** What became of a run, in a form that does not depend on when it was interrupted. */
export interface Became {
  readonly end: Pick<RunEnd, "kind" | "reason" | "outputs">;
  /** What was told of each task's end, by name. */
  readonly told: readonly string[];
  readonly rows: readonly Entry[];
  readonly lives: number;
  /** Steps that were done again after their outcome was kept. */
  readonly again: readonly string[];
}

/** How a life ends before its run does: it is paused after so many rows, or is gone at one of its writes. */
export type Cut = { readonly rows: number } | { readonly write: number; readonly when: "before" | "after" };

/** Runs a drawing in as many lives as it takes. */
export async function became(
  drawing: Drawing,
  cutOf: (life: number) => Cut = () => ({ rows: Infinity }),
  deeds: Deeds = noDeeds(),
): Promise<Became> {
  const store = memoryStore(), plan = planOf(drawing), again: string[] = [];
  for (let life = 0;; life++) {
    const kept = await keptIn(store), called = deeds.called.length;
    const end = await lifeOf(plan, { store, deeds, cut: cutOf(life) });
    again.push(...deeds.called.slice(called).filter((key) => kept.has(key)));
    const rest = end === "gone" ? await restOf(store) : end;
    if (rest === undefined || rest.kind === "paused") continue;
    const { rows, told } = await toldOf(store, "g"), { kind, reason, outputs } = rest;
    return { end: { kind, reason, outputs: outputs ?? null }, told: endsIn(told), rows, lives: life + 1, again };
  }
}

/** How a run has come to rest whose driver is gone: one that has failed would be tried once more if it was resumed. */
async function restOf(store: Store): Promise<Became["end"] | undefined> {
  const run = (await store.runs())[0], last = run && await lastEnd(store, run);
  return last && run.status === last.end.kind ? { ...last.end, outputs: last.outputs } : undefined;
}

interface Life {
  readonly store: Store;
  readonly deeds: Deeds;
  readonly cut: Cut;
}

async function lifeOf(plan: ProcessPlan, { store, deeds, cut }: Life): Promise<RunEnd | "gone"> {
  if ("rows" in cut) return await livedUntil(plan, { store, deeds, rows: cut.rows });
  try {
    return await livedUntil(plan, { store: dropping(store, cut.write, cut.when).store, deeds, rows: Infinity });
  } catch (error) {
    if (error instanceof StoreError) return "gone";
    throw error;
  }
}

async function livedUntil(
  plan: ProcessPlan,
  { store, deeds, rows }: Omit<Life, "cut"> & { readonly rows: number },
): Promise<RunEnd> {
  const driven: { run?: RunHandle } = {};
  let seen = 0;
  const loom = await openLoom({
    store,
    // A command begins in an empty folder of nobody.
    folder: tmpdir(),
    models: { m: modelOf() },
    tools: toolsOf(deeds),
    retry: { base: 1, cap: 2, attempts: 2 },
    on: (event) => void (event.type === "entry" && event.run === "g" && ++seen === rows && driven.run?.pause()),
  });
  const isNew = (await store.runs()).length === 0;
  const run = isNew
    ? await loom.start(plan, { name: "g", seed: 7, workspace: await workspace() })
    : await loom.resume("g");
  driven.run = run;
  if (seen >= rows) run.pause();
  return await run.end;
}

let folder: Promise<string> | undefined;

/** An empty folder that commands run in; they leave nothing there. */
function workspace(): Promise<string> {
  return folder ??= Deno.makeTempDir({ prefix: "loom-random-plans-" }).then((made) => {
    globalThis.addEventListener("unload", () => Deno.removeSync(made));
    return made;
  });
}

async function keptIn(store: Store): Promise<ReadonlySet<string>> {
  if ((await store.runs()).length === 0) return new Set();
  const { rows } = await toldOf(store, "g");
  return new Set(rows.flatMap(({ type, key }) => type === "done" && key !== undefined ? [key] : []));
}

function endsIn(told: readonly ToldProcess[]): readonly string[] {
  return told.flatMap((one) => one.told === "task" ? [JSON.stringify(one)] : []).toSorted();
}
