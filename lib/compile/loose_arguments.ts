/**
 * Arguments of programs that whoever calls a tool begins: a text with `-` at its start is an option to the program.
 *
 * @module
 */
import { check } from "../expr/check.ts";
import type { Expr } from "../expr/expr.ts";
import { parseTemplate } from "../expr/parse_template.ts";
import { referencesOf } from "../expr/references.ts";
import type { Scope } from "../expr/scope.ts";
import type { Type } from "../expr/types.ts";
import { ANY } from "../expr/types.ts";
import type { Path } from "../spec/located.ts";
import type { Unit } from "./unit.ts";
import { placedAt } from "./unit.ts";

/** A program with its arguments, and what its holes may speak of. */
export interface ToolProgram {
  /** The program and its arguments, each a sound template. */
  readonly argv: readonly string[];
  /** Where they are written. */
  readonly at: Path;
  /** What its holes may speak of: what the tool is given is `with`. */
  readonly scope: Scope;
}

/** Warns of holes that begin an argument with a free text of the caller's, unless `--` has ended the options before. */
export function reportLooseArguments(unit: Unit, { argv, at, scope }: ToolProgram): void {
  const end = argv.indexOf("--"), before = end < 0 ? argv : argv.slice(0, end), [program = ""] = argv;
  for (const [i, argument] of before.entries()) {
    const hole = firstHole(argument), placed = placedAt(unit, [...at, i]);
    const checked = hole && check(hole.text, scope), parameters = scope.names["with"] ?? ANY;
    const loose = checked?.ok && isFree(checked.type) ? looseName(checked.expr.root, parameters) : undefined;
    if (hole === undefined || !placed || loose === undefined) continue;
    unit.findings.about(placed.source)("loose-argument", placed.span(hole.start, hole.end), { name: loose, program });
  }
}

interface Hole {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The hole that an argument begins with. */
function firstHole(argument: string): Hole | undefined {
  const parsed = parseTemplate(argument), [first] = parsed.ok ? parsed.template.parts : [];
  return first?.kind === "hole" ? { text: first.hole, start: first.start, end: first.end } : undefined;
}

/** The free text of the caller's that the value of an expression may begin with, as it is written: `with.file`. */
function looseName(expr: Expr, parameters: Type): string | undefined {
  switch (expr.kind) {
    case "literal":
    case "unary":
    case "list":
    case "map":
      return undefined;
    case "binary":
      return expr.op === "+" ? looseName(expr.left, parameters) : undefined;
    case "choice":
      return looseName(expr.yes, parameters) ?? looseName(expr.no, parameters);
    default: {
      const given = referencesOf(expr).map(({ path }) => path).filter(([root]) => root === "with");
      return given.find(([_, ...path]) => isFree(typeAt(parameters, path)))?.join(".");
    }
  }
}

function typeAt(type: Type, path: readonly string[]): Type {
  const [name, ...rest] = path;
  if (name === undefined) return type;
  if (type.kind === "nullable") return typeAt(type.of, path);
  const field = type.kind === "object" && Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
  return field ? typeAt(field, rest) : ANY;
}

/** Whether values of a type may be any text. */
function isFree(type: Type): boolean {
  if (type.kind === "nullable") return isFree(type.of);
  return type.kind === "any" || (type.kind === "string" && type.of === undefined && type.format === undefined);
}
