/**
 * The functions of a library user as bodies of steps: what they are handed, what they book, what becomes of what they
 * give and throw.
 *
 * @module
 */
import type { Json } from "../../base/json.ts";
import { randomFor, seedFor } from "../../base/seeded.ts";
import { nameOfValue } from "../../plan/begin.ts";
import type { Booking, CallBody, Till } from "../../plan/mod.ts";
import type {
  Asked,
  AskedOf,
  CodeActs,
  ScoreResult,
  StepResult,
  StopResult,
  Told,
} from "../../kinds/refine_code/code.ts";
import type { HeldState } from "../../kinds/refine_code/state.ts";
import { dearer, less, NOTHING, stateAt } from "../../kinds/refine_code/state.ts";
import type { Scene } from "../own_program.ts";
import type { RefineContext, ScoredState } from "./context.ts";
import { decideStops } from "./decide_stops.ts";
import { History } from "./history.ts";
import type { Loop } from "./loop.ts";
import { Nest, within } from "./nest.ts";
import { StepPurse } from "./purse.ts";
import { reserveOf } from "./reserve_of.ts";
import { bookingOf } from "./spend.ts";
import { stored, typed } from "./state_shape.ts";
import { textOf } from "./text_of_state.ts";

/** One run of a loop. */
export interface LoopRun<S> {
  readonly loop: Loop<S>;
  readonly scene: Scene;
  /** The state it began with. */
  readonly start: Json;
  /** Takes steps that are over. */
  readonly told: (told: Told) => void;
}

/** What a function of the user is called with. */
interface Call<S> {
  readonly ctx: RefineContext<S>;
  readonly nest: Nest;
  readonly purse: StepPurse;
}

/** The functions of one run. */
export function actsOf<S>(run: LoopRun<S>): CodeActs {
  const { loop, scene, start, told } = run,
    { options, step } = loop,
    history = new History(),
    open = opener(run, history);
  const family = scene.run.parent?.run ?? scene.run.id, dearest = dearestIn(run);
  return {
    step: (asked) => async (signal, till): Promise<StepResult> => {
      const call = await open(asked, { signal, till }), before = stateAt(asked.state, asked.state.current.step, start);
      try {
        const { made, trouble } = await within(call.nest, async () => {
          const made: unknown = await step(typed(options.state, before), call.ctx);
          const kept = attempt(() => stored(made, `the state that step ${asked.round} gave`));
          const seen = kept.ok ? structuredClone(kept.value) : made;
          return { made: kept, trouble: await priced(loop, asked, { ...call, made: seen, till }) };
        });
        if (!made.ok) throw made.error;
        const state = made.value, isFit = attempt(() => typed(options.state, state)).ok;
        const parted = { state, spent: call.purse.booked, ...nesting(call.nest) };
        return { ...parted, trouble: isFit ? trouble : [...trouble, "parse"] };
      } finally {
        dearest.set(family, dearer(dearest.get(family) ?? NOTHING, call.purse.booked));
      }
    },
    amend: (what, asked) => amended(loop, what, { asked, open }),
    score: (asked) => async (signal, till): Promise<ScoreResult> => {
      const { ctx, nest, purse } = await open(asked, { signal, till });
      const score: unknown = await within(nest, () => options.score!(typed(options.state, asked.made), ctx));
      return { score: checkedScore(score, asked.round), spent: purse.booked, ...nesting(nest) };
    },
    decide: (asked) => async (signal, till): Promise<StopResult> => {
      const books = loop.code.stopReserve ? "charged" : "never";
      const { ctx, nest, purse } = await open(asked, { signal, till, books });
      const truths = await within(nest, () => decideStops({ loop, asked, ctx, start, history }));
      return { truths, spent: purse.booked };
    },
    reserve: (state) => reserveOf(loop, { start, state, seen: dearest.get(family) ?? NOTHING }),
    textOf,
    told,
  };
}

function nesting({ hasRun }: Nest): { readonly nests?: true } {
  return hasRun ? { nests: true } : {};
}

