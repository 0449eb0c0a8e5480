/**
 * Compiling process definitions in tests.
 *
 * @module
 */
import assert from "node:assert/strict";
import { compile } from "../../lib/compile/compile.ts";
import type { Origin } from "../../lib/compile/origin.ts";
import type { World } from "../../lib/compile/world.ts";
import type { Plan, ProcessPlan, ToolFacts } from "../../lib/plan/mod.ts";
import { placeAt } from "../../lib/text/line_index.ts";
import type { Held } from "./memory_world.ts";
import { memoryWorld } from "./memory_world.ts";

/** Models for every role, one of each tier. */
export const SETTINGS = `[models.small]
use = "ollama/qwen3:8b"
roles = ["executor", "verifier", "extractor"]
tier = 1

[models.middle]
use = "ollama/qwen3:14b"
roles = ["executor", "planner"]
tier = 2

[models.large]
use = "ollama/qwen3:70b"
roles = ["executor"]
tier = 3
`;

/** Tools that are built in. */
const TOOLS = ["read_file", "write_file", "edit_file", "shell_execute", "delegate_task"];

/** A tool, as far as a compiler looks at it. */
function toolFacts(name: string): ToolFacts {
  return { name, description: `The tool ${name}`, parameters: { type: "object" }, acts: [], timeout: 1_000 };
}

/** A definition and what it is compiled beside. */
export interface Defined {
  /** Text of the definition. */
  readonly text: string;
  /** Text of a `loom.toml`. Default {@link SETTINGS}. */
  readonly settings?: string;
  /** Files beside it. */
  readonly files?: Held["files"];
  /** Default `process.yaml`. */
  readonly name?: string;
  /** Names of tools that are built in. Default: {@link TOOLS}. */
  readonly tools?: readonly string[];
  /** What keeps a pattern from being looked for. */
  readonly pattern?: World["pattern"];
}

/** What came of a definition. */
export interface Came {
  readonly plan?: ProcessPlan;
  readonly origins: readonly Origin[];
  /** Severity, code and place of each thing found. */
  readonly found: readonly string[];
  /** What is said of each. */
  readonly said: readonly string[];
}

/** Compiles a definition. */
export async function define(
  { text, settings = SETTINGS, files = {}, name = "process.yaml", tools = TOOLS, pattern }: Defined,
): Promise<Came> {
  const defaults = [{ name: "loom.toml", text: settings }], known = { tools: () => tools.map(toolFacts) };
  const world = { ...memoryWorld({ files, defaults }), ...known, ...(pattern ? { pattern } : {}) };
  const { plan, diagnostics, origins } = await compile({ name, text }, world);
  return {
    ...(plan ? { plan: asProcess(plan) } : {}),
    origins,
    found: diagnostics.map(({ severity, code, source, span }) => {
      const { line, column } = placeAt(source, span.start), file = source.name === name ? "" : `${source.name}:`;
      return `${severity} ${code} ${file}${line}:${column}`;
    }),
    said: diagnostics.map(({ message }) => message),
  };
}

function asProcess(plan: Plan): ProcessPlan {
  assert.equal(plan.kind, "process");
  return plan as ProcessPlan;
}

/** The plan of a definition that nothing is said about. */
export async function planOf(defined: Defined): Promise<ProcessPlan> {
  const { plan, said } = await define(defined);
  assert.deepEqual(said, []);
  return plan!;
}
