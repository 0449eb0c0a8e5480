import { parseShape } from "../expr/parse_shape.ts";
import type { Expr } from "../expr/expr.ts";
import { pathOf } from "../expr/expr.ts";
import { parse } from "../expr/parse.ts";
import { parseTemplate } from "../expr/parse_template.ts";
import type { PlanBase, RefinePlan } from "../plan/mod.ts";
import { most, plus } from "./amount.ts";

/** How long what templates speak of can be, in tokens of any model; null: not known beforehand. */
export interface Lengths {
  /** The plan they are templates of. */
  readonly plan: RefinePlan;
  /** A text of the run. */
  readonly text: number | null;
  /** A text of a judge's answer. */
  readonly answer: number | null;
}

/** Tokens that a number, or the name of a run, has at most. */
export const NUMBER = 24, NAME = 64;

/**
 * The most tokens that a template can come to, whoever cuts it into tokens: none has more tokens than bytes. What people
 * say to a run is not counted.
 */
export function templateTokens(template: string, lengths: Lengths): number | null {
  return tokensOfTemplate(template, (path) => tokensAt(path, lengths));
}

/** How long what a path names can be, in tokens of any model; null: not known beforehand. */
export type TokensAt = (path: readonly string[]) => number | null;

/** The most tokens that a template of any kind can come to. */
export function tokensOfTemplate(template: string, at: TokensAt): number | null {
  const parsed = parseTemplate(template);
  if (!parsed.ok) return null;
  return parsed.template.parts.reduce<number | null>((all, part) => {
    if (part.kind === "text") return plus(all, bytesOf(part.text));
    const hole = parse(part.hole);
    return hole.ok ? plus(all, tokensOf(hole.expr.root, at)) : null;
  }, 0);
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function tokensOf(expr: Expr, at: TokensAt): number | null {
  const path = pathOf(expr);
  if (path) return at(path);
  switch (expr.kind) {
    case "literal":
      return typeof expr.value === "string" ? bytesOf(expr.value) : NUMBER;
    case "choice":
      return most([tokensOf(expr.yes, at), tokensOf(expr.no, at)]);
    case "binary":
      // Two texts, or two numbers: their sum is no longer than both. Every other operator gives a number or a bool.
      return expr.op === "+" ? plus(tokensOf(expr.left, at), tokensOf(expr.right, at)) : NUMBER;
    case "unary":
      return NUMBER;
    default:
      return null;
  }
}

const COUNTS: ReadonlySet<string> = new Set(["round", "depth", "i", "n", "t"]);

/** What of every round is a number or true or false. */
const PLAIN: ReadonlySet<string> = new Set(["total", "round", "valid", "accepted", "index", "tokens", "code"]);

function tokensAt([root = "", field, ...deeper]: readonly string[], { plan, text, answer }: Lengths): number | null {
  if (root === "guidance") return 0;
  if (root === "text" && field === undefined) return text;
  if (COUNTS.has(root) && field === undefined) return NUMBER;
  if (root === "run" || (field !== undefined && (field === "model" || field === "node"))) return NAME;
  if (root === "spec") return field === undefined ? null : NAME;
  if (field === undefined) return null;
  if (root === "inputs") return deeper.length > 0 ? null : tokensOfInput(plan, field);
  if (field === "text") return text;
  if (PLAIN.has(field)) return NUMBER;
  const { judge } = plan.score, judged = judge && parseShape(judge.returns);
  const isAnswer = judged?.ok && judged.type.kind === "object" && Object.hasOwn(judged.type.fields, field);
  return isAnswer ? answer : null;
}

/** An input as it is when it is not given. */
export function tokensOfInput({ inputs }: Pick<PlanBase, "inputs">, name: string): number | null {
  const value = inputs[name]?.default;
  if (value === undefined) return null;
  return bytesOf(typeof value === "string" ? value : JSON.stringify(value));
}
