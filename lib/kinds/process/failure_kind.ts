/** What kind of failure a text speaks of. */
export type FailureKind =
  | "syntax_error"
  | "file_not_found"
  | "permission_error"
  | "safety_violation"
  | "timeout"
  | "tool_error"
  | "validation_error"
  | "model_error"
  | "runtime_error"
  | "unknown";

/** A kind of failure, and what to try next. */
export interface KnownFailure {
  /** Its kind. */
  readonly kind: FailureKind;
  /** A sentence for whoever tries again. */
  readonly hint: string;
}

/** Looked at in this order: what is told apart more surely comes first. */
const KINDS: readonly (readonly [FailureKind, RegExp])[] = [
  [
    "syntax_error",
    /\b(?:syntax ?error|indentation ?error|unexpected (?:token|indent|end of)|parse error|does not parse|invalid syntax|unterminated)\b/i,
  ],
  [
    "safety_violation",
    /\b(?:safety violation|blocked for safety|escapes? (?:the )?workspace|outside (?:the )?workspace|lead out of the workspace|is not allowed to (?:run|reach))\b/i,
  ],
  [
    "file_not_found",
    /\b(?:no such file|file ?not ?found|not found|does not exist|cannot find|ENOENT|there is no such)\b/i,
  ],
  [
    "permission_error",
    /\b(?:permission(?:s)? (?:denied|do(?:es)? not allow)|access denied|not permitted|read-only|EACCES|EPERM|refused)\b/i,
  ],
  ["timeout", /\b(?:time[ds]? ?-?out|timeout|took too long|deadline (?:exceeded|has passed))\b/i],
  [
    "validation_error",
    /\b(?:verification failed|checks? failed|does not fit|validation|assertion|expected .{1,80}(?:found|got|but)|was not taken)\b/i,
  ],
  ["tool_error", /\b(?:tool error|unknown tool|no tool|tool call|the tool `)/i],
  [
    "model_error",
    /\b(?:the model `|rate limit|overloaded|context (?:length|window)|max_tokens|gave no answer|no answer that can be read|API key)/i,
  ],
  [
    "runtime_error",
    /\b(?:traceback|exception|stack trace|exit code [1-9]\d*|(?:type|value|key|name|index|reference|range|import|attribute) ?error|panicked|segmentation fault)\b/i,
  ],
];

const HINTS: { readonly [K in FailureKind]: string } = {
  syntax_error:
    "Something that was written cannot be parsed. Read the place that is named, and mend it before anything else.",
  file_not_found: "Something was looked for where it is not. List the folder first, and use the paths that are there.",
  permission_error: "It may not be done that way. Find another way, or leave it and say what stands in the way.",
  safety_violation: "It was refused because it could do harm. Do not try it in other words; stay inside the workspace.",
  timeout: "It took too long. Do it in smaller steps, or do less at once.",
  validation_error: "The work was done, and its result was not good enough. Go through what is wrong point by point.",
  tool_error: "A tool was not called as it has to be. Look at what it takes, and give it exactly that.",
  model_error: "The model's answer could not be used. Answer shorter, and in exactly the form asked for.",
  runtime_error:
    "Something that was run broke. Read its message from the end, and mend the cause rather than the place where it shows.",
  unknown: "Nothing says why. Look at how things stand before doing anything, and go another way than before.",
};

/** Characters that are looked at: what matters is said at the beginning or at the very end. */
const LOOKED_AT = 8_000;

/** What kind of failure a text speaks of, as far as its words tell. */
export function failureKind(text: string): KnownFailure {
  const seen = text.length > 2 * LOOKED_AT ? `${text.slice(0, LOOKED_AT)}\n${text.slice(-LOOKED_AT)}` : text;
  const kind = KINDS.find(([, words]) => words.test(seen))?.[0] ?? "unknown";
  return { kind, hint: HINTS[kind] };
}
