/** Parameters that several commands take. */
import { parseDuration } from "../base/duration.ts";
import { parseSize } from "../base/size.ts";
import type { BudgetOptions } from "../app/loom_options.ts";
import type { Option, Positional } from "./parameter.ts";
import { argument, flag, word } from "./parameter.ts";
import { suggestRunnable, suggestRuns } from "./suggest.ts";
import { UsageError } from "./usage_error.ts";

/** A run. */
export const RUN: Positional<string> = argument("RUN", {
  about: "A run: its name, the beginning of it, @last or @1 for the newest, @2 for the one before",
  read: word,
  suggest: suggestRuns,
});

/** A spec. */
export const SPEC: Positional<string> = argument("SPEC", {
  about: "A spec: a .yaml, .yml or .toml file, or the name of a process",
  read: word,
  suggest: suggestRunnable,
});

/** JSON instead of text. */
export const JSON_LINES: Option<boolean> = flag("--json", { about: "Print JSON, one value a line" });

/** A limit that a command line can say. */
export type BudgetDimension = Exclude<keyof BudgetOptions, "deadline">;

const EXPECTED: Readonly<Record<BudgetDimension, string>> = {
  usd: "dollars such as 0.50",
  calls: "a whole number",
  iterations: "a whole number",
  tokens: "a number of tokens such as 20000 or 20k",
  wall: "a time such as 90s, 10m or 1h30m",
};

/** Reads an amount of one dimension of a budget. `where` is what the user wrote it after. */
export function readAmount(dimension: BudgetDimension, text: string, where: string): number {
  const amount = dimension === "wall"
    ? parseDuration(text)
    : dimension === "tokens"
    ? parseSize(text)
    : dimension === "usd"
    ? readDecimal(text.replace(/^\$/, ""))
    : readWhole(text);
  if (amount === undefined) throw new UsageError(`Cannot read \`${where} ${text}\`: expected ${EXPECTED[dimension]}`);
  return amount;
}

/** Reads additions to a budget, such as `usd=1,calls=50,wall=10m`. */
export function readBudget(text: string): BudgetOptions {
  const parts = text.split(",").map((part) => part.trim()).filter(Boolean);
  const added = parts.map((part) => {
    const [, dimension, amount] = /^([a-z]+)=(.+)$/.exec(part) ?? [];
    if (dimension === undefined || !Object.hasOwn(EXPECTED, dimension)) {
      const known = Object.keys(EXPECTED).join(", ");
      throw new UsageError(`Cannot read the budget \`${part}\`: write NAME=AMOUNT, with one of ${known}`);
    }
    return [dimension, readAmount(dimension as BudgetDimension, amount!, `${dimension}=`.replace("=", ""))] as const;
  });
  if (added.length === 0) throw new UsageError("Cannot add nothing to the budget: write such as `usd=1,calls=50`");
  return Object.fromEntries(added);
}

/** A whole number from 0; undefined for anything else. */
export function readWhole(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** A number from 0 without an exponent; undefined for anything else. */
export function readDecimal(text: string): number | undefined {
  return /^(\d+(\.\d*)?|\.\d+)$/.test(text) ? Number(text) : undefined;
}
