import type { Json } from "../base/json.ts";
import type { Conclusion, Definition, Program } from "../plan/mod.ts";

/** A library user's own durable program. */
export interface OwnProgram<I extends Json = Json, S = unknown, R = unknown> {
  /** Name and version, such as `fixer@1`: a run is only resumed by the program that began it. */
  readonly program: string;
  /** The body: from the input, or from the last committed state. */
  readonly body: (input: I, from: S | undefined) => Program<R>;
}

/** A library user's program, whatever it takes and gives. */
export type AnyProgram = OwnProgram<never, never, unknown>;

/**
 * Makes a generator function a durable program. It runs from the beginning, or from the last state it committed;
 * everything it does through effects is journaled and never done twice.
 *
 * @example Count to three, one durable step at a time
 * ```ts
 * import { call, commit, openLoom, program } from "@loom/loom";
 * import assert from "node:assert/strict";
 *
 * const count = program("count@1", function* (to: number, from?: { n: number }) {
 *   let state = from ?? { n: 0 };
 *   while (state.n < to) {
 *     state = { n: yield* call(`step/${state.n}`, () => state.n + 1) };
 *     yield* commit(state);
 *   }
 *   return state.n;
 * });
 *
 * using loom = await openLoom({ memory: true });
 * const run = await loom.start(count, { input: 3 });
 * assert.equal((await run.end).outputs, 3);
 * ```
 *
 * @param name Name and version, such as `count@1`; give it another version when a change replays differently.
 * @param body The program.
 */
export function program<I extends Json, S, R>(
  name: string,
  body: (input: I, from: S | undefined) => Program<R>,
): OwnProgram<I, S, R> {
  if (!/^[a-z][\w-]*@\d+$/i.test(name)) {
    throw new TypeError(`Cannot name a program \`${name}\`: write a name and a version, such as \`fixer@1\``);
  }
  return { program: name, body };
}

/** What the engine drives for a library user's program. */
export function definitionOf(own: OwnProgram, input: Json): Definition {
  return {
    program: own.program,
    begin: (from) => concluded(own, input, from),
    outputs: (state) => justState(state),
  };
}

/** A program of one's own is worth what it last committed. */
// deno-lint-ignore require-yield
function* justState(state: Json | undefined): Program<Json> {
  return state ?? null;
}

function* concluded(own: OwnProgram, input: Json, from: Json | undefined): Program<Conclusion> {
  const outputs = (yield* own.body(input, from)) ?? null;
  return { end: { kind: "done", reason: "the program returned", cause: "program" }, outputs: outputs as Json };
}
