/**
 * The one schema of the language: validator, types and JSON Schema come from it.
 *
 * @module
 */
import { z } from "zod";
import type { JsonObject } from "../base/json.ts";
import { SETTINGS_MODEL } from "./definition_model.ts";
import { DEFINITION } from "./definition_schema.ts";
import { SETTINGS_TABLES } from "./definition_settings.ts";
import { AUTOLOOM } from "./schema_autoloom.ts";
import { COMMON } from "./schema_common.ts";
import { map, named } from "./schema_parts.ts";
import { PROCESS } from "./schema_process.ts";
import { REFINE } from "./schema_refine.ts";
import type { DefaultsSpec } from "./spec.ts";
import type { AutoloomSpec } from "./spec_autoloom.ts";
import type { ProcessSpec } from "./spec_process.ts";
import type { RefineSpec } from "./spec_refine.ts";

/** Specs of every kind of this version. */
export interface Specs {
  /** A text grown by a base model and a grader. */
  readonly autoloom: AutoloomSpec;
  /** A text made better until it is good, flat, stuck or out of budget. */
  readonly refine: RefineSpec;
  /** A graph of tasks with agents, tools, checks and people. */
  readonly process: ProcessSpec;
}

/** A kind of this version. */
export type Kind = keyof Specs;

/** The schema of every kind. */
export const SCHEMAS: { readonly [K in Kind]: z.ZodType<Specs[K]> } = {
  autoloom: AUTOLOOM,
  refine: REFINE,
  process: PROCESS,
};

/** A `loom.toml`. */
export const DEFAULTS: z.ZodType<DefaultsSpec> = map({
  models: named(SETTINGS_MODEL, { expected: "a map of models" }).exactOptional(),
  ...SETTINGS_TABLES,
  defaults: map({ budget: COMMON.budget, save: COMMON.save }, "a map with `budget` or `save`")
    .describe("What holds for specs that say nothing of it.").exactOptional(),
}, "a map of keys");

/** The JSON Schema (2020-12) of specs, as editors use it: the kind decides which keys there are. */
export function jsonSchema(): JsonObject {
  const kinds = Object.keys(SCHEMAS) as Kind[], definitions: Record<string, unknown> = {};
  const choices = kinds.map((kind) => {
    const { $defs, $schema: _, ...schema } = z.toJSONSchema(SCHEMAS[kind], { target: "draft-2020-12", io: "input" });
    Object.assign(definitions, $defs, { [kind]: schema });
    return { if: { properties: { kind: { const: kind } }, required: ["kind"] }, then: { $ref: `#/$defs/${kind}` } };
  });
  const { $defs, $schema: _, ...definition } = z.toJSONSchema(DEFINITION, { target: "draft-2020-12", io: "input" });
  Object.assign(definitions, $defs, { definition });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Loom spec",
    description: "A loop of language models, a graph of tasks, or a process definition, as a YAML or TOML document.",
    type: "object",
    properties: {
      loom: { const: 1, description: "Version of the language." },
      kind: { enum: kinds, description: "What the spec describes." },
    },
    anyOf: [{ required: ["loom", "kind"] }, { $ref: "#/$defs/definition" }],
    allOf: choices,
    $defs: definitions,
  } as unknown as JsonObject;
}
