import { parseArgs } from "node:util";
import { nearest } from "../base/near.ts";
import type { Command } from "./command.ts";
import { GLOBALS } from "./globals.ts";
import type { Option, Parameters, Positional, ValuesOf } from "./parameter.ts";
import { isRequired, isVariadic } from "./parameter.ts";
import { UsageError } from "./usage_error.ts";

/** A command line, read. */
export interface Parsed {
  /** Values of the command's own parameters. */
  readonly args: ValuesOf<Parameters>;
  readonly globals: ValuesOf<typeof GLOBALS>;
}

/** Finds the command's name among the words: the first that is no option of every command and no value of one. */
export function findCommand(words: readonly string[]): { readonly name?: string; readonly rest: readonly string[] } {
  const { tokens } = tokenize(words, Object.values(GLOBALS));
  const first = tokens.find(({ kind }) => kind === "positional");
  if (!first || first.kind !== "positional") return { rest: words };
  return { name: first.value, rest: words.filter((_, i) => i !== first.index) };
}

/** Reads the words after a command's name. Throws a UsageError that says what is wrong and what was meant. */
export function parseArguments({ name, parameters }: Command, words: readonly string[]): Parsed {
  const all: Parameters = { ...parameters, ...GLOBALS }, options = optionsIn(all);
  const { tokens } = tokenize(words, options);
  const written = new Map<Option<unknown>, string[]>(), places: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") places.push(token.value);
    if (token.kind !== "option") continue;
    const option = options.find(({ long }) => long === `--${token.name}`);
    if (!option) throw unknownOption(token.rawName, options, name);
    written.set(option, [...written.get(option) ?? [], wordOf(option, token, name)]);
  }
  const wordsAt = (one: Parameters[string]) => one.place === "option" ? written.get(one) ?? [] : taken.get(one) ?? [];
  let taken: ReadonlyMap<Positional<unknown>, readonly string[]> = new Map();
  const globals = readAll(GLOBALS, wordsAt) as ValuesOf<typeof GLOBALS>;
  if (globals.help) return { args: {}, globals };
  taken = takePlaces(positionalsIn(parameters), places, name);
  return { args: readAll(parameters, wordsAt), globals };
}

function tokenize(words: readonly string[], options: readonly Option<unknown>[]) {
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(options.map(({ long, short, label }) => [long.slice(2), {
      type: label === undefined ? "boolean" as const : "string" as const,
      multiple: true,
      ...(short ? { short: short.slice(1) } : {}),
    }])),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  return { tokens };
}

function readAll(parameters: Parameters, wordsOf: (one: Parameters[string]) => readonly string[]) {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [name, parameter.read(wordsOf(parameter))]),
  );
}

function optionsIn(parameters: Parameters): readonly Option<unknown>[] {
  return Object.values(parameters).filter((one) => one.place === "option");
}

function positionalsIn(parameters: Parameters): readonly Positional<unknown>[] {
  return Object.values(parameters).filter((one) => one.place === "argument");
}

/** The word that came with an option; one that takes none gets an empty one. */
function wordOf(
  { long, label, choices }: Option<unknown>,
  { value }: { readonly value?: string | undefined },
  command: string,
): string {
  if (label === undefined) {
    if (value !== undefined) throw new UsageError(`\`${long}\` takes no value, but \`${value}\` was given`, command);
    return "";
  }
  if (value === undefined) throw new UsageError(`\`${long}\` needs a value: write \`${long} ${label}\``, command);
  if (choices && !choices.includes(value)) {
    const near = nearest(value, choices), known = choices.join(", ");
    throw new UsageError(
      `Cannot read \`${long} ${value}\`: ${near ? `did you mean \`${near}\`?` : "it is not known"} (known: ${known})`,
      command,
    );
  }
  return value;
}

function unknownOption(written: string, options: readonly Option<unknown>[], command: string): UsageError {
  const near = nearest(written, options.map(({ long }) => long));
  return new UsageError(
    near ? `Unknown option \`${written}\`: did you mean \`${near}\`?` : `Unknown option \`${written}\``,
    command,
  );
}

/**
 * Gives the words their places, from left to right; the last place may take all that are left. One that may be left out
 * takes a word only when those that have to be there get theirs.
 */
function takePlaces(
  places: readonly Positional<unknown>[],
  words: readonly string[],
  command: string,
): ReadonlyMap<Positional<unknown>, readonly string[]> {
  const taken = new Map<Positional<unknown>, readonly string[]>();
  let at = 0, spare = words.length - places.filter(isRequired).length;
  for (const place of places) {
    const takes = isRequired(place) || spare-- > 0;
    const own = isVariadic(place) ? words.slice(at) : words.slice(at, takes ? at + 1 : at);
    if (own.length === 0 && isRequired(place)) {
      throw new UsageError(`\`loom ${command}\` needs ${place.label}: ${lowerFirst(place.about)}`, command);
    }
    at += own.length;
    taken.set(place, own);
  }
  if (at < words.length) {
    throw new UsageError(
      `\`loom ${command}\` takes no \`${words[at]}\`${places.length ? " after the others" : ""}`,
      command,
    );
  }
  return taken;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
