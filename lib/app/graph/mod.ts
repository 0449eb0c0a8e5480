/**
 * Graphs of tasks in code.
 *
 * @module
 */
export type { GraphBuilder } from "./builder.ts";
export type { GraphOptions } from "./graph.ts";
export { graph } from "./graph.ts";
export type {
  AgentAnswer,
  AgentOptions,
  FunctionOptions,
  Needs,
  TaskContext,
  TaskFunction,
  TaskHandle,
  TaskOptions,
  ValuesOf,
} from "./options.ts";
