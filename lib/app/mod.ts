/**
 * What the library offers: opening a loom, compiling specs, programs of one's own.
 *
 * @module
 */
export type { ModelOrigin, Origin, PartOrigin, RoleHolder } from "../compile/origin.ts";
export type { CompiledSpec, CompileOptions } from "./compile_spec.ts";
export { compile } from "./compile_spec.ts";
export type { ListedChange } from "./changes/list_changes.ts";
export type { UndoneRun, UndoOptions } from "./changes/undo_run.ts";
export type { GcOptions } from "./gc_options.ts";
export type { GcReport, RemovedRun, StayingRun } from "./gc_report.ts";
export { GoalError } from "./goal/goal_error.ts";
export type { GoalOptions } from "./goal/goal_options.ts";
export type { Loom } from "./loom.ts";
export { openLoom } from "./loom.ts";
export type {
  BudgetOptions,
  LoomOptions,
  LoomTool,
  OwnStartOptions,
  StartArguments,
  StartOptions,
} from "./loom_options.ts";
export * from "./graph/mod.ts";
export * from "./processes/mod.ts";
export type { ForkOptions, ResumeOptions } from "./resume_options.ts";
export type { Unheard } from "./observer.ts";
export type { AnyProgram, CodePlace, OwnProgram, Scene, StagedProgram } from "./own_program.ts";
export { program } from "./own_program.ts";
export * from "./refine/mod.ts";
export type { RenderOptions } from "./render_diagnostics.ts";
export { renderDiagnostics } from "./render_diagnostics.ts";
export type { RunEnd, RunHandle } from "./run_handle.ts";
export type { Picked, TuneSettings } from "./steer.ts";
export type { Unsaved } from "./saver.ts";
export { InputError } from "./setup.ts";
export { SecretError } from "./secrets.ts";
export { SaveError } from "./save_text.ts";
export { RunLocked } from "../engine/host.ts";
export { ReplayMismatch } from "../engine/replay.ts";
export type { RetryPolicy, RunEvent } from "../engine/world.ts";
export type { WorkspaceOptions, WorkspaceTools } from "./workspace_tools.ts";
export { ToolError, workspaceTools } from "./workspace_tools.ts";
