/**
 * The words schemas are made of. Every schema says, as its `error`, what is expected where it stands: messages are made of
 * these phrases.
 *
 * @module
 */
import { z } from "zod";
import { formatDuration, parseDuration } from "../base/duration.ts";
import type { Json } from "../base/json.ts";
import { parseSize } from "../base/size.ts";
import { BUDGET_BOUNDS } from "./budget_bounds.ts";
import type { FileRef, Quantity, ScriptRef, Secret, Size, TextOrFile, Window } from "./spec.ts";

/** What is expected of a duration; a failure with it is said as one of durations. */
export const A_DURATION = "a duration such as `90s`, `45m`, `2h` or `1h30m`";

/** What is expected of a size; a failure with it is said as one of sizes. */
export const A_SIZE = "a number of tokens such as `800` or `8k`";

/** What is expected of an absolute time; a failure with it is said as one of times. */
export const A_TIME = "a time with its zone such as `2026-03-01T18:00:00Z`";

/** What is expected of a key; a text there is a secret written down. */
export const A_KEY = "`{env: NAME}` or `{key: NAME}`";

/**
 * A map with these keys and no others. The failure for an unknown key tells the known ones, and after a `|` those of other
 * forms that exclude this one, or as `key@kind` those of other kinds: a message is the only way from a schema to us.
 */
export function map<S extends z.ZodRawShape>(
  shape: S,
  expected: string,
  others: readonly string[] = [],
): z.ZodObject<S, z.core.$strict> {
  const known = [Object.keys(shape).join(" "), others.join(" ")].join("|");
  return z.strictObject(shape, { error: ({ code }) => code === "unrecognized_keys" ? known : expected });
}

/** What the failure for an unknown key tells. */
export interface KnownKeys {
  /** Keys of the map. */
  readonly known: readonly string[];
  /** Keys of other forms of the map. */
  readonly others: readonly string[];
  /** Keys of other kinds, and of which. */
  readonly kinds: { readonly [key: string]: string };
}

/** What the failure for an unknown key tells. */
export function knownKeys(message: string): KnownKeys {
  const [known = [], all = []] = message.split("|").map((keys) => keys.split(" "));
  const [others, foreign] = [all.filter((key) => !key.includes("@")), all.filter((key) => key.includes("@"))];
  return { known, others, kinds: Object.fromEntries(foreign.map((key) => key.split("@"))) };
}

/** One of several; the phrase names them all. */
export function either<A extends z.ZodType, B extends readonly z.ZodType[]>(
  expected: string,
  first: A,
  ...rest: B
): z.ZodUnion<[A, ...B]> {
  return z.union([first, ...rest], { error: expected });
}

/** Any text. */
export function text(expected = "a text"): z.ZodString {
  return z.string({ error: expected });
}

/** A text of a certain form. */
export function textLike(pattern: RegExp, expected: string): z.ZodString {
  return z.string({ error: expected }).regex(pattern, { error: expected });
}

/** A whole number. */
export function whole(min: number, max: number): z.ZodNumber {
  return numeric({ min, max, whole: true });
}

/** Bounds of a number, both allowed. */
export interface Bounds {
  /** The least number. */
  readonly min?: number;
  /** The greatest. */
  readonly max?: number;
  /** Whether it must be whole. */
  readonly whole?: true;
}

/** Whether a number is within bounds. */
export function isWithin(value: number, { min = -Infinity, max = Infinity, whole }: Bounds): boolean {
  return value >= min && value <= max && (!whole || Number.isInteger(value));
}

/** Any number within bounds. */
export function numeric(bounds: Bounds = {}, expected: string = numberPhrase(bounds)): z.ZodNumber {
  const { min, max, whole } = bounds, error = expected;
  const base = whole ? z.int({ error }) : z.number({ error });
  const above = min === undefined ? base : base.min(min, { error });
  return max === undefined ? above : above.max(max, { error });
}

