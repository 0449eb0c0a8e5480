/**
 * Compiling small specs of kind `process` in tests.
 *
 * @module
 */
import assert from "node:assert/strict";
import { compile } from "../../lib/compile/compile.ts";
import type { World } from "../../lib/compile/world.ts";
import type { PlanTask, ProcessPlan } from "../../lib/plan/mod.ts";
import type { Diagnostic } from "../../lib/text/diagnostic.ts";
import { processSpec } from "../project/gen/diagnostic_example.ts";
import { FILES } from "./arbitrary_spec.ts";
import { findIn, shown } from "./compiling.ts";
import { memoryWorld } from "./memory_world.ts";

/** A project with the files that sound specs name. */
export const PROJECT: World = memoryWorld({ files: FILES });

/** Tasks in YAML, a line or more each, and keys beside them. */
export type ProcessParts = Parameters<typeof processSpec>[0];

/** The plan of a sound spec with these tasks; warnings are let through. */
export async function processPlanOf(parts: ProcessParts, world: World = PROJECT): Promise<ProcessPlan> {
  return await processPlanOfText(processSpec(parts), "spec.yaml", world);
}

/** The plan of a sound text. */
export async function processPlanOfText(
  text: string,
  name = "spec.yaml",
  world: World = PROJECT,
): Promise<ProcessPlan> {
  const { plan, diagnostics } = await compile({ name, text }, world);
  assert.ok(plan, JSON.stringify(diagnostics.map(({ code, message, hint }) => [code, message, hint])) + text);
  assert.equal(plan.kind, "process");
  return plan as ProcessPlan;
}

/** A task of a sound spec. */
export async function taskOf(name: string, parts: ProcessParts, world: World = PROJECT): Promise<PlanTask> {
  const { tasks } = await processPlanOf(parts, world), task = tasks.find((one) => one.name === name);
  assert.ok(task, `no task ${name}`);
  return task;
}

/** What is found in a spec with these tasks, each as its code and the text it points at. */
export async function told(parts: ProcessParts, world: World = PROJECT): Promise<readonly string[]> {
  return (await diagnosed(parts, world)).map(shown).map(([code, at]) => `${code} ${at}`);
}

/** What is found in a spec with these tasks. */
export async function diagnosed(parts: ProcessParts, world: World = PROJECT): Promise<readonly Diagnostic[]> {
  return await findIn(processSpec(parts), world);
}
