/**
 * Loom runs loops over language models and loses nothing: programs are generators, everything they do is journaled in a
 * libSQL database, a committed result is never bought again, and no budget is ever passed.
 *
 * Five things to do with it: compile and run a spec, carry a goal out with `loom.do`, make a loop of a function of your
 * own, write a durable program, look at what happened.
 *
 * @example Run a spec
 * ```ts
 * import { compile, openLoom } from "@loom/loom";
 * import assert from "node:assert/strict";
 *
 * const { plan, diagnostics } = await compile(`
 * loom: 1
 * kind: autoloom
 * name: tiny
 * models: {base: {use: ngram/builtin}}
 * start: The lamp went out at four, and nobody
 * expand: {model: base, width: 2, max_tokens: 8}
 * grade: {by: novelty(candidate.text)}
 * stop: {depth: 2}
 * `);
 * assert.deepEqual(diagnostics, []);
 *
 * using loom = await openLoom({ memory: true });
 * const run = await loom.start(plan!);
 * const end = await run.end;
 * assert.equal(end.kind, "done");
 * ```
 *
 * @example A loop over a function
 * ```ts
 * import { memoryStore, plateau, refine } from "@loom/loom";
 * import assert from "node:assert/strict";
 *
 * const fix = refine<string>({
 *   budget: { iterations: 25 },
 *   converge: plateau({ patience: 2 }),
 *   score: (text) => Math.min(text.length, 12),
 *   store: memoryStore(),
 * }, async (text) => `${text} more`);
 *
 * const end = await fix("some");
 * assert.deepEqual([end.kind, end.best?.score], ["converged", 12]);
 * ```
 *
 * @example A durable program
 * ```ts
 * import { call, commit, openLoom, program } from "@loom/loom";
 * import assert from "node:assert/strict";
 *
 * const double = program("double@1", function* (times: number, from?: { n: number; value: number }) {
 *   let state = from ?? { n: 0, value: 1 };
 *   while (state.n < times) {
 *     const value = yield* call(`double/${state.n}`, () => state.value * 2);
 *     state = { n: state.n + 1, value };
 *     yield* commit(state);
 *   }
 *   return state.value;
 * });
 *
 * using loom = await openLoom({ memory: true });
 * const run = await loom.start(double, { input: 10 });
 * assert.equal((await run.end).outputs, 1024);
 * ```
 *
 * @module
 */
export * from "./lib/app/mod.ts";
export type { Json, JsonObject } from "./lib/base/json.ts";
export { NotJson } from "./lib/base/json.ts";
export * from "./lib/models/mod.ts";
export type { UndoResult } from "./lib/tools/changes/undo_changes.ts";
export type { UndoConflict } from "./lib/tools/changes/plan_undo.ts";
export type { Change, Loss, Made, Spared } from "./lib/tools/tool.ts";
export * from "./lib/plan/mod.ts";
export type {
  ChangeStore,
  Compacted,
  LearnedStore,
  Lease,
  Ledger,
  Loaded,
  Message as InboxMessage,
  NewChange,
  NewGuard,
  NewNode,
  NewPattern,
  NewPlan,
  NewRun,
  OpenIntent,
  Pattern,
  PatternFilter,
  Projection,
  Purse,
  Removal,
  RunFilter,
  RunHead,
  Store,
  StoredChange,
  StoredGuard,
  StoreFailure,
  Swept,
  Turn,
  TurnCalls,
  TurnRange,
  TurnRole,
  TurnSearch,
  TurnStore,
  Wall,
  Weight,
  Write,
} from "./lib/store/store.ts";
export { fenced, LAST_SEQ, StoreError } from "./lib/store/store.ts";
export { memoryStore } from "./lib/store/memory_store.ts";
export type { Diagnostic, Severity } from "./lib/text/diagnostic.ts";
export type { Source, Span } from "./lib/text/source.ts";
export * from "./lib/tree/tree.ts";
