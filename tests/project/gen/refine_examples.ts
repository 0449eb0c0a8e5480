import type { RefineParams } from "../../../lib/text/messages_refine.ts";
import type { Examples } from "./diagnostic_example.ts";
import { refineSpec } from "./diagnostic_example.ts";

/** Examples of L04 that only specs of kind `refine` can give. */
export const REFINE_EXAMPLES: Examples<keyof RefineParams> = {
  "cannot-follow": {
    about: "A model is asked for something in words, and it follows no instructions.",
    text: refineSpec({ propose: 'propose: {model: ngram/builtin, prompt: "Shorten: ${{ best.text }}"}' }),
    at: "4:18",
  },
  "cannot-embed": {
    about: "Texts are to be compared by embeddings, and the model makes none.",
    text: refineSpec({ stop: "stop: {similar: {model: openai/gpt-5.2}, depth: 8}" }),
    at: "6:25",
  },
  "no-total": {
    about: "Scorers give no number, or several, and the spec does not say which one counts.",
    text: refineSpec({
      score: "score: {judge: {model: openai/gpt-5.2, ask: Grade it, returns: {style: number, truth: number}}}",
    }),
    at: "5:1",
  },
  "no-score": {
    about: "Of several candidates one has to be chosen.",
    text: refineSpec({
      propose: 'propose: {model: openai/gpt-5.2, n: 3, prompt: "Shorten: ${{ best.text }}"}',
      score: "",
    }),
    at: "4:34",
  },
  "field-clash": {
    about:
      "What scorers give is kept with every round, beside its text and its total: each field needs a name of its own.",
    text: refineSpec({
      score: "score: {judge: {model: openai/gpt-5.2, ask: Grade it, returns: {score: number, text: string}}}",
    }),
    at: "5:80",
  },
  "constant": {
    about: "A condition looks at nothing that could change, so it is always true or always false.",
    text: refineSpec({ stop: "stop: {done: 1 > 2, depth: 8}" }),
    at: "6:14",
  },
  "no-way-back": {
    about: "With `backtrack: none` a loop never goes back, so a round that came to nothing cannot be answered by it.",
    text: refineSpec({ more: "backtrack: none\non_error: {then: backtrack}" }),
    at: "4:18",
  },
};
