import { power, type Value } from "./operations.ts";
import { CalculatorTrouble } from "./trouble.ts";

/** A function of expressions. */
export interface CalculatorFunction {
  /** How it is called, for messages. */
  readonly form: string;
  /** How many values it takes, at least and at most. */
  readonly takes: readonly [least: number, most: number];
  /** Works it out. @throws {CalculatorTrouble} */
  call(values: readonly Value[]): number;
}

/** Values of a call that takes one list, or any number of numbers. */
const MANY: readonly [number, number] = [1, Infinity];
/** Digits that `round` may leave, before and after the point. */
const MOST_DIGITS = 15;

/** Constants by their names. */
export const CONSTANTS: ReadonlyMap<string, number> = new Map([["pi", Math.PI], ["e", Math.E]]);

/** Functions by their names. */
export const FUNCTIONS: ReadonlyMap<string, CalculatorFunction> = new Map([
  ["abs", plain("abs(x)", Math.abs)],
  ["round", plain("round(x, digits)", rounded, [1, 2])],
  ["int", plain("int(x)", Math.trunc)],
  ["float", plain("float(x)", (x) => x)],
  ["sqrt", plain("sqrt(x)", Math.sqrt)],
  ["log", plain("log(x, base)", log, [1, 2])],
  ["log10", plain("log10(x)", (x) => Math.log10(positive(x)))],
  ["log2", plain("log2(x)", (x) => Math.log2(positive(x)))],
  ["exp", plain("exp(x)", Math.exp)],
  ["pow", plain("pow(x, exponent)", power, [2, 2])],
  ["ceil", plain("ceil(x)", Math.ceil)],
  ["floor", plain("floor(x)", Math.floor)],
  ["cagr", plain("cagr(start, end, years)", cagr, [3, 3])],
  ["wacc", plain("wacc(equity, debt, cost_of_equity, cost_of_debt, tax_rate)", wacc, [5, 5])],
  ["pmt", plain("pmt(rate, periods, present_value)", pmt, [3, 3])],
  ["min", { form: "min(a, b, …)", takes: MANY, call: (values) => some(values).reduce((a, b) => Math.min(a, b)) }],
  ["max", { form: "max(a, b, …)", takes: MANY, call: (values) => some(values).reduce((a, b) => Math.max(a, b)) }],
  ["sum", { form: "sum([a, b, …])", takes: MANY, call: (values) => numbers(values).reduce((a, b) => a + b, 0) }],
  ["len", { form: "len([a, b, …])", takes: [1, 1], call: ([list]) => listOf(list!).length }],
  ["npv", {
    form: "npv(rate, [flow_0, flow_1, …])",
    takes: [2, 2],
    call: ([rate, flows]) => npv(numberOf(rate!), listOf(flows!)),
  }],
]);

/** The number that a value is. @throws {CalculatorTrouble} for a list. */
export function numberOf(value: Value): number {
  if (typeof value === "number") return value;
  throw new CalculatorTrouble("a list stands where a number belongs: take `sum`, `min`, `max`, `len` or `npv` of it");
}

function plain(
  form: string,
  work: (...values: number[]) => number,
  takes: readonly [number, number] = [1, 1],
): CalculatorFunction {
  return { form, takes, call: (values) => work(...values.map(numberOf)) };
}

function listOf(value: Value): readonly number[] {
  if (typeof value !== "number") return value;
  throw new CalculatorTrouble("a list is needed: write the numbers in brackets, as in `[1, 2, 3]`");
}

/** The numbers of one list, or those that stand side by side. */
function numbers(values: readonly Value[]): readonly number[] {
  return values.length === 1 && typeof values[0] !== "number" ? listOf(values[0]!) : values.map(numberOf);
}

function some(values: readonly Value[]): readonly number[] {
  const found = numbers(values);
  if (found.length > 0) return found;
  throw new CalculatorTrouble("the list is empty: give one number at least");
}

function positive(value: number): number {
  if (value > 0) return value;
  throw new CalculatorTrouble(`a logarithm is taken of ${value}: give a number above zero`);
}

function log(value: number, base?: number): number {
  if (base === undefined) return Math.log(positive(value));
  if (base === 1) throw new CalculatorTrouble("there is no logarithm to the base 1: give another base");
  if (base === 10) return Math.log10(positive(value));
  return base === 2 ? Math.log2(positive(value)) : Math.log(positive(value)) / Math.log(positive(base));
}

/** To that many digits after the point; what lies exactly in the middle goes to the even neighbour, as in Python. */
function rounded(value: number, digits = 0): number {
  if (!Number.isInteger(digits) || Math.abs(digits) > MOST_DIGITS) {
    throw new CalculatorTrouble(`\`digits\` of \`round\` is a whole number from -${MOST_DIGITS} to ${MOST_DIGITS}`);
  }
  if (digits < 0) return rounded(value / 10 ** -digits) * 10 ** -digits;
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return value;
  // A hundred digits show every such number as it is, and with that whether it lies exactly in the middle.
  const whole = Math.abs(value).toFixed(100), cut = whole.length - 100 + digits;
  const up = Number(Math.abs(value).toFixed(digits)), isMiddle = /^50*$/.test(whole.slice(cut));
  const even = /[02468]$/.test(whole.slice(0, cut).replace(/\.$/, ""));
  return Math.sign(value) * (isMiddle && even ? Number(whole.slice(0, cut)) : up);
}

function npv(rate: number, flows: readonly number[]): number {
  if (rate <= -1) throw new CalculatorTrouble(`the rate ${rate} is too small: give one above -1`);
  return flows.reduce((sum, flow, index) => sum + flow / (1 + rate) ** index, 0);
}

function cagr(start: number, end: number, years: number): number {
  if (start <= 0 || years <= 0) throw new CalculatorTrouble("`cagr` needs a start value and years above zero");
  if (end < 0) throw new CalculatorTrouble("`cagr` needs an end value of zero or above");
  return (end / start) ** (1 / years) - 1;
}

function wacc(equity: number, debt: number, costOfEquity: number, costOfDebt: number, taxRate: number): number {
  const total = equity + debt;
  if (total <= 0) throw new CalculatorTrouble("`wacc` needs equity and debt that are above zero together");
  return (equity / total) * costOfEquity + (debt / total) * costOfDebt * (1 - taxRate);
}

/** What is paid each period is money that goes away: negative for a loan that was taken. */
function pmt(rate: number, periods: number, present: number): number {
  if (periods <= 0) throw new CalculatorTrouble("`pmt` needs a number of periods above zero");
  if (rate <= -1) throw new CalculatorTrouble(`the rate ${rate} is too small: give one above -1`);
  // Small rates lose their digits in `(1 + rate) ** periods - 1`; these two do not.
  return rate === 0 ? -present / periods : (present * rate) / Math.expm1(-periods * Math.log1p(rate));
}
