import assert from "node:assert/strict";
import fc from "../properties.ts";
import { plain } from "../../lib/spec/located.ts";
import { readLocated } from "../../lib/spec/read_located.ts";
import { jsonSchema, SCHEMAS } from "../../lib/spec/schema.ts";
import type { Kind } from "../../lib/spec/schema.ts";
import { SAMPLER_NAMES } from "../../lib/spec/spec.ts";
import { SAMPLER_RANGES, SAMPLERS } from "../../lib/plan/sampling.ts";
import { SAMPLER_BOUNDS } from "../../lib/spec/schema_model.ts";
import { soundProcessSpec } from "../compile/arbitrary_process_spec.ts";
import { soundRefineSpec } from "../compile/arbitrary_refine_spec.ts";
import type { PlainSpec } from "../compile/arbitrary_spec.ts";
import { soundSpec } from "../compile/arbitrary_spec.ts";
import { EXAMPLES } from "../project/gen/diagnostic_examples.ts";
import type { Schema } from "./json_schema.ts";
import { fits } from "./json_schema.ts";

const SCHEMA = jsonSchema() as Schema;

const anySpec = fc.oneof(soundSpec, soundRefineSpec, soundProcessSpec);

/** Whether the compiler takes the shape of a spec for a sound one. */
function isSound(spec: PlainSpec): boolean {
  const kind = spec["kind"] as Kind;
  return SCHEMAS[kind].safeParse(spec).success;
}

Deno.test("an expression for a sampler is held to the bounds of a number for it", () => {
  for (const name of SAMPLERS) {
    const { min = -Infinity, max = Infinity } = SAMPLER_BOUNDS[name];
    assert.deepEqual(SAMPLER_RANGES[name] ?? [-Infinity, Infinity], [min, max], name);
  }
});

Deno.test("what the compiler takes for a sound shape, editors do too", async () => {
  await fc.assert(
    fc.asyncProperty(anySpec, (spec) => {
      assert.ok(isSound(spec), JSON.stringify(spec));
      assert.ok(fits(SCHEMA, spec), JSON.stringify(spec));
      return Promise.resolve();
    }),
    { numRuns: 600 },
  );
});

/** Faults of shape that a schema can know; the others are order, meaning, or a refinement of a text. */
const KNOWN = [
  "unknown-key",
  "missing-key",
  "wrong-value",
  "missing-value",
  "bad-name",
  "wrong-version",
  "unknown-kind",
  "keys-apart",
  "bad-duration",
  "bad-size",
  "bad-time",
  "not-a-spec",
  "misplaced-secret",
  "literal-secret",
] as const;

Deno.test("what the compiler finds wrong with a shape, editors find too", async () => {
  for (const code of KNOWN) {
    const { text, name = "spec.yaml" } = EXAMPLES[code];
    const located = await readLocated({ name, text: text as string }, () => {});
    assert.equal(fits(SCHEMA, plain(located!)), false, code);
  }
});

Deno.test("a value put in the place of another is refused by both or by neither", async () => {
  const junk = fc.constantFrom<unknown>(null, true, -1, 0, 1.5, "x", "8k", "8q", "", [], {}, ["a"], { env: "X" }, {
    file: "a",
  });
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(anySpec, junk, fc.nat(1_000), (spec, value, at) => {
      const copy = structuredClone(spec), places = placesIn(copy), [holder, key] = places[at % places.length]!;
      holder[key] = value;
      const zod = isSound({ ...copy, kind: spec["kind"] }) && copy["kind"] === spec["kind"];
      assert.equal(fits(SCHEMA, copy), zod, JSON.stringify(copy));
      refused += zod ? 0 : 1;
      return Promise.resolve();
    }),
    { numRuns: 3_000 },
  );
  assert.ok(refused > 600);
});

function placesIn(value: unknown): readonly (readonly [Record<string, unknown>, string])[] {
  if (value === null || typeof value !== "object") return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [[holder, key] as const, ...placesIn(holder[key])]);
}

Deno.test("editors show a word for every key", () => {
  const silent: string[] = [];
  const visit = (schema: unknown, path: string) => {
    if (schema === null || typeof schema !== "object") return;
    for (const [keyword, inner] of Object.entries(schema)) {
      if (keyword === "properties") {
        for (const [key, one] of Object.entries(inner as Record<string, Record<string, unknown>>)) {
          if (!one["description"] && !one["$ref"]) silent.push(`${path}.${key}`);
        }
      }
      visit(inner, `${path}.${keyword}`);
    }
  };
  visit(SCHEMA, "");
  assert.deepEqual(silent.filter((path) => !/\.(any|all|kind)$|abilities/.test(path)), []);
});

Deno.test("the samplers of specs are those of plans", () => {
  assert.deepEqual(SAMPLER_NAMES, SAMPLERS);
});
