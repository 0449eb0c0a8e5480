import type { DiagnosticCode } from "../../../lib/text/diagnostic.ts";
import type { Examples } from "./diagnostic_example.ts";
import { DEFINITION_EXAMPLES } from "./definition_examples.ts";
import { EXPRESSION_EXAMPLES } from "./expression_examples.ts";
import { FILE_EXAMPLES } from "./file_examples.ts";
import { MODEL_EXAMPLES } from "./model_examples.ts";
import { PROCESS_EXAMPLES, TOOL_EXAMPLES } from "./process_examples.ts";
import { READING_EXAMPLES } from "./reading_examples.ts";
import { REFINE_EXAMPLES } from "./refine_examples.ts";
import { SHAPE_EXAMPLES } from "./shape_examples.ts";

/** An example of every diagnostic; a new code without one does not compile. */
export const EXAMPLES: Examples<DiagnosticCode> = {
  ...READING_EXAMPLES,
  ...SHAPE_EXAMPLES,
  ...DEFINITION_EXAMPLES,
  ...EXPRESSION_EXAMPLES,
  ...MODEL_EXAMPLES,
  ...REFINE_EXAMPLES,
  ...FILE_EXAMPLES,
  ...PROCESS_EXAMPLES,
  ...TOOL_EXAMPLES,
};
