import assert from "node:assert/strict";
import fc from "../properties.ts";
import { compile } from "../../lib/compile/compile.ts";
import { formatSpec } from "../../lib/compile/format_spec.ts";
import { planHash } from "../../lib/plan/codec.ts";
import { soundProcessSpec } from "./arbitrary_process_spec.ts";
import { soundRefineSpec } from "./arbitrary_refine_spec.ts";
import { FILES, soundSpec, tomlOf, yamlOf } from "./arbitrary_spec.ts";
import { memoryWorld } from "./memory_world.ts";

const world = memoryWorld({ files: FILES });

const anySpec = fc.oneof(soundSpec, soundRefineSpec, soundProcessSpec);

async function hashOf(text: string, ending: "yaml" | "toml"): Promise<string> {
  const { plan, diagnostics } = await compile({ name: `spec.${ending}`, text }, world);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  assert.deepEqual(errors.map(({ code, message }) => [code, message]), [], text);
  assert.ok(plan, text);
  return planHash(plan);
}

async function formatted(text: string, ending: "yaml" | "toml"): Promise<string> {
  const result = await formatSpec({ name: `spec.${ending}`, text });
  assert.ok(result.ok, text);
  return result.text;
}

Deno.test("a spec means the same in YAML and in TOML, whatever it says", async () => {
  await fc.assert(
    fc.asyncProperty(anySpec, async (spec) => {
      assert.equal(await hashOf(yamlOf(spec), "yaml"), await hashOf(tomlOf(spec), "toml"));
    }),
    { numRuns: 120 },
  );
});

Deno.test("formatting changes no plan and settles at once", async () => {
  await fc.assert(
    fc.asyncProperty(anySpec, async (spec) => {
      for (const [ending, text] of [["yaml", yamlOf(spec)], ["toml", tomlOf(spec)]] as const) {
        const once = await formatted(text, ending);
        assert.equal(await hashOf(once, ending), await hashOf(text, ending), text);
        assert.equal(await formatted(once, ending), once, text);
      }
    }),
    { numRuns: 60 },
  );
});
