import { called } from "./called.ts";
import type { Message } from "./messages.ts";

/** What the messages about candidates and their scores in specs of kind `refine` need to be said. */
export interface RefineParams {
  /** A model that follows no instructions, where it has to; `to` is what for. */
  readonly "cannot-follow": { readonly model: string; readonly use: string; readonly to: string };
  /** A model that makes no embeddings, where it has to. */
  readonly "cannot-embed": { readonly model: string; readonly use: string };
  /** Scores of which it is not clear which counts. */
  readonly "no-total": { readonly reason: string; readonly example: string };
  /** Several candidates and nothing that scores them. */
  readonly "no-score": { readonly n: number };
  /** A field of a scorer that is called as another is. */
  readonly "field-clash": { readonly field: string; readonly holder: string };
  /** A condition that is always the same. */
  readonly "constant": { readonly what: string; readonly value: string; readonly follows: string };
  /** A way back where there is none. */
  readonly "no-way-back": Record<never, never>;
}

/** The messages about candidates and their scores in specs of kind `refine`. */
export const REFINE_MESSAGES: { readonly [C in keyof RefineParams]: Message<RefineParams[C]> } = {
  "cannot-follow": {
    number: "L0423",
    severity: "error",
    message: ({ model, use, to }) => `model ${called(model, use)} follows no instructions, so it cannot ${to}`,
    hint: () => "take a model that does; `abilities: {instructs: true}` in its entry says that it does",
  },
  "cannot-embed": {
    number: "L0424",
    severity: "error",
    message: ({ model, use }) => `model ${called(model, use)} makes no embeddings`,
    hint: () =>
      "take one that does, or leave `model` out: texts are then compared by the phrases they share; `abilities: {embed: true}` in its entry says that it does",
  },
  "no-total": {
    number: "L0425",
    severity: "error",
    message: ({ reason }) => `it is not clear which number counts: ${reason}`,
    hint: ({ example }) => `say it, as in \`total: ${example}\``,
  },
  "no-score": {
    number: "L0426",
    severity: "error",
    message: ({ n }) => `a round makes ${n} candidates, and nothing scores them`,
    hint: () => "add a `score`, or make one candidate with `n: 1`",
  },
  "field-clash": {
    number: "L0427",
    severity: "error",
    message: ({ field, holder }) => `a field cannot be called \`${field}\` here: ${holder} one of that name`,
    hint: ({ field }) => `rename it, as in \`my_${field}\`: rounds are remembered by the fields of all scorers`,
  },
  "constant": {
    number: "L0428",
    severity: "warning",
    message: ({ what, value, follows }) => `${what} is always ${value}: ${follows}`,
  },
  "no-way-back": {
    number: "L0429",
    severity: "error",
    message: () => "`then: backtrack` goes back to nothing: `backtrack` is `none`",
    hint: () => "write `then: fail`, or a `backtrack` of `best_score` or `last_good`",
  },
};
