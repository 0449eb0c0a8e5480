import type { TokenLogprob } from "./model.ts";

/** Text that may be told, with the log-probabilities of the tokens that begin in it. */
export interface Told {
  readonly text: string;
  readonly logprobs: readonly TokenLogprob[];
}

/** Lets generated text through up to the first stop text, which it never tells any part of. */
export interface StopGate {
  /** Takes the text of a token; `stopped` tells that a stop text is complete and nothing more may come. */
  push(text: string, logprob?: TokenLogprob): Told & { readonly stopped: boolean };
  /** What was held back because a stop text might have begun there: to be told when generation ends without one. */
  flush(): Told;
}

/** Holds back as much of the end as may be the beginning of one of `stops`; empty ones never stop anything. */
export function stopGate(stops: readonly string[]): StopGate {
  const texts = stops.filter((stop) => stop !== "");
  let held = "";
  let waiting: { readonly at: number; readonly logprob: TokenLogprob }[] = [];

  function tell(length: number): Told {
    const text = held.slice(0, length);
    const logprobs = waiting.filter(({ at }) => at < length).map(({ logprob }) => logprob);
    held = held.slice(length);
    waiting = waiting.filter(({ at }) => at >= length).map(({ at, logprob }) => ({ at: at - length, logprob }));
    return { text, logprobs };
  }

  return {
    push(text, logprob) {
      if (logprob) waiting.push({ at: held.length, logprob });
      held += text;
      const found = texts.map((stop) => held.indexOf(stop)).filter((at) => at >= 0);
      if (found.length === 0) return { ...tell(held.length - mayBegin(held, texts)), stopped: false };
      return { ...tell(Math.min(...found)), stopped: true };
    },
    flush: () => tell(held.length),
  };
}

/** Length of the longest end of `text` that one of `stops` begins with. */
function mayBegin(text: string, stops: readonly string[]): number {
  const most = Math.min(text.length, Math.max(0, ...stops.map((stop) => stop.length - 1)));
  for (let length = most; length > 0; length--) {
    const end = text.slice(text.length - length);
    if (stops.some((stop) => stop.startsWith(end))) return length;
  }
  return 0;
}
