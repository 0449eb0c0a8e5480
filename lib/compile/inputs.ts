import type { Json } from "../base/json.ts";
import { conforms } from "../expr/conforms.ts";
import type { Type } from "../expr/types.ts";
import { ANY, objectOf, typeName } from "../expr/types.ts";
import type { PlanInput } from "../plan/mod.ts";
import { foundAs } from "../spec/flaws.ts";
import type { Path } from "../spec/located.ts";
import type { InputEntry, InputSpec } from "../spec/spec.ts";
import { readText } from "./read_text.ts";
import { shapeAt } from "./shape_at.ts";
import type { Unit } from "./unit.ts";
import { spanAt } from "./unit.ts";
import type { World } from "./world.ts";

/** The inputs of a spec: what expressions know of them, and what the plan keeps. */
export interface Inputs {
  /** An object with a field for each. */
  readonly type: Type;
  /** Each as the plan keeps it. */
  readonly plan: { readonly [name: string]: PlanInput };
}

/** Reads the types of inputs and holds their defaults to them. An input whose type is wrong may be anything. */
export async function compileInputs(unit: Unit, world: World): Promise<Inputs> {
  const types: [string, Type][] = [], plan: [string, PlanInput][] = [];
  for (const [name, input] of Object.entries(unit.spec.inputs ?? {})) {
    const type = typeOfInput(unit, name, input) ?? ANY, entry: InputEntry = typeof input === "string" ? {} : input;
    const value = await defaultOf(unit, world, { name, entry, type });
    types.push([name, type]);
    plan.push([name, {
      type: typeName(type),
      ...(value === undefined ? {} : { default: value }),
      ...(entry.description === undefined ? {} : { description: entry.description }),
    }]);
  }
  return { type: objectOf(Object.fromEntries(types)), plan: Object.fromEntries(plan) };
}

function typeOfInput(unit: Unit, name: string, input: InputSpec): Type | undefined {
  const [shape, at]: [Json | undefined, Path] = typeof input === "string"
    ? [input, ["inputs", name]]
    : [input.type, ["inputs", name, "type"]];
  return shape === undefined ? undefined : shapeAt(unit, at, shape);
}

interface Declared {
  readonly name: string;
  readonly entry: InputEntry;
  readonly type: Type;
}

async function defaultOf(unit: Unit, world: World, { name, entry, type }: Declared): Promise<Json | undefined> {
  const written = entry.default, at: Path = ["inputs", name, "default"];
  if (written === undefined) return undefined;
  const file = type.kind === "string" ? fileOf(written) : undefined;
  if (file !== undefined) return (await readText(unit, world, [...at, "file"], file))?.text;
  const wrong = conforms(type, written);
  if (!wrong) return written;
  const params = { name, expected: wrong.expected, found: found(wrong.found, written), path: wrong.path };
  return void unit.report("wrong-default", spanAt(unit, at), params);
}

/** The path, where a default is `{file: path}`. */
function fileOf(value: Json): string | undefined {
  if (value === null || typeof value !== "object") return undefined;
  const [entry, ...rest] = Object.entries(value);
  return entry?.[0] === "file" && rest.length === 0 && typeof entry[1] === "string" ? entry[1] : undefined;
}

function found(words: string, value: Json): string {
  return value !== null && typeof value === "object" ? words : foundAs(value);
}
