/**
 * From the name of a process to a plan that carries a goal out.
 *
 * @module
 */
import { join, resolve } from "node:path";
import type { World } from "../../compile/world.ts";
import type { Approval, ProcessPlan } from "../../plan/mod.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Source } from "../../text/source.ts";
import { dotFolder, worldAt } from "../compile_spec.ts";
import { configFolder } from "../secrets.ts";
import { fillRoles } from "./fill_roles.ts";
import type { FoundProcess, GoalPlace } from "./find_process.ts";
import { findProcess } from "./find_process.ts";
import { withApproval } from "./with_approval.ts";

/** Which process, and where. */
export interface GoalProcess extends GoalPlace {
  /** Its name, or the path of its file; absent: as a `loom.toml` says, else the general one. */
  readonly process?: string | undefined;
  /** When people are asked, in place of what the process says. */
  readonly approve?: Approval["policy"] | undefined;
}

/** What came of a process. */
export interface CompiledGoal {
  /** Present when there is no error. */
  readonly plan?: ProcessPlan;
  /** Errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** The folder it stands in: its scripts run there. */
  readonly home: string;
  /** Its file; absent where Loom brings it along and lies in no files. */
  readonly file?: string;
}

/** Diagnostics that say that nobody is there to do something. */
const NO_MODEL: ReadonlySet<string> = new Set(["no-model", "no-model-for-process"]);

/**
 * Compiles the process for a goal. Roles that no model has go to one that is there. Throws a RangeError where there is no
 * such process, where it is none, and where there is no model at all.
 */
export async function compileGoal({ process, approve, ...place }: GoalProcess): Promise<CompiledGoal> {
  const found = await findProcess(process, place);
  if (!("source" in found)) return { diagnostics: found.diagnostics, home: place.at };
  const { world, hasModel } = await fillRoles(await worldFor(found, place));
  const { compile } = await import("../../compile/compile.ts"), { source, home, file } = found;
  const compiled = await compile(source, world), { plan } = compiled;
  const diagnostics = plan || hasModel ? compiled.diagnostics : withoutSequels(compiled.diagnostics, world);
  if (!plan && !hasModel && areOfModels(diagnostics)) throw new RangeError(NOBODY);
  if (plan && plan.kind !== "process") {
    throw new RangeError(
      `Cannot carry a goal out by \`${source.name}\`: it is of kind \`${plan.kind}\`; name a process, or start it with \`loom run\``,
    );
  }
  const known = { diagnostics, home, ...(file === undefined ? {} : { file }) };
  return plan ? { ...known, plan: approve === undefined ? plan : withApproval(plan, approve) } : known;
}

/** Without the lack of a model, where it comes from a `loom.toml` that cannot be read: that says so itself. */
function withoutSequels(diagnostics: readonly Diagnostic[], { defaults }: World): readonly Diagnostic[] {
  const names = new Set(defaults.map(({ name }) => name));
  const isBroken = diagnostics.some(({ severity, source }) => severity === "error" && names.has(source.name));
  return isBroken ? diagnostics.filter(({ code }) => !NO_MODEL.has(code)) : diagnostics;
}

/** Whether nothing else is wrong. */
function areOfModels(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.every(({ code, severity }) => severity !== "error" || NO_MODEL.has(code));
}

/**
 * The world of a process. Beside and above one that was named by its path its own settings hold first, then those of the
 * workspace, then those of where it is started, and what is the user's own last of all.
 */
async function worldFor(
  { source, home, byPath }: FoundProcess,
  { folder: project, workspace, at, tools }: GoalPlace,
): Promise<World> {
  const folder = resolve(project), handed = tools ? { tools } : {};
  const around = (home: string) => worldAt(source, { folder, home: resolve(home), ...handed });
  const own = await around(home), worlds = [...(byPath ? [own] : []), await around(workspace), await around(at)];
  const all = new Map(worlds.flatMap(({ defaults }) => defaults).map((one) => [one.name, one])).values().toArray();
  const isUsers = userSettings(), unread = new Set(worlds.flatMap(({ unread = [] }) => unread));
  return {
    ...own,
    defaults: [...all.filter((one) => !isUsers(one)), ...all.filter(isUsers)],
    unread: [...unread],
  };
}

/** Tells settings that hold for everything of a user. */
function userSettings(): (source: Source) => boolean {
  const paths = new Set(
    [join(configFolder(), "config.toml"), join(dotFolder(), "loom.toml")].map((path) => resolve(path)),
  );
  return ({ name }) => paths.has(resolve(name));
}

/** What to do where nobody is there to do anything. */
const NOBODY = `Cannot carry out a goal: no model is there that does what it is told. Write one into \`loom.toml\`:

  [models.main]
  use = "ollama/qwen3:14b"
  roles = ["planner", "executor", "verifier", "extractor"]

\`use\` may be any of ollama/…, openai/… and anthropic/…; several models may share the roles. \`loom init\` writes a
\`loom.toml\` with more to choose from, and \`loom models --check\` asks the servers for what it names`;
