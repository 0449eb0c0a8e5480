import { openLoom } from "../../lib/app/loom.ts";
import type { LoomOptions, StartOptions } from "../../lib/app/loom_options.ts";
import type { RunEnd } from "../../lib/app/run_handle.ts";
import type { Model } from "../../lib/models/model.ts";
import type { Replying } from "../../lib/models/scripted/follow.ts";
import { SCRIPTED_ABILITIES, scriptedModel } from "../../lib/models/scripted/scripted.ts";
import type { AgentCall, Entry, PlanTask, ProcessPlan, ToldProcess } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { Store } from "../../lib/store/store.ts";
import { toldIn } from "../../lib/views/process_view.ts";
import { planModel } from "./plans.ts";

/** Models by name. */
export type Models = Readonly<Record<string, Model>>;

/** A task with nothing but its work: tried once, and the run fails with it. */
export function task(name: string, work: PlanTask["work"], more: Partial<PlanTask> = {}): PlanTask {
  return {
    name,
    needs: [],
    attempts: 1,
    pause: 0,
    failure: { then: "fail" },
    critical: false,
    deliverables: [],
    work,
    ...more,
  };
}

/** Names of tasks as needs. */
export function needs(...names: readonly string[]): Pick<PlanTask, "needs"> {
  return {
    needs: names.map((name) => name.endsWith("?") ? { task: name.slice(0, -1), whatever: true } : { task: name }),
  };
}

/** An agent with some tools, which asks nobody. */
export function agent(prompt: string, more: Partial<AgentCall> = {}): PlanTask["work"] & { readonly by: "agent" } {
  return {
    by: "agent",
    agent: {
      model: "m",
      ladder: [],
      tools: [],
      turns: 8,
      maxTokens: 400,
      sampling: {},
      approve: { policy: "never" },
      depth: 0,
      prompt: { template: prompt },
      ...more,
    },
  };
}

/** A question to a model. */
export function generate(prompt: string, model = "m"): PlanTask["work"] {
  return {
    by: "generate",
    call: { model, ladder: [], prompt: { template: prompt }, maxTokens: 200, sampling: {} },
  };
}

/** A plan of these tasks. */
export function processPlan(
  models: Models,
  tasks: readonly PlanTask[],
  more: Partial<ProcessPlan> = {},
): ProcessPlan {
  return {
    version: 1,
    kind: "process",
    program: "process@1",
    name: "test",
    inputs: {},
    models: Object.fromEntries(Object.entries(models).map(([name, { facts }]) => [name, planModel(facts)])),
    budget: {},
    outputs: {},
    permissions: { read: [], write: [], net: [], run: [], env: [] },
    scripts: {},
    imports: {},
    uses: [],
    durability: "normal",
    tools: {},
    servers: {},
    tasks,
    ...more,
  };
}

/** A model of a test that follows a function, and what it was asked. */
export function follows(reply: Replying): Model & { readonly asked: string[] } {
  const asked: string[] = [];
  const facts = {
    id: "scripted/test",
    provider: "scripted",
    local: true,
    counter: "pieces",
    supports: SCRIPTED_ABILITIES,
  };
  const model = scriptedModel(facts, (request, index) => {
    const { prompt } = request;
    asked.push(prompt.form === "text" ? prompt.text : prompt.messages.map(({ text }) => text).join("\n"));
    return reply(request, index);
  });
  return { ...model, asked };
}

/** A run that came to rest. */
export interface Carried {
  readonly end: RunEnd;
  readonly store: Store;
  readonly rows: readonly Entry[];
  readonly told: readonly ToldProcess[];
}

/** Runs a plan to its end, in memory. */
export async function carry(
  plan: ProcessPlan,
  models: Models,
  { start, ...options }: LoomOptions & { readonly start?: StartOptions } = {},
): Promise<Carried> {
  const store = options.store ?? memoryStore();
  const loom = await openLoom({ retry: { base: 1, cap: 2, attempts: 2 }, ...options, store, models });
  const end = await (await loom.start(plan, { seed: 7, name: "g", ...start })).end;
  return { end, store, ...await toldOf(store, "g") };
}

/** What a run has left in its journal. */
export async function toldOf(store: Store, name: string): Promise<Pick<Carried, "rows" | "told">> {
  const rows = await store.entries((await store.findRun(name)).id, 0);
  return { rows, told: rows.flatMap((row) => row.type === "done" ? toldIn(row) ?? [] : []) };
}
