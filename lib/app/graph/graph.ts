/**
 * Graphs of tasks in code: the same engine, journal and budgets as a spec of kind `process`.
 *
 * @module
 */
import type { Json } from "../../base/json.ts";
import { runGraph } from "../../kinds/process/schedule.ts";
import { nameOfValue } from "../../plan/begin.ts";
import type { Conclusion, Definition, Jsonable, Program } from "../../plan/mod.ts";
import type { OwnProgram, Scene, StagedProgram } from "../own_program.ts";
import { checkOwn } from "../own_program.ts";
import { placeOfCaller } from "../refine/place.ts";
import type { GraphBuilder, Node } from "./builder.ts";
import { Builder } from "./builder.ts";
import type { Needs, ValuesOf } from "./options.ts";
import type { Carrying, NodeOutcome } from "./perform_node.ts";
import { performNode } from "./perform_node.ts";

/** How a graph is run. */
export interface GraphOptions {
  /** Tasks at a time. Default: as many as may begin. */
  readonly width?: number;
}

/**
 * Makes a durable program of a graph of tasks. Tasks are functions, agents, or loops of `refine` that a function calls; a
 * task begins the moment all that it needs is done. Every task is a durable step under the budget of the run: once its
 * value is committed it is never done again.
 *
 * @example Two tasks side by side, and one that needs both
 * ```ts
 * import { graph, openLoom } from "@loom/loom";
 * import assert from "node:assert/strict";
 *
 * const sum = graph("sum@1", (g, input: { to: number }) => {
 *   const odd = g.task("odd", {}, () => input.to - 1);
 *   const even = g.task("even", { attempts: 3 }, async () => input.to);
 *   const total = g.task("total", { needs: { odd, even } }, ({ odd, even }) => odd + even);
 *   return { total };
 * });
 *
 * using loom = await openLoom({ memory: true });
 * const run = await loom.start(sum, { input: { to: 4 }, budget: { usd: 1 } });
 * assert.deepEqual((await run.end).outputs, { total: 7 });
 * ```
 *
 * @param name Name and version, such as `release@1`; give it another version when a change replays differently.
 * @param build Takes down the tasks, and gives those whose values the run is worth. It is called again on each resume, so it
 * must take down the same for the same input.
 */
export function graph<O extends Needs, I extends Jsonable<I> | void = void>(
  name: string,
  build: (g: GraphBuilder, input: I) => O,
  { width }: GraphOptions = {},
): OwnProgram<I, unknown, ValuesOf<O>> {
  if (width !== undefined && (!Number.isSafeInteger(width) || width < 1)) {
    const found = nameOfValue(width);
    throw new RangeError(`Cannot make the graph \`${name}\`: \`width\` is ${found}; give a whole number from 1 on`);
  }
  checkOwn({ program: name, body: build });
  const apart = new RangeError(`Cannot run \`${name}\` as a part of another program: start it with \`loom.start\``);
  const code = placeOfCaller(name);
  const own: StagedProgram = {
    program: name,
    // A program has to be given an input where its function names one.
    body: build.length > 1 ? (_input: unknown) => refused(apart) : () => refused(apart),
    define: (input, scene) => definition(name, { build: () => drawn(build as Build, input), scene, width }),
    ...(code ? { code } : {}),
  };
  return own as unknown as OwnProgram<I, unknown, ValuesOf<O>>;
}

// deno-lint-ignore require-yield
function* refused(error: Error): Program<never> {
  throw error;
}

interface Drawn {
  readonly nodes: readonly Node[];
  readonly worth: Needs;
}

type Build = (g: GraphBuilder, input: unknown) => Needs;

function drawn(build: Build, input: unknown): Drawn {
  const builder = new Builder(), worth: Needs = build(builder, structuredClone(input)) ?? {};
  const lost = Object.values(worth).find((handle) => !builder.has(handle));
  if (lost) throw new RangeError(`Cannot run the graph: \`${lost.name}\`, which it gives, is no task of it`);
  return { nodes: builder.nodes, worth };
}

interface Drawing {
  readonly build: () => Drawn;
  readonly scene: Scene;
  readonly width: number | undefined;
}

function definition(program: string, { build, scene, width }: Drawing): Definition {
  const carrying: Carrying = { scene, values: new Map() };
  let worth: Needs = {};
  return {
    program,
    *begin(): Program<Conclusion> {
      const drawn = build();
      worth = drawn.worth;
      return yield* carryOut(carrying, drawn, width);
    },
    // deno-lint-ignore require-yield
    *outputs() {
      return outputsOf(carrying, worth);
    },
  };
}

type Failed = { readonly name: string; readonly end: NodeOutcome & { readonly is: "failed" } };

function* carryOut(carrying: Carrying, { nodes, worth }: Drawn, width: number | undefined): Program<Conclusion> {
  const { ends, waiting, givenUp } = yield* runGraph<Node, NodeOutcome>({
    nodes,
    ...(width === undefined ? {} : { width }),
    begin: (node) => performNode(carrying, node),
    skipped: () => ({ is: "skipped" }),
    *ended(node, { is }) {
      return is === "failed" && node.options.critical ? { then: "stop" } : { then: "go on" };
    },
  });
  const failed = [...ends].flatMap(([name, end]): Failed[] => end.is === "failed" ? [{ name, end }] : []),
    first = failed[0];
  const outputs = outputsOf(carrying, worth);
  if (!first) {
    const left = [...ends.values()].filter(({ is }) => is === "skipped").length, done = ends.size - left;
    const reason = `${done} ${done === 1 ? "task is" : "tasks are"} done${left > 0 ? `, ${left} left out` : ""}`;
    return { end: { kind: "done", cause: "tasks", reason }, outputs };
  }
  const { end: { step, code, why } } = first, never = waiting.map(({ name }) => `\`${name}\``);
  const more = [
    ...(failed.length > 1 ? [`${failed.length - 1} more failed`] : []),
    ...(givenUp.length > 0 ? [`${givenUp.map(({ name }) => `\`${name}\``).join(", ")} given up`] : []),
    ...(never.length > 0 ? [`${never.length > 5 ? `${never.length} tasks` : never.join(", ")} never began`] : []),
  ];
  const reason = [`the task \`${first.name}\` failed: ${why}`, ...more].join("; "), failure = { code, message: why };
  return { end: { kind: "failed", cause: step, reason, failure, again: failed.map(({ end }) => end.over) }, outputs };
}

function outputsOf({ values }: Carrying, worth: Needs): Json {
  return Object.fromEntries(Object.entries(worth).map(([key, { name }]) => [key, values.get(name) ?? null]));
}
