/**
 * Compiling small specs in tests.
 *
 * @module
 */
import assert from "node:assert/strict";
import { compile } from "../../lib/compile/compile.ts";
import type { World } from "../../lib/compile/world.ts";
import type { AutoloomPlan } from "../../lib/plan/mod.ts";
import type { Diagnostic } from "../../lib/text/diagnostic.ts";
import { spec } from "../project/gen/diagnostic_example.ts";
import { memoryWorld } from "./memory_world.ts";

/** Parts of a sound spec in YAML, each a line or more. */
export type Parts = Parameters<typeof spec>[0];

/** The plan of a sound spec with these parts; warnings are let through. */
export async function planOf(parts: Parts, world: World = memoryWorld()): Promise<AutoloomPlan> {
  return await planOfText(spec(parts), world);
}

/** The plan of a sound text. */
export async function planOfText(
  text: string,
  world: World = memoryWorld(),
  name = "spec.yaml",
): Promise<AutoloomPlan> {
  const { plan, diagnostics } = await compile({ name, text }, world);
  assert.ok(plan, JSON.stringify(diagnostics.map(({ code, message, hint }) => [code, message, hint])) + text);
  assert.equal(plan.kind, "autoloom");
  return plan as AutoloomPlan;
}

/** What is found in a spec with these parts: code and the text it points at. */
export async function found(
  parts: Parts,
  world: World = memoryWorld(),
): Promise<readonly (readonly [string, string])[]> {
  return (await findIn(spec(parts), world)).map(shown);
}

/** What is found in a text. */
export async function findIn(
  text: string,
  world: World = memoryWorld(),
  name = "spec.yaml",
): Promise<readonly Diagnostic[]> {
  return (await compile({ name, text }, world)).diagnostics;
}

/** Code and the text it points at. */
export function shown({ code, source, span }: Diagnostic): readonly [string, string] {
  return [code, source.text.slice(span.start, span.end)];
}
