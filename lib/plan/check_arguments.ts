import type { Json, JsonObject } from "../base/json.ts";
import { isNestedDeeper, MAX_NESTING } from "../base/nesting.ts";
import { checkValue } from "./check_value.ts";
import type { Walk } from "./checked.ts";
import { isObject } from "../base/is_object.ts";
import { names, shown } from "./describe_schema.ts";
import { repairValue } from "./repair_value.ts";

/** Arguments that a tool can take, or everything that is wrong with them. */
export type CheckedArguments =
  | {
    /** They fit. */
    readonly ok: true;
    /** What to call the tool with. */
    readonly input: JsonObject;
    /** What was mended, a sentence each: whoever made the arguments should be told. */
    readonly repairs: readonly string[];
    /** What of the schema could not be checked, a sentence each: the tool has to. */
    readonly unchecked: readonly string[];
  }
  | {
    /** They do not fit. */
    readonly ok: false;
    /** What is wrong and what to give instead, a sentence each. */
    readonly problems: readonly string[];
  };

/** How arguments are checked. */
export interface CheckOptions {
  /**
   * Whether a pattern is found in a text; undefined when that cannot be told in bounded time. Absent: patterns are not
   * checked, and that is stated.
   */
  readonly matches?: (pattern: string, text: string) => boolean | undefined;
}

/** Sentences that are told of many. */
const MOST_TOLD = 20;
/** Visits of a value by a schema. */
const MOST_STEPS = 100_000;

/**
 * Checks what a model or a spec gives a tool against the JSON Schema of its parameters. What was plainly meant is
 * mended and stated: numbers and truths that were given as text, one value where a list is wanted, JSON that was given
 * as text, `null` for what may be left out. Understands `type`, `properties`, `required`, `additionalProperties`,
 * `items`, `enum`, `const`, `anyOf`, `oneOf`, `allOf`, `$ref` inside the schema and the bounds of numbers, texts, lists
 * and objects. Other restrictions hold nobody back and are stated as unchecked. Ends in bounded time, whatever the
 * schema.
 */
export function checkArguments(schema: JsonObject, input: Json, options: CheckOptions = {}): CheckedArguments {
  if (isNestedDeeper(input)) return refused(`nested more than ${MAX_NESTING} deep: give flatter ones`);
  const read = isObject(input) ? undefined : repairValue(input, ["object"])?.value;
  const given = input === null ? {} : read ?? input;
  if (!isObject(given)) return refused(`${shown(input)}: give ${an(schema)}`);
  const walk: Walk = { root: schema, unchecked: new Set(), steps: { left: MOST_STEPS }, ...options };
  const first = checkValue(schema, given, { walk, at: "", deep: 0, repair: true });
  // What one part of a schema mends, another may not like: the mended whole has to fit as it is.
  const mended = first.problems.length === 0 && first.repairs.length > 0;
  const { value, problems } = mended
    ? checkValue(schema, first.value, { walk, at: "", deep: 0, repair: false })
    : first;
  if (problems.length > 0) return { ok: false, problems: few(problems) };
  if (!isObject(value)) return refused(`${shown(value)}: give ${an(schema)}`);
  const repairs = read === undefined ? first.repairs : [READ, ...first.repairs];
  return { ok: true, input: value, repairs: few(repairs), unchecked: few([...walk.unchecked]) };
}

const READ = "the arguments were a text: read as the JSON object that it holds";

function refused(are: string): CheckedArguments {
  return { ok: false, problems: [`the arguments are ${are}`] };
}

function an({ properties }: JsonObject): string {
  const known = isObject(properties) ? Object.keys(properties) : [];
  return known.length === 0 ? "an object" : `an object with ${names(known)}`;
}

function few(sentences: readonly string[]): readonly string[] {
  const told = [...new Set(sentences)], left = told.length - MOST_TOLD;
  return left <= 0 ? told : [...told.slice(0, MOST_TOLD), `and ${left} more`];
}
