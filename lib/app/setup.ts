import type { Json, JsonObject } from "../base/json.ts";
import type { Misfit } from "../expr/conforms.ts";
import { complete, conforms } from "../expr/conforms.ts";
import { parseShape } from "../expr/parse_shape.ts";
import type { PlanInput } from "../plan/mod.ts";
import { inexactNumber } from "../base/inexact_number.ts";
import { nearest } from "../base/near.ts";
import { isNestedDeeper, MAX_NESTING } from "../base/nesting.ts";
import type { CodePlace } from "./own_program.ts";

/** What a run is given at its start and keeps: stored as the run's inputs. Forks copy it. */
export interface Setup {
  readonly inputs: JsonObject;
  /** The document it weaves into. */
  readonly document: string;
  /** The node it goes on from, when it does not begin with a text. */
  readonly node: string | null;
  readonly run: { readonly name: string; readonly date: string };
  /** The project folder: texts are saved inside it. */
  readonly folder: string;
  /** The folder the spec stands in: its scripts and commands run there. */
  readonly home: string;
  /** The folder that its tools and agents work in; absent: the project folder. */
  readonly workspace?: string;
  /** What earlier runs had shown when it began: its planners and agents are told. */
  readonly hints?: readonly string[];
  /** The file the plan was compiled from; null when it was a text or a program. */
  readonly spec: string | null;
  /** Where the program was made that the run is of; absent for a plan. */
  readonly code?: CodePlace;
}

/** Inputs that are not what the spec declares. */
export class InputError extends Error {
  /** Tells it from other errors. */
  override readonly name = "InputError";
}

/** Inputs with defaults filled in. Throws {@link InputError} that names every input at fault. */
export function fillInputs(declared: { readonly [name: string]: PlanInput }, given: JsonObject): JsonObject {
  const problems: string[] = [], filled: { [name: string]: Json } = {};
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(declared, name)) continue;
    const near = nearest(name, Object.keys(declared)), known = Object.keys(declared).join(", ") || "none";
    problems.push(`unknown input \`${name}\`${near ? `, did you mean \`${near}\`?` : ""} (known: ${known})`);
  }
  for (const [name, input] of Object.entries(declared)) {
    const value = Object.hasOwn(given, name) ? given[name] : input.default;
    if (value === undefined) problems.push(`input \`${name}\` is missing: give it with \`-i ${name}=…\``);
    else if (isNestedDeeper(value)) problems.push(`input \`${name}\` is nested more than ${MAX_NESTING} deep`);
    else {
      const shape = parseShape(input.type), wrong = shape.ok ? conforms(shape.type, value) : undefined;
      if (wrong) problems.push(`input \`${name}\`: ${wordsOf(wrong)}`);
      filled[name] = shape.ok && !wrong ? complete(shape.type, value) : value;
    }
  }
  if (problems.length > 0) throw new InputError(`Cannot start the run: ${problems.join("; ")}`);
  return filled;
}

/**
 * Reads an input written as text, as a shell gives it, by its declared type: the text itself where it is of that type,
 * and where it is JSON with a number that could not be kept as it is written.
 */
export function readInput(input: PlanInput | undefined, text: string): Json {
  const shape = input && parseShape(input.type);
  if (!shape?.ok || (shape.type.kind !== "any" && !conforms(shape.type, text))) return text;
  try {
    const value = JSON.parse(text) as Json;
    return inexactNumber(text) === undefined ? value : text;
  } catch {
    return text;
  }
}

function wordsOf({ path, expected, found }: Misfit): string {
  return `expected ${expected}${path === "$" ? "" : ` at ${path}`}, found ${found}`;
}