/** The dearest steps that were seen in a store. */
function dearestIn<S>({ loop: { dearest }, scene: { store } }: LoopRun<S>): Map<number, Booking> {
  const known = dearest.get(store) ?? new Map<number, Booking>();
  dearest.set(store, known);
  return known;
}

/** Opens the context of a function that is about to be called. */
type Opener<S> = (
  asked: Asked,
  engine: { readonly signal: AbortSignal; readonly till: Till; readonly books?: Books },
) => Promise<Call<S>>;

/** What becomes of what a function books: it is charged; it was charged before; it was said to be free. */
type Books = "charged" | "before" | "never";

function opener<S>({ loop, scene, start }: LoopRun<S>, history: History): Opener<S> {
  const { options: { state: shape } } = loop, { run } = scene;
  return async ({ key, round, attempt, reserve, state }, { signal, till, books = "charged" }) => {
    const purse = await StepPurse.open(scene, reserve), seed = seedFor(run.seed, key);
    const spend: RefineContext<S>["spend"] = (amount) => {
      const booking = bookingOf(amount, `what step ${round} costs`);
      if (books === "before") return;
      if (books === "never") {
        throw new RangeError(`Cannot book what the conditions cost after step ${round}: ask what costs in a \`judge\``);
      }
      till.spend(booking);
      purse.add(booking);
    };
    const nest = new Nest({ key, till, scene, spend, spentByOthers: purse.lookAgain });
    const held = (one: HeldState | null): ScoredState<S> | null =>
      one && { state: typed(shape, stateAt(state, one.step, start)), score: one.score, step: one.step };
    const { then = [] } = loop.code.stall ?? {}, rung = state.escalation === null ? undefined : then[state.escalation];
    let drawn = 0;
    const ctx: RefineContext<S> = {
      runId: run.name,
      step: round,
      attempt,
      signal,
      get budget() {
        return purse.now(state);
      },
      get history() {
        return history.of(state.log);
      },
      get best() {
        return held(state.best);
      },
      get last() {
        return held(state.last);
      },
      guidance: [...state.guidance],
      escalation: rung?.rung === "value" ? structuredClone(rung.value) as Json : null,
      seed,
      random: () => randomFor(seed, `${drawn++}`),
      spend: (amount) => nest.spend(amount),
    };
    return { ctx, nest, purse };
  };
}

/** Books what a step has cost by the state it gave. Where that cannot be told, its worst case stays charged. */
async function priced<S>(
  { options: { cost } }: Loop<S>,
  { reserve, round }: Asked,
  { ctx, purse, made, till }: Call<S> & { readonly made: unknown; readonly till: Till },
): Promise<readonly "cost"[]> {
  if (!cost) return [];
  try {
    const booking = bookingOf(await cost(made as S, ctx), `the cost of step ${round}`);
    till.spend(booking);
    purse.add(booking);
    return [];
  } catch {
    const worst = less(reserve, purse.booked);
    till.spend(worst);
    purse.add(worst);
    return ["cost"];
  }
}

/** Does once more what a step could not do, after its state is stored: what it throws is told then. */
function amended<S>(
  { options: { cost, state: shape } }: Loop<S>,
  what: "cost" | "parse",
  { asked, open }: { readonly asked: AskedOf; readonly open: Opener<S> },
): CallBody {
  return async (signal, till) => {
    const { made, round } = asked;
    if (what === "parse") return void typed(shape, made);
    const { ctx, nest } = await open(asked, { signal, till, books: "before" });
    bookingOf(await within(nest, () => cost!(structuredClone(made) as S, ctx)), `the cost of step ${round}`);
  };
}

function attempt<T>(
  work: () => T,
): { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown } {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return { ok: false, error };
  }
}

function checkedScore(score: unknown, round: number): number {
  if (typeof score === "number" && Number.isFinite(score)) return score;
  const found = nameOfValue(score);
  throw new RangeError(`Cannot score step ${round}: its score is ${found}; give a finite number`);
}
