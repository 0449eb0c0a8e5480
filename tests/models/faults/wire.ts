import type { Json, JsonObject } from "../../../lib/base/json.ts";

/** What a request asks for, whatever its protocol. */
export interface Asked {
  /** The model. */
  readonly model: string;
  /** Everything the model is shown. */
  readonly prompt: string;
  /** The most tokens to generate. */
  readonly maxTokens: number;
  /** An answer in pieces. */
  readonly stream: boolean;
  /** The body as it came. */
  readonly body: JsonObject;
  /** The path, without the query. */
  readonly path: string;
}

/** A good answer. */
export interface Answer {
  /** The text, a token each. */
  readonly pieces: readonly string[];
  /** The model that says it answers. */
  readonly model: string;
  /** Tokens; absent: it does not tell. */
  readonly usage?: { readonly input: number; readonly output: number };
  /** Log-probabilities are told as null. */
  readonly nullLogprobs: boolean;
}

/** A protocol of a provider, from the server's side. */
export interface Wire {
  /** The provider whose protocol it is. */
  readonly provider: string;
  /** What stands between the host and the paths of the protocol, such as `/v1`. */
  readonly base: string;
  /** Content type of a streamed answer. */
  readonly streamType: string;
  /** Reads a request; undefined: the protocol has no such path. */
  read(path: string, body: JsonObject): Asked | undefined;
  /** A streamed answer, frame by frame; the end is told in the last of them. */
  frames(answer: Answer, asked: Asked): readonly string[];
  /** The same answer at once. */
  whole(answer: Answer, asked: Asked): Json;
  /** A frame that should hold JSON and does not. */
  readonly garbage: string;
  /** A frame that tells of an overloaded server. */
  readonly trouble: string;
  /** The body of an answer that is no success. */
  complaint(words: string, code: string): Json;
}
