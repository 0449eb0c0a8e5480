/**
 * Evaluates expressions over plain JSON values. Only values' own properties are ever read, and all work is paid for:
 * an expression ends, with an error if need be, whatever it is given.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { Span } from "../text/source.ts";
import { unreachable } from "../base/unreachable.ts";
import { missing, valueAt, valueUnder } from "./access.ts";
import { callFunction } from "./call_function.ts";
import { describe, quote } from "./describe.ts";
import type { Expr, ExprOf } from "./expr.ts";
import { ExpressionError, Failure } from "./failure.ts";
import { isMacro, macroOf } from "./macros.ts";
import type { Macro } from "./macros.ts";
import { spend, spendValue, STEPS } from "./meter.ts";
import type { Meter } from "./meter.ts";
import { apply, applyUnary } from "./operators.ts";
import { parse } from "./parse.ts";
import type { Expression } from "./parse.ts";
import { shift } from "./problem.ts";
import type { Functions } from "./signature.ts";
import { isList } from "./types.ts";

/** What the names of an expression stand for. */
export type Values = Readonly<Record<string, Json>>;

/** What an evaluation may use. */
export interface EvaluateOptions {
  /** Functions beside the pure ones of the language; one of the same name takes its place. */
  readonly functions?: Functions;
  /** Steps of work it may take; see `Meter`. 1,000,000 unless given. */
  readonly steps?: number;
}

/**
 * The value of an expression.
 *
 * @throws {ExpressionError} where it has none, placed in the text the user wrote.
 */
export function evaluate(source: string | Expression, values: Values, options: EvaluateOptions = {}): Json {
  const machine = machineFor(values, options);
  const placed = typeof source === "string" ? placedIn(source, source, 0) : { ...source, offset: 0 };
  const value = evaluateIn(machine, placed);
  return located(machine, placed, () => kept(machine, value));
}

/** A value that leaves: whoever stores it writes all of it, so all of it is paid for. */
export function kept({ meter }: Machine, value: Json): Json {
  if (value !== null && typeof value === "object") spendValue(meter, value);
  return value;
}

/** Parses an expression that stands at an offset of a whole text. Throws {@link ExpressionError} placed in that text. */
export function placedIn(whole: string, text: string, offset: number): Placed {
  const parsed = parse(text);
  if (parsed.ok) return { text: whole, offset, root: parsed.expr.root };
  const problem = shift(parsed.problem, offset);
  throw new ExpressionError("reason" in problem.params ? problem.params.reason : problem.code, whole, problem);
}

/** One evaluation: what it may use, and the part of the expression it is at, to place a failure. */
export interface Machine {
  /** The values in scope. */
  readonly values: Values;
  /** The functions it may call beside the pure ones. */
  readonly functions: Functions;
  /** The work left. */
  readonly meter: Meter;
  /** The part being evaluated. */
  at: Span;
}

/** A machine that has done nothing yet. */
export function machineFor(values: Values, { functions = {}, steps = STEPS }: EvaluateOptions): Machine {
  return { values, functions, meter: { left: steps }, at: { start: 0, end: 0 } };
}

/** An expression inside a text that starts `offset` earlier. */
export interface Placed {
  /** The text the user wrote. */
  readonly text: string;
  /** Where the expression's own text starts in it. */
  readonly offset: number;
  /** The expression. */
  readonly root: Expr;
}

/** Evaluates with a machine that may have worked before. */
export function evaluateIn(machine: Machine, placed: Placed): Json {
  return located(machine, placed, () => run(machine, placed.root, undefined));
}

/** Does work for an expression, and gives failures their place in the text. */
export function located<T>(machine: Machine, { text, offset, root }: Placed, work: () => T): T {
  machine.at = root;
  try {
    return work();
  } catch (error) {
    const { start, end } = machine.at, span = { start: start + offset, end: end + offset };
    if (error instanceof Failure) throw new ExpressionError(error.message, text, span);
    if (error instanceof RangeError) throw new ExpressionError("a value here is nested too deep", text, span);
    throw error;
  }
}

/** The names macros bind, innermost first. */
interface Frame {
  readonly name: string;
  readonly value: Json;
  readonly outer: Frame | undefined;
}

function run(machine: Machine, expr: Expr, frame: Frame | undefined): Json {
  machine.at = expr;
  spend(machine.meter, 1);
  switch (expr.kind) {
    case "literal":
      return expr.value;
    case "name":
      return readName(machine, expr.name, frame);
    case "field":
    case "index":
      return readPlace(machine, expr, frame);
    case "call":
      return runCall(machine, expr, frame);
    case "list":
      return expr.items.map((item) => run(machine, item, frame));
    case "map":
      return runMap(machine, expr, frame);
    case "unary": {
      const value = run(machine, expr.of, frame);
      machine.at = expr;
      return applyUnary(expr.op, value);
    }
    case "binary":
      return runBinary(machine, expr, frame);
    case "choice":
      return run(machine, runTest(machine, expr.test, frame) ? expr.yes : expr.no, frame);
    default:
      return unreachable(expr);
  }
}

function readName(machine: Machine, name: string, frame: Frame | undefined): Json {
  const value = valueOf(machine, name, frame);
  if (value === undefined) throw new Failure(`the name \`${name}\` has no value here`);
  return value;
}

