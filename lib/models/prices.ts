/**
 * What models cost at their makers, as the makers' own pages say it, in dollars for a million tokens. A model that is
 * not here has no price until somebody gives one. What a host other than the maker's asks is never taken from here.
 *
 * - Reasoning is part of the output.
 * - A price is the list price of ordinary processing: one that ends on a day that is near is not taken over, nor are
 *   those of faster, slower or regional processing.
 * - `long`: some makers bill every token of a call dearer whose prompt is longer than `over`.
 *
 * @module
 */
import { NANO } from "../base/money.ts";
import type { Price, Rates } from "../plan/mod.ts";
import { undated } from "./families/family.ts";

/** When this table was last compared with the makers' pages. */
export const PRICES_DATE = "2026-11-21";

/** What some models cost, in dollars. */
interface Row {
  readonly names: readonly string[];
  readonly input: number;
  readonly output: number;
  /** Prompt tokens that were read from a cache. */
  readonly cached?: number;
  /** Prompt tokens that were written to a cache without being asked to. */
  readonly written?: number;
  /** How many times dearer a call is with a prompt of more than `over` tokens. */
  readonly long?: { readonly over: number; readonly input: number; readonly output: number };
}

const OPENAI_LONG = { over: 272_000, input: 2, output: 1.5 } as const;

const OPENAI: readonly Row[] = [
  { names: ["gpt-6-astra"], input: 10, output: 50, cached: 1, written: 12.5, long: OPENAI_LONG },
  { names: ["gpt-6.2-sol", "gpt-6.1-sol"], input: 2, output: 10, cached: 0.1, written: 2.5, long: OPENAI_LONG },
  { names: ["gpt-6.1-terra"], input: 1, output: 5, cached: 0.05, written: 1.25, long: OPENAI_LONG },
  { names: ["gpt-6-sol"], input: 2, output: 10, cached: 0.2, written: 2.5, long: OPENAI_LONG },
  { names: ["gpt-6-luna"], input: 0.1, output: 0.5, cached: 0.01, written: 0.125, long: OPENAI_LONG },
  { names: ["gpt-5.6", "gpt-5.6-sol"], input: 5, output: 30, cached: 0.5, written: 6.25, long: OPENAI_LONG },
  { names: ["gpt-5.6-terra"], input: 2, output: 12, cached: 0.2, written: 2.5, long: OPENAI_LONG },
  { names: ["gpt-5.6-luna"], input: 0.2, output: 1.2, cached: 0.02, written: 0.25, long: OPENAI_LONG },
  { names: ["gpt-5.5"], input: 5, output: 30, cached: 0.5, long: OPENAI_LONG },
  { names: ["gpt-5.4"], input: 2.5, output: 15, cached: 0.25, long: OPENAI_LONG },
  { names: ["gpt-5.4-mini"], input: 0.75, output: 4.5, cached: 0.075 },
  { names: ["gpt-5.4-nano"], input: 0.2, output: 1.25, cached: 0.02 },
  { names: ["gpt-5.2"], input: 1.75, output: 14, cached: 0.175 },
  { names: ["gpt-5.1", "gpt-5"], input: 1.25, output: 10, cached: 0.125 },
  { names: ["gpt-5-mini"], input: 0.25, output: 2, cached: 0.025 },
  { names: ["gpt-5-nano"], input: 0.05, output: 0.4, cached: 0.005 },
  { names: ["gpt-4.1"], input: 2, output: 8, cached: 0.5 },
  { names: ["gpt-4.1-mini"], input: 0.4, output: 1.6, cached: 0.1 },
  { names: ["gpt-4.1-nano"], input: 0.1, output: 0.4, cached: 0.025 },
  { names: ["gpt-4o-2024-05-13"], input: 5, output: 15 },
  { names: ["gpt-4o"], input: 2.5, output: 10, cached: 1.25 },
  { names: ["gpt-4o-mini"], input: 0.15, output: 0.6, cached: 0.075 },
  { names: ["o1"], input: 15, output: 60, cached: 7.5 },
  { names: ["o3"], input: 2, output: 8, cached: 0.5 },
  { names: ["o3-mini"], input: 1.1, output: 4.4, cached: 0.55 },
  { names: ["o4-mini"], input: 1.1, output: 4.4, cached: 0.275 },
  { names: ["text-embedding-3-small"], input: 0.02, output: 0 },
  { names: ["text-embedding-3-large"], input: 0.13, output: 0 },
  { names: ["text-embedding-ada-002"], input: 0.1, output: 0 },
  { names: ["davinci-002"], input: 2, output: 2 },
  { names: ["babbage-002"], input: 0.4, output: 0.4 },
  { names: ["gpt-3.5-turbo-instruct"], input: 1.5, output: 2 },
];

