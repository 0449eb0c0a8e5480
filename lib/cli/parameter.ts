/**
 * Parameters of commands, as data: the parser, the help, the completions and the types of a command's arguments all come
 * from the same few words.
 *
 * @module
 */
import type { Host } from "./host.ts";

/** Suggests words for a place on the command line. */
export type Suggest = (host: Host, written: string) => Promise<readonly string[]>;

/** A word at a place of its own. */
export interface Positional<T> {
  readonly place: "argument";
  /** As help writes it: `SPEC`, `[KEY=USD...]`. Brackets: it may be left out; dots: there may be several. */
  readonly label: string;
  readonly about: string;
  readonly suggest?: Suggest;
  /** The value of the words written here; none when it was left out. Throws a UsageError. */
  read(words: readonly string[]): T;
}

/** A word with a name: `--json`, `-i NAME=VALUE`. */
export interface Option<T> {
  readonly place: "option";
  /** `--json`. */
  readonly long: string;
  /** `-j`. */
  readonly short?: string;
  /** What follows it, as help writes it; absent: nothing does. */
  readonly label?: string;
  /** Whether it may be written more than once. */
  readonly repeated: boolean;
  readonly about: string;
  /** What may follow it. */
  readonly choices?: readonly string[];
  readonly suggest?: Suggest;
  /** The value of the words that followed it; for a flag, one empty word each time it was written. Throws a UsageError. */
  read(words: readonly string[]): T;
}

/** A parameter of a command. */
export type Parameter<T> = Positional<T> | Option<T>;

/** Parameters by the names that a command knows their values under. */
export interface Parameters {
  readonly [name: string]: Parameter<unknown>;
}

/** The values of parameters. */
export type ValuesOf<P extends Parameters> = { readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never };

type About = { readonly about: string };

/** A word that has to be there. */
export function argument<T>(
  label: string,
  { about, read, suggest }: About & { readonly read: (word: string) => T; readonly suggest?: Suggest },
): Positional<T> {
  return {
    place: "argument",
    label,
    about,
    ...(suggest ? { suggest } : {}),
    read: (words) => read(words[0]!),
  };
}

/** A word that may be left out; its label stands in brackets. Words that have to be there are given their places first. */
export function optional<T>(
  label: `[${string}]`,
  { about, read, suggest }: About & { readonly read: (word: string) => T; readonly suggest?: Suggest },
): Positional<T | undefined> {
  return {
    place: "argument",
    label,
    about,
    ...(suggest ? { suggest } : {}),
    read: (words) => words.length === 0 ? undefined : read(words[0]!),
  };
}

/** Any number of words. */
export function several<T>(
  label: string,
  { about, read, suggest }: About & { readonly read: (word: string) => T; readonly suggest?: Suggest },
): Positional<readonly T[]> {
  return {
    place: "argument",
    label,
    about,
    ...(suggest ? { suggest } : {}),
    read: (words) => words.map(read),
  };
}

/** An option that is there or not. */
export function flag(long: string, { about, short }: About & { readonly short?: string }): Option<boolean> {
  return {
    place: "option",
    long,
    ...(short ? { short } : {}),
    repeated: false,
    about,
    read: (words) => words.length > 0,
  };
}

/** What an option with a value is made of. */
export interface ValueParts<T> {
  readonly about: string;
  /** What follows it, as help writes it. */
  readonly label: string;
  readonly short?: string;
  readonly choices?: readonly string[];
  readonly suggest?: Suggest;
  readonly read: (word: string) => T;
}

/** An option with a value; undefined when it was left out, and the last one counts. */
export function value<T>(long: string, { read, ...parts }: ValueParts<T>): Option<T | undefined> {
  return {
    place: "option",
    long,
    repeated: false,
    ...parts,
    read: (words) => words.length === 0 ? undefined : read(words.at(-1)!),
  };
}

/** An option with a value that may be written several times. */
export function values<T>(long: string, { read, ...parts }: ValueParts<T>): Option<readonly T[]> {
  return { place: "option", long, repeated: true, ...parts, read: (words) => words.map(read) };
}

/** The text as it is. */
export function word(text: string): string {
  return text;
}

/** Whether a positional must be written. */
export function isRequired({ label }: Positional<unknown>): boolean {
  return !label.startsWith("[");
}

/** Whether a positional takes any number of words. */
export function isVariadic({ label }: Positional<unknown>): boolean {
  return label.includes("...");
}
