import { formatDuration } from "../base/duration.ts";
import { formatUsd } from "../base/money.ts";
import type { Nano } from "../base/money.ts";
import type { Limits } from "../plan/mod.ts";
import type { Amount, CostBound, ModelBound } from "./cost.ts";

type Row = readonly string[];

const HEAD: Row = ["", "calls", "tokens in", "tokens out", "cost"];

/** What a plan can cost at most, as a table for people; ends with a line end. */
export function renderCost(bound: CostBound): string {
  const { start } = bound, price = priceOf(bound), before = start ? [row("before the first round", start, price)] : [];
  const rows = [HEAD, ...before, ...stepRows(bound), row("a round", bound.round, price), ...totalRows(bound)];
  return `${aligned(rows)}\n${closing(bound).map((line) => `${line}\n`).join("")}`;
}

function stepRows({ steps }: CostBound): readonly Row[] {
  return steps.map(({ step, model, round, price, when }) =>
    row(`${step}${step === "run" ? "" : " with"} ${model}${when ? ", once stuck" : ""}`, round, price)
  );
}

function totalRows(bound: CostBound): readonly Row[] {
  const { rounds, total, models } = bound;
  if (rounds === null || !total) return [["any number of rounds", "unbounded", "unbounded", "unbounded", "unbounded"]];
  const all = row(`${count(rounds)} ${rounds === 1 ? "round" : "rounds"}`, total, priceOf(bound));
  if (models.length < 2) return [all];
  return [all, ...models.map(({ model, total, price }) => row(`  of it ${model}`, total!, price))];
}

/** Free where every model is, unpriced where one is. */
function priceOf({ models }: CostBound): ModelBound["price"] {
  const prices = models.map(({ price }) => price);
  return prices.includes("unpriced") ? "unpriced" : prices.includes("priced") ? "priced" : "free";
}

function row(name: string, { calls, input, output, usd }: Amount, price: ModelBound["price"]): Row {
  return [name, count(calls), count(input), count(output), costOf(usd, price)];
}

function costOf(usd: Nano | null, price: ModelBound["price"]): string {
  if (price !== "priced") return price;
  return usd === null ? "not known" : formatUsd(usd);
}

function count(n: number | null): string {
  return n === null ? "not known" : n.toLocaleString("en-US");
}

/** Names to the left, numbers to the right. */
function aligned(rows: readonly Row[]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row.map((cell, i) => i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]! + 2)).join("").trimEnd()
  ).join("\n");
}

function closing({ budget, models, steps }: CostBound): readonly string[] {
  const limits = limitsOf(budget);
  return [
    limits.length > 0 ? `The budget holds in any case: ${limits.join(", ")}` : "There is no budget",
    ...models.filter(({ price }) => price === "unpriced").map(({ model }) => `The price of ${model} is not known`),
    ...(steps.some(({ step, round: { output } }) => output === null && step !== "run")
      ? ["How long candidates can be is not known before the run: `max_tokens` depends on it"]
      : []),
    ...(steps.some(({ round: { input, output } }) => input === null && output !== null)
      ? ["How long prompts can be is not known before the run: it depends on what it is given, and on what comes of it"]
      : []),
  ];
}

/** The limits of a budget in words. */
export function limitsOf({ usd, tokens, calls, iterations, wall, deadline }: Limits): readonly string[] {
  return [
    ...(usd === undefined ? [] : [formatUsd(usd)]),
    ...(tokens === undefined ? [] : [`${count(tokens)} tokens`]),
    ...(calls === undefined ? [] : [`${count(calls)} calls`]),
    ...(iterations === undefined ? [] : [`${count(iterations)} rounds`]),
    ...(wall === undefined ? [] : [`${formatDuration(wall)} of work`]),
    ...(deadline === undefined ? [] : [`nothing after ${new Date(deadline).toISOString()}`]),
  ];
}
