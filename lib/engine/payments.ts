/**
 * Paid calls: no call without a reservation that the database has accepted (E1, E4). A refused one waits until a
 * neighbour settles, for reservations are worst cases; with no neighbour in the air it is cut to what is affordable,
 * and below a floor the budget is used up.
 *
 * @module
 */
import type { Booking, Dimension, Entry } from "../plan/mod.ts";
import type { Purse } from "../store/store.ts";
import type { Deck } from "./deck.ts";
import type { Flight, Landed } from "./flight.ts";
import { leftOf, weaveOf } from "./launch.ts";
import type { CallOptions, Paid, Paidback, Prepared } from "./paid.ts";
import { affordable, boundOf, prepare, spendOf } from "./paid.ts";
import { failureOf, judge } from "./retry.ts";
import { ModelError } from "../models/model.ts";

/** Fewer generated tokens than this are not worth a call. */
const FLOOR = 16;
/** How often a cut reservation is tried when others spend the same budget. */
const CUTS = 8;

/** A limit that was reached, and whose it is. */
export interface UsedUp {
  readonly run: number;
  readonly dimension: Dimension;
  readonly limit: number;
  readonly used: number;
}

/** The paid flights of one driver that have no reservation yet. */
export class Payments {
  readonly #deck: Deck;
  #parked: Flight[] = [];

  constructor(deck: Deck) {
    this.#deck = deck;
  }

  /** Whether calls wait for money. */
  get waiting(): boolean {
    return this.#parked.length > 0;
  }

  /** Takes a flight; it is paid for at the next {@link pay}. */
  park(flight: Flight): void {
    this.#parked.push(flight);
  }

  /** Forgets a flight nobody waits for. */
  forget(flight: Flight): void {
    this.#parked = this.#parked.filter((other) => other !== flight);
  }

  /** Reserves for all that wait and starts those that may; says when the budget is used up. */
  async pay(): Promise<UsedUp | undefined> {
    await this.#prepareAll();
    const asked = this.#parked;
    if (asked.length === 0) return undefined;
    const accepted = await this.#reserve(asked.map((flight) => ({ flight, output: flight.prepared!.output })));
    this.#parked = asked.filter((_, i) => !accepted[i]);
    const first = this.#parked[0];
    return first && this.#deck.family.paid === 0 ? await this.#cut(first) : undefined;
  }

  async #prepareAll(): Promise<void> {
    const { texts, world, land } = this.#deck;
    await Promise.all(
      this.#parked.filter((flight) => !flight.prepared).map(async (flight) => {
        try {
          flight.prepared = await prepare(flight.effect as Paid, texts, (name) => world.model(name));
        } catch (error) {
          this.forget(flight);
          land({ landed: "outcome", flight, outcome: { type: "failed", failure: failureOf(error) } });
        }
      }),
    );
  }

  async #reserve(asked: readonly { readonly flight: Flight; readonly output: number }[]): Promise<readonly boolean[]> {
    const writes = asked.map(({ flight, output }) => {
      const booking = boundOf(flight.prepared!, output), seq = this.#deck.nextSeq();
      const entry: Entry = { seq, type: "intent", key: flight.key, at: this.#deck.world.now(), booking };
      return { entry, booking, seq };
    });
    const accepted = await this.#deck.append(writes.map(({ entry }) => ({ entry })));
    asked.forEach(({ flight, output }, i) => {
      if (!accepted[i]) return;
      flight.intent = { seq: writes[i]!.seq, reserved: writes[i]!.booking };
      this.#deck.family.paid++;
      void this.#fly(flight, output);
    });
    return accepted;
  }

  /** With nobody left who could give anything back: less, or nothing. */
  async #cut(flight: Flight): Promise<UsedUp | undefined> {
    const prepared = flight.prepared!, floor = Math.min(FLOOR, prepared.output);
    for (let i = 0; i < CUTS; i++) {
      const purses = await this.#deck.world.store.purses(this.#deck.run.id), left = leftOf(purses);
      const output = affordable(prepared, left);
      if (left.calls < 1 || output < floor) return usedUp(purses, boundOf(prepared, floor));
      const [accepted] = await this.#reserve([{ flight, output }]);
      if (!accepted) continue;
      this.forget(flight);
      return undefined;
    }
    const purses = await this.#deck.world.store.purses(this.#deck.run.id);
    return usedUp(purses, boundOf(prepared, prepared.output));
  }

  async #fly(flight: Flight, maxTokens: number): Promise<void> {
    const { run, world, land } = this.#deck, { key } = flight;
    const reserved = flight.intent!.reserved, prepared = flight.prepared!;
    try {
      const back = await prepared.make(this.#options(flight, maxTokens));
      const spend = spendOf(prepared, back, reserved);
      if (flight.dropped) return land({ landed: "dropped", flight, spend });
      land({ landed: "outcome", flight, spend, ...this.#woven(flight, back) });
    } catch (error) {
      const spend = spentBy(error, prepared, reserved);
      if (flight.abort.signal.aborted) return land({ landed: "dropped", flight, spend });
      const verdict = judge(error, flight.failures, world.retry);
      const failure = { ...verdict.failure, message: world.mask(verdict.failure.message) };
      if (!verdict.retry) return land({ landed: "outcome", flight, outcome: { type: "failed", failure }, spend });
      const at = world.now() + verdict.wait;
      world.emit({ type: "retry", run: run.name, key, failure, at });
      land({ landed: "retry", flight, failure, at, spend });
    }
  }

  #options(flight: Flight, maxTokens: number): CallOptions {
    const { run, world } = this.#deck, { key } = flight;
    return {
      maxTokens,
      signal: flight.abort.signal,
      idempotencyKey: `${run.name}/${key}/${flight.failures}`,
      onText: (text) => world.emit({ type: "text", run: run.name, key, text }),
    };
  }

  /** Gives a text its place in the document; the row then names the node and does not repeat the text. */
  #woven(
    flight: Flight,
    { outcome, text }: Paidback,
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
        model: flight.prepared!.model.facts.id,
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

/** What a failed call cost: what the provider told; nothing when it refused it; else its reservation. */
function spentBy(error: unknown, prepared: Prepared, reserved: Booking): Booking {
  const refused: Booking = { usd: 0, tokens: 0, calls: 1 };
  if (!(error instanceof ModelError)) return reserved;
  if (error.usage) return spendOf(prepared, { usage: error.usage }, reserved);
  return error.failure === "malformed" || (error.failure === "network" && error.status !== undefined)
    ? reserved
    : refused;
}

/** The nearest limit that the booking would pass. */
function usedUp(purses: readonly Purse[], asked: Booking): UsedUp {
  for (const dimension of ["calls", "usd", "tokens"] as const) {
    for (const { run, limits, spent, reserved } of purses) {
      const limit = limits[dimension], used = spent[dimension] + reserved[dimension];
      if (limit !== undefined && used + asked[dimension] > limit) return { run, dimension, limit, used };
    }
  }
  const { run, spent } = purses[0]!;
  return { run, dimension: "usd", limit: spent.usd, used: spent.usd };
}
