import { called } from "./called.ts";
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
  /** A model that neither continues texts nor can be made to; `emulate` is what its entry asks for. */
  readonly "cannot-continue": {
    readonly model: string;
    readonly use: string;
    readonly lacks: "chat" | "instructs" | "prefill" | "off";
    readonly emulate?: string | undefined;
  };
  /** A model that grades by no question, for it follows no instructions. */
  readonly "cannot-judge": { readonly model: string; readonly use: string; readonly mode: string };
  /** A model that does not tell how likely a text is. */
  readonly "cannot-score": { readonly model: string; readonly use: string };
  /** A model without a price under a budget in dollars. */
  readonly "unpriced": {
    readonly model: string;
    readonly use: string;
    /** The file whose budget it is, where that is not the spec. */
    readonly from?: string | undefined;
  };
  /** A spec without an end. */
  readonly "endless": Record<never, never>;
  /** A spec whose end is not sure. */
  readonly "may-not-end": Record<never, never>;
  /** `needs` and `has` are amounts with their units. */
  readonly "small-budget": {
    readonly what: string;
    readonly dimension: string;
    readonly needs: string;
    readonly has: string;
  };
  /** A deadline that is over; as it is written. */
  readonly "past-deadline": { readonly deadline: string };
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
  /** A sampler that a model's host does not have. */
  readonly "refused-sampler": { readonly name: string; readonly model: string; readonly use: string };
  /** A sampler that a model does not take, and that is left out for it. */
  readonly "ignored-sampler": { readonly name: string; readonly model: string; readonly use: string };
  /** A model whose answers are shorter than what is asked for. */
  readonly "small-output": { readonly model: string; readonly asked: number; readonly most: number };
  /** A model that holds less than it is to be shown. */
  readonly "small-window": { readonly model: string; readonly asked: number; readonly window: number };
  /** A default that is not of its type. */
  readonly "wrong-default": {
    readonly name: string;
    readonly expected: string;
    readonly found: string;
    readonly path: string;
  };
  /** Agents that may hand paid work on with no budget: to so many an attempt, each with so many turns. */
  readonly "handing-on": { readonly most: number; readonly turns: number };
  /** More paths than the first round can make. */
  readonly "narrow-beam": { readonly keep: number; readonly width: number };
}

type Lack = ModelParams["cannot-continue"]["lacks"];

/** What a model does that makes no candidates. */
const UNABLE: { readonly [L in Lack]: string } = {
  chat: "neither continues texts nor answers messages",
  instructs: "answers messages, follows no instructions and does not continue texts",
  prefill: "answers messages and does not continue texts",
  off: "answers messages, and `emulate: off` says not to make it continue texts",
};

/** What a model does not do that a way of making it continue takes. */
const LACKING: { readonly [L in Lack]: string } = {
  chat: "does not answer messages",
  instructs: "follows no instructions",
  prefill: "does not go on with an answer that was begun for it",
  off: "does not continue texts",
};

/** What to do about it. */
const TO_CONTINUE: { readonly [L in Lack]: string } = {
  chat: "take a model that does one of the two; `abilities` in its entry says what it can do",
  instructs: "take a base model, or one that does; `abilities: {instructs: true}` in its entry says that it does",
  prefill: "write `emulate: system`; `abilities: {prefill: true}` in its entry says that it does",
  off: "leave `emulate` out, or take a base model",
};

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
    message: ({ model, use, lacks, emulate }) =>
      emulate === undefined || emulate === "off"
        ? `model ${called(model, use)} ${UNABLE[lacks]}, so it cannot make candidates`
        : `model ${called(model, use)} ${LACKING[lacks]}, which \`emulate: ${emulate}\` takes`,
    hint: ({ lacks }) => TO_CONTINUE[lacks],
  },
  "cannot-judge": {
    number: "L0404",
    severity: "error",
    message: ({ model, use, mode }) =>
      `model ${called(model, use)} follows no instructions, so it cannot grade with mode \`${mode}\``,
    hint: () =>
      "take a model that does, or grade with `mode: logprob` or `by: …`; `abilities: {instructs: true}` in its entry says that it does",
  },
  "cannot-score": {
    number: "L0405",
    severity: "error",
    message: ({ model, use }) =>
      `model ${called(model, use)} does not tell how likely a text is, so it cannot grade with mode \`logprob\``,
    hint: () =>
      "grade with mode `choose` or `score`, or by a model that tells, such as `ngram/builtin`; `abilities: {score: true}` in its entry says that it does",
  },
  "unpriced": {
    number: "L0406",
    severity: "error",
    message: ({ model, use, from }) =>
      `the price of model ${called(model, use)} is not known, so ${
        from === undefined ? "no budget in dollars" : `the budget in dollars of ${from}`
      } can${from === undefined ? "" : "not"} hold`,
    hint: ({ from }) =>
      "give its `price: {input: …, output: …}` in dollars for a million tokens, or " +
      (from === undefined
        ? "limit `tokens` or `calls`"
        : "give the spec a `budget` of its own, of `tokens` or `calls`"),
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
  "handing-on": {
    number: "L0430",
    severity: "warning",
    message: ({ most, turns }) =>
      `agents may hand work on to ${most} others in an attempt, each with ${turns} turns, and no budget limits what that costs`,
    hint: () => "add a `budget`, leave `delegate_task` out of `tools`, or write `depth: 0`",
  },
  "small-budget": {
    number: "L0409",
    severity: "warning",
    message: ({ what, dimension, needs, has }) =>
      `${what} may not fit: it can take ${needs}, and \`${dimension}\` allows ${has}`,
  },
  "past-deadline": {
    number: "L0422",
    severity: "warning",
    message: ({ deadline }) => `the deadline ${deadline} has passed, so a run ends before its first call`,
    hint: () => "give a later time, or leave `deadline` out: `--add-budget` cannot move it",
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
  "refused-sampler": {
    number: "L0419",
    severity: "error",
    message: ({ name, model, use }) =>
      `the host of model ${called(model, use)} has no \`${name}\`, and answers what sets it with an error`,
    hint: () => "leave it out, set it for other models alone, or put it under `extra` if the host has it after all",
  },
  "ignored-sampler": {
    number: "L0420",
    severity: "warning",
    message: ({ name, model, use }) =>
      `model ${called(model, use)} draws its tokens in its own way: \`${name}\` is left out for it`,
  },
  "small-output": {
    number: "L0421",
    severity: "warning",
    message: ({ model, asked, most }) =>
      `model \`${model}\` answers with ${most.toLocaleString("en-US")} tokens at most, less than the ${
        asked.toLocaleString("en-US")
      } asked for here`,
    hint: () => "ask for fewer, or say what is true with `max_output` in its entry",
  },
};
