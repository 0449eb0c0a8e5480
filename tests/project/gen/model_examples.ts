import type { ModelParams } from "../../../lib/text/messages_models.ts";
import type { Examples } from "./diagnostic_example.ts";
import { spec } from "./diagnostic_example.ts";

/** Examples of L04: models, money and ends. */
export const MODEL_EXAMPLES: Examples<keyof ModelParams> = {
  "unknown-model": {
    about: "A field names a model that is neither in `models` nor in a `loom.toml`.",
    text: spec({ more: "models: {base: {use: ngram/builtin}}", expand: "expand: {model: bsae}" }),
    at: "5:17",
  },
  "bad-model": {
    about: "A provider cannot make the model: it is not known, or a setting is wrong.",
    text: spec({ more: "models: {base: {use: ngram/builtin, depth: 4}}", expand: "expand: {model: base}" }),
    at: "3:37",
  },
  "cannot-continue": {
    about:
      "Candidates continue a text. A model that only answers messages is made to, unless it lacks what that takes, " +
      "or its entry says `off`.",
    text: spec({ more: "models: {m: {use: openai/gpt-5.2, emulate: off}}", expand: "expand: {model: m}" }),
    at: "5:17",
  },
  "cannot-judge": {
    about: "The modes `choose` and `score` ask the model a question, and this one follows no instructions.",
    text: spec({ grade: "grade: {model: ngram/builtin, mode: choose}" }),
    at: "5:16",
  },
  "cannot-score": {
    about: "The mode `logprob` needs a model that tells how likely a given text is.",
    text: spec({ grade: "grade: {model: openai/gpt-5.2, mode: logprob}" }),
    at: "5:16",
  },
  "unpriced": {
    about: "A budget in dollars is a wall only if every call has a price.",
    text: spec({ expand: "expand: {model: openai/unpriced-base}", more: "budget: {usd: 1}" }),
    at: "5:17",
  },
  "endless": {
    about: "A spec says when its runs end, or that they need not.",
    text: spec({ stop: "" }),
    at: "2:1",
  },
  "may-not-end": {
    about: "The only things that would end a run are conditions that need not ever hold, and it costs money.",
    text: spec({ expand: "expand: {model: openai/davinci}", stop: "stop: {done: score > 0.9}" }),
    at: "6:1",
  },
  "handing-on": {
    about:
      "An agent with the tool `delegate_task` hands work on to others, which have turns of their own: one task may take " +
      "hundreds of paid calls, and nothing but a budget limits how many.",
    text: [
      "loom: 1",
      "kind: process",
      "tasks:",
      "  sum: {agent: {model: openai/gpt-5.2, prompt: Sum up the day, tools: [delegate_task]}}",
      "",
    ].join("\n"),
    at: "4:9",
  },
  "small-budget": {
    about:
      "In the worst case the first round, or of a process a single call, needs more than there is: the run could end with nothing to show for it.",
    text: spec({ expand: "expand: {model: openai/davinci}", more: "budget: {usd: 0.01}" }),
    at: "3:15",
  },
  "unused-model": {
    about: "A model is declared and no field names it.",
    text: spec({ more: "models: {base: {use: ngram/builtin}}" }),
    at: "3:10",
  },
  "unused-input": {
    about: "An input is declared and no expression reads it.",
    text: spec({ more: "inputs: {seed: {type: text, default: x}}" }),
    at: "3:10",
  },
  "no-grade": {
    about: "Of several candidates one has to be chosen.",
    text: spec({ grade: "" }),
    at: "4:1",
  },
  "no-effect": {
    about: "A key is allowed and changes nothing beside the others.",
    text: spec({ grade: "grade: {model: ngram/builtin, mode: logprob, samples: 3}" }),
    at: "5:46",
  },
  "bad-width": {
    about: "The numbers of candidates and paths contradict each other.",
    text: spec({ expand: "expand: {model: [{model: ngram/builtin, width: 4}], width: 3}" }),
    at: "4:60",
  },
  "unusual-sampler": {
    about: "The number is allowed and hardly meant.",
    text: spec({ expand: "expand: {model: ngram/builtin, sampling: {temperature: 7}}" }),
    at: "4:56",
  },
  "small-window": {
    about: "The model holds less than it is to be shown; it will see less of the text.",
    text: spec({ expand: "expand: {model: openai/davinci, context: 200k}", more: "budget: {calls: 50}" }),
    at: "5:42",
  },
  "wrong-default": {
    about: "The default of an input is not of its type.",
    text: spec({ more: "inputs: {pages: {type: int(1..9), default: 12}}", start: "start: ${{ inputs.pages }}" }),
    at: "3:44",
  },
  "narrow-beam": {
    about: "The first round has one path to continue, so it cannot make as many paths as are to be kept.",
    text: spec({ more: "select: {keep: 8}" }),
    at: "3:16",
  },
  "refused-sampler": {
    about: "The host of a model does not have the sampler: every call that sets it would fail.",
    text: spec({ expand: "expand: {model: openai/picky-base, sampling: {min_p: 0.02}}" }),
    at: "4:47",
  },
  "ignored-sampler": {
    about: "The model draws its tokens in its own way, so the sampler is not sent.",
    text: spec({ expand: "expand: {model: openai/picky-base, sampling: {temperature: 0.7}}" }),
    at: "4:47",
  },
  "past-deadline": {
    about: "The budget has a deadline that is over when the spec is read. A run would end before its first call.",
    text: spec({ more: 'budget: {deadline: "2025-01-01T00:00:00Z"}' }),
    at: "3:20",
  },
  "small-output": {
    about: "A model gives no answer as long as the one that is asked for.",
    text: spec({
      more: "models: {base: {use: ngram/builtin, max_output: 1k}}",
      expand: "expand: {model: base, max_tokens: 2000}",
    }),
    at: "5:35",
  },
};
