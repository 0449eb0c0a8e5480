/**
 * The vocabularies everything above and below agrees on: plans, effects, outcomes, programs, entries of the journal.
 *
 * @module
 */
export * from "./codec.ts";
export * from "./definition.ts";
export * from "./effect.ts";
export * from "./emulation.ts";
export * from "./entry.ts";
export * from "./graph.ts";
export type * from "./jsonable.ts";
export * from "./model_facts.ts";
export * from "./outcome.ts";
export * from "./plan.ts";
export type * from "./process_plan.ts";
export * from "./program.ts";
export type * from "./prompt.ts";
export type * from "./refine_plan.ts";
export type * from "./told.ts";
export type * from "./told_process.ts";
export type * from "./tool_facts.ts";
export * from "./sampling.ts";
export * from "./tuning.ts";
