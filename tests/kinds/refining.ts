import { openLoom } from "../../lib/app/loom.ts";
import type { LoomOptions, StartOptions } from "../../lib/app/loom_options.ts";
import type { Model, ModelRequest } from "../../lib/models/model.ts";
import type { End, Entry, PinnedScript, RefinePlan, ToldRound } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { Cast, Grown } from "./growing.ts";
import { leftBehind, model } from "./growing.ts";
import { planModel } from "./plans.ts";

/** A small refine plan: texts are numbers, and worth what they say. */
export function refinePlan(cast: Cast, more: Partial<RefinePlan> = {}): RefinePlan {
  return {
    version: 1,
    kind: "refine",
    program: "refine@1",
    name: "test",
    inputs: {},
    models: Object.fromEntries(Object.entries(cast).map(([name, { facts }]) => [name, planModel(facts)])),
    budget: {},
    outputs: {},
    permissions: { read: [], write: [], net: [], run: [], env: [] },
    scripts: {},
    imports: {},
    uses: [],
    durability: "normal",
    start: { from: "text", text: "1" },
    n: 1,
    propose: {
      by: "model",
      models: [Object.keys(cast)[0]!],
      prompt: "Better: ${{ text }}",
      maxTokens: "64",
      sampling: {},
    },
    score: { gates: {}, total: "double(candidate.text)" },
    goal: "max",
    accept: "total >= best.total",
    backtrack: "best_score",
    errors: { attempts: 1, pause: 0, then: "backtrack", most: 3 },
    stop: { stop: "depth", depth: 3 },
    ...more,
  };
}

/** A run that came to rest, and what it told of its rounds. */
export interface Refined extends Grown {
  readonly told: readonly ToldRound[];
  /** What the end row names as its cause. */
  readonly cause: string;
}

/** Runs a plan to its end, in memory. */
export async function refine(
  cast: Cast,
  more: Partial<RefinePlan> = {},
  { start, ...options }: LoomOptions & { readonly start?: StartOptions } = {},
): Promise<Refined> {
  const store = options.store ?? memoryStore();
  const loom = await openLoom({ retry: { base: 1, cap: 2, attempts: 2 }, ...options, store, models: cast });
  const run = await loom.start(refinePlan(cast, more), { seed: 7, name: "g", ...start });
  const end = await run.end, left = await leftBehind(store, run.name);
  const { cause } = left.rows.findLast(({ type }) => type === "end")?.value as unknown as End;
  return { end, store, loom, ...left, told: toldIn(left.rows), cause };
}

/** What a journal tells of rounds. */
export function toldIn(rows: readonly Entry[]): readonly ToldRound[] {
  return rows.flatMap(({ type, key, value }) => {
    const isTold = type === "done" && key?.endsWith("/told");
    return isTold ? [(value as unknown as { readonly value: ToldRound }).value] : [];
  });
}

/** A model of a test, and what it was asked. */
export type Asked = Model & { readonly calls: ModelRequest[] };

/** A free model that says these, one after the other, and the last again and again. Errors are thrown. */
export function says(...replies: readonly (string | Error)[]): Asked {
  return model((_, call) => replies[Math.min(call, replies.length - 1)]!);
}

/** A script of one module. */
export function script(code: string): PinnedScript {
  return { entry: "s.ts", name: "default", modules: { "s.ts": code }, npm: [] };
}

/** The rounds told, in a line each: `2 rejected 0.4 best 1@0.5 from 1 back 1`. */
export function lines(told: readonly ToldRound[]): readonly string[] {
  return told.map(({ round, verdict, score, best, from, back }) =>
    `${round} ${verdict} ${score} best ${best?.score}@${best?.round} from ${from}${
      back === undefined ? "" : ` back ${back}`
    }`
  );
}
