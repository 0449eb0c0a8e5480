import type { Message } from "./messages.ts";

/** What the messages about models, money and ends need to be said. Models are named as the spec names them. */
export interface ModelParams {
  /** A model that is named and not declared. */
  readonly "unknown-model": {
    readonly name: string;
    readonly near?: string | undefined;
    readonly models: readonly string[];
  };
  /** `problem` is its provider's: what is wrong and what to do. */
  readonly "bad-model": { readonly problem: string; readonly near?: string | undefined };
  /** A model that makes no candidates, for it only answers messages. */
  readonly "cannot-continue": { readonly model: string; readonly use: string };
  /** A model that grades by no question, for it follows no instructions. */
  readonly "cannot-judge": { readonly model: string; readonly use: string; readonly mode: string };
  /** A model that does not tell how likely a text is. */
  readonly "cannot-score": { readonly model: string; readonly use: string };
  /** A model without a price under a budget in dollars. */
  readonly "unpriced": { readonly model: string; readonly use: string };
  /** A spec without an end. */
  readonly "endless": Record<never, never>;
  /** A spec whose end is not sure. */
  readonly "may-not-end": Record<never, never>;
  /** `needs` and `has` are amounts with their units. */
  readonly "small-budget": { readonly dimension: string; readonly needs: string; readonly has: string };
  /** A model that no field names. */
  readonly "unused-model": { readonly name: string };
  /** An input that no expression reads. */
  readonly "unused-input": { readonly name: string };
  /** Several candidates and nothing that grades them. */
  readonly "no-grade": { readonly width: number };
  /** A key that changes nothing; `why` completes the sentence. */
  readonly "no-effect": { readonly key: string; readonly why: string };
  /** Numbers of candidates that contradict each other. */
  readonly "bad-width": { readonly reason: string; readonly advice: string };
  /** A number that is allowed and hardly meant. */
  readonly "unusual-sampler": { readonly name: string; readonly value: number; readonly usual: string };
  /** A model that holds less than it is to be shown. */
  readonly "small-window": { readonly model: string; readonly asked: number; readonly window: number };
  /** A default that is not of its type. */
  readonly "wrong-default": {
    readonly name: string;
    readonly expected: string;
    readonly found: string;
    readonly path: string;
  };
  /** More paths than the first round can make. */
  readonly "narrow-beam": { readonly keep: number; readonly width: number };
}

/** The messages about models, money and ends. */
export const MODEL_MESSAGES: { readonly [C in keyof ModelParams]: Message<ModelParams[C]> } = {
  "unknown-model": {
    number: "L0401",
    severity: "error",
    message: ({ name }) => `there is no model \`${name}\``,
    hint: ({ near, models }) =>
      near
        ? `did you mean \`${near}\`?`
        : models.length > 0
        ? `models: ${models.join(", ")}; or name one as \`provider/model\``
        : "add it to `models`, or name one as `provider/model`",
  },
  "bad-model": {
    number: "L0402",
    severity: "error",
    message: ({ problem }) => problem,
    hint: ({ near }) => near && `did you mean \`${near}\`?`,
  },
  "cannot-continue": {
    number: "L0403",
    severity: "error",
    message: ({ model, use }) =>
      `model ${called(model, use)} answers messages and does not continue texts, so it cannot make candidates`,
    hint: () => "take a base model, or one whose host offers completions",
  },
  "cannot-judge": {
    number: "L0404",
    severity: "error",
    message: ({ model, use, mode }) =>
      `model ${called(model, use)} follows no instructions, so it cannot grade with mode \`${mode}\``,
    hint: () => "take a model that does, or grade with `mode: logprob` or `by: …`",
  },
  "cannot-score": {
    number: "L0405",
    severity: "error",
    message: ({ model, use }) =>
      `model ${called(model, use)} does not tell how likely a text is, so it cannot grade with mode \`logprob\``,
    hint: () => "grade with mode `choose` or `score`, or by a model that tells, such as `ngram/builtin`",
  },
  "unpriced": {
    number: "L0406",
    severity: "error",
    message: ({ model, use }) =>
      `the price of model ${called(model, use)} is not known, so no budget in dollars can hold`,
    hint: () => "give its `price: {input: …, output: …}` in dollars for a million tokens, or limit `tokens` or `calls`",
  },
  "endless": {
    number: "L0407",
    severity: "error",
    message: () => "this spec could run for ever: it has no `budget` and no `stop`",
    hint: () => "add `stop: {depth: 40}` or a `budget`; `stop: never` says that it is meant",
  },
  "may-not-end": {
    number: "L0408",
    severity: "warning",
    message: () => "nothing limits what this spec spends: its conditions may never hold",
    hint: () => "add a `depth` to `stop`, or a `budget`",
  },
  "small-budget": {
    number: "L0409",
    severity: "warning",
    message: ({ dimension, needs, has }) =>
      `the first round may not fit: it can take ${needs}, and \`${dimension}\` allows ${has}`,
  },
  "unused-model": {
    number: "L0410",
    severity: "warning",
    message: ({ name }) => `model \`${name}\` is not used`,
  },
  "unused-input": {
    number: "L0411",
    severity: "warning",
    message: ({ name }) => `input \`${name}\` is not used`,
  },
  "no-grade": {
    number: "L0412",
    severity: "error",
    message: ({ width }) => `a round makes ${width} candidates, and nothing grades them`,
    hint: () => "add a `grade`, such as `grade: {by: novelty(candidate.text)}`, or make one candidate with `width: 1`",
  },
  "no-effect": {
    number: "L0413",
    severity: "warning",
    message: ({ key, why }) => `\`${key}\` has no effect: ${why}`,
  },
  "bad-width": {
    number: "L0414",
    severity: "error",
    message: ({ reason }) => reason,
    hint: ({ advice }) => advice,
  },
  "unusual-sampler": {
    number: "L0415",
    severity: "warning",
    message: ({ name, value }) => `\`${name}\` is ${value}, which few models make sense of`,
    hint: ({ usual }) => `usual: ${usual}`,
  },
  "small-window": {
    number: "L0416",
    severity: "warning",
    message: ({ model, asked, window }) =>
      `model \`${model}\` holds ${window.toLocaleString("en-US")} tokens, less than the ${
        asked.toLocaleString("en-US")
      } asked for here: it will see less of the text`,
  },
  "wrong-default": {
    number: "L0417",
    severity: "error",
    message: ({ name, expected, found, path }) =>
      `the default of input \`${name}\` must be \`${expected}\`${path === "$" ? "" : ` at \`${path}\``}, not ${found}`,
  },
  "narrow-beam": {
    number: "L0418",
    severity: "warning",
    message: ({ keep, width }) =>
      `the first round makes ${width} candidates, so it cannot keep ${keep} paths: the beam is narrower at first`,
  },
};

/** A model as the spec names it, and what it is where that is not its name. */
function called(model: string, use: string): string {
  return model === use ? `\`${model}\`` : `\`${model}\` (${use})`;
}
