import type { Usage } from "../model.ts";

type Fields = { readonly [key: string]: unknown };

/** Tokens as told at the end of an answer; undefined unless both sides are. */
export function readUsage(told: Fields): Usage | undefined {
  const input = amount(told["prompt_eval_count"]), output = amount(told["eval_count"]);
  if (input === undefined || output === undefined) return undefined;
  const cached = amount(told["prompt_eval_cached_count"]);
  return { input, output, ...(cached === undefined ? {} : { cached }) };
}

/** A count, where it is one. */
export function amount(value: unknown): number | undefined {
  return typeof value === "number" && value >= 0 && Number.isFinite(value) ? value : undefined;
}
