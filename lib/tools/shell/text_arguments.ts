import { type OptionShape, readOptions } from "./read_options.ts";

/** What of a program's arguments is text, whatever it looks like. */
interface TextShape extends OptionShape {
  /** Which arguments that are no options. */
  readonly operands: "all" | "first" | "none";
  /** Options whose values are text. */
  readonly options?: readonly string[];
  /** Options that are given the text instead of the first argument, or after which it is not clear which one is first. */
  readonly unless?: readonly string[];
}

const CONTEXT = ["after-context", "before-context", "context", "max-count"];
const TEXT_ONLY: TextShape = { valued: "", long: [], operands: "all" };

/** Programs with the arguments of which nothing but text is meant; all other arguments may be paths. */
const SHAPES: ReadonlyMap<string, TextShape> = new Map([
  ...["echo", "printf", "tr", "basename", "dirname", "expr", "seq", "sleep", "true", "false"]
    .map((name) => [name, TEXT_ONLY] as const),
  ...["grep", "egrep", "fgrep"].map((name) =>
    [name, {
      valued: "ABCmdDef",
      long: [...CONTEXT, "regexp", "file", "include", "exclude", "exclude-dir", "exclude-from", "label"],
      operands: "first",
      options: ["e", "regexp"],
      unless: ["e", "regexp", "f", "file"],
    }] as const
  ),
  ["rg", {
    valued: "ABCmefgtTjEMrd",
    long: [
      ...CONTEXT,
      "regexp",
      "file",
      "glob",
      "iglob",
      "type",
      "type-not",
      "replace",
      "ignore-file",
      "max-depth",
      "sort",
    ],
    operands: "first",
    options: ["e", "regexp", "r", "replace", "g", "glob", "iglob"],
    unless: ["e", "regexp", "f", "file", "files", "type-list"],
  }],
  ["sed", {
    valued: "efl",
    attached: "i",
    long: ["expression", "file", "line-length"],
    operands: "first",
    options: ["e", "expression"],
    unless: ["e", "expression", "f", "file"],
  }],
  ...["awk", "gawk", "mawk", "nawk", "original-awk"].map((name) =>
    [name, {
      valued: "FvfeilE",
      long: ["field-separator", "assign", "file", "source", "include", "load", "exec"],
      operands: "first",
      options: ["F", "field-separator", "e", "source"],
      unless: ["e", "source", "f", "file", "E", "exec"],
    }] as const
  ),
  ["jq", {
    valued: "fL",
    long: ["from-file", "indent", "arg", "argjson", "slurpfile", "rawfile", "argfile"],
    operands: "first",
    unless: ["f", "from-file", "slurpfile", "rawfile", "argfile"],
  }],
  ["cut", { valued: "dfcb", long: ["delimiter", "output-delimiter"], operands: "none", options: ["d", "delimiter"] }],
  ["sort", { valued: "tkoST", long: ["field-separator"], operands: "none", options: ["t", "field-separator"] }],
  ["join", { valued: "tjaveo12", long: [], operands: "none", options: ["t"] }],
  ["paste", { valued: "d", long: ["delimiters"], operands: "none", options: ["d", "delimiters"] }],
  ["column", { valued: "so", long: ["separator"], operands: "none", options: ["s", "separator"] }],
]);

/** Expressions of `find` whose next argument is a pattern. */
const FIND_PATTERNS = /^-i?(?:name|path|wholename|lname|regex)$/;

/** Which arguments of a program are text and no paths, by their places. */
export function textArguments(program: string, args: readonly string[]): ReadonlySet<number> {
  if (program === "find") {
    return new Set(args.flatMap((arg, at) => FIND_PATTERNS.test(arg) ? [at + 1] : []));
  }
  const shape = SHAPES.get(program);
  if (!shape) return new Set();
  const { options, operands } = readOptions(args, shape);
  if (shape.operands === "all") return new Set(args.keys());
  const texts = options.flatMap(({ name, at }) => shape.options?.includes(name) ? [at] : []);
  const first = operands[0], replaced = options.some(({ name }) => shape.unless?.includes(name));
  if (shape.operands === "none" || replaced || first === undefined) return new Set(texts);
  // A long option that is not known here may have taken what looks like the first argument.
  const before = args[first - 1] ?? "";
  const taken = before.startsWith("--") && before !== "--" && !before.includes("=") &&
    !options.some(({ at, value }) => at === first - 1 && value !== undefined);
  return new Set(taken ? texts : [...texts, first]);
}

/** The scripts that `sed` or `awk` is given among its arguments. */
export function scriptsIn(program: string, args: readonly string[]): readonly string[] {
  const shape = SHAPES.get(program);
  if (!shape) return [];
  const { options, operands } = readOptions(args, shape);
  const given = options.filter(({ name }) => ["e", "expression", "source"].includes(name));
  if (options.some(({ name }) => shape.unless?.includes(name))) return given.flatMap(({ value }) => value ?? []);
  return operands.slice(0, 1).map((at) => args[at]!);
}
