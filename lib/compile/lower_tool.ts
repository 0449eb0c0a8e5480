/**
 * Tools that a spec declares: a program, an address, a function, or a tool of a server.
 *
 * @module
 */
import { parseDuration } from "../base/duration.ts";
import { isObject } from "../base/is_object.ts";
import type { Json, JsonObject } from "../base/json.ts";
import type { Scope } from "../expr/scope.ts";
import type { Type } from "../expr/types.ts";
import { objectOf } from "../expr/types.ts";
import { toJsonSchema } from "../expr/to_json_schema.ts";
import type { Act, PlanTool, TimedFacts } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import type { ProcessSpec } from "../spec/spec_process.ts";
import type { HttpToolSpec, ParametersSpec, RunToolSpec, ScriptToolSpec, ToolSpec } from "../spec/spec_tool.ts";
import { checkedTemplate } from "./check_text.ts";
import { lowerArguments } from "./lower_command.ts";
import { lowerHttp } from "./lower_http.ts";
import { reportLooseArguments } from "./loose_arguments.ts";
import type { Scripts } from "./scripts.ts";
import { toolScope } from "./scopes_process.ts";
import { shapeAt } from "./shape_at.ts";
import type { ScopeFor } from "./task_scope.ts";
import type { Unit } from "./unit.ts";
import { isWritten, placedAt } from "./unit.ts";

/** Milliseconds that a call of a tool may take, unless the spec says. */
const TIMEOUT = 30_000;

/** What lowering tools needs beside the spec. */
export interface Tooling {
  /** The type of the inputs. */
  readonly inputs: Type;
  /** Scripts of the spec. */
  readonly scripts: Scripts;
}

/** A tool that the spec declares itself. */
export interface Declared {
  /** Its name. */
  readonly name: string;
  /** What is written. */
  readonly spec: Exclude<ToolSpec, { readonly mcp?: string }>;
}

/** A tool as the plan keeps it; undefined where something is wrong with it, which has been reported. */
export function lowerTool(unit: Unit<ProcessSpec>, { name, spec }: Declared, around: Tooling): PlanTool | undefined {
  const at = ["tools", name], parameters = lowerParameters(unit, spec.parameters, [...at, "parameters"]);
  const scope = toolScope(around.inputs, parameters.type),
    lowering: Lowering = { name, at, scope, scopeFor: () => scope };
  const facts = (acts: readonly Act[], otherwise: string): TimedFacts => ({
    name,
    description: spec.description ?? otherwise,
    parameters: parameters.schema,
    acts,
    timeout: spec.timeout === undefined ? TIMEOUT : parseDuration(spec.timeout)!,
  });
  const tool = "run" in spec
    ? lowerRun(unit, spec, { ...lowering, facts })
    : "http" in spec
    ? byHttp(unit, spec, { ...lowering, facts })
    : "script" in spec
    ? byScript(unit, spec, { ...around, facts })
    : undefined;
  return parameters.isSound ? tool : undefined;
}

interface Lowering {
  readonly name: string;
  readonly at: Path;
  readonly scope: Scope;
  readonly scopeFor: ScopeFor;
}

type FactsOf = (acts: readonly Act[], otherwise: string) => TimedFacts;

function lowerRun(
  unit: Unit,
  { run, stdin, read }: RunToolSpec,
  { at, scope, scopeFor, facts }: Lowering & { readonly facts: FactsOf },
): PlanTool | undefined {
  const argv = lowerArguments(unit, { written: run, at: [...at, "run"], scopeFor });
  const input = lowerOptional(unit, [...at, "stdin"], { written: stdin, scopeFor });
  if (!argv || input === null) return undefined;
  reportLooseArguments(unit, { argv, at: [...at, "run"], scope });
  return {
    by: "command",
    facts: facts(["run"], `Runs \`${argv.join(" ")}\``),
    argv,
    ...(input === undefined ? {} : { stdin: input }),
    ...(read === undefined ? {} : { reads: read }),
  };
}

/** A template that need not be there; null where it is wrong, which has been reported. */
export function lowerOptional(
  unit: Unit,
  at: Path,
  { written, scopeFor }: { readonly written: string | undefined; readonly scopeFor: ScopeFor },
): string | null | undefined {
  if (written === undefined) return isWritten(unit, at) ? null : undefined;
  const placed = placedAt(unit, at);
  return placed && checkedTemplate(unit, placed, scopeFor(placed, "template")) || (written === "" ? "" : null);
}

function byHttp(
  unit: Unit,
  { http, read = "text" }: HttpToolSpec,
  { at, scopeFor, facts }: Lowering & { readonly facts: FactsOf },
): PlanTool | undefined {
  const request = http && lowerHttp(unit, http, { at: [...at, "http"], scopeFor });
  if (!request) return undefined;
  const { method, url } = request, isReading = method === "GET" || method === "HEAD";
  const words = typeof url === "string" ? `Asks \`${method} ${url}\`` : `Asks an address with \`${method}\``;
  return {
    by: "http",
    facts: facts(isReading ? ["net"] : ["net", "write"], words),
    request: { ...request, reads: read },
  };
}

function byScript(
  { spec: { permissions = {} } }: Unit,
  { script }: ScriptToolSpec,
  { scripts, facts }: Tooling & { readonly facts: FactsOf },
): PlanTool | undefined {
  const name = script === undefined ? undefined : scripts.names.get(script);
  if (name === undefined) return undefined;
  const may = (["read", "write", "net", "run"] as const).filter((act) => (permissions[act] ?? []).length > 0);
  return { by: "script", facts: facts(may, `Calls the function ${name}`), script: name };
}

/** What a tool takes, as a type and as a schema. */
export interface LoweredParameters {
  /** An object of them. */
  readonly type: Type;
  /** JSON Schema of that object. */
  readonly schema: JsonObject;
  /** Whether nothing was wrong. */
  readonly isSound: boolean;
}

/** The parameters that a spec writes; one without a sound type may be anything. */
export function lowerParameters(unit: Unit, written: ParametersSpec | undefined, at: Path): LoweredParameters {
  const types: [string, Type][] = [], about: { [name: string]: string } = {};
  let isSound = written !== undefined || !isWritten(unit, at);
  for (const [key, parameter] of Object.entries(written ?? {})) {
    const { shape, description, path } = entryOf(parameter, [...at, key]);
    const own = shape === undefined ? undefined : shapeAt(unit, path, key.endsWith("?") ? { [key]: shape } : shape);
    const name = key.replace(/\?$/, "");
    if (own) types.push([name, own.kind === "object" && key.endsWith("?") ? own.fields[name]! : own]);
    else isSound = false;
    if (description !== undefined) about[name] = description;
  }
  const type = objectOf(Object.fromEntries(types));
  return { type, schema: described(toJsonSchema(type), about), isSound };
}

interface Parameter {
  readonly shape: Json | undefined;
  readonly description: string | undefined;
  readonly path: Path;
}

function entryOf(parameter: Json, at: Path): Parameter {
  if (!isObject(parameter)) return { shape: parameter, description: undefined, path: at };
  const { type, description } = parameter as { readonly type?: Json; readonly description?: string };
  return { shape: type, description, path: [...at, "type"] };
}

function described(schema: JsonObject, about: { readonly [name: string]: string }): JsonObject {
  const properties = Object.entries(schema["properties"] as JsonObject).map(([name, one]) =>
    [name, about[name] === undefined ? one : { ...one as JsonObject, description: about[name] }] as const
  );
  return { ...schema, properties: Object.fromEntries(properties) };
}
