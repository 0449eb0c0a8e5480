import { isObject } from "../../base/is_object.ts";
import type { TokenLogprob } from "../model.ts";

type Fields = { readonly [key: string]: unknown };

/**
 * Log-probabilities in either form of the protocol: a list of tokens (chats), or lists of tokens, numbers and
 * alternatives side by side (texts). Tokens without a number are left out.
 */
export function readLogprobs(told: unknown, top: number): readonly TokenLogprob[] {
  if (!isObject(told)) return [];
  const { content, tokens } = told;
  if (Array.isArray(content)) return content.flatMap((token) => ofChat(token, top));
  return Array.isArray(tokens) ? tokens.flatMap((token: unknown, i) => ofText(told, { token, i, top })) : [];
}

function ofChat(token: unknown, top: number): readonly TokenLogprob[] {
  const known = pair(token);
  if (!known) return [];
  const { top_logprobs } = token as Fields;
  const others = Array.isArray(top_logprobs) ? top_logprobs.flatMap((other) => pair(other) ?? []) : [];
  return [{ ...known, ...topOf(others, top) }];
}

function ofText(
  told: Fields,
  { token, i, top }: { readonly token: unknown; readonly i: number; readonly top: number },
): readonly TokenLogprob[] {
  const logprob = itemOf(told["token_logprobs"], i);
  if (typeof token !== "string" || typeof logprob !== "number") return [];
  return [{ token, logprob, ...topOf(alternatives(itemOf(told["top_logprobs"], i)), top) }];
}

/** `{token: logprob}` or a list of pairs. */
function alternatives(told: unknown): readonly Pair[] {
  if (Array.isArray(told)) return told.flatMap((other) => pair(other) ?? []);
  if (!isObject(told)) return [];
  return Object.entries(told).flatMap(([token, logprob]) => typeof logprob === "number" ? [{ token, logprob }] : []);
}

interface Pair {
  readonly token: string;
  readonly logprob: number;
}

function topOf(others: readonly Pair[], top: number): Pick<TokenLogprob, "top"> {
  if (others.length === 0 || top === 0) return {};
  return { top: others.toSorted((a, b) => b.logprob - a.logprob).slice(0, top) };
}

function pair(value: unknown): Pair | undefined {
  if (!isObject(value)) return undefined;
  const { token, logprob } = value;
  return typeof token === "string" && typeof logprob === "number" ? { token, logprob } : undefined;
}

function itemOf(list: unknown, i: number): unknown {
  return Array.isArray(list) ? list[i] : undefined;
}