function valueOf({ values }: Machine, name: string, frame: Frame | undefined): Json | undefined {
  for (let at = frame; at; at = at.outer) if (at.name === name) return at.value;
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function readPlace(machine: Machine, expr: ExprOf<"field"> | ExprOf<"index">, frame: Frame | undefined): Json {
  const holder = run(machine, expr.of, frame);
  const place = expr.kind === "field" ? expr.name : run(machine, expr.at, frame);
  machine.at = expr;
  const value = expr.kind === "field" ? valueUnder(holder, expr.name) : valueAt(holder, place);
  if (value === undefined) throw missing(holder, place);
  return value;
}

/** The value of a path of which nothing need be there; undefined where something is missing or null on the way. */
function readLoosely(machine: Machine, expr: Expr, frame: Frame | undefined): Json | undefined {
  if (expr.kind === "name") return valueOf(machine, expr.name, frame);
  if (expr.kind !== "field" && expr.kind !== "index") return run(machine, expr, frame);
  const holder = readLoosely(machine, expr.of, frame);
  if (holder === undefined || holder === null) return undefined;
  const place = expr.kind === "field" ? expr.name : run(machine, expr.at, frame);
  machine.at = expr;
  spend(machine.meter, 1);
  return expr.kind === "field" ? valueUnder(holder, expr.name) : valueAt(holder, place);
}

function runTest(machine: Machine, expr: Expr, frame: Frame | undefined): boolean {
  const value = run(machine, expr, frame);
  if (typeof value === "boolean") return value;
  machine.at = expr;
  throw new Failure(`a condition must be true or false, not ${describe(value)}`);
}

/** What decides a question that has several tests, and how one of them is made. */
interface Deciding<T> {
  /** The outcome of one test that is the outcome of them all. */
  readonly by: boolean;
  /** Makes one test. */
  readonly test: (of: T) => boolean;
}

/** As in CEL, a test that fails is of no account where another one decides; where none does, the first failure stands. */
function decided<T>(machine: Machine, tests: readonly T[], { by, test }: Deciding<T>): boolean {
  let failure: { readonly error: Failure; readonly at: Span } | undefined;
  for (const one of tests) {
    try {
      if (test(one) === by) return by;
    } catch (error) {
      if (!(error instanceof Failure) || machine.meter.left < 0) throw error;
      failure ??= { error, at: machine.at };
    }
  }
  if (!failure) return !by;
  machine.at = failure.at;
  throw failure.error;
}

function runMap(machine: Machine, expr: ExprOf<"map">, frame: Frame | undefined): Json {
  const entries = new Map<string, Json>();
  for (const { key, value } of expr.entries) {
    const name = run(machine, key, frame);
    machine.at = key;
    if (typeof name !== "string") throw new Failure(`a key of a map must be a text, not ${describe(name)}`);
    if (entries.has(name)) throw new Failure(`the key ${quote(name)} is given twice`);
    entries.set(name, run(machine, value, frame));
  }
  return Object.fromEntries(entries);
}

function runBinary(machine: Machine, expr: ExprOf<"binary">, frame: Frame | undefined): Json {
  const { op } = expr;
  if (op === "&&" || op === "||") {
    return decided(machine, [expr.left, expr.right], {
      by: op === "||",
      test: (side) => runTest(machine, side, frame),
    });
  }
  const left = run(machine, expr.left, frame), right = run(machine, expr.right, frame);
  machine.at = expr;
  return apply(op, { left, right }, machine.meter);
}

function runCall(machine: Machine, expr: ExprOf<"call">, frame: Frame | undefined): Json {
  if (isMacro(expr.name)) return runMacro(machine, expr, frame);
  if (expr.name === "has" || expr.name === "default") return runLoose(machine, expr, frame);
  const args = expr.args.map((arg) => run(machine, arg, frame));
  machine.at = expr;
  return callFunction(machine.functions, { name: expr.name, args }, machine.meter);
}

/** `has(path)` and `default(path, fallback)`: absent and null are the same to them. */
function runLoose(machine: Machine, expr: ExprOf<"call">, frame: Frame | undefined): Json {
  const [path, fallback] = expr.args;
  if (!path || expr.args.length !== (expr.name === "has" ? 1 : 2)) {
    throw new Failure(`wrong arguments of \`${expr.name}\``);
  }
  const value = readLoosely(machine, path, frame) ?? null;
  if (!fallback) return value !== null;
  return value ?? run(machine, fallback, frame);
}

function runMacro(machine: Machine, expr: ExprOf<"call">, frame: Frame | undefined): Json {
  const macro = macroOf(expr);
  if (!macro) throw new Failure(`wrong arguments of \`${expr.name}\``);
  const over = run(machine, macro.over, frame);
  machine.at = macro.over;
  if (over === null || typeof over !== "object") {
    throw new Failure(`\`${macro.name}\` goes over a list or a map, not ${describe(over)}`);
  }
  const items = isList(over) ? over : Object.keys(over);
  spend(machine.meter, items.length);
  return runOver(machine, macro, { items, outer: frame });
}

interface Over {
  readonly items: readonly Json[];
  readonly outer: Frame | undefined;
}

function runOver(machine: Machine, { name, variable, bodies }: Macro, { items, outer }: Over): Json {
  const [first, second] = bodies;
  const inside = (value: Json): Frame => ({ name: variable, value, outer });
  const holds = (item: Json): boolean => runTest(machine, first, inside(item));
  switch (name) {
    case "all":
      return decided(machine, items, { by: false, test: holds });
    case "exists":
      return decided(machine, items, { by: true, test: holds });
    case "exists_one":
      return items.filter(holds).length === 1;
    case "filter":
      return items.filter(holds);
    case "map":
      if (!second) return items.map((item) => run(machine, first, inside(item)));
      return items.filter(holds).map((item) => run(machine, second, inside(item)));
    default:
      return unreachable(name);
  }
}
