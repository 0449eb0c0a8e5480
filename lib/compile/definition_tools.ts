/**
 * The tools that a process gives its agents: the built-in ones and those of its package, without those it rules out.
 *
 * @module
 */
import { basename } from "node:path/posix";
import { ENGINE_TOOLS } from "../plan/engine_tools.ts";
import type { Act, Permissions, PinnedScript, PlanTool, TimedFacts, ToolFacts } from "../plan/mod.ts";
import type { Definition } from "../spec/definition.ts";
import { PACKAGE_FILE } from "../spec/definition_read.ts";
import type { Path } from "../spec/located.ts";
import type { DefinitionUnit } from "./definition_check.ts";
import { isToolModule, readTool, toolName } from "./definition_tool_module.ts";
import type { Scripts } from "./scripts.ts";
import { spanAt } from "./unit.ts";
import type { World } from "./world.ts";

/** Where a package keeps its tools. */
export const TOOLS_FOLDER = "tools";

/** The tool that runs programs: without any that it may run it is of no use. */
export const PROGRAMS = "shell_execute";

/** Where something is reported that stands in another file of a package. */
const AT: Path = ["name"];

/** What there is to give to agents. */
export interface Supply {
  /** Built-in tools. */
  readonly builtIn: readonly ToolFacts[];
  /** Modules of the package that are tools, by the name of the tool. */
  readonly modules: ReadonlyMap<string, string>;
}

/** The tools that a definition could use. What stands among a package's tools and is none is reported. */
export async function supplyOf(unit: DefinitionUnit, world: Pick<World, "tools" | "list">): Promise<Supply> {
  const tools = await world.tools(grantsOf(unit.definition));
  const modules = new Map<string, string>(), { source: { name }, report } = unit;
  const isPackage = PACKAGE_FILE.test(basename(name)), asked = { path: TOOLS_FOLDER, from: name };
  const files = isPackage ? await world.list?.(asked) ?? [] : [];
  for (const file of files) {
    const path = `${TOOLS_FOLDER}/${file}`, tool = toolName(file), span = spanAt(unit, AT);
    if (/\.py$/.test(file) && !file.startsWith("_")) {
      const problem = `\`${path}\` is Python, and tools are TypeScript here`;
      const advice = `write it as \`${path.replace(/\.py$/, ".ts")}\``;
      report("ignored-value", span, { problem, part: `the tool \`${tool}\``, advice });
    }
    if (!isToolModule(file)) continue;
    const isTaken = ENGINE_TOOLS.has(tool) || tools.some((one) => one.name === tool), isTwice = modules.has(tool);
    if (!isTaken && !isTwice) modules.set(tool, path);
    else {
      const reason = isTaken
        ? `\`${tool}\` is a tool that is built in`
        : `\`${modules.get(tool)}\` is the tool \`${tool}\` already`;
      report("bad-tool", span, { file: path, reason, advice: "give the file another name" });
    }
  }
  return { builtIn: tools, modules };
}

/** What a definition grants. */
function grantsOf({ permissions }: Definition): Permissions {
  return { read: [], write: [], net: [], run: [], env: [], ...permissions };
}

/** Names of all of them. */
export function namesIn({ builtIn, modules }: Supply): readonly string[] {
  return [...builtIn.map(({ name }) => name), ...modules.keys()];
}

/** Modules that are pinned as scripts. */
export function scriptsIn(
  { modules }: Supply,
  { excluded }: Definition,
): readonly { readonly at: Path; readonly ref: { readonly script: string } }[] {
  return [...modules].filter(([name]) => !excluded.includes(name)).map(([, script]) => ({ at: AT, ref: { script } }));
}

/** The tools that agents get, by name. What is wrong with one of the package is reported. */
export function toolsFor(
  unit: DefinitionUnit,
  { builtIn, modules }: Supply,
  { names, pinned }: Scripts,
): { readonly [name: string]: PlanTool } {
  const { definition: { excluded, permissions } } = unit, tools: [string, PlanTool][] = [];
  for (const facts of builtIn) tools.push([facts.name, { by: "built-in", facts }]);
  for (const [name, path] of modules) {
    const script = names.get(path), module = script === undefined ? undefined : pinned[script];
    const facts = module && factsOf(unit, path, module);
    if (facts) tools.push([name, { by: "script", facts: { ...facts, acts: actsOf(permissions) }, script: script! }]);
  }
  const without = new Set(excluded);
  if (grantsOf(unit.definition).run.length === 0) without.add(PROGRAMS);
  return Object.fromEntries(tools.filter(([name]) => !without.has(name)));
}

function factsOf(
  unit: DefinitionUnit,
  path: string,
  { entry, modules }: PinnedScript,
): Omit<TimedFacts, "acts"> | undefined {
  const read = readTool(path, modules[entry] ?? "");
  if (read.ok) return read.tool;
  const file = read.line === undefined ? path : `${path}:${read.line}`;
  return void unit.report("bad-tool", spanAt(unit, AT), { file, reason: read.reason });
}

/** What the scripts of a package may do: what is granted to them. */
function actsOf(
  { read = [], write = [], run = [], net = [] }: Definition["permissions"] & object = {},
): readonly Act[] {
  const acts: readonly (readonly [Act, readonly string[]])[] = [["read", read], ["write", write], ["run", run], [
    "net",
    net,
  ]];
  return acts.flatMap(([act, granted]) => granted.length > 0 ? [act] : []);
}
