import { resolve } from "node:path";
import type { JsonObject } from "../base/json.ts";
import type { Plan, ProcessPlan } from "../plan/mod.ts";
import type { Store } from "../store/store.ts";
import { projectFolder } from "./database.ts";
import type { CodePlace } from "./own_program.ts";
import type { Rendering } from "./render_template.ts";
import type { Setup } from "./setup.ts";

/** What a new run is given. */
export interface Beginning {
  /** Absent for a program of a library user. */
  readonly plan: Plan | undefined;
  readonly seed: number;
  readonly inputs: JsonObject;
  /** Name of the run; of a child run: of its parent. */
  readonly name: string;
  /** The project folder. Default: that of the current one. */
  readonly folder?: string | undefined;
  /** The folder the spec stands in. Default: the project folder. */
  readonly home?: string | undefined;
  /** The folder to work in. Default: as a plan says, else the project folder. */
  readonly workspace?: string | undefined;
  /** The file the plan was compiled from. */
  readonly spec?: string | undefined;
  /** Where its program was made. */
  readonly code?: CodePlace | undefined;
}

/** What a new run keeps for good. Makes the document of a plan, or finds the node it goes on from. */
export async function newSetup(store: Store, beginning: Beginning): Promise<Setup> {
  const { plan, seed, inputs, name, home, spec, code } = beginning,
    folder = beginning.folder ?? projectFolder(Deno.cwd());
  const setup: Setup = {
    inputs,
    document: name,
    node: null,
    run: { name, date: today() },
    folder,
    home: home ?? folder,
    ...workspaceOf(beginning, folder),
    spec: spec ?? null,
    ...(code ? { code } : {}),
  };
  if (!plan) return setup;
  if (plan.kind === "process") return { ...setup, ...await hintsOf(store, { plan, setup, seed }) };
  const { startingPoint } = await import("./starting_point.ts");
  return await startingPoint(store, { plan, setup, seed });
}

/** What earlier runs have shown; a goal that cannot be told yet is a matter of the run. */
async function hintsOf(
  store: Store,
  rendering: Rendering & { readonly plan: ProcessPlan },
): Promise<Pick<Setup, "hints">> {
  const { hintsFor } = await import("./learned/hints.ts"), { renderTemplate } = await import("./render_template.ts");
  const { plan } = rendering, goal = await renderTemplate(plan.goal ?? "", rendering).catch(() => "");
  const hints = await hintsFor(store, { plan, goal });
  return hints.length === 0 ? {} : { hints };
}

/** The folder that is asked for, or the one that the plan names, from the project folder. */
function workspaceOf({ plan, workspace }: Beginning, folder: string): Pick<Setup, "workspace"> {
  const own = plan?.kind === "process" ? plan.workspace : undefined;
  if (workspace !== undefined) return { workspace: resolve(workspace) };
  return own === undefined ? {} : { workspace: resolve(folder, own) };
}

/** The day as the calendar of this machine has it, like all times that are shown. */
function today(): string {
  const now = new Date(), two = (n: number) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** As the store keeps it. */
export function storedSetup(setup: Setup): JsonObject {
  return setup as unknown as JsonObject;
}