/** What is expected of a number. */
export function numberPhrase({ min, max, whole }: Bounds): string {
  const what = whole ? "a whole number" : "a number";
  if (min === undefined && max === undefined) return what;
  if (max === undefined) return min === 0 ? `${what}, 0 or more` : `${what} from ${min}`;
  const most = max.toLocaleString("en-US");
  return min === undefined ? `${what} up to ${most}` : `${what} from ${min} to ${most}`;
}

/** One of a few words. */
export function oneOf<const W extends readonly [string, ...string[]]>(
  ...words: W
): z.ZodEnum<{ [K in W[number]]: K }> {
  return z.enum(words, { error: listed(words.map((word) => `\`${word}\``)) });
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** A list with something in it. */
export function several<T extends z.ZodType>(item: T, expected: string): z.ZodArray<T> {
  return z.array(item, { error: expected }).min(1, { error: expected });
}

/** A map from names of one's own to values. */
export function named<T extends z.ZodType>(
  value: T,
  { key = NAME, expected }: { readonly key?: z.ZodString; readonly expected: string },
): z.ZodRecord<z.ZodString, T> {
  return z.record(key, value, { error: expected });
}

/** What a model or an import may be called. */
const NAME: z.ZodString = textLike(
  /^[A-Za-z][A-Za-z0-9_-]*$/,
  "a name starts with a letter and goes on with letters, digits, `_` or `-`",
);

/** What an input or an output may be called: expressions speak of it. */
export const IDENTIFIER: z.ZodString = textLike(
  /^[A-Za-z][A-Za-z0-9_]*$/,
  "a name that expressions use starts with a letter and goes on with letters, digits or `_`",
);

/** What an argument may be called: servers of others have names of their own. */
export const ARGUMENT: z.ZodString = textLike(
  /^[A-Za-z_][A-Za-z0-9_.-]*$/,
  "an argument starts with a letter and goes on with letters, digits, `_`, `-` or `.`",
);

/** What a field of an answer may be called; one with a `?` may be missing. */
export const FIELD: z.ZodString = textLike(
  /^[A-Za-z][A-Za-z0-9_]*\??$/,
  "a field starts with a letter and goes on with letters, digits or `_`; a `?` at its end says that it may be missing",
);

/** Any plain value. */
export const JSON_VALUE: z.ZodType<Json> = z.unknown() as unknown as z.ZodType<Json>;

/** Literal settings by name. */
export const LITERALS: z.ZodType<{ readonly [key: string]: Json }> = z.record(z.string(), JSON_VALUE, {
  error: "a map of settings",
});

/** A CEL expression. */
export const EXPRESSION: z.ZodType<string> = text("an expression").min(1, { error: "an expression" }).meta({
  id: "expression",
  description: "An expression, such as `score >= 0.9 && depth > 3`. Written without `${{ }}`.",
});

/** A text with holes. */
export const TEMPLATE: z.ZodType<string> = text().meta({
  id: "template",
  description: "A text; `${{ expression }}` puts a value into it.",
});

/** The path of a file. */
export const FILE_PATH: z.ZodString = text("the path of a file").min(1, { error: "the path of a file" });

/** A file that holds a text. */
const FILE: z.ZodType<FileRef> = map({ file: FILE_PATH.describe("Relative to this file.") }, "`{file: path}`")
  .meta({
    id: "file",
    description: "A text in a file: its path, relative to this one, inside the project folder.",
  });

/** A template, here or in a file. */
export const TEMPLATE_OR_FILE: z.ZodType<TextOrFile> = either("a text or `{file: path}`", TEMPLATE, FILE);

/** An expression that gives a number, or the number. */
export function quantity(bounds: Bounds): z.ZodType<Quantity> {
  const expected = `${numberPhrase(bounds)}, or an expression`;
  return either(expected, numeric(bounds, expected), EXPRESSION);
}

/** A number of tokens, up to a limit. */
export function sizeUpTo(max: number): z.ZodType<Size> {
  const error = `${A_SIZE}, up to ${max.toLocaleString("en-US")}`;
  return either(
    A_SIZE,
    z.int({ error: A_SIZE }).min(1, { error: A_SIZE }).max(max, { error }),
    textLike(/^\d+(\.\d+)?[kKmM]?$/, A_SIZE)
      .refine((text) => isAmount(parseSize(text)), { error: A_SIZE })
      .refine((text) => (parseSize(text) ?? 0) <= max, { error }),
  );
}

/** A number of tokens. */
export const SIZE: z.ZodType<Size> = sizeUpTo(1e9).meta({
  id: "size",
  description: "A number of tokens: `800`, or `8k` for 8,000.",
});

/** A duration. */
export const DURATION: z.ZodType<string> = textLike(/^(\d+(\.\d+)?(d|h|m|s|ms))+$/, A_DURATION)
  .refine((text) => isAmount(parseDuration(text)), { error: A_DURATION })
  .refine((text) => (parseDuration(text) ?? 0) <= BUDGET_BOUNDS.wall, {
    error: `a duration of at most \`${formatDuration(BUDGET_BOUNDS.wall)}\``,
  })
  .meta({ id: "duration", description: "A duration: `90s`, `45m`, `2h`, `1h30m`, `2d`." });

function isAmount(found: number | undefined): boolean {
  return found !== undefined && found >= 1 && found <= Number.MAX_SAFE_INTEGER;
}

/** A time that means the same everywhere. */
export const TIME: z.ZodType<string> = textLike(
  /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)$/,
  A_TIME,
).refine((text) => !Number.isNaN(new Date(text).getTime()), { error: A_TIME })
  .meta({ description: "A time with its zone: `2026-03-01T18:00:00Z`." });

