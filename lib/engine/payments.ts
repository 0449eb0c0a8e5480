/**
 * Paid calls: no call without a reservation that the database has accepted (E1, E4). A refused one waits until a
 * neighbour settles, for reservations are worst cases; with no neighbour in the air it is cut to what is affordable,
 * and below a floor the budget is used up.
 *
 * @module
 */
import type { Booking, Call, Dimension, Entry } from "../plan/mod.ts";
import type { Purse } from "../store/store.ts";
import type { Deck } from "./deck.ts";
import type { Flight, Landed } from "./flight.ts";
import { stepName } from "./flight.ts";
import { leftOf, weaveOf } from "./launch.ts";
import type { CallOptions, Paidback } from "./call_model.ts";
import type { PaidCall, Prepared } from "./paid.ts";
import { prepare } from "./paid.ts";
import { prepareStep } from "./paid_step.ts";
import { failureOf, isTrouble, judge } from "./retry.ts";
import type { StepTill } from "./till.ts";

/** Fewer generated tokens than this are not worth a call. */
const FLOOR = 16;
/** After so many calls that are too dear, those behind them are not looked at. */
const MISSES = 32;
/** How often a cut reservation is tried when others spend the same budget. */
const CUTS = 8;

/** A limit that was reached, and whose it is. */
export interface UsedUp {
  readonly run: number;
  readonly dimension: Dimension;
  readonly limit: number;
  readonly used: number;
}

/** A flight and the most it may generate. */
interface Asked {
  readonly flight: Flight;
  readonly prepared: Prepared;
  readonly output: number;
}

/** The paid flights of one driver that have no reservation yet. */
export class Payments {
  readonly #deck: Deck;
  readonly #open: (flight: Flight) => StepTill;
  readonly #parked = new Set<Flight>();
  /** Something was refused: what is left is looked at before more is asked for. */
  #isTight = false;

  /** `open` opens a till for an attempt of a user's function. */
  constructor(deck: Deck, open: (flight: Flight) => StepTill) {
    this.#deck = deck;
    this.#open = open;
  }

  /** Whether calls wait for money. */
  get waiting(): boolean {
    return this.#parked.size > 0;
  }

  /** Takes a flight; it is paid for at the next {@link pay}. */
  park(flight: Flight): void {
    this.#parked.add(flight);
  }

  /** Forgets a flight nobody waits for. */
  forget(flight: Flight): void {
    this.#parked.delete(flight);
  }

  /** Reserves for all that wait and starts those that may; says when the budget is used up. */
  async pay(): Promise<UsedUp | undefined> {
    await this.#prepareAll();
    const ready = [...this.#parked].flatMap((flight): Asked[] => {
      const { prepared } = flight;
      return prepared ? [{ flight, prepared, output: prepared.output }] : [];
    });
    if (ready.length === 0) return undefined;
    await this.#reserve(this.#isTight ? await this.#fitting(ready) : ready);
    this.#isTight = this.#parked.size > 0;
    const first = ready.find(({ flight }) => this.#parked.has(flight));
    return first && this.#deck.family.paid === 0 ? await this.#cut(first) : undefined;
  }

