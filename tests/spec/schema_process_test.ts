import assert from "node:assert/strict";
import { plain } from "../../lib/spec/located.ts";
import { readLocated } from "../../lib/spec/read_located.ts";
import { jsonSchema, SCHEMAS } from "../../lib/spec/schema.ts";
import { WORKS } from "../../lib/spec/spec_task.ts";
import { FULL, SMALL } from "../compile/process_specs.ts";
import type { Schema } from "./json_schema.ts";
import { fits } from "./json_schema.ts";

const SCHEMA = jsonSchema() as Schema;

const BASE = { loom: 1, kind: "process" };

/** Whether the compiler and an editor take a spec with these parts for a sound one; they agree. */
function isSound(parts: { readonly [key: string]: unknown }): boolean {
  const spec = { ...BASE, ...parts }, sound = SCHEMAS.process.safeParse(spec).success;
  assert.equal(fits(SCHEMA, spec), sound, JSON.stringify(parts));
  return sound;
}

/** The same of a spec with one task. */
function isSoundTask(task: { readonly [key: string]: unknown }): boolean {
  return isSound({ tasks: { a: task } });
}

Deno.test("editors know every key of a process", async () => {
  for (const [name, text] of [["a.yaml", FULL], ["a.toml", SMALL]] as const) {
    const located = await readLocated({ name, text }, () => assert.fail());
    assert.ok(fits(SCHEMA, plain(located!)), name);
  }
});

Deno.test("short forms of a process stand for the long ones", () => {
  for (
    const parts of [
      {},
      { goal: { file: "a.md" } },
      { plan: "guided" },
      { plan: { mode: "suggestive", scan: [{ files: "*.md" }] } },
      { replan: {} },
      { memory: { types: { a: "b" } } },
      { tools: { a: { run: ["git"] }, b: { http: { url: "x" } }, c: { script: "a.ts" }, d: { mcp: "s", tool: "t" } } },
      { tools: { a: { run: ["git"], parameters: { x: "text", "y?": ["a"], z: { type: { b: "int" } } } } } },
      { servers: { a: { run: ["git"] }, b: { url: { env: "X" } } } },
      { agent: { approve: "never", context: "8k" } },
    ]
  ) assert.ok(isSound(parts), JSON.stringify(parts));
  for (
    const task of [
      { agent: "Do it" },
      { generate: "Say it" },
      { command: ["git"] },
      { command: { run: ["git"], stdin: "" } },
      { ask: "" },
      { tool: "a/b", with: { "x-y": null, z: [{ deep: 1 }] } },
      { script: "./a.ts#b", returns: { x: "int" } },
      { run: "a", on_error: { otherwise: null } },
      { run: "a", verify: true },
      { run: "a", verify: { llm: true, rules: [{ name: "a", check: "b", type: "llm" }] } },
      { run: "a", needs: ["b", "c-d?"] },
      // What a task does, and that it is one thing, is seen when it is compiled.
      {},
      { ask: "a", run: "b" },
    ]
  ) assert.ok(isSoundTask(task), JSON.stringify(task));
});

Deno.test("what is none of the forms of a process is refused by editors as by the compiler", () => {
  for (
    const parts of [
      { plan: "free" },
      { plan: { model: "a" } },
      { replan: { when: "always" } },
      { replan: { may: [] } },
      { memory: { types: {} } },
      { width: 0 },
      { tools: { "a-b": { run: ["git"] } } },
      { tools: { a: { run: [] } } },
      { tools: { a: { run: ["git"], http: { url: "x" } } } },
      { tools: { a: { http: {} } } },
      { tools: { a: { mcp: "s" } } },
      { tools: { a: { http: { url: "x", body: "xml" } } } },
      { servers: { a: {} } },
      { servers: { a: { run: ["git"], headers: {} } } },
      { agent: { prompt: "a" } },
      { agent: { tools: "all" } },
      { save: "a.txt" },
      { stop: { depth: 3 } },
      { start: "a" },
    ]
  ) assert.ok(!isSound(parts), JSON.stringify(parts));
  for (
    const task of [
      { agent: {} },
      { generate: { prompt: "a", turns: 2 } },
      { command: [] },
      { command: { run: ["git"], files: ["a"] } },
      { tool: "" },
      { script: "" },
      { run: "a", with: [] },
      { run: "a", with: { "": 1 } },
      { run: "a", verify: false },
      { run: "a", verify: { rules: [] } },
      { run: "a", verify: { rules: [{ name: "a", check: "b" }] } },
      { run: "a", verify: { pause: 2 } },
      { run: "a", on_error: "retry" },
      { run: "a", on_error: {} },
      { run: "a", needs: ["a b"] },
      { run: "a", needs: "b" },
      { run: "a", timeout: 3 },
      { run: "a", attempts: 0 },
      { run: "a", as: "a-b" },
    ]
  ) assert.ok(!isSoundTask(task), JSON.stringify(task));
  for (const name of ["1", "a b", "_a", "a".repeat(65)]) assert.ok(!isSound({ tasks: { [name]: { ask: "a" } } }), name);
});

Deno.test("every sort of work is a key of a task, with a word for editors", () => {
  const task = (SCHEMA as {
    readonly $defs: {
      readonly task: {
        readonly properties: Record<string, { readonly description?: string; readonly $ref?: string }>;
      };
    };
  }).$defs.task;
  for (const work of WORKS) assert.ok(task.properties[work]?.description ?? task.properties[work]?.$ref, work);
});
