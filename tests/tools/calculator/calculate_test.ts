import assert from "node:assert/strict";
import { calculate } from "../../../lib/tools/calculator/calculate.ts";
import { CalculatorTrouble } from "../../../lib/tools/calculator/trouble.ts";
import fc from "../../properties.ts";

function near(expression: string, expected: number): void {
  const value = calculate(expression);
  assert.ok(
    typeof value === "number" && Math.abs(value - expected) <= 1e-9 * Math.max(1, Math.abs(expected)),
    expression,
  );
}

function refused(expression: string, why: RegExp, at: number | undefined): void {
  assert.throws(
    () => calculate(expression),
    (error) => error instanceof CalculatorTrouble && why.test(error.message) && error.at === at,
    expression,
  );
}

Deno.test("signs bind as in Python", () => {
  for (
    const [expression, value] of [
      ["2 + 3 * 4", 14],
      ["(2 + 3) * 4", 20],
      ["10 - 4 - 3", 3],
      ["2 ** 3 ** 2", 512],
      ["-2 ** 2", -4],
      ["2 ** -1", 0.5],
      ["2 ** -1 * 4", 2],
      ["2**-3**0", 0.5],
      ["-3 * -2", 6],
      ["+-+5", -5],
      ["-7 // 2", -4],
      ["-7 % 3", 2],
      ["7 % -3", -2],
      ["7 // -2", -4],
      ["0 % 5", 0],
      ["1e3 + 1_000 + .5 + 5.", 2005.5],
      ["12 / 4 / 3", 1],
    ] as const
  ) assert.equal(calculate(expression), value, expression);
});

Deno.test("functions give what their names say", () => {
  for (
    const [expression, value] of [
      ["abs(-3) + min(4, 2, 3) + max([1, 9])", 14],
      ["sum([1, 2, 3]) + sum(4, 5) + sum([]) + len([7, 8,])", 17],
      ["round(2.5) + round(3.5) + round(-2.5) + round(0.5)", 4],
      ["round(2.675, 2)", 2.67],
      ["round(0.125, 2)", 0.12],
      ["round(1.005, 2)", 1],
      ["round(1250, -2)", 1200],
      ["round(1350, -2)", 1400],
      ["int(-2.9) + float(3)", 1],
      ["ceil(1.2) + floor(-1.2)", 0],
      ["sqrt(16) + log10(1000) + log2(8) + log(1) + exp(0)", 11],
      ["log(100, 10) + log(8, 2)", 5],
      ["pow(2, 10)", 1024],
    ] as const
  ) assert.equal(calculate(expression), value, expression);
  near("log(81, 3)", 4);
  near("pi + e", Math.PI + Math.E);
});

Deno.test("money is worked out as in a textbook", () => {
  near("npv(0.1, [-1000, 300, 400, 500])", -1000 + 300 / 1.1 + 400 / 1.21 + 500 / 1.331);
  near("cagr(100, 200, 5)", 2 ** 0.2 - 1);
  near("wacc(600, 400, 0.1, 0.05, 0.2)", 0.076);
  near("pmt(0.05 / 12, 360, 200000)", -1073.6432460242797);
  near("pmt(0, 10, 1000)", -100);
  near("pmt(1e-12, 10, 1000)", -100);
});

Deno.test("what comes to no number is refused where it stands", () => {
  refused("1 / (2 - 2)", /divided by zero/, 2);
  refused("5 % 0", /divided by zero/, 2);
  refused("0 ** -1", /divide by zero/, 2);
  refused("2 ** 10001", /exponent 10001 is too large: it reaches to 10000/, 2);
  refused("2 ** -10001", /exponent/, 2);
  refused("10 ** 400", /too large/, 3);
  refused("pow(10, 9999)", /too large/, 0);
  refused("1e999", /too large/, 0);
  refused("1e308 * 10", /too large/, 6);
  refused("exp(1000)", /too large/, 0);
  refused("sqrt(-1)", /no real number/, 0);
  refused("(-8) ** (1/3)", /no real number/, 5);
  refused("log(0)", /logarithm/, 0);
  refused("10 ** 20 % 3", /not exact/, 9);
  refused("min([])", /empty/, 0);
  refused("npv(-1, [1])", /above -1/, 0);
  refused("cagr(0, 1, 1)", /above zero/, 0);
  refused("wacc(0, 0, 1, 1, 1)", /above zero/, 0);
  refused("pmt(1, 0, 1)", /above zero/, 0);
});

Deno.test("what is no expression is refused where it goes wrong", () => {
  refused("", /missing before the end/, 0);
  refused("1 +", /missing before the end/, 3);
  refused("(1", /`\)` is missing before the end/, 2);
  refused("1)", /operator is missing before `\)`/, 1);
  refused("1 2", /operator is missing before `2`/, 2);
  refused("1, 2", /operator is missing before `,`/, 1);
  refused("12abc", /`12abc` is no number/, 0);
  refused("0x10", /`0x10` is no number/, 0);
  refused("1.2.3", /no number/, 0);
  refused("1__0", /no number/, 0);
  refused("sqrt", /called as `sqrt\(x\)`/, 0);
  refused("sqrt()", /called as/, 0);
  refused("sqrt(1, 2)", /called as/, 0);
  refused("[1] + 1", /list stands where a number belongs/, 4);
  refused("[[1]]", /list stands/, 0);
  refused("len(3)", /list is needed/, 0);
  refused("round(1, 0.5)", /whole number/, 0);
  refused("🙂", /`🙂` is not known/, 0);
});

Deno.test("however deep an expression is nested, it ends with a value or a place", () => {
  assert.equal(calculate(`${"(".repeat(90)}1${")".repeat(90)}`), 1);
  for (const sign of ["(", "-", "[", "abs(", "2**"]) {
    refused(sign.repeat(Math.floor(1_000 / sign.length)), /nested too deep/, sign.length * 100);
  }
});

/** An expression, and the same one as the language itself works it out. */
const sum = fc.letrec<{ part: readonly [string, number]; leaf: readonly [string, number] }>((tie) => ({
  leaf: fc.nat({ max: 1_000 }).map((n) => [String(n), n] as const),
  part: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("leaf"),
    fc.tuple(tie("part"), fc.constantFrom("+", "-", "*"), tie("part")).map(([[a, x], sign, [b, y]]) => {
      return [`(${a}) ${sign} (${b})`, sign === "+" ? x + y : sign === "-" ? x - y : x * y] as const;
    }),
    tie("part").map(([a, x]) => [`-(${a})`, -x] as const),
  ),
})).part;

Deno.test("sums and products come to what they are", () => {
  fc.assert(fc.property(sum, ([expression, value]) => {
    fc.pre(Number.isFinite(value) && expression.length < 400);
    assert.equal(calculate(expression), value);
  }));
});

Deno.test("whatever is written, the answer is a finite value or a trouble with its place", () => {
  const piece = fc.constantFrom(
    "1",
    "2.5",
    "+",
    "-",
    "*",
    "**",
    "//",
    "%",
    "(",
    ")",
    "[",
    "]",
    ",",
    "sqrt",
    "npv",
    "e",
    " ",
    ".",
    "a",
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.array(piece, { maxLength: 30 }).map((all) => all.join(""))), (text) => {
      try {
        const value = calculate(text);
        assert.ok([value].flat().every((number) => Number.isFinite(number)));
      } catch (error) {
        assert.ok(error instanceof CalculatorTrouble, String(error));
        assert.ok(error.at !== undefined && error.at >= 0 && error.at <= text.length);
      }
    }),
  );
});