/** Anthropic writes to a cache only where a request asks for it. */
const ANTHROPIC: readonly Row[] = [
  { names: ["claude-fable-5-2"], input: 8, output: 40 },
  { names: ["claude-fable-5-1"], input: 10, output: 50, cached: 0.25 },
  { names: ["claude-fable-5"], input: 10, output: 50, cached: 1 },
  { names: ["claude-opus-5-5"], input: 4, output: 20, cached: 0.2 },
  {
    names: ["claude-opus-5", "claude-opus-4-8", "claude-opus-4-7", "claude-opus-4-6", "claude-opus-4-5"],
    input: 5,
    output: 25,
    cached: 0.5,
  },
  { names: ["claude-opus-4-1", "claude-opus-4", "claude-opus-4-0"], input: 15, output: 75, cached: 1.5 },
  { names: ["claude-sonnet-5-5"], input: 2, output: 10, cached: 0.1 },
  { names: ["claude-sonnet-5"], input: 2, output: 10, cached: 0.2 },
  {
    names: ["claude-sonnet-4-6", "claude-sonnet-4-5", "claude-sonnet-4", "claude-sonnet-4-0"],
    input: 3,
    output: 15,
    cached: 0.3,
  },
  {
    names: ["claude-haiku-5-5"],
    input: 0.1,
    output: 0.5,
    cached: 0.01,
    long: { over: 100_000, input: 5, output: 5 },
  },
  { names: ["claude-haiku-4-5"], input: 1, output: 5, cached: 0.1 },
];

/** Whose models the table knows, by provider. */
const MAKERS: ReadonlyMap<string, readonly Row[]> = new Map([["openai", OPENAI], ["anthropic", ANTHROPIC]]);

/** What a model costs at its maker's own host; undefined: not known. */
export function builtInPrice(provider: string, model: string): Price | undefined {
  const rows = MAKERS.get(provider) ?? [], rowOf = (name: string) => rows.find(({ names }) => names.includes(name));
  const row = rowOf(model) ?? rowOf(undated(model));
  return row && priceOf(row);
}

function priceOf(row: Row): Price {
  const { long } = row, rates = timesAs(row, { input: 1, output: 1 });
  return {
    ...rates,
    ...(long ? { long: { over: long.over, ...timesAs(row, long) } } : {}),
    source: `built-in table of ${PRICES_DATE}`,
  };
}

/** Caches follow the input. */
function timesAs(
  { input, output, cached, written }: Row,
  times: { readonly input: number; readonly output: number },
): Rates {
  const nanos = (dollars: number, by: number) => Math.round(dollars * by * NANO);
  return {
    input: nanos(input, times.input),
    output: nanos(output, times.output),
    ...(cached === undefined ? {} : { cached: nanos(cached, times.input) }),
    ...(written === undefined ? {} : { written: nanos(written, times.input) }),
  };
}

/** Names of all models that the table knows, by provider. */
export function pricedModels(): readonly { readonly provider: string; readonly model: string }[] {
  return [...MAKERS].flatMap(([provider, rows]) =>
    rows.flatMap(({ names }) => names.map((model) => ({ provider, model })))
  );
}
