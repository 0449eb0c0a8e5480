import type { DiagnosticCode } from "../../../lib/text/diagnostic.ts";
import type { DefinitionParams } from "../../../lib/text/messages_definition.ts";
import type { FileParams } from "../../../lib/text/messages_files.ts";
import type { ModelParams } from "../../../lib/text/messages_models.ts";
import type { ProcessParams, ToolParams } from "../../../lib/text/messages_process.ts";
import type { ReadingParams } from "../../../lib/text/messages_reading.ts";
import type { RefineParams } from "../../../lib/text/messages_refine.ts";
import type { ShapeParams } from "../../../lib/text/messages_shape.ts";
import type { Examples } from "./diagnostic_example.ts";
import { spec } from "./diagnostic_example.ts";

type Others =
  | keyof ReadingParams
  | keyof ShapeParams
  | keyof DefinitionParams
  | keyof ModelParams
  | keyof RefineParams
  | keyof FileParams
  | keyof ProcessParams
  | keyof ToolParams
  | "syntax";

const by = (expression: string): string => spec({ grade: `grade: {by: '${expression}'}` });

/** Examples of L03, and of the name that nothing has: expressions and templates. */
export const EXPRESSION_EXAMPLES: Examples<Exclude<DiagnosticCode, Others>> = {
  "unknown-name": {
    about:
      "Nothing of the name is in scope. Each field has names of its own: a grade sees `candidate`, a stop does not.",
    text: by("novelty(candidate.text) - scor"),
    at: "5:40",
  },
  "expression-syntax": {
    about: "The text cannot be read as an expression.",
    text: by("novelty(candidate.text) +"),
    at: "5:39",
  },
  "unknown-field": {
    about: "The value has fields, and this is none of them.",
    text: by("novelty(candidate.txt)"),
    at: "5:32",
  },
  "unknown-function": {
    about: "There is no function of the name.",
    text: by("novlty(candidate.text)"),
    at: "5:14",
  },
  "refused-function": {
    about: "The function belongs to CEL and is left out, mostly because its work could not be bounded.",
    text: by('candidate.text.matches("a.*b") ? 1 : 0'),
    at: "5:29",
  },
  "wrong-type": {
    about: "An operator or a function is given what it does not take.",
    text: by("novelty(candidate.tokens)"),
    at: "5:22",
  },
  "wrong-count": {
    about: "A function is given too few or too many values.",
    text: by("lerp(0, 1)"),
    at: "5:14",
  },
  "types-differ": {
    about: "Values that must be alike are not, such as the two sides of a choice.",
    text: by('depth > 3 ? 1 : "none"'),
    at: "5:14",
  },
  "never-equal": {
    about: "A value that is one of a few is compared with something else.",
    text: by('candidate.finish == "stopped" ? 1 : 0'),
    at: "5:34",
  },
  "maybe-null": {
    about: "The value may be missing, and then the expression would have none.",
    text: by("candidate.logprob + 1"),
    at: "5:14",
  },
  "not-a-variable": {
    about: "Macros such as `map` and `exists` begin with a name for the item.",
    text: spec({ stop: 'stop: {done: "history.exists(1, true)"}' }),
    at: "6:30",
  },
  "unexpected-result": {
    about: "The expression is sound, and gives another type than the field needs.",
    text: spec({ stop: "stop: {done: score}" }),
    at: "6:14",
  },
  "repeated-key": {
    about: "A key stands twice in a map of an expression.",
    text: spec({ more: `outputs: {both: '{"a": 1, "a": 2}'}` }),
    at: "3:27",
  },
  "unclosed-hole": {
    about: "A hole of a template begins with `${{` and ends with `}}`.",
    text: spec({ start: "start: It was ${{ run.date } and" }),
    at: "3:15",
  },
  "expression-too-large": {
    about: "Expressions are small: at most 100,000 characters, 5,000 parts and 250 levels.",
    text: by("(".repeat(300) + "1" + ")".repeat(300)),
    at: "5:264",
  },
  "bad-shape": {
    about: "A type cannot be read: those of inputs and of what scripts give.",
    text: spec({ more: "inputs: {pages: {type: integer(1..)}}", start: "start: ${{ inputs.pages }}" }),
    at: "3:24",
  },
};
