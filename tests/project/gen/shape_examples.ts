import type { ShapeParams } from "../../../lib/text/messages_shape.ts";
import type { Examples } from "./diagnostic_example.ts";
import { spec } from "./diagnostic_example.ts";

/** Examples of L02: the shape of a spec. */
export const SHAPE_EXAMPLES: Examples<keyof ShapeParams> = {
  "unknown-key": {
    about: "The key is not part of the language here. Misspelt keys are never passed over.",
    text: spec({ expand: "expand: {model: ngram/builtin, widht: 3}" }),
    at: "4:32",
  },
  "missing-key": {
    about: "A part of the spec cannot do without the key.",
    text: spec({ expand: "expand: {width: 3}" }),
    at: "4:1",
  },
  "wrong-value": {
    about: "The value is not of the sort that the key takes.",
    text: spec({ expand: "expand: {model: ngram/builtin, width: several}" }),
    at: "4:39",
  },
  "missing-value": {
    about: "A key stands without a value.",
    text: spec({ more: "save:" }),
    at: "3:1",
  },
  "bad-name": {
    about:
      "Names that expressions speak of hold letters, digits and `_`; names of models and imports may hold `-` as well.",
    text: spec({ more: "inputs: {first line: text}" }),
    at: "3:10",
  },
  "wrong-version": {
    about: "`loom` tells the version of the language.",
    text: "loom: 2\nkind: autoloom\n",
    at: "1:7",
  },
  "unknown-kind": {
    about: "`kind` tells what the spec describes.",
    text: "loom: 1\nkind: autolom\n",
    at: "2:7",
  },
  "keys-apart": {
    about: "Two keys that exclude each other stand in one map.",
    text: spec({ grade: "grade: {by: novelty(candidate.text), mode: score}" }),
    at: "5:38",
  },
  "bad-duration": {
    about: "Durations are written with units, from large to small: `2d`, `1h30m`, `45m`, `90s`, `500ms`.",
    text: spec({ more: "budget: {wall: 10x}" }),
    at: "3:16",
  },
  "bad-size": {
    about: "Sizes count tokens: `800`, `8k` for 8,000, `1.5k`.",
    text: spec({ expand: "expand: {model: ngram/builtin, context: 8q}" }),
    at: "4:41",
  },
  "bad-time": {
    about: "A deadline is a date and a time with its zone, so that it is the same moment everywhere.",
    text: spec({ more: "budget: {deadline: tomorrow}" }),
    at: "3:20",
  },
  "not-a-spec": {
    about: "The document is a list or a single value.",
    text: "- loom\n- autoloom\n",
    at: "1:1",
  },
  "misplaced-secret": {
    about: "What is secret may reach a provider as a key, in a header or in a URL, and never a text that a model sees.",
    text: spec({ start: "start: {env: SEED}" }),
    at: "3:8",
  },
  "literal-secret": {
    about:
      "A key is written into the spec. Specs are shared and stored, so they name secrets and hold none; what is shown of the line is masked.",
    text: spec({
      more: "models: {judge: {use: openai/gpt-5.2, key: sk-0123456789abcdef}}",
      grade: "grade: {model: judge}",
    }),
    at: "3:44",
  },
  "schedule-ignored": {
    about: "`on` is part of the language, and this version starts nothing by itself.",
    text: spec({ more: 'on: {cron: "0 3 * * *"}' }),
    at: "3:1",
  },
  "too-many-problems": {
    about: "So much is wrong that the rest would help nobody.",
    text: spec({ more: Array.from({ length: 201 }, (_, i) => `x${i}: 1`).join("\n") }),
    at: "203:1",
    also: ["unknown-key"],
  },
};
