import type { Tool, ToolResult } from "../tool.ts";
import { parameters } from "../files/input.ts";
import { calculate } from "./calculate.ts";
import { shownNumber } from "./shown_number.ts";
import { CalculatorTrouble } from "./trouble.ts";

/** Characters of an expression. */
const MOST_CHARACTERS = 1_000;

/** Works out expressions of numbers. */
export const calculator: Tool = {
  name: "calculator",
  description:
    "Works out an expression of numbers: + - * / // % ** and parentheses as in Python; abs, round, min, max, sum, len, " +
    "int, float, sqrt, log, log10, log2, exp, pow, ceil, floor; pi, e; and for money npv(rate, [flow_0, flow_1, …]) with " +
    "flow_0 now, cagr(start, end, years), wacc(equity, debt, cost_of_equity, cost_of_debt, tax_rate), " +
    "pmt(rate, periods, present_value). Rates are fractions: 0.05 is 5 percent. There are no variables and no texts. " +
    "Examples: `1000 * 1.05 ** 10`, `npv(0.1, [-1000, 300, 400, 500])`.",
  parameters: parameters({
    expression: { type: "string", maxLength: MOST_CHARACTERS, description: "What to work out" },
  }, ["expression"]),
  acts: [],
  timeout: 1_000,
  run: ({ expression }) => Promise.resolve(result(expression)),
};

function result(expression: unknown): ToolResult {
  if (typeof expression !== "string") return invalid("`expression` is missing: give a text such as `2 * (3 + 4)`");
  if (expression.length > MOST_CHARACTERS) {
    return invalid(`it has ${expression.length} characters, ${MOST_CHARACTERS} are allowed: work it out in steps`);
  }
  try {
    const value = calculate(expression);
    const shown = typeof value === "number" ? shownNumber(value) : `[${value.map(shownNumber).join(", ")}]`;
    return { ok: true, output: `${expression.trim()} = ${shown}`, data: { result: value } };
  } catch (error) {
    if (!(error instanceof CalculatorTrouble)) throw error;
    return invalid(error.at === undefined ? error.message : `at character ${error.at + 1}, ${error.message}`);
  }
}

function invalid(why: string): ToolResult {
  return { ok: false, code: "invalid", message: `Cannot work the expression out: ${why}` };
}