  async #prepareAll(): Promise<void> {
    const { texts, world, land, crash } = this.#deck;
    await Promise.all(
      [...this.#parked].filter(({ prepared }) => !prepared).map(async (flight) => {
        try {
          const effect = flight.effect as PaidCall | Call;
          if (effect.do === "generate" && effect.weave) await texts.place(effect.weave);
          flight.prepared = effect.do === "call"
            ? prepareStep(flight, () => this.#open(flight))
            : await prepare(effect, texts, (name) => world.model(name));
        } catch (error) {
          if (isTrouble(error)) return crash(error);
          this.forget(flight);
          land({ landed: "outcome", flight, outcome: { type: "failed", failure: failureOf(error) } });
        }
      }),
    );
  }

  /** Those whose worst cases fit into what is left, in their order: the database is asked for no more than that. */
  async #fitting(ready: readonly Asked[]): Promise<readonly Asked[]> {
    const { run, world } = this.#deck, left = { ...leftOf(await world.store.purses(run.id)) };
    const fitting: Asked[] = [];
    let misses = 0;
    for (const one of ready) {
      const { usd, tokens, calls } = one.prepared.bound(one.output);
      // A dimension that a call does not use is no obstacle, however far it is passed.
      const fits = (amount: number, room: number) => amount <= 0 || amount <= room;
      if (!fits(usd, left.usd) || !fits(tokens, left.tokens) || !fits(calls, left.calls)) misses++;
      else fitting.push(one), left.usd -= usd, left.tokens -= tokens, left.calls -= calls;
      if (misses === MISSES) break;
    }
    return fitting;
  }

  async #reserve(asked: readonly Asked[]): Promise<void> {
    if (asked.length === 0) return;
    const entries = asked.map(
      ({ flight: { key, effect }, prepared, output }): Entry & { readonly booking: Booking } => {
        const booking = prepared.bound(output), at = this.#deck.world.now();
        const model = "model" in effect ? { value: effect.model } : {};
        return { seq: this.#deck.nextSeq(), type: "intent", key, at, ...model, booking };
      },
    );
    const accepted = await this.#deck.append(entries.map((entry) => ({ entry })));
    asked.forEach(({ flight, prepared, output }, i) => {
      if (!accepted[i]) return;
      const { seq, booking } = entries[i]!;
      this.#parked.delete(flight);
      flight.intent = { seq, reserved: booking };
      this.#deck.family.paid++;
      void this.#fly(flight, { prepared, output, reserved: booking });
    });
  }

  /** With nobody left who could give anything back: less, or nothing. */
  async #cut({ flight, prepared }: Asked): Promise<UsedUp | undefined> {
    const { run, world, family } = this.#deck, floor = Math.min(FLOOR, prepared.output);
    for (let i = 0; i < CUTS; i++) {
      const purses = await world.store.purses(run.id), output = prepared.affordable(leftOf(purses));
      if (output < floor) return usedUp(purses, prepared.bound(floor));
      await this.#reserve([{ flight, prepared, output }]);
      // Refused although it fitted: somebody else was faster, and will give something back.
      if (family.paid > 0) return undefined;
    }
    return usedUp(await world.store.purses(run.id), prepared.bound(prepared.output));
  }

  async #fly(
    flight: Flight,
    { prepared, output, reserved }: {
      readonly prepared: Prepared;
      readonly output: number;
      readonly reserved: Booking;
    },
  ): Promise<void> {
    const { run, world, land } = this.#deck, { key } = flight;
    try {
      const back = await prepared.make(this.#options(flight, output), reserved), { spend } = back;
      if (flight.dropped) return land({ landed: "dropped", flight, spend });
      land({ landed: "outcome", flight, spend, ...this.#woven(flight, back) });
    } catch (error) {
      const spend = prepared.wasted(error, reserved);
      if (flight.abort.signal.aborted) return land({ landed: "dropped", flight, spend });
      const verdict = judge(error, flight.tried, world.retry);
      const failure = { ...verdict.failure, message: world.mask(verdict.failure.message) };
      if (!verdict.retry) return land({ landed: "outcome", flight, outcome: { type: "failed", failure }, spend });
      const at = world.now() + verdict.wait;
      world.emit({ type: "retry", run: run.name, key, failure, at });
      land({ landed: "retry", flight, failure, at, spend });
    }
  }

  /** A call that is repeated because nothing is known of it has the same idempotency key; one that failed has another. */
  #options(flight: Flight, maxTokens: number): CallOptions {
    const { run, world } = this.#deck, { key } = flight;
    return {
      maxTokens,
      signal: flight.abort.signal,
      idempotencyKey: `${run.name}/${stepName(flight)}/${flight.tried.attempts}`,
      onText: (text) => world.emit({ type: "text", run: run.name, key, text: world.mask(text) }),
    };
  }

  /** Gives a text its place in the document; the row then names the node and does not repeat the text. */
  #woven(
    flight: Flight,
    { outcome, text, answered }: Paidback,
  ): Pick<Extract<Landed, { landed: "outcome" }>, "outcome" | "node"> {
    const { effect } = flight;
    if (effect.do !== "generate" || !effect.weave || text === undefined) return { outcome };
    const value = outcome.type === "value"
      ? outcome.value as {
        readonly tokens: { readonly output: number };
        readonly logprob?: number;
        readonly finish: string;
      }
      : undefined;
    const node = weaveOf(this.#deck.run, flight, {
      weave: effect.weave,
      text,
      meta: {
        model: flight.prepared!.model!.facts.id,
        ...(answered === undefined ? {} : { answered }),
        ...(value ? { tokens: value.tokens.output, finish: value.finish } : {}),
        ...(value?.logprob === undefined ? {} : { logprob: value.logprob }),
      },
    });
    if (outcome.type === "value") {
      return { outcome: { type: "value", value: { ...(outcome.value as object), node: node.id } }, node };
    }
    return { outcome: outcome.type === "unparsed" ? { ...outcome, node: node.id } : outcome, node };
  }
}

/** The nearest limit that the booking would pass, or is nearest to passing. */
function usedUp(purses: readonly Purse[], asked: Booking): UsedUp {
  const limits = (["calls", "usd", "tokens"] as const).flatMap((dimension) =>
    purses.flatMap(({ run, limits, spent, reserved }) => {
      const limit = limits[dimension], used = spent[dimension] + reserved[dimension];
      return limit === undefined ? [] : [{ run, dimension, limit, used, left: limit - used - asked[dimension] }];
    })
  );
  const passed = limits.find(({ left, dimension }) => left < 0 && asked[dimension] > 0);
  const { run, dimension, limit, used } = passed ?? limits.toSorted((a, b) => a.left - b.left)[0]!;
  return { run, dimension, limit, used };
}
