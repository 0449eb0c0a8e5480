/**
 * Programs: generators that yield what they want and get back what happened (K1–K4). Nothing here runs anything.
 *
 * @module
 */
import { formatDuration } from "../base/duration.ts";
import type { Json, JsonObject } from "../base/json.ts";
import { begin, nameOfValue } from "./begin.ts";
import type { Call, Effect, Limits } from "./effect.ts";
import type { Booking } from "./entry.ts";
import type { Jsonable } from "./jsonable.ts";
import type { TextRef } from "./prompt.ts";
import type { ChildEnd, Outcome, OutcomeOf } from "./outcome.ts";

/** A program of a run, or a part of one. */
export type Program<T> = Generator<Instruction, T, unknown>;

/** A program that has not been started. */
export type Start<T> = () => Program<T>;

/** A running part of a program. Its result is taken with {@link join}. */
export interface Fiber<T> {
  /** Its number in the program. */
  readonly id: number;
  /** Never present: carries the result's type. */
  readonly result?: T;
}

/** The function of a `call`, which the journal never sees. */
export type CallBody = (signal: AbortSignal, till: Till) => unknown;

/** What a step costs: nano-dollars, tokens, model calls. */
export type Spent = Partial<Booking>;

/** A program that a step starts and waits for. */
export interface Errand {
  /** Tells it from others of the same step: the same key is the same run, also after a kill. */
  readonly key: string;
  /** Name of a program that was handed to the loom, or of an import of the plan. */
  readonly program: string;
  /** What it is given. */
  readonly inputs: JsonObject;
  /** A budget of its own, inside those of its ancestors. */
  readonly budget?: Limits;
}

/** Where a step books what it costs, and through which it starts other runs. */
export interface Till {
  /** Adds to what the step has cost so far. Throws for amounts that are none, and in a step that is not metered. */
  spend(amount: Spent): void;
  /**
   * Runs a program as a child: it spends the budgets of this run and of all above it. When one of those is used up or
   * the run is to rest, this never comes back: the step is given up, and asked again when the run goes on.
   */
  run(errand: Errand): Promise<ChildEnd>;
}

/** What a program yields: an effect, or a word to the scheduler. */
export type Instruction =
  | {
    readonly say: "perform";
    readonly effect: Effect;
    /** The function of a `call`. */
    readonly body?: CallBody;
    /** What a `worked` is about. */
    readonly of?: Fiber<unknown>;
  }
  | { readonly say: "fork"; readonly start: Start<unknown>; readonly watched?: boolean }
  | { readonly say: "next" }
  | { readonly say: "join"; readonly fiber: Fiber<unknown> }
  | { readonly say: "race"; readonly fibers: readonly Fiber<unknown>[] }
  | { readonly say: "cancel"; readonly fiber: Fiber<unknown> }
  | { readonly say: "commit"; readonly state: unknown }
  | { readonly say: "take"; readonly key: string }
  | { readonly say: "read"; readonly text: TextRef; readonly alone?: boolean };

/** Performs an effect and gives its outcome; failures are values. */
export function* perform<E extends Effect>(effect: E): Program<OutcomeOf<E>> {
  return (yield { say: "perform", effect }) as OutcomeOf<E>;
}

/** An effect failed where the program needed its value; ends the run as `failed` unless caught. */
export class EffectFailed extends Error {
  /** Tells it from other errors. */
  override readonly name = "EffectFailed";
  /** Key of the step. */
  readonly key: string;
  /** Code of the failure. */
  readonly code: string;

  /** Says which step failed and why. */
  constructor(key: string, code: string, message: string) {
    super(message);
    this.key = key;
    this.code = code;
  }
}

/** Performs an effect and gives its value; throws {@link EffectFailed} into the program when there is none. */
export function* demand<E extends Effect>(effect: E): Program<Extract<OutcomeOf<E>, { type: "value" }>["value"]> {
  const outcome = (yield { say: "perform", effect }) as Outcome<Extract<OutcomeOf<E>, { type: "value" }>["value"]>;
  if (outcome.type === "value") return outcome.value;
  if (outcome.type === "failed") throw new EffectFailed(effect.key, outcome.failure.code, outcome.failure.message);
  throw new EffectFailed(effect.key, "unparsed", outcome.problem);
}

/**
 * Runs a function of yours as one durable step: once its result is committed, a resume gets the result and the
 * function is not called again. `input` names what the result depends on; the step is refused on resume if it changed.
 * A function that returns nothing gives `null`.
 */
export function call<T extends void, I extends Jsonable<I> = null>(
  key: string,
  body: (signal: AbortSignal) => T | Promise<T>,
  input?: I,
): Program<[T] extends [never] ? never : null>;
/** One whose result is any JSON. */
export function call<T extends Json, I extends Jsonable<I> = null>(
  key: string,
  body: (signal: AbortSignal) => T | Promise<T>,
  input?: I,
): Program<T>;
/** One whose result is an interface, whose fields are JSON. */
export function call<T extends Jsonable<T>, I extends Jsonable<I> = null>(
  key: string,
  body: (signal: AbortSignal) => T | Promise<T>,
  input?: I,
): Program<T>;
export function* call(key: string, body: CallBody, input: unknown = null): Program<unknown> {
  const effect: Call = { do: "call", key, input: input as Json };
  const outcome = (yield { say: "perform", effect, body }) as Outcome<unknown>;
  if (outcome.type === "value") return outcome.value;
  throw new EffectFailed(
    key,
    outcome.type === "failed" ? outcome.failure.code : "unparsed",
    outcome.type === "failed" ? outcome.failure.message : outcome.problem,
  );
}

