import type { Json } from "../base/json.ts";
import { asProgram, nameOfValue } from "../plan/begin.ts";
import type { Conclusion, Definition, Jsonable, PlanModel, PlanTool, Program } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";

/** A library user's own durable program. */
export interface OwnProgram<I = Json, S = unknown, R = unknown> {
  /** Name and version, such as `fixer@1`: a run is only resumed by the program that began it. */
  readonly program: string;
  /** The body: from the input, or from the last committed state. */
  readonly body: (input: I, from: S | undefined) => Program<R>;
  /** Where it was made; a run keeps it, so that people know what goes on with it. */
  readonly code?: CodePlace;
}

/** Where in the source something was made. */
export interface CodePlace {
  /** Path of the file; of a module that is no file, its URL. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What it is called. */
  readonly name: string;
}

/** What a program that knows of its run is driven in. */
export interface Scene {
  /** The run. */
  readonly run: RunHead;
  /** Where it is kept. */
  readonly store: Store;
  /** Models that were handed to the loom, as a plan holds them. */
  readonly models: { readonly [name: string]: PlanModel };
  /** Tools that were handed to the loom, as a plan holds them. */
  readonly tools: { readonly [name: string]: PlanTool };
  /** Takes programs of runs inside it. */
  readonly programs: {
    /** The run of this key is of this program, until the result is called: others of its name may be another. */
    addChild(place: { readonly parent: number; readonly key: string }, own: AnyProgram): () => void;
  };
}

/** A program that comes to ends of its own, and knows of the run that it is driven for. */
export interface StagedProgram extends OwnProgram {
  /** What the engine drives. */
  readonly define: (input: Json, scene: Scene) => Definition;
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
export function program<R>(name: string, body: () => Program<R>): OwnProgram<void, unknown, R>;
/** One that takes an input: any JSON. */
export function program<I extends Json, S, R>(
  name: string,
  body: (input: I, from: S | undefined) => Program<R>,
): OwnProgram<I, S, R>;
/** One that takes an interface, whose fields are JSON. */
export function program<I extends Jsonable<I>, S, R>(
  name: string,
  body: (input: I, from: S | undefined) => Program<R>,
): OwnProgram<I, S, R>;
export function program(name: string, body: OwnProgram<unknown>["body"]): OwnProgram<unknown> {
  const own: OwnProgram<unknown> = { program: name, body };
  checkOwn(own);
  return own;
}

/** Throws a TypeError for what is no program of a library user. */
export function checkOwn({ program: name, body }: { readonly program: unknown; readonly body: unknown }): void {
  if (typeof name !== "string" || !/^[a-z][\w-]*@\d+$/i.test(name)) {
    const found = nameOfValue(name);
    throw new TypeError(`Cannot name a program ${found}: write a name and a version, such as \`fixer@1\``);
  }
  const kind = Object.prototype.toString.call(body).slice(8, -1), problem = PROBLEMS[kind];
  if (typeof body === "function" && problem === undefined) return;
  const found = problem ?? nameOfValue(body);
  throw new TypeError(
    `Cannot make the program \`${name}\` of ${found}: give a \`function*\`, which waits with \`yield* call("key", async () => …)\``,
  );
}

const PROBLEMS: { readonly [kind: string]: string } = {
  AsyncFunction: "an async function",
  AsyncGeneratorFunction: "an async generator function",
};

/** Whether a program has to be given an input: its function names one. */
export function takesInput({ body }: AnyProgram): boolean {
  return body.length > 0;
}

/** What the engine drives for a library user's program. */
export function definitionOf(own: OwnProgram | StagedProgram, input: Json, scene?: Scene): Definition {
  if ("define" in own && scene) return own.define(input, scene);
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
  const outputs = (yield* asProgram(own.body(input, from))) ?? null;
  return { end: { kind: "done", reason: "the program returned", cause: "program" }, outputs: outputs as Json };
}