/** What a model sees of a long text. */
export const WINDOW: z.ZodType<Window> = either(
  "a number of tokens such as `8k`, or `{head: 1k, tail: 7k}`",
  SIZE,
  map({
    head: SIZE.describe("Tokens kept from the beginning.").exactOptional(),
    tail: SIZE.describe("Tokens kept from the end."),
  }, "`{head: 1k, tail: 7k}`"),
).meta({
  id: "window",
  description: "How many tokens of a long text: the last ones, or `{head, tail}` from both ends.",
});

/** A variable of the environment. */
export const VARIABLE: z.ZodString = textLike(
  /^[A-Za-z_][A-Za-z0-9_]*$/,
  "the name of a variable of the environment",
);

/** A secret by name. */
export const SECRET: z.ZodType<Secret> = either(
  A_KEY,
  map({ env: VARIABLE.describe("Name of a variable of the environment.") }, A_KEY, ["key"]),
  map(
    {
      key: textLike(/^[A-Za-z0-9_.-]+$/, "the name of a stored key").describe("Name of a key of `loom keys set`."),
    },
    A_KEY,
    ["env"],
  ),
).meta({
  id: "secret",
  description: "A secret by name: a variable of the environment, or a key stored with `loom keys set`.",
});

/** A text that may be kept secret. */
export const TEXT_OR_SECRET: z.ZodType<string | Secret> = either("a text or `{env: NAME}`", text(), SECRET);

/** A function of a user's module, as one text. */
export const SCRIPT_PATH: z.ZodString = textLike(
  /^[^#]+(#[\p{L}_$][\p{L}\p{N}_$]*)?$/u,
  "the path of a module, as in `./score.ts` or `./score.ts#name`",
).describe("Path of the module, and `#name` for an export other than the default one.");

/** A function of a user's module. */
export const SCRIPT: z.ZodType<ScriptRef> = map({ script: SCRIPT_PATH }, "`{script: ./score.ts}`").meta({
  id: "script",
  description:
    "A function of a TypeScript module beside the spec: `./score.ts` for its default export, or `./score.ts#name`.",
});
