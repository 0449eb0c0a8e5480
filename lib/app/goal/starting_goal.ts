/**
 * From a goal to what a run of it is started with.
 *
 * @module
 */
import { resolve } from "node:path";
import type { ProcessPlan } from "../../plan/mod.ts";
import { checkGoalOptions } from "../check_options.ts";
import { projectFolder } from "../database.ts";
import type { LoomOptions, StartOptions } from "../loom_options.ts";
import { compileGoal } from "./compile_goal.ts";
import { GoalError } from "./goal_error.ts";
import { goalInputs } from "./goal_inputs.ts";
import type { GoalOptions } from "./goal_options.ts";
import { workspaceFolder } from "./workspace_folder.ts";

/** What a run is started with. */
export interface StartingGoal {
  /** Its plan. */
  readonly plan: ProcessPlan;
  /** Its inputs, where it works, and how else it is started. */
  readonly start: StartOptions;
}

/** Finds and compiles the process for a goal. Throws a GoalError, and a RangeError for what is not there. */
export async function startingGoal(
  goal: string,
  given: GoalOptions,
  loom: Pick<LoomOptions, "folder" | "tools">,
): Promise<StartingGoal> {
  checkGoalOptions(goal, given);
  const { process, context, approve, ...options } = given;
  const folder = loom.folder === undefined ? projectFolder(Deno.cwd()) : resolve(loom.folder), { tools } = loom;
  const named = options.workspace === undefined ? undefined : resolve(options.workspace);
  const workspace = await workspaceFolder(named, { folder, at: folder });
  const place = { folder, workspace, at: folder, ...(tools ? { tools } : {}) };
  const { plan, home, diagnostics } = await compileGoal({ process, approve, ...place });
  if (!plan) throw new GoalError(diagnostics);
  return { plan, start: { ...options, home, workspace, inputs: goalInputs(plan, { goal, context }) } };
}
