/** Inputs of a run from the command line: single values, and whole files of them. */
import { inexactNumber } from "../base/inexact_number.ts";
import type { Json, JsonObject } from "../base/json.ts";
import type { Plan } from "../plan/mod.ts";
import type { Host } from "./host.ts";
import { pathFrom } from "./open.ts";
import type { Option } from "./parameter.ts";
import { value, values, word } from "./parameter.ts";
import { SpecError } from "./spec_error.ts";
import { UsageError } from "./usage_error.ts";

/** One `-i NAME=VALUE`. */
export interface WrittenInput {
  readonly name: string;
  readonly text: string;
}

/** Options that give a run its inputs. */
export const INPUTS: {
  readonly inputs: Option<readonly WrittenInput[]>;
  readonly inputFile: Option<string | undefined>;
} = {
  inputs: values("--input", {
    short: "-i",
    label: "NAME=VALUE",
    about: "An input of the spec; NAME=@FILE takes a file's text, NAME=@- standard input",
    read: readWritten,
  }),
  inputFile: value("--input-file", {
    label: "FILE",
    about: "A JSON, YAML or TOML file with inputs by name; -i wins over it",
    read: word,
  }),
};

function readWritten(text: string): WrittenInput {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError(`Cannot read the input \`${text}\`: write NAME=VALUE`);
  return { name: text.slice(0, at), text: text.slice(at + 1) };
}

/** The inputs that were given, in the types that the plan declares. Whether they fit is checked when the run starts. */
export async function readInputs(
  host: Host,
  plan: Pick<Plan, "inputs"> | undefined,
  { inputs, inputFile }: { readonly inputs: readonly WrittenInput[]; readonly inputFile: string | undefined },
): Promise<JsonObject> {
  const { readInput } = await import("../app/setup.ts");
  const given: { [name: string]: Json } = inputFile === undefined ? {} : { ...await readFileOfInputs(host, inputFile) };
  let piped: Promise<string> | undefined;
  for (const { name, text } of inputs) {
    if (text === "@-") given[name] = await (piped ??= readPiped(host));
    else if (text.startsWith("@")) given[name] = await readText(host, text.slice(1));
    else given[name] = readInput(Object.hasOwn(plan?.inputs ?? {}, name) ? plan!.inputs[name] : undefined, text);
  }
  return given;
}

/** All of standard input: it comes once, so inputs that name it share it. */
async function readPiped({ input }: Host): Promise<string> {
  return decoded(await input.readAll(), "standard input");
}

async function readText(host: Host, path: string): Promise<string> {
  return decoded(await readBytes(host, path), path);
}

async function readFileOfInputs(host: Host, path: string): Promise<JsonObject> {
  const text = await readText(host, path), [, ending] = /\.(toml|ya?ml)$/.exec(path) ?? [];
  const parsed = ending === undefined ? parseJson(text, path) : await parseAsSpec(text, path, ending);
  if (parsed !== null && typeof parsed === "object" && !Array.isArray(parsed)) return parsed as JsonObject;
  throw new UsageError(`Cannot read the inputs in \`${path}\`: expected a map of names and values`);
}

async function parseAsSpec(text: string, path: string, ending: string): Promise<Json> {
  const { readValues } = await import("../app/read_values.ts");
  const read = await readValues({ name: path, text }, ending === "toml" ? "toml" : "yaml");
  if (read.ok) return read.value;
  throw new SpecError(read.diagnostics);
}

function parseJson(text: string, path: string): Json {
  const fail = (why: string) => new UsageError(`Cannot read the inputs in \`${path}\`: ${why}`);
  let parsed: Json;
  try {
    parsed = JSON.parse(text) as Json;
  } catch (error) {
    // What is quoted of the text may have several lines.
    throw fail(error instanceof Error ? error.message.replace(/\s+/g, " ") : String(error));
  }
  const inexact = inexactNumber(text);
  if (inexact === undefined) return parsed;
  throw fail(`the number ${inexact} is too large to be exact, write it in quotes`);
}

async function readBytes(host: Host, path: string): Promise<Uint8Array> {
  const full = pathFrom(host, path);
  try {
    return await Deno.readFile(full);
  } catch (error) {
    throw new UsageError(`Cannot read \`${path}\`: ${await reasonOf(error, full)}`);
  }
}

async function reasonOf(error: unknown, path: string): Promise<string> {
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  if (error instanceof Deno.errors.PermissionDenied) return "it may not be read";
  if ((await Deno.stat(path).catch(() => undefined))?.isDirectory) return "it is a folder";
  return error instanceof Error ? error.message : String(error);
}

function decoded(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`Cannot read \`${name}\`: it is not UTF-8 text`);
  }
}
