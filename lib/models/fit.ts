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
  const most = head + tail;
  if (text.length <= most * LONG_TOKEN && count(text) <= most) return text;
  const isJoined = head > 0 && marker === "";
  const to = longest(beginningOf(text), { limit: head, count }), end = endOf(text, isJoined);
  for (let limit = tail;;) {
    const from = text.length - longest(end, { limit, count }), isWhole = from <= to;
    const fitted = isWhole ? text : text.slice(0, to) + marker + text.slice(from);
    if (!isWhole && !isJoined) return fitted;
    const excess = count(fitted) - most;
    if (excess <= 0 || limit === 0) return fitted;
    limit = Math.max(0, limit - excess);
  }
}

interface Probe {
  readonly length: number;
  readonly tokens: number;
}

/** The greatest length of one side, cut where it may be, that has at most `limit` tokens. */
function longest(side: Side, { limit, count }: { limit: number; count(text: string): number }): number {
  if (limit <= 0) return 0;
  let fits: Probe = { length: 0, tokens: 0 }, over = probe(limit * LONG_TOKEN);
  while (over.tokens <= limit) {
    if (over.length === side.length) return side.length;
    fits = over, over = probe(2 * fits.length);
    // The nearest place to cut may be the same one again: then the whole is looked at.
    if (over.length <= fits.length) over = probe(side.length);
  }
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

  function probe(aim: number): Probe {
    const length = aim >= side.length ? undefined : side.cutNear(aim, { above: 0, below: side.length });
    const taken = length ?? side.length;
    return { length: taken, tokens: count(side.take(taken)) };
  }
}
