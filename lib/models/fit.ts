import type { Fit } from "../plan/mod.ts";
import { beginningOf, endOf, type Side } from "./side.ts";

/** How a text is fitted. */
export interface FitHow {
  /** Tokens in a text, by the counter of the model that will read it. */
  count(text: string): number;
  /** Stands between head and tail where something was left out, and is not counted. Default: nothing. */
  readonly marker?: string;
}

/** Characters of a token, to begin with: where tokens turn out to be longer, more is looked at. */
const LONG_TOKEN = 6;

/**
 * A text as it is, if it has at most `head + tail` tokens; otherwise its beginning and its end, of at most so many
 * tokens each. Cut between words where there are any, never within a surrogate pair. The work grows with what is kept,
 * not with the text.
 */
export function fit(text: string, { head = 0, tail }: Fit, { count, marker = "" }: FitHow): string {
  const most = head + tail, beginning = beginningOf(text);
  if (bracket(beginning, { limit: most, count }).over === undefined) return text;
  const isJoined = head > 0 && marker === "";
  const to = longest(beginning, { limit: head, count }), end = endOf(text, isJoined);
  for (let limit = tail;;) {
    const from = text.length - longest(end, { limit, count }), isWhole = from <= to;
    const fitted = isWhole ? text : text.slice(0, to) + marker + text.slice(from);
    if (!isWhole && !isJoined) return fitted;
    const excess = count(fitted) - most;
    if (excess <= 0 || limit === 0) return fitted;
    limit = Math.max(0, limit - excess);
  }
}

interface Limit {
  readonly limit: number;
  count(text: string): number;
}

interface Probe {
  readonly length: number;
  readonly tokens: number;
}

/** A length of one side that has at most the tokens allowed, and a greater one that has more: none has, without it. */
interface Bracket {
  readonly fits: Probe;
  readonly over?: Probe;
}

/** The greatest length of one side, cut where it may be, that has at most `limit` tokens. */
function longest(side: Side, { limit, count }: Limit): number {
  if (limit <= 0) return 0;
  let { fits, over } = bracket(side, { limit, count });
  if (over === undefined) return side.length;
  for (let step = 1; fits.tokens < limit; step++) {
    const share = step % 3 === 0 ? 0.5 : (limit + 0.5 - fits.tokens) / (over.tokens - fits.tokens);
    const aim = fits.length + share * (over.length - fits.length);
    const length = side.cutNear(Math.round(aim), { above: fits.length, below: over.length });
    if (length === undefined) break;
    const found = { length, tokens: count(side.take(length)) };
    if (found.tokens <= limit) fits = found;
    else over = found;
  }
  return fits.length;
}

/** Looks at twice as much each time, so never at much more than is kept. */
function bracket(side: Side, { limit, count }: Limit): Bracket {
  let fits: Probe = { length: 0, tokens: 0 }, aim = Math.max(1, limit) * LONG_TOKEN;
  while (fits.length < side.length) {
    // Where there is no place to cut further on, the whole is looked at.
    const near = aim < side.length ? side.cutNear(aim, { above: fits.length, below: side.length }) : undefined;
    const length = near ?? side.length, probe = { length, tokens: count(side.take(length)) };
    if (probe.tokens > limit) return { fits, over: probe };
    fits = probe, aim *= 2;
  }
  return { fits };
}
