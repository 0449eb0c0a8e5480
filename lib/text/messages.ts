/**
 * The closed table of diagnostics. Numbers are stable for ever: L01 text and names, L02 shape, L03 expressions,
 * L04 models and money, L05 files, scripts and imports, L06 tasks and tools.
 *
 * @module
 */
import type { DiagnosticCode, Severity } from "./diagnostic.ts";
import { listed } from "./listed.ts";
import { DEFINITION_MESSAGES } from "./messages_definition.ts";
import type { DefinitionParams } from "./messages_definition.ts";
import { FILE_MESSAGES } from "./messages_files.ts";
import type { FileParams } from "./messages_files.ts";
import { MODEL_MESSAGES } from "./messages_models.ts";
import type { ModelParams } from "./messages_models.ts";
import { PROCESS_MESSAGES, TOOL_MESSAGES } from "./messages_process.ts";
import type { ProcessParams, ToolParams } from "./messages_process.ts";
import { READING_MESSAGES } from "./messages_reading.ts";
import type { ReadingParams } from "./messages_reading.ts";
import { REFINE_MESSAGES } from "./messages_refine.ts";
import type { RefineParams } from "./messages_refine.ts";
import { SHAPE_MESSAGES } from "./messages_shape.ts";
import type { ShapeParams } from "./messages_shape.ts";

/** What each message needs to be said. */
export interface DiagnosticParams
  extends
    ReadingParams,
    ShapeParams,
    DefinitionParams,
    ModelParams,
    RefineParams,
    FileParams,
    ProcessParams,
    ToolParams {
  /** The text is not YAML or TOML; `reason` is the parser's, in our words where we have them. */
  readonly "syntax": { readonly reason: string };
  readonly "unknown-name": {
    readonly name: string;
    readonly near?: string | undefined;
    readonly scope: readonly string[];
  };
  /** An expression or the end of a hole cannot be read; `reason` says what was expected. */
  readonly "expression-syntax": { readonly reason: string };
  readonly "unknown-field": {
    readonly field: string;
    readonly of: string;
    readonly near?: string | undefined;
    readonly fields: readonly string[];
  };
  readonly "unknown-function": { readonly name: string; readonly near?: string | undefined };
  /** A function of CEL that is left out on purpose. */
  readonly "refused-function": { readonly name: string; readonly reason: string; readonly instead: string };
  /** `what` names the operand or argument; `expected` is one or more types. */
  readonly "wrong-type": {
    readonly what: string;
    readonly expected: string;
    readonly found: string;
    readonly hint?: string | undefined;
  };
  readonly "wrong-count": { readonly name: string; readonly takes: string; readonly given: number };
  /** Two values that must be alike are not; `what` is the whole start of the sentence. */
  readonly "types-differ": {
    readonly what: string;
    readonly left: string;
    readonly right: string;
    readonly hint?: string | undefined;
  };
  readonly "never-equal": {
    readonly value: string;
    readonly near?: string | undefined;
    readonly choices: readonly string[];
  };
  /** A value that may be null is used where null has no meaning; `path` is set where a guard can name it. */
  readonly "maybe-null": { readonly what: string; readonly path?: string | undefined };
  readonly "not-a-variable": { readonly macro: string };
  readonly "unexpected-result": { readonly expected: string; readonly found: string };
  readonly "repeated-key": { readonly key: string };
  readonly "unclosed-hole": Readonly<Record<never, never>>;
  readonly "expression-too-large": { readonly reason: string };
  readonly "bad-shape": { readonly reason: string; readonly near?: string | undefined };
}

/** How a code is said. */
export interface Message<P> {
  readonly number: string;
  readonly severity: Severity;
  readonly message: (params: P) => string;
  readonly hint?: (params: P) => string | undefined;
}

const didYouMean = (near: string | undefined): string | undefined => near && `did you mean \`${near}\`?`;

/** Every message; a missing one does not compile. */
export const MESSAGES: { readonly [C in DiagnosticCode]: Message<DiagnosticParams[C]> } = {
  ...READING_MESSAGES,
  ...SHAPE_MESSAGES,
  ...DEFINITION_MESSAGES,
  ...MODEL_MESSAGES,
  ...REFINE_MESSAGES,
  ...FILE_MESSAGES,
  ...PROCESS_MESSAGES,
  ...TOOL_MESSAGES,
  "syntax": {
    number: "L0101",
    severity: "error",
    message: ({ reason }) => reason,
  },
  "unknown-name": {
    number: "L0142",
    severity: "error",
    message: ({ name }) => `unknown name \`${name}\``,
    hint: ({ near, scope }) =>
      [didYouMean(near), scope.length ? `in scope: ${listed(scope)}` : undefined].filter(Boolean).join("   "),
  },
  "expression-syntax": {
    number: "L0301",
    severity: "error",
    message: ({ reason }) => reason,
  },
  "unknown-field": {
    number: "L0302",
    severity: "error",
    message: ({ field, of }) => `${of} has no field \`${field}\``,
    hint: ({ near, fields }) => didYouMean(near) ?? (fields.length ? `its fields: ${listed(fields)}` : undefined),
  },
  "unknown-function": {
    number: "L0303",
    severity: "error",
    message: ({ name }) => `unknown function \`${name}\``,
    hint: ({ near }) => didYouMean(near),
  },
  "refused-function": {
    number: "L0304",
    severity: "error",
    message: ({ name, reason }) => `\`${name}\` is left out of the language: ${reason}`,
    hint: ({ instead }) => `use ${instead}`,
  },
  "wrong-type": {
    number: "L0305",
    severity: "error",
    message: ({ what, expected, found }) => `${what} must be ${expected}, not \`${found}\``,
    hint: ({ hint }) => hint,
  },
  "wrong-count": {
    number: "L0306",
    severity: "error",
    message: ({ name, takes, given }) => `\`${name}\` takes ${takes}, not ${given}`,
  },
  "types-differ": {
    number: "L0307",
    severity: "error",
    message: ({ what, left, right }) => `${what}: \`${left}\` and \`${right}\``,
    hint: ({ hint }) => hint,
  },
  "never-equal": {
    number: "L0308",
    severity: "error",
    message: ({ value }) => `this is never \`${value}\``,
    hint: ({ near, choices }) => didYouMean(near) ?? `one of: ${listed(choices)}`,
  },
  "maybe-null": {
    number: "L0309",
    severity: "error",
    message: ({ what }) => `${what} may be null`,
    hint: ({ path }) => path && `guard it: \`has(${path}) ? … : …\` or \`default(${path}, …)\``,
  },
  "not-a-variable": {
    number: "L0310",
    severity: "error",
    message: ({ macro }) => `the first argument of \`${macro}\` must be a name for the item, such as \`x\``,
  },
  "unexpected-result": {
    number: "L0311",
    severity: "error",
    message: ({ expected, found }) => `expected \`${expected}\` here, but this gives \`${found}\``,
  },
  "repeated-key": {
    number: "L0312",
    severity: "error",
    message: ({ key }) => `the key \`${key}\` is given twice`,
  },
  "unclosed-hole": {
    number: "L0313",
    severity: "error",
    message: () => "`${{` is never closed",
    hint: () => 'end it with `}}`; `${{ "${{" }}` writes a literal one',
  },
  "expression-too-large": {
    number: "L0314",
    severity: "error",
    message: ({ reason }) => reason,
  },
  "bad-shape": {
    number: "L0320",
    severity: "error",
    message: ({ reason }) => reason,
    hint: ({ near }) => didYouMean(near),
  },
};
