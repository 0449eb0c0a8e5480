import { Failure } from "./failure.ts";
import { fn, number, numbers } from "./signature.ts";
import type { Fn, Functions, Param } from "./signature.ts";
import { listOf, NUMBER } from "./types.ts";

function of(about: string, example: string, compute: (x: number) => number): Fn {
  return fn<[number]>({ about, example, params: [number("x")], returns: NUMBER }, ([x]) => compute(x));
}

const NUMBER_OR_LIST: Param = { name: "numbers", accepts: [NUMBER, listOf(NUMBER)] };

/** Of numbers given one by one, in a list, or both. */
function among(about: string, example: string, better: (a: number, b: number) => boolean): Fn {
  return fn<(number | readonly number[])[]>(
    { about, example, params: [NUMBER_OR_LIST], rest: true, returns: NUMBER },
    (given) => some(given.flat()).reduce((best, x) => better(x, best) ? x : best),
  );
}

function over(about: string, example: string, compute: (xs: readonly number[]) => number): Fn {
  return fn<[readonly number[]]>(
    { about, example, params: [numbers("numbers")], returns: NUMBER },
    ([xs]) => compute(xs),
  );
}

function some(xs: readonly number[]): readonly number[] {
  if (xs.length === 0) throw new Failure("an empty list has no such number");
  return xs;
}

function total(xs: readonly number[]): number {
  return xs.reduce((sum, x) => sum + x, 0);
}

function median(xs: readonly number[]): number {
  const sorted = [...some(xs)].sort((a, b) => a - b), middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Halves go away from zero, as on paper. */
function round([x, digits = 0]: [number, number?]): number {
  const scale = 10 ** Math.trunc(digits), scaled = Math.abs(x) * scale;
  if (!Number.isFinite(scaled) || scale === 0) return scale === 0 ? 0 : x;
  return Math.sign(x) * Math.round(scaled) / scale;
}

function clamp([x, low, high]: [number, number, number]): number {
  if (low > high) throw new Failure(`the bounds are in the wrong order: ${low} and ${high}`);
  return Math.min(high, Math.max(low, x));
}

/** The functions of numbers. A result that is not a finite number is an error of whoever evaluates them. */
export const NUMBER_FUNCTIONS: Functions = {
  abs: of("the number without its sign", "abs(-2) == 2", Math.abs),
  floor: of("the greatest whole number that is not greater", "floor(-1.5) == -2", Math.floor),
  ceil: of("the least whole number that is not less", "ceil(-1.5) == -1", Math.ceil),
  round: fn<[number, number?]>({
    about: "the nearest number with so many decimals (0 unless given); halves go away from zero",
    example: "round(2.5) == 3 && round(-2.5) == -3 && round(1.234, 2) == 1.23",
    params: [number("x"), number("digits")],
    required: 1,
    returns: NUMBER,
  }, round),
  sqrt: of("the square root", "sqrt(9) == 3", Math.sqrt),
  log: of("the natural logarithm", "log(1) == 0", Math.log),
  exp: of("e to a power", "exp(0) == 1", Math.exp),
  pow: fn<[number, number]>({
    about: "a number to a power",
    example: "pow(2, 10) == 1024",
    params: [number("x"), number("y")],
    returns: NUMBER,
  }, ([x, y]) => x ** y),
  min: among("the least of some numbers or of a list", "min(2, 1) == 1 && min([2, 1]) == 1", (a, b) => a < b),
  max: among("the greatest of some numbers or of a list", "max(2, 1) == 2 && max([2, 1]) == 2", (a, b) => a > b),
  sum: over("the sum of a list; 0 for an empty one", "sum([1, 2, 3]) == 6 && sum([]) == 0", total),
  mean: over("the arithmetic mean of a list", "mean([1, 2, 6]) == 3", (xs) => total(some(xs)) / xs.length),
  median: over(
    "the middle of a list once sorted, or the mean of the two middle ones",
    "median([9, 1, 2, 4]) == 3",
    median,
  ),
  lerp: fn<[number, number, number]>({
    about: "the number a share `t` of the way from `a` to `b`",
    example: "lerp(10, 20, 0.5) == 15",
    params: [number("a"), number("b"), number("t")],
    returns: NUMBER,
  }, ([a, b, t]) => a + (b - a) * t),
  clamp: fn<[number, number, number]>({
    about: "the number, or the bound it passes",
    example: "clamp(12, 0, 10) == 10",
    params: [number("x"), number("low"), number("high")],
    returns: NUMBER,
  }, clamp),
};
