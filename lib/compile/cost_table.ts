import { formatDuration } from "../base/duration.ts";
import { formatUsd } from "../base/money.ts";
import type { Nano } from "../base/money.ts";
import type { Limits } from "../plan/mod.ts";
import type { Amount, CostBound, ModelBound, StepBound } from "./cost.ts";

type Row = readonly string[];

const HEAD: Row = ["", "calls", "tokens in", "tokens out", "cost"];

/** What a plan can cost at most, as a table for people; ends with a line end. */
export function renderCost(bound: CostBound): string {
  const { start } = bound, price = priceOf(bound), before = start ? [row("before the first round", start, price)] : [];
  const all = bound.isWhole
    ? [row("a run", bound.round, price), ...modelRows(bound)]
    : [row("a round", bound.round, price), ...totalRows(bound)];
  const rows = [HEAD, ...before, ...stepRows(bound), ...all];
  return `${aligned(rows)}\n${closing(bound).map((line) => `${line}\n`).join("")}`;
}

function stepRows({ steps }: CostBound): readonly Row[] {
  return steps.map((step) => row(nameOf(step), step.round, step.price));
}

/** What a row is for. */
function nameOf({ step, model, when, task, each }: StepBound): string {
  const one = each === undefined ? "" : ", for one item", by = ` with ${model}`;
  switch (step) {
    case "task":
      return `${task}${by}${one}`;
    case "verify":
      return task === undefined ? `verifying those${by}` : `verify ${task}${by}${one}`;
    case "remember":
      return `remember of ${task}${by}${one}`;
    case "planned":
      return `tasks of the planner${by}`;
    case "replanned":
      return `tasks of a new graph${by}`;
    case "run":
      return task === undefined ? `run ${model}` : `${task}: run ${model}${one}`;
    default:
      return `${step}${by}${when ? ", once stuck" : ""}`;
  }
}

function totalRows(bound: CostBound): readonly Row[] {
  const { rounds, total } = bound;
  if (rounds === null || !total) return [["any number of rounds", "unbounded", "unbounded", "unbounded", "unbounded"]];
  return [row(`${count(rounds)} ${rounds === 1 ? "round" : "rounds"}`, total, priceOf(bound)), ...modelRows(bound)];
}

function modelRows({ models }: CostBound): readonly Row[] {
  return models.length < 2 ? [] : models.map(({ model, total, price }) => row(`  of it ${model}`, total!, price));
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

function closing(bound: CostBound): readonly string[] {
  const { budget, models, steps, isWhole } = bound, limits = limitsOf(budget);
  return [
    limits.length > 0 ? `The budget holds in any case: ${limits.join(", ")}` : "There is no budget",
    ...models.filter(({ price }) => price === "unpriced").map(({ model }) => `The price of ${model} is not known`),
    ...(isWhole ? unknownsOfRun(bound) : []),
    ...(!isWhole && steps.some(({ step, round: { output } }) => output === null && step !== "run")
      ? ["How long candidates can be is not known before the run: `max_tokens` depends on it"]
      : []),
    ...(steps.some(({ round: { input, output } }) => input === null && output !== null)
      ? ["How long prompts can be is not known before the run: it depends on what it is given, and on what comes of it"]
      : []),
  ];
}

/** What of a process is not known before it runs. */
function unknownsOfRun({ steps }: CostBound): readonly string[] {
  const lists = [
    ...new Map(steps.flatMap(({ task, each }) => task && each !== undefined ? [[task, each] as const] : [])),
  ];
  return [
    ...lists.map(([task, each]) =>
      `\`${task}\` is done once for each item of \`${each}\`: how many there are is not known before the run`
    ),
    ...(steps.some(({ step }) => step === "replanned")
      ? ["What a new graph takes is not known before it is made"]
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
