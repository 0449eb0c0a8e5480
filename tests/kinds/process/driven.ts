/** Parts of processes on the real engine, in memory. */
import assert from "node:assert/strict";
import type { Json, JsonObject } from "../../../lib/base/json.ts";
import { program } from "../../../lib/app/own_program.ts";
import type { Verifier } from "../../../lib/kinds/process/verify.ts";
import type { End, Entry, Program } from "../../../lib/plan/mod.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import type { Tool, ToolContext } from "../../../lib/tools/tool.ts";
import type { Model, ModelRequest } from "../../../lib/models/model.ts";
import { wordModel } from "../../engine/models.ts";
import { driveRun, newRun } from "../../engine/worlds.ts";
import { planModel } from "../plans.ts";
import { ROUND } from "./graphs.ts";

/** A free model of a test, and what it was asked. */
export type Scripted = Model & { readonly calls: ModelRequest[] };

/** A model that says these, one after the other, and the last again and again. */
export function modelThatSays(...replies: readonly string[]): Scripted {
  return wordModel((_, call) => replies[Math.min(call, replies.length - 1)]!, { free: true });
}

/** What came of a part that was driven. */
export interface Driven<T> {
  readonly end: End;
  readonly outputs: T;
  readonly rows: readonly Entry[];
}

/** What a part is driven with: one model, called `m`, and tools of a workspace. */
export interface DrivenWith {
  readonly m: Scripted;
  readonly tools?: readonly Tool[];
  readonly context?: ToolContext;
}

/** Runs a part as a whole run. */
export async function driven<T>(
  part: (round: Verifier) => Program<T>,
  { m, tools = [], context }: DrivenWith,
): Promise<Driven<T>> {
  const round = { ...ROUND, plan: { models: { m: planModel(m.facts) } } }, store = memoryStore();
  const own = program("part@1", function* () {
    return (yield* part(round)) as unknown as Json;
  });
  const run = await newRun(store, own),
    { rest } = await driveRun(store, run, own, {
      models: { m },
      world: {
        async tool({ tool: name, input }) {
          const tool = tools.find((one) => one.name === name);
          if (!tool || !context) return { ok: false, failure: { code: "tool", message: `no tool ${name} here` } };
          return { ok: true, value: await tool.run(input as JsonObject, context) as unknown as Json };
        },
      },
    });
  const ended = await rest;
  assert.ok(ended.rest === "ended");
  return { end: ended.end, outputs: ended.outputs as unknown as T, rows: await store.entries(run.id, 0) };
}