/** What a {@link metered} step depends on, and the most it may cost. */
export interface Metering<I> {
  /** What the result depends on: the step is refused on resume if it changed. Default `null`. */
  readonly input?: I;
  /** The worst case: set aside before the step begins, in every budget it spends; what is left of it is given back. */
  readonly reserve: Spent;
}

/**
 * Runs a function of yours as one durable step that costs something: the worst case is reserved before it begins, and what
 * it books on its {@link Till} is charged with its result. A step that books nothing costs nothing when it comes to a
 * result. One that throws is charged what it has booked, and its reservation where that is nothing; of one that is killed,
 * the reservation stays taken.
 */
export function* metered<T, I extends Jsonable<I> = null>(
  key: string,
  body: (signal: AbortSignal, till: Till) => T | Promise<T>,
  { input, reserve }: Metering<I>,
): Program<Outcome<T>> {
  const { usd = 0, tokens = 0, calls = 0 } = reserve;
  const effect: Call = { do: "call", key, input: (input ?? null) as Json, reserve: { usd, tokens, calls } };
  return (yield { say: "perform", effect, body }) as Outcome<T>;
}

/** Starts a program beside this one. It ends with its parent at the latest. */
export function* fork<T>(start: Start<T>): Program<Fiber<T>> {
  return (yield { say: "fork", start }) as Fiber<T>;
}

/** Starts a program beside this one whose end is told by {@link next}. */
export function* watch<T>(start: Start<T>): Program<Fiber<T>> {
  return (yield { say: "fork", start, watched: true }) as Fiber<T>;
}

/**
 * Waits for the next end of a fiber that this one has started with {@link watch}, and gives that fiber: {@link join} it for
 * what it came to. Each end is told once, in the order of the journal. One that is cancelled is not told.
 */
export function* next(): Program<Fiber<unknown>> {
  return (yield { say: "next" }) as Fiber<unknown>;
}

/** Waits for a fiber and gives its result, or throws what it threw. */
export function* join<T>(fiber: Fiber<T>): Program<T> {
  return (yield { say: "join", fiber }) as T;
}

/** Cancels a fiber and all it started; what its calls still cost is settled. */
export function* cancel(fiber: Fiber<unknown>): Program<void> {
  yield { say: "cancel", fiber };
}

/** Waits for the first of several programs to end, cancels the others; journal order decides. */
export function* race<T>(starts: readonly Start<T>[]): Program<T> {
  const fibers: Fiber<T>[] = [];
  for (const start of starts) fibers.push(yield* fork(start));
  return (yield { say: "race", fibers }) as T;
}

/** How long a program may work. */
export interface WorkLimit {
  /** Base of the key of the step that waits for that. */
  readonly key: string;
  /** Milliseconds. */
  readonly duration: number;
  /** What takes so long, in the words of the failure. Default: it. */
  readonly what?: string;
}

/**
 * Runs a program that may work for so long. Its time stands still while nothing is done for it: while people are asked,
 * while timers run, and while nobody drives the run. What it has worked in earlier lives of the run counts,
 * up to the last row of its steps in each: what was cut off after that is made anew and takes its time again.
 *
 * @throws {EffectFailed} with the code `timeout` when its time is over: everything that it had in the air is given up.
 */
export function* within<T>({ key, duration, what = "it" }: WorkLimit, start: Start<T>): Program<T> {
  const working = yield* fork(start);
  const late = yield* fork(function* (): Program<never> {
    yield { say: "perform", effect: { do: "worked", key: `${key}/timeout`, duration }, of: working };
    throw new EffectFailed(key, "timeout", `${what} took longer than ${formatDuration(duration)}`);
  });
  return (yield { say: "race", fibers: [working, late] }) as T;
}

/**
 * Runs programs side by side and gives their results in order. With a `width`, at most that many run at a time,
 * and each starts the moment there is room.
 *
 * @throws {RangeError} for a width that lets nothing run.
 */
export function* all<T>(starts: readonly Start<T>[], options: { readonly width?: number } = {}): Program<T[]> {
  const { width = Infinity } = options;
  if (!(width >= 1) || (width !== Infinity && !Number.isInteger(width))) {
    throw new RangeError(
      `Cannot run programs side by side: \`width\` is ${nameOfValue(width)}; give a whole number from 1 on`,
    );
  }
  const results = new Array<T>(starts.length);
  let next = 0;
  function* lane(): Program<void> {
    while (next < starts.length) {
      const i = next++;
      results[i] = yield* begin(starts[i]!);
    }
  }
  const lanes: Fiber<void>[] = [];
  for (let i = 0; i < Math.min(width, starts.length); i++) lanes.push(yield* fork(lane));
  try {
    for (const fiber of lanes) yield* join(fiber);
  } catch (error) {
    for (const fiber of lanes) yield* cancel(fiber);
    throw error;
  }
  return results;
}

/** The loop cursor: a resume starts from here. Only in the root fiber, with no other fiber alive. */
export function* commit(state: unknown): Program<void> {
  yield { say: "commit", state };
}

/** Takes what people sent the run since the last take: journaled once, an empty take costs nothing. Root fiber only. */
export function* take(key: string): Program<readonly Json[]> {
  return (yield { say: "take", key }) as readonly Json[];
}

/** The text of a node alone. Free and unjournaled, as {@link read}. */
export function* readNode(text: TextRef): Program<string> {
  return (yield { say: "read", text, alone: true }) as string;
}

/** The whole text that ends at a node. Free and unjournaled: a node's text never changes. */
export function* read(text: TextRef): Program<string> {
  return (yield { say: "read", text }) as string;
}
