import { CalculatorTrouble } from "./trouble.ts";

/** What an expression or a part of it comes to. */
export type Value = number | readonly number[];

/** A larger exponent, or a smaller one than its negative, is not worked out. */
export const MOST_EXPONENT = 10_000;

/** `left` and `right` joined by a sign, all finite. @throws {CalculatorTrouble} where they come to no number. */
export function joined(sign: string, left: number, right: number): number {
  switch (sign) {
    case "+":
      return finite(left + right);
    case "-":
      return finite(left - right);
    case "*":
      return finite(left * right);
    case "/":
      return finite(left / divisor(right));
    case "//":
      return finite(Math.floor(exact(left) / divisor(exact(right))));
    case "%":
      return remainder(exact(left), divisor(exact(right)));
    default:
      return power(left, right);
  }
}

/** `base` to the power of `exponent`. */
export function power(base: number, exponent: number): number {
  if (Math.abs(exponent) > MOST_EXPONENT) {
    throw new CalculatorTrouble(`the exponent ${exponent} is too large: it reaches to ${MOST_EXPONENT}`);
  }
  if (base === 0 && exponent < 0) throw new CalculatorTrouble("zero has no negative power: it would divide by zero");
  return finite(base ** exponent);
}

/** The number itself, if it is one. */
export function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new CalculatorTrouble(
    Number.isNaN(value)
      ? "the result is no real number, such as the root of a negative one"
      : "the result is too large: numbers reach to 1.8e308",
  );
}

/** The number, if its whole part is known to the last digit: what is left of a division depends on that. */
function exact(value: number): number {
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
  throw new CalculatorTrouble("`//` and `%` need numbers up to 9007199254740991: larger ones are not exact");
}

function divisor(value: number): number {
  if (value !== 0) return value;
  throw new CalculatorTrouble("something is divided by zero: give another divisor");
}

/** The remainder has the sign of the divisor, so that `a == (a // b) * b + a % b`. */
function remainder(left: number, right: number): number {
  const rest = left % right;
  return rest !== 0 && rest < 0 !== right < 0 ? rest + right : rest;
}
