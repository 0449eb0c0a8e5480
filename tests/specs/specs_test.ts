import assert from "node:assert/strict";
import { compileFile } from "../../lib/app/compile_spec.ts";
import { explainPlan } from "../../lib/app/explain_plan.ts";
import { bound } from "../../lib/compile/cost.ts";
import { formatSpec } from "../../lib/compile/format_spec.ts";
import type { Plan } from "../../lib/plan/mod.ts";
import { decodePlan, encodePlan, planHash } from "../../lib/plan/codec.ts";
import { renderHuman } from "../../lib/text/render_human.ts";
import { NAMES, SPECS, textOf } from "./ready.ts";

const snapshots = new URL("snapshots/", import.meta.url);

/** `deno task test:unit tests/specs -- --update` writes the plans anew. */
const updating = Deno.args.includes("--update");

async function planOf(name: string): Promise<Plan> {
  const { plan, diagnostics } = await compileFile(new URL(name, SPECS).pathname, { folder: SPECS.pathname });
  assert.equal(renderHuman(diagnostics, { colour: false, width: 100 }), "");
  return plan!;
}

for (const name of NAMES) {
  Deno.test(`specs/${name} compiles without a word, to the plan it always had`, async () => {
    const plan = await planOf(name), written = `${JSON.stringify(JSON.parse(encodePlan(plan)), null, 2)}\n`;
    const path = new URL(`${name}.json`, snapshots);
    if (updating) Deno.writeTextFileSync(path, written);
    assert.equal(written, Deno.readTextFileSync(path));
  });

  Deno.test(`specs/${name} is in its usual form, says what it is for, and has a price for every model`, async () => {
    const text = textOf(name), formatted = await formatSpec({ name, text });
    assert.ok(formatted.ok);
    assert.equal(formatted.text, text);
    assert.match(text, /^(#!.*\n)?# \w/);
    assert.ok(bound(await planOf(name)).models.every(({ price }) => price !== "unpriced"));
  });
}

for (const name of NAMES) {
  Deno.test(`specs/${name} is explained: its models, its end, and what it is worth`, async () => {
    const plan = await planOf(name), said = await explainPlan(plan, "text");
    for (const model of Object.keys(plan.models)) assert.ok(said.includes(model), `${model}\n${said}`);
    for (const output of Object.keys(plan.outputs)) assert.match(said, new RegExp(`^ +${output}: `, "m"));
    if (plan.kind === "process") assert.match(said, /^ *\d+\. give what it is worth$/m);
    else assert.match(said, plan.stop ? /^ *\d+\. stop /m : /the budget ends it/);
  });
}

Deno.test("the ready specs are all there, and no plan is left from one that is gone", () => {
  assert.ok(NAMES.length >= 12);
  const left = [...Deno.readDirSync(snapshots)].map(({ name }) => name).sort();
  assert.deepEqual(left, NAMES.map((name) => `${name}.json`));
});

Deno.test("what is written in YAML and in TOML is one plan", async () => {
  for (const name of ["lighthouse", "autoloom", "refine", "process"]) {
    assert.equal(planHash(await planOf(`${name}.yaml`)), planHash(await planOf(`${name}.toml`)), name);
  }
});

Deno.test("a plan reads back as it was written, and nothing else does", async () => {
  const plan = await planOf("beam.yaml"), read = decodePlan(encodePlan(plan));
  assert.ok(read.ok);
  assert.equal(planHash(read.plan), planHash(plan));
  for (const text of ["", "null", "[]", "{}", '{"version":99}', "{"]) assert.equal(decodePlan(text).ok, false, text);
});
