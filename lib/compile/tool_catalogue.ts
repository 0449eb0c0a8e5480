/**
 * The tools that a spec may name: its own, those of its servers, those that Loom brings along.
 *
 * @module
 */
import { nearest } from "../base/near.ts";
import { ENGINE_TOOLS } from "../plan/engine_tools.ts";
import type { Act, PlanTool, ToolFacts } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import type { ProcessSpec } from "../spec/spec_process.ts";
import type { ServerTools } from "./servers.ts";
import { reportUnknownServer } from "./servers.ts";
import type { Unit } from "./unit.ts";
import { isWritten, spanAt } from "./unit.ts";

/** Tools by the names that a spec may write. */
export interface Catalogue {
  /** The names in the plan of what a spec writes: a tool, `SERVER/*` or a group; undefined where there is no such tool. */
  named(written: string, at: Path): readonly string[] | undefined;
  /** The same where they are only looked at: nothing is reported, and they are not used by that. */
  find(written: string): readonly string[];
  /** A tool by its name in the plan. */
  tool(name: string): PlanTool | undefined;
  /** Tools that were named so far, by their names. */
  used(): { readonly [name: string]: PlanTool };
}

/** Groups of tools that Loom brings along, by what calling them may do. */
const GROUPS: { readonly [group: string]: (acts: readonly Act[]) => boolean } = {
  reading: (acts) => acts.length > 0 && acts.every((act) => act === "read"),
  writing: (acts) => acts.includes("write") && !acts.includes("run") && !acts.includes("net"),
  running: (acts) => acts.includes("run"),
  web: (acts) => acts.includes("net") && !acts.includes("run"),
};

/** What is no tool over a workspace: agents have these by name, or with all. */
const APART: ReadonlySet<string> = new Set(["ask_user", "conversation_recall", "delegate_task", "task_tracker"]);

/** The tool that runs programs: only those that are granted. */
const PROGRAMS = "shell_execute";

/** Names of the groups of tools. */
export const TOOL_GROUPS: readonly string[] = [...Object.keys(GROUPS), "all"];

/** What the tools of a spec are found in. */
export interface Shelves {
  /** Those that the spec declares, by name; one that is wrong stands for undefined. */
  readonly own: ReadonlyMap<string, PlanTool | undefined>;
  /** Those of its servers. */
  readonly servers: ServerTools;
  /** Those that Loom brings along. */
  readonly brought: readonly ToolFacts[];
  /** Those that a program hands over. */
  readonly handed: readonly ToolFacts[];
}

/** Tools that messages list. */
const MOST_LISTED = 40;

/** The tools that a spec may name. */
export function catalogueOf(unit: Unit<ProcessSpec>, { own, servers, brought, handed }: Shelves): Catalogue {
  const given = new Map<string, PlanTool>(), used = new Map<string, PlanTool>();
  for (const facts of brought) given.set(facts.name, { by: "built-in", facts });
  for (const facts of handed) given.set(facts.name, { by: "library", facts });
  const find = (name: string) => own.has(name) ? own.get(name) : given.get(name) ?? servers.named(name);
  const inGroup = (group: string): readonly string[] => {
    const fits = ({ name, acts }: ToolFacts) => group === "all" || (!APART.has(name) && GROUPS[group]!(acts));
    const names = brought.filter(fits).map(({ name }) => name);
    return group === "all" ? [...new Set([...names, ...given.keys(), ...own.keys()])] : names;
  };
  const namesOf = (written: string): readonly string[] | "wrong" | undefined => {
    if (isWritten(unit, ["tools", written])) return own.get(written) ? [written] : "wrong";
    if (given.has(written)) return [written];
    if (TOOL_GROUPS.includes(written)) return inGroup(written);
    return servers.namesOf(written);
  };
  const use = (names: readonly string[]): readonly string[] => {
    const found = names.filter((name) => find(name) !== undefined);
    for (const name of found) used.set(name, find(name)!);
    return found;
  };
  return {
    named: (written, at) => {
      const names = namesOf(written);
      if (names === "wrong") return undefined;
      const kept = names?.find((name) => ENGINE_TOOLS.has(name));
      // What the spec itself calls so was told where it is declared.
      if (kept !== undefined) {
        return own.has(kept) ? undefined : void unit.report("name-taken", spanAt(unit, at), { name: kept });
      }
      if (names?.includes(PROGRAMS)) reportIdlePrograms(unit, written, at);
      if (names) return use(names);
      const server = written.slice(0, Math.max(0, written.indexOf("/")));
      if (server !== "" && !isWritten(unit, ["servers", server])) {
        return reportUnknownServer(unit, { name: server, at });
      }
      const known = [...own.keys(), ...servers.all(), ...given.keys(), ...TOOL_GROUPS];
      const near = nearest(written, known), tools = known.slice(0, MOST_LISTED);
      return void unit.report("unknown-tool", spanAt(unit, at), { name: written, near, tools });
    },
    find: (written) => {
      const names = namesOf(written);
      return names && names !== "wrong" ? names : [];
    },
    tool: find,
    used: () => Object.fromEntries([...used].toSorted(([a], [b]) => a < b ? -1 : 1)),
  };
}

/** Warns of the tool that runs programs, where it is asked for and none is granted. */
function reportIdlePrograms(unit: Unit<ProcessSpec>, written: string, at: Path): void {
  const { run = [] } = unit.spec.permissions ?? {}, isLost = isWritten(unit, ["permissions", "run"]);
  if (run.length > 0 || isLost || (written !== PROGRAMS && written !== "running")) return;
  const why = "no program is granted that it may run; name some in `permissions: {run: […]}`";
  unit.report("no-effect", spanAt(unit, at), { key: PROGRAMS, why });
}
