import type { Abilities, Rates } from "../../plan/mod.ts";
import type { Host } from "../openai/options.ts";

/** What a server says of a model; what it does not say is absent. */
export interface Told {
  /** The model that really answers, where the server takes any name for it. */
  readonly serves?: string;
  /** What the server is, where its answers give that away. */
  readonly host?: Host;
  /** The most tokens of prompt and answer together. */
  readonly context?: number;
  /** The most that can be asked for, where the server gives as many as it is asked for. */
  readonly holds?: number;
  /** What such a server gives where nobody asks. */
  readonly gives?: number;
  /** The most tokens of an answer. */
  readonly maxOutput?: number;
  /** What it costs at most, in nano-dollars for a million tokens. */
  readonly price?: Pick<Rates, "input" | "output">;
  /** What it can and cannot do. */
  readonly supports: Partial<Abilities>;
}

/** What came of asking for a model. */
export type Reach =
  /** The server answers, and the model is there. */
  | { readonly state: "reachable"; readonly told: Told }
  /** It runs in this process: there is nobody to ask. */
  | { readonly state: "here" }
  /** The server answers and has no such model; it has no key to ask with; the key is refused; the server is not there. */
  | { readonly state: "model-missing" | "key-missing" | "key-refused" | "unreachable"; readonly why: string };
