import type { Usage } from "../model.ts";

type Fields = { readonly [key: string]: unknown };

/** Adds what is told of tokens later to what was told before: counts are of the whole, and null says nothing. */
export function laterUsage(before: Fields, told: unknown): Fields {
  if (typeof told !== "object" || told === null) return before;
  const known = Object.entries(told as Fields).filter(([, value]) => value !== null && value !== undefined);
  return { ...before, ...Object.fromEntries(known) };
}

/** Tokens as billed; undefined where the host does not tell. What is written to a cache and read from one is input. */
export function readUsage(told: Fields): Usage | undefined {
  const fresh = amount(told["input_tokens"]), output = amount(told["output_tokens"]);
  if (fresh === undefined || output === undefined) return undefined;
  const cached = amount(told["cache_read_input_tokens"]), written = amount(told["cache_creation_input_tokens"]);
  const details = told["output_tokens_details"] as Fields | null | undefined;
  const reasoning = amount(details?.["thinking_tokens"]);
  return {
    input: fresh + (cached ?? 0) + (written ?? 0),
    output,
    ...(cached === undefined ? {} : { cached }),
    ...(written === undefined ? {} : { written }),
    ...(reasoning === undefined ? {} : { reasoning }),
  };
}

function amount(value: unknown): number | undefined {
  return typeof value === "number" && value >= 0 && Number.isFinite(value) ? value : undefined;
}
