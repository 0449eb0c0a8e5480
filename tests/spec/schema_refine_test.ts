import assert from "node:assert/strict";
import { plain } from "../../lib/spec/located.ts";
import { readLocated } from "../../lib/spec/read_located.ts";
import { jsonSchema, SCHEMAS } from "../../lib/spec/schema.ts";
import { BY_MODELS, BY_RUN } from "../compile/refine_specs.ts";
import type { Schema } from "./json_schema.ts";
import { fits } from "./json_schema.ts";

const SCHEMA = jsonSchema() as Schema;

const BASE = { loom: 1, kind: "refine", start: "a", propose: { script: "./a.ts" } };

/** Whether the compiler and an editor take a spec with these parts for a sound one; they agree. */
function isSound(parts: { readonly [key: string]: unknown }): boolean {
  const spec = { ...BASE, ...parts }, sound = SCHEMAS.refine.safeParse(spec).success;
  assert.equal(fits(SCHEMA, spec), sound, JSON.stringify(parts));
  return sound;
}

Deno.test("editors know every key of a refine spec", async () => {
  for (const [name, text] of [["a.yaml", BY_MODELS], ["a.toml", BY_RUN]] as const) {
    const located = await readLocated({ name, text }, () => assert.fail());
    assert.ok(fits(SCHEMA, plain(located!)), name);
  }
});

Deno.test("short forms stand for the long ones", () => {
  for (
    const parts of [
      { score: "size(candidate.text)" },
      { score: { script: "./a.ts" } },
      { score: { command: ["deno"] } },
      { stop: { plateau: 3, similar: 0 } },
      { stop: { not: { any: [{ plateau: {} }, { similar: {} }] } } },
      { stall: { after: 1, then: ["ask", "fail", { use: "a" }, { heat: 0 }, { ask: "" }] } },
      { propose: { command: ["deno", "fmt"], n: 1_000 } },
      { propose: { run: "a", with: { b: 1, c: true, d: "e" } } },
    ]
  ) assert.ok(isSound(parts), JSON.stringify(parts));
});

Deno.test("what is none of the forms is refused by editors as by the compiler", () => {
  for (
    const parts of [
      { score: 1 },
      { score: { judge: { model: "a" } } },
      { score: { judge: { model: "a", ask: "b", prompt: "c" } } },
      { score: { command: [] } },
      { score: { command: { run: ["a"], read: "$" } } },
      { score: { script: { script: "a.ts", returns: {} } } },
      { score: { total: "" } },
      { stop: { repeats: 3 } },
      { stop: { plateau: "3" } },
      { stop: { any: [{ blank: 3 }] } },
      { stall: { after: 1, then: [{ use: "a", heat: 1 }] } },
      { propose: { model: "a" } },
      { propose: { model: [], prompt: "b" } },
      { propose: { script: "a.ts", prompt: "b" } },
      { propose: { run: "a", with: { b: null } } },
      { on_error: { then: "stop" } },
      { goal: "most" },
      { grade: { by: "1" } },
      { select: {} },
    ]
  ) assert.ok(!isSound(parts), JSON.stringify(parts));
});

Deno.test("the parts of another kind are no parts of this one, on either side", () => {
  const autoloom = { loom: 1, kind: "autoloom", start: "a", expand: { model: "b", width: 1 } };
  assert.ok(SCHEMAS.autoloom.safeParse(autoloom).success && fits(SCHEMA, autoloom));
  for (const part of [{ propose: BASE.propose }, { stop: { plateau: 3 } }, { stall: { after: 2 } }, { goal: "min" }]) {
    assert.ok(!SCHEMAS.autoloom.safeParse({ ...autoloom, ...part }).success);
    assert.ok(!fits(SCHEMA, { ...autoloom, ...part }));
  }
});
