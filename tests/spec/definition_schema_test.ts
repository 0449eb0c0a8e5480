import assert from "node:assert/strict";
import { plain } from "../../lib/spec/located.ts";
import { readLocated } from "../../lib/spec/read_located.ts";
import { jsonSchema } from "../../lib/spec/schema.ts";
import type { Schema } from "./json_schema.ts";
import { fits } from "./json_schema.ts";

const SCHEMA = jsonSchema() as Schema;

async function fitting(text: string): Promise<boolean> {
  const located = await readLocated({ name: "x.yaml", text }, () => {});
  return fits(SCHEMA, plain(located!));
}

Deno.test("the schema for editors knows definitions: keys, phases, rules and modes", async () => {
  assert.ok(await fitting("name: x\nphases: [{id: a, description: A, depends_on: b, model_tier: 2}]\n"));
  assert.ok(await fitting("name: x\nversion: 1.0\nverification: {rules: [{name: r, check: c, type: regex}]}\n"));
  for (
    const wrong of [
      "phases: []\n",
      "name: Two Words\nphases: []\n",
      "name: x\nphase: []\n",
      "name: x\nphases: [{id: a}]\n",
      "name: x\nphases: [{id: a, description: A, tier: 2}]\n",
      "name: x\nphase_mode: loose\n",
      "name: x\nverification: {rules: [{name: r}]}\n",
      "loom: 1\nname: x\nphases: []\n",
    ]
  ) assert.ok(!await fitting(wrong), wrong);
});

Deno.test("the schema for editors takes every ready process", async () => {
  const folder = new URL("../../specs/processes/", import.meta.url), names = [...Deno.readDirSync(folder)];
  assert.ok(names.length >= 7);
  for (const { name } of names) assert.ok(await fitting(Deno.readTextFileSync(new URL(name, folder))), name);
});
