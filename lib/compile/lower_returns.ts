/**
 * The shapes of what scorers give.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import { parseShape } from "../expr/parse_shape.ts";
import type { Fields, Type } from "../expr/types.ts";
import { fieldOf, NUMBER, STRING, typeName } from "../expr/types.ts";
import { foundAs } from "../spec/flaws.ts";
import type { Path } from "../spec/located.ts";
import { find, spanInText } from "../spec/located.ts";
import type { RefineSpec, ScoreEntry } from "../spec/spec_refine.ts";
import { RECORD } from "./scopes_refine.ts";
import type { Scorers } from "./scopes_refine.ts";
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
  const { judge, script, command, compare } = scoreOf(unit.spec);
  const fields = judge && judgeFields(unit, judge.returns), given = script === undefined ? undefined : scriptType(unit);
  const scorers: Scorers = {
    ...(fields ? { judge: fields } : {}),
    ...(given ? { script: given } : {}),
    command: command !== undefined,
    compare: compare !== undefined,
  };
  reportClashes(unit, scorers);
  return scorers;
}

/** Fields as a plan keeps them. */
export function shapesOf(fields: Fields): { readonly [field: string]: Json } {
  return Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, typeName(type)]));
}

const JUDGE: Path = ["score", "judge", "returns"], SCRIPT: Path = ["score", "script", "returns"];

function judgeFields(unit: Unit, returns: { readonly [field: string]: Json } | undefined): Fields {
  if (returns === undefined) return isWritten(unit, JUDGE) ? {} : ANSWER;
  const type = typeAt(unit, JUDGE, returns);
  return type?.kind === "object" ? type.fields : {};
}

function scriptType(unit: Unit<RefineSpec>): Type {
  const { script } = scoreOf(unit.spec), returns = typeof script === "object" ? script.returns : undefined;
  const type = returns === undefined ? NUMBER : typeAt(unit, SCRIPT, returns) ?? NUMBER;
  if (type.kind === "number" || type.kind === "object") return type;
  const params = { what: "`returns`", expected: "`number` or a map of fields", found: foundAs(returns) };
  unit.report("wrong-value", spanAt(unit, SCRIPT), params);
  return NUMBER;
}

function typeAt(unit: Unit, at: Path, shape: Json): Type | undefined {
  const parsed = parseShape(shape);
  if (parsed.ok) return parsed.type;
  const { value } = find(unit.located, [...at, ...parsed.path]);
  const inside = value.kind === "text" && parsed.end > parsed.start;
  const span = inside ? spanInText(value, parsed.start, parsed.end) : value.span;
  return void unit.report("bad-shape", span, parsed.params);
}

/** Every field of what scorers give is a field of what a round is remembered by: each needs a name of its own. */
function reportClashes(unit: Unit, { judge = {}, script, command }: Scorers): void {
  const own = script?.kind === "object" ? script.fields : {};
  const taken = (name: string) =>
    fieldOf(RECORD, name) ? "every record has" : command && name === "output" ? "the command gives" : undefined;
  const tell = (at: Path, name: string, holder: string | undefined) => {
    const key = [...at, isWritten(unit, [...at, name]) ? name : `${name}?`];
    if (holder !== undefined) unit.report("field-clash", keyAt(unit, key), { field: name, holder });
  };
  for (const name of Object.keys(judge)) tell(JUDGE, name, taken(name));
  for (const name of Object.keys(own)) {
    tell(SCRIPT, name, taken(name) ?? (fieldOf(judge, name) ? "the judge gives" : undefined));
  }
}
