/**
 * Everything of one run that is on its way: paid calls, waits, child runs and the rest.
 *
 * @module
 */
import type { Children } from "./children.ts";
import type { Deck } from "./deck.ts";
import { hashOf } from "./effect_hash.ts";
import type { Flight, Landed } from "./flight.ts";
import type { Inheritance } from "./inheritance.ts";
import { launch } from "./launch.ts";
import { isPaid } from "./paid.ts";
import type { UsedUp } from "./payments.ts";
import { Payments } from "./payments.ts";
import { Past } from "./replay.ts";
import type { Issued } from "./scheduler.ts";
import type { Stop } from "./stop.ts";
import { Waits } from "./waits.ts";

/** What a program asked for that the engine performs. */
export type IssuedEffect = Extract<Issued, { what: "effect" }>;

/** The flights of one driver. */
export class Flights {
  readonly waits: Waits;
  readonly past: Past = new Past();
  /** Outcomes a fork may still take from its origin. */
  inheritance: Inheritance | undefined;
  readonly #deck: Deck;
  readonly #payments: Payments;
  readonly #children: Children;
  readonly #wake: () => void;
  readonly #open = new Map<string, Flight>();

  constructor(deck: Deck, children: Children, wake: () => void) {
    this.#deck = deck;
    this.#children = children;
    this.#wake = wake;
    this.#payments = new Payments(deck);
    this.waits = new Waits(deck);
  }

  /** How many have not come down. */
  get size(): number {
    return this.#open.size;
  }

  /** All that have not come down. */
  values(): Iterable<Flight> {
    return this.#open.values();
  }

  /** Whether all only wait, for whatever that is. */
  get onlyWaits(): boolean {
    for (const { waits } of this.#open.values()) if (!waits) return false;
    return true;
  }

  /** Whether nothing is being done: all wait, or pause after failures that keep on. */
  get resting(): boolean {
    const now = this.#deck.world.now(), { attempts } = this.#deck.world.retry;
    for (const { waits, notBefore, failures } of this.#open.values()) {
      if (!waits && !(notBefore > now && failures >= attempts)) return false;
    }
    return true;
  }

  /** Takes an effect on. */
  open({ key, effect, body }: IssuedEffect): Flight {
    const flight: Flight = {
      key,
      effect,
      hash: hashOf(effect),
      ...(body ? { body } : {}),
      abort: new AbortController(),
      ...this.past.of(key),
      dropped: false,
      waits: effect.do === "ask" || effect.do === "wait",
    };
    this.#open.set(key, flight);
    return flight;
  }

  /** Starts effects; paid ones are lined up for {@link pay}. */
  async start(issued: readonly IssuedEffect[]): Promise<void> {
    const waits: Flight[] = [];
    for (const item of issued) {
      const flight = this.open(item);
      if (flight.waits) waits.push(flight);
      else this.#send(flight);
    }
    if (waits.length > 0) await this.waits.begin(waits);
  }

  /** Reserves for the paid calls that wait; says when a budget is used up. */
  async pay(): Promise<UsedUp | undefined> {
    return this.#payments.waiting ? await this.#payments.pay() : undefined;
  }

  /** Nobody waits for this step any more. */
  drop(key: string): void {
    const flight = this.#open.get(key);
    if (!flight) return;
    flight.dropped = true;
    flight.abort.abort();
    this.#children.stop({ stop: "cancel", reason: "its parent no longer needs it" }, flight);
    if (this.#isGrounded(flight)) this.#forget(flight);
  }

  /** Books off what has landed and is committed; says whether money came back. */
  down(landed: Landed): boolean {
    if (landed.landed === "took") return false;
    const { flight } = landed, paid = flight.intent !== undefined;
    if (paid) this.#deck.family.paid--;
    delete flight.intent;
    if (landed.landed === "retry" && !flight.dropped) this.#again(flight, landed.at);
    else this.#open.delete(flight.key);
    return paid;
  }

  /** Lets go of all that costs nothing, and aborts the rest where the stop says so. */
  ground(stop: Stop | undefined, landed: readonly Landed[]): void {
    const down = new Set(landed.flatMap((item) => item.landed === "took" ? [] : [item.flight]));
    const abort = !stop || stop.stop === "cancel" || stop.stop === "failed" || ("abort" in stop && stop.abort);
    for (const flight of [...this.#open.values()]) {
      if (this.#isGrounded(flight) && !down.has(flight)) this.#forget(flight);
      else if (abort) flight.abort.abort();
    }
    this.#children.stop(forChildren(stop));
  }

  /** Ends all timers and aborts what is left. */
  close(): void {
    this.waits.close();
    for (const flight of this.#open.values()) flight.abort.abort();
  }

  #send(flight: Flight): void {
    const inherited = this.inheritance?.find(flight);
    if (inherited) return this.#deck.land(this.inheritance!.landed(flight, inherited));
    const { run, world } = this.#deck;
    world.emit({ type: "started", run: run.name, key: flight.key, effect: flight.effect });
    if (flight.effect.do === "run") this.#children.launch(flight);
    else if (isPaid(flight.effect)) this.#park(flight);
    else launch(flight, this.#deck, this.#deck.land);
  }

  /** Lines a paid call up, after its pause when an attempt has failed. */
  #park(flight: Flight): void {
    const pause = flight.notBefore - this.#deck.world.now();
    if (pause <= 0) return this.#payments.park(flight);
    const timer = setTimeout(() => {
      this.#payments.park(flight);
      this.#wake();
    }, pause);
    flight.abort.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  }

  #again(flight: Flight, at: number): void {
    flight.failures++;
    flight.notBefore = at;
    this.#park(flight);
  }

  /** Whether a flight has nothing under way that could still cost or land. */
  #isGrounded(flight: Flight): boolean {
    return flight.waits || (isPaid(flight.effect) && !flight.intent);
  }

  #forget(flight: Flight): void {
    flight.abort.abort();
    this.waits.drop(flight);
    this.#payments.forget(flight);
    this.#open.delete(flight.key);
  }
}

/** A child never ends by its parent's limits: it rests, and goes on when they are raised. */
function forChildren(stop: Stop | undefined): Stop {
  if (!stop || stop.stop === "failed") return { stop: "cancel", reason: "its parent has ended" };
  return stop.stop === "exhausted" ? { stop: "suspended", used: stop.used } : stop;
}
