/**
 * Compiling small specs of kind `refine` in tests.
 *
 * @module
 */
import assert from "node:assert/strict";
import { compile } from "../../lib/compile/compile.ts";
import type { World } from "../../lib/compile/world.ts";
import type { RefinePlan } from "../../lib/plan/mod.ts";
import { refineSpec } from "../project/gen/diagnostic_example.ts";
import { FILES } from "./arbitrary_spec.ts";
import { findIn, shown } from "./compiling.ts";
import { memoryWorld } from "./memory_world.ts";

/** Parts of a sound spec in YAML, each a line or more. */
export type RefineParts = Parameters<typeof refineSpec>[0];

/** A project with the files that sound specs name. */
export const PROJECT: World = memoryWorld({ files: FILES });

/** The plan of a sound spec with these parts; warnings are let through. */
export async function refinePlanOf(parts: RefineParts, world: World = PROJECT): Promise<RefinePlan> {
  return await refinePlanOfText(refineSpec(parts), "spec.yaml", world);
}

/** The plan of a sound text. */
export async function refinePlanOfText(text: string, name = "spec.yaml", world: World = PROJECT): Promise<RefinePlan> {
  const { plan, diagnostics } = await compile({ name, text }, world);
  assert.ok(plan, JSON.stringify(diagnostics.map(({ code, message, hint }) => [code, message, hint])) + text);
  assert.equal(plan.kind, "refine");
  return plan as RefinePlan;
}

/** What is found in a spec with these parts, each as its code and the text it points at. */
export async function told(parts: RefineParts, world: World = PROJECT): Promise<readonly string[]> {
  return (await findIn(refineSpec(parts), world)).map(shown).map(([code, at]) => `${code} ${at}`);
}
