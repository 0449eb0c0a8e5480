import type { Emulation } from "./emulation.ts";
import type { Sampler } from "./sampling.ts";

/** What tokens cost, in nano-dollars per million tokens: a dollar a million is 1e9. */
export interface Rates {
  /** Per million prompt tokens. */
  readonly input: number;
  /** Per million generated tokens, reasoning included. */
  readonly output: number;
  /** Per million prompt tokens that were read from a cache. Default: as `input`. */
  readonly cached?: number;
  /** Per million prompt tokens that were written to a cache, where a provider bills that. Default: as `input`. */
  readonly written?: number;
}

/** What a model costs. */
export interface Price extends Rates {
  /** What a call costs whose prompt is long, where a provider then bills more for all of its tokens. */
  readonly long?: Rates & {
    /** A prompt is long that has more tokens than this. */
    readonly over: number;
  };
  /** Where the price comes from: `spec`, `loom.toml`, or the dated built-in table. */
  readonly source: string;
}

/** What a model can do. Declared or probed, never guessed from a failure. */
export interface Abilities {
  /** Continues raw text: a base model, or a host that serves one. */
  readonly complete: boolean;
  /** Answers messages. */
  readonly chat: boolean;
  /** Follows what a prompt asks it to do; false for an n-gram model. */
  readonly instructs: boolean;
  /** Tells the log-probability of the tokens it generates. */
  readonly logprobs: boolean;
  /** Tells the log-probability of a text it is given. */
  readonly score: boolean;
  /** Makes embeddings. */
  readonly embed: boolean;
  /** Honours a seed: the same request gives the same answer. */
  readonly seed: boolean;
  /** Answers in a given JSON shape when asked to. */
  readonly structured: boolean;
  /** Goes on with a last message of its own, so that a chat model can be made to continue text. */
  readonly prefill: boolean;
  /** Asks for tools in a form of its own. */
  readonly tools: boolean;
  /** Looks at images. */
  readonly images: boolean;
  /** Thinks before it answers: a part of its tokens is never seen. */
  readonly reasoning: boolean;
}

/** What the compiler and the engine know of a model without calling it. Plain data, pinned in plans. */
export interface ModelFacts {
  /** `provider/model`, as in `ngram/builtin`. */
  readonly id: string;
  /** The adapter that serves it: `openai`, `ollama`, `anthropic`, `ngram`, `scripted`, or a library user's own. */
  readonly provider: string;
  /** Runs on this machine and costs nothing unless priced. */
  readonly local: boolean;
  /** Absent: unpriced. A local model without one costs 0. */
  readonly price?: Price;
  /** The most tokens of prompt and answer together. */
  readonly context?: number;
  /** The most tokens of an answer, reasoning included. */
  readonly maxOutput?: number;
  /** Name of the token counter; `bytes` is the bound that always holds. */
  readonly counter: string;
  /** Name of the counter that texts are cut by, where {@link counter} is a bound that lies far off. */
  readonly estimate?: string;
  /** Samplers that its host does not have, and answers with an error unless they are set to what changes nothing. */
  readonly refuses?: readonly Sampler[];
  /** Samplers that its host has and that it does not take: they are left out of what it is asked. */
  readonly ignores?: readonly Sampler[];
  /** What it can do. */
  readonly supports: Abilities;
  /** How it is made to continue texts, where that is not an ability of its own. */
  readonly emulates?: Emulation;
}
