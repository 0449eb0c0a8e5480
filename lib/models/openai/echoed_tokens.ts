/** A token of a text that a host repeats. */
export interface EchoedToken {
  /** The token as text; not always exact where it is a part of a character. */
  readonly token: string;
  /** Null where nothing comes before it. */
  readonly logprob: number | null;
}

type Fields = { readonly [key: string]: unknown };

/** The tokens that `logprobs` of an answer with `echo` tells, the generated one included; none where there are none. */
export function echoedTokens(told: unknown): readonly EchoedToken[] {
  if (typeof told !== "object" || told === null) return [];
  const { tokens, token_logprobs: logprobs, content } = told as Fields;
  if (Array.isArray(content)) {
    return content.map((item: Fields | null) => echoed(item?.["token"], item?.["logprob"]));
  }
  if (!Array.isArray(tokens) || !Array.isArray(logprobs)) return [];
  return tokens.map((token: unknown, i) => echoed(token, logprobs[i]));
}

function echoed(token: unknown, logprob: unknown): EchoedToken {
  return { token: typeof token === "string" ? token : "", logprob: typeof logprob === "number" ? logprob : null };
}

/**
 * The tokens that make up `text` at the end of what was repeated, from the one that its first character is in;
 * undefined where they cannot be found by their letters. The generated token after them is left out.
 */
export function tokensOf(text: string, repeated: readonly EchoedToken[]): readonly EchoedToken[] | undefined {
  return endingWith(text, repeated.slice(0, -1)) ?? endingWith(text, repeated);
}

function endingWith(text: string, tokens: readonly EchoedToken[]): readonly EchoedToken[] | undefined {
  let joined = "", from = tokens.length;
  while (joined.length < text.length && from > 0) joined = tokens[--from]!.token + joined;
  return joined.length >= text.length && joined.endsWith(text) ? tokens.slice(from) : undefined;
}

/** Sum of logarithms, and how many tokens tell one. */
export interface Score {
  /** Sum of natural logarithms. */
  readonly logprob: number;
  /** Tokens that it runs over. */
  readonly tokens: number;
}

/** The score of tokens; the very first of all has no probability, for nothing comes before it. */
export function scoreOf(tokens: readonly EchoedToken[]): Score {
  const told = tokens.flatMap(({ logprob }) => logprob === null ? [] : [logprob]);
  return { logprob: told.reduce((sum, logprob) => sum + logprob, 0), tokens: told.length };
}

/**
 * The score of what comes after a prompt: what the whole has beyond the prompt alone, from where their tokens part. The
 * generated tokens of both are left out.
 */
export function scoreBeyond(prompt: readonly EchoedToken[], whole: readonly EchoedToken[]): Score {
  const before = prompt.slice(0, -1), all = whole.slice(0, -1);
  const shared = all.findIndex(({ token }, i) => token !== before[i]?.token), from = shared < 0 ? all.length : shared;
  const beyond = scoreOf(all.slice(from)), lost = scoreOf(before.slice(from));
  return { logprob: beyond.logprob - lost.logprob, tokens: Math.max(0, beyond.tokens - lost.tokens) };
}
