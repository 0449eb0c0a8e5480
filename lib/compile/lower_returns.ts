/**
 * The shapes of what scorers give.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { Fields, Type } from "../expr/types.ts";
import { fieldOf, NUMBER, STRING, typeName } from "../expr/types.ts";
import { foundAs } from "../spec/flaws.ts";
import type { Path } from "../spec/located.ts";
import { find } from "../spec/located.ts";
import type { RefineSpec, ScoreEntry } from "../spec/spec_refine.ts";
import { RECORD } from "./scopes_refine.ts";
import type { Scorers } from "./scopes_refine.ts";
import { shapeAt } from "./shape_at.ts";
import type { Unit } from "./unit.ts";
import { isWritten, keyAt, spanAt } from "./unit.ts";

/** What a judge gives unless the spec says. */
const ANSWER: Fields = { score: { kind: "number", min: 0, max: 10 }, feedback: STRING };

/** `score` in full: an expression alone is its total. */
export function scoreOf({ score = {} }: RefineSpec): ScoreEntry {
  return typeof score === "string" ? { total: score } : score;
}

/** What the scorers of a spec give. What is wrong with a shape is reported; it then gives anything at all. */
export function scorersOf(unit: Unit<RefineSpec>): Scorers {
  const { judge, script, command, compare } = scoreOf(unit.spec), lost = isLost(unit);
  const fields = judge && judgeFields(unit, judge.returns), given = script === undefined ? undefined : scriptType(unit);
  const unknown = lost || (judge && !fields) || (script !== undefined && !given);
  const scorers: Scorers = {
    ...(fields ? { judge: fields } : {}),
    ...(given ? { script: given } : {}),
    command: command !== undefined,
    compare: compare !== undefined,
    ...(unknown ? { flawed: true } : {}),
  };
  reportClashes(unit, scorers);
  return scorers;
}

/** Fields as a plan keeps them. */
export function shapesOf(fields: Fields): { readonly [field: string]: Json } {
  return Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, typeName(type)]));
}

const JUDGE: Path = ["score", "judge", "returns"], SCRIPT: Path = ["score", "script", "returns"];

/** Whether a scorer was wrong as a whole, and has been reported and left out. */
function isLost(unit: Unit<RefineSpec>): boolean {
  const entry = scoreOf(unit.spec);
  if (unit.spec.score === undefined) return isWritten(unit, ["score"]);
  const keys = ["judge", "script", "command", "compare"] as const;
  return keys.some((key) => entry[key] === undefined && isWritten(unit, ["score", key]));
}

function judgeFields(unit: Unit, returns: { readonly [field: string]: Json } | undefined): Fields | undefined {
  if (returns === undefined) return isWritten(unit, JUDGE) ? undefined : ANSWER;
  const { value } = find(unit.located, JUDGE);
  // A field with a name that cannot be one has been reported and left out.
  if (value.kind === "map" && value.entries.length > Object.keys(returns).length) return undefined;
  const type = shapeAt(unit, JUDGE, returns);
  return type?.kind === "object" ? type.fields : undefined;
}

function scriptType(unit: Unit<RefineSpec>): Type | undefined {
  const { script } = scoreOf(unit.spec), returns = typeof script === "object" ? script.returns : undefined;
  if (returns === undefined) return isWritten(unit, SCRIPT) ? undefined : NUMBER;
  const type = shapeAt(unit, SCRIPT, returns);
  if (!type || type.kind === "number" || type.kind === "object") return type;
  const params = { what: "`returns`", expected: "`number` or a map of fields", found: foundAs(returns) };
  return void unit.report("wrong-value", spanAt(unit, SCRIPT), params);
}

/** What scorers give as a whole, and what a program leaves behind. */
const SCORERS: ReadonlySet<string> = new Set(["judge", "script", "command", "compare"]);
const PRINTED: ReadonlySet<string> = new Set(["output", "code", "stdout", "stderr"]);

/** Every field of what scorers give is a field of what a round is remembered by: each needs a name of its own. */
function reportClashes(unit: Unit, { judge = {}, script, command }: Scorers): void {
  const own = script?.kind === "object" ? script.fields : {};
  const taken = (name: string) =>
    fieldOf(RECORD, name) || SCORERS.has(name)
      ? "every round has"
      : command && PRINTED.has(name)
      ? "the command gives"
      : undefined;
  const tell = (at: Path, name: string, holder: string | undefined) => {
    const key = [...at, isWritten(unit, [...at, name]) ? name : `${name}?`];
    if (holder !== undefined) unit.report("field-clash", keyAt(unit, key), { field: name, holder });
  };
  for (const name of Object.keys(judge)) tell(JUDGE, name, taken(name));
  for (const name of Object.keys(own)) {
    tell(SCRIPT, name, taken(name) ?? (fieldOf(judge, name) ? "the judge gives" : undefined));
  }
}
