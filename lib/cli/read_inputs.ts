/** Inputs of a run from the command line: single values, and whole files of them. */
import type { Json, JsonObject } from "../base/json.ts";
import { toJson } from "../base/json.ts";
import type { Plan } from "../plan/mod.ts";
import type { Host } from "./host.ts";
import { pathFrom } from "./open.ts";
import type { Option } from "./parameter.ts";
import { value, values, word } from "./parameter.ts";
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
  for (const { name, text } of inputs) {
    given[name] = text.startsWith("@")
      ? await readText(host, text.slice(1))
      : readInput(Object.hasOwn(plan?.inputs ?? {}, name) ? plan!.inputs[name] : undefined, text);
  }
  return given;
}

async function readText(host: Host, path: string): Promise<string> {
  if (path === "-") return decoded(await host.input.readAll(), "standard input");
  return decoded(await readBytes(host, path), path);
}

async function readFileOfInputs(host: Host, path: string): Promise<JsonObject> {
  const text = decoded(await readBytes(host, path), path), parsed = await parse(text, path);
  if (parsed !== null && typeof parsed === "object" && !Array.isArray(parsed)) return parsed as JsonObject;
  throw new UsageError(`Cannot read the inputs in \`${path}\`: expected a map of names and values`);
}

async function parse(text: string, path: string): Promise<Json> {
  try {
    if (/\.toml$/.test(path)) return toJson(plain((await import("smol-toml")).parse(text)));
    if (/\.ya?ml$/.test(path)) return toJson((await import("yaml")).parse(text, { maxAliasCount: 100 }));
    return JSON.parse(text) as Json;
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0]! : String(error);
    throw new UsageError(`Cannot read the inputs in \`${path}\`: ${why}`);
  }
}

/** TOML's dates are texts to a spec. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

async function readBytes(host: Host, path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(pathFrom(host, path));
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound
      ? "there is no such file"
      : error instanceof Error
      ? error.message
      : String(error);
    throw new UsageError(`Cannot read \`${path}\`: ${why}`);
  }
}

function decoded(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`Cannot read \`${name}\`: it is not UTF-8 text`);
  }
}
