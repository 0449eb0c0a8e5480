/**
 * Tools of a package: modules that export what the tool is as plain data, and its function. What it is is read, and no
 * line of the module is run for it.
 *
 * @module
 */
import { isObject } from "../base/is_object.ts";
import { basename } from "node:path/posix";
import { parseDuration } from "../base/duration.ts";
import type { Json, JsonObject } from "../base/json.ts";
import { parseShape } from "../expr/parse_shape.ts";
import { toJsonSchema } from "../expr/to_json_schema.ts";
import type { Type } from "../expr/types.ts";
import { nullable, objectOf } from "../expr/types.ts";
import type { TimedFacts } from "../plan/tool_facts.ts";
import { readLiteral } from "./definition_literal.ts";

/** What a module says of its tool, or all that is wrong with that. */
export type ToolRead =
  | { readonly ok: true; readonly tool: Pick<TimedFacts, "name" | "description" | "parameters" | "timeout"> }
  | { readonly ok: false; readonly reason: string; readonly line?: number };

/** Milliseconds that a call may take whose module says nothing of it. */
const PATIENCE = 60_000;

/** Whether a file of a package's folder of tools is a tool: a module whose name does not begin with `_`. */
export function isToolModule(path: string): boolean {
  return /^[A-Za-z][\w-]*\.(ts|mts|js|mjs)$/.test(basename(path));
}

/** The tool's name: that of its module, with `_` for `-`. */
export function toolName(path: string): string {
  return basename(path).replace(/\.\w+$/, "").replaceAll("-", "_");
}

const DECLARED = /^export\s+const\s+tool\b[^=\n]*=/gm;

/** What a module says of its tool in `export const tool = {description, parameters}`. */
export function readTool(path: string, text: string): ToolRead {
  const [declared, another] = [...text.matchAll(DECLARED)];
  if (!declared) {
    return {
      ok: false,
      reason: "it does not say what it does: add `export const tool = {description: …, parameters: {…}}`",
    };
  }
  if (another) return { ok: false, reason: "it exports `tool` twice", line: lineAt(text, another.index) };
  const literal = readLiteral(text, declared.index + declared[0].length);
  if (!literal.ok) {
    return { ok: false, reason: `\`tool\` is plain data, and ${literal.reason}`, line: lineAt(text, literal.offset) };
  }
  const said = factsOf(literal.value);
  return typeof said === "string"
    ? { ok: false, reason: said, line: lineAt(text, declared.index) }
    : { ok: true, tool: { name: toolName(path), ...said } };
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

const KEYS = ["description", "parameters", "timeout"];

function factsOf(value: Json): Pick<TimedFacts, "description" | "parameters" | "timeout"> | string {
  if (!isObject(value)) return "`tool` is a map with `description` and `parameters`";
  const { description, parameters = {}, timeout } = value as { readonly [key: string]: Json | undefined };
  const strange = Object.keys(value).find((key) => !KEYS.includes(key));
  if (strange !== undefined) {
    return `\`tool\` has no \`${strange}\`: it has ${KEYS.map((key) => `\`${key}\``).join(", ")}`;
  }
  if (typeof description !== "string" || description.trim() === "") return "`tool` needs a `description`";
  const schema = schemaOf(parameters), patience = patienceOf(timeout);
  if (typeof schema === "string") return schema;
  if (patience === undefined) return "`timeout` is a duration such as `30s`";
  return { description: description.trim(), parameters: schema, timeout: patience };
}

function patienceOf(timeout: Json | undefined): number | undefined {
  if (timeout === undefined) return PATIENCE;
  const found = typeof timeout === "string" ? parseDuration(timeout) : undefined;
  return found !== undefined && found >= 1 && found <= LONGEST ? found : undefined;
}

/** Milliseconds of the longest call. */
const LONGEST = 24 * 3_600_000;

/** A JSON Schema as it is, or that of shapes by name. */
function schemaOf(parameters: Json): JsonObject | string {
  if (!isObject(parameters)) return '`parameters` is a map of shapes, such as `{path: "string"}`';
  if (parameters["type"] === "object" && isObject(parameters["properties"] ?? null)) return parameters;
  const types: [string, Type][] = [], about: [string, string][] = [];
  for (const [name, written] of Object.entries(parameters)) {
    const { shape, description } = parameterOf(written), parsed = parseShape(shape);
    if (!/^[A-Za-z]\w*\??$/.test(name)) {
      return `\`${name}\` cannot be a parameter: a name has letters, digits and \`_\``;
    }
    if (!parsed.ok) return `the parameter \`${name}\`: ${parsed.params.reason}`;
    types.push([name.replace(/\?$/, ""), name.endsWith("?") ? nullable(parsed.type) : parsed.type]);
    if (description !== undefined) about.push([name.replace(/\?$/, ""), description]);
  }
  return described(toJsonSchema(objectOf(Object.fromEntries(types))), new Map(about));
}

/** A shape, or a map that says of it what it is for. */
function parameterOf(written: Json): { readonly shape: Json; readonly description?: string } {
  if (!isObject(written) || written["type"] === undefined) return { shape: written };
  const { type, description, ...others } = written;
  if (Object.keys(others).length > 0 || typeof description !== "string") return { shape: written };
  return { shape: type, description };
}

function described(schema: JsonObject, about: ReadonlyMap<string, string>): JsonObject {
  const properties = Object.entries(schema["properties"] as JsonObject).map(([name, one]): [string, Json] => {
    const description = about.get(name);
    return [name, description === undefined ? one : { ...one as JsonObject, description }];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}
