import { nameOf } from "../base/hash.ts";
import type { Json } from "../base/json.ts";
import type { ChildEnd, Definition, End, RunChild } from "../plan/mod.ts";
import type { RunHead } from "../store/store.ts";
import { StoreError } from "../store/store.ts";
import type { Deck } from "./deck.ts";
import type { Flight } from "./flight.ts";
import { stepName } from "./flight.ts";
import type { Standing } from "./flights.ts";
import type { UsedUp } from "./payments.ts";
import type { Rest } from "./rest.ts";
import { isEnded } from "./rest.ts";
import { endIn } from "./restore.ts";
import { failureOf, isTrouble } from "./retry.ts";
import type { Stop } from "./stop.ts";
import type { ChildStart, World } from "./world.ts";

/** Something that drives a child. */
export interface ChildDriver {
  readonly standing: Standing;
  drive(): Promise<Rest>;
  stop(stop: Stop): void;
  crash(error: unknown): void;
}

/** A child to be driven. */
export interface Child {
  readonly run: RunHead;
  readonly world: World;
  readonly definition: Definition;
  /** Commits of its parent before it was asked for. */
  readonly after: number;
}

/** How children are driven: by the driver's own class, handed in so that no import runs in a circle. */
export interface ChildCare {
  readonly make: (child: Child) => ChildDriver;
  /** A child met a limit that is not its own. */
  readonly usedUp: (used: UsedUp) => void;
}

/** Digits of a child's name, and of one whose name is in use. */
const NAME = 8, LONG_NAME = 24;

/** Child runs of one driver: they spend its budgets and hold its lease. */
export class Children {
  readonly #deck: Deck;
  readonly #care: ChildCare;
  readonly #driving = new Map<Flight, ChildDriver>();
  /** Stops of children whose driver is not there yet. */
  readonly #stops = new WeakMap<Flight, Stop>();
  readonly #lives = new Set<Promise<void>>();
  #hasCrashed = false;

  constructor(deck: Deck, care: ChildCare) {
    this.#deck = deck;
    this.#care = care;
  }

  /** Starts the child of a flight, or goes on with it. What stops a child from going on stops its parent. */
  launch(flight: Flight): void {
    const life: Promise<void> = this.#run(flight)
      .catch((error) => this.#deck.crash(error))
      .finally(() => {
        this.#driving.delete(flight);
        this.#lives.delete(life);
      });
    this.#lives.add(life);
  }

  /** Stops the child of a flight. */
  stop(flight: Flight, stop: Stop): void {
    this.#stops.set(flight, stop);
    this.#driving.get(flight)?.stop(stop);
  }

  /** What the child of a flight is about. */
  standing(flight: Flight): Standing {
    return this.#driving.get(flight)?.standing ?? "working";
  }

  /** Makes all drivers fail, and waits until they have: nothing may be written after the lease is given back. */
  async crash(error: unknown): Promise<void> {
    this.#hasCrashed = true;
    for (const driver of this.#driving.values()) driver.crash(error);
    await Promise.all(this.#lives);
  }

  /** Ends children that an earlier life has left behind: nobody will ask for them again. */
  async endLeft(): Promise<void> {
    const { run, world } = this.#deck;
    for (const child of await world.store.runs({ parent: run.id })) {
      if (isEnded(child.status)) continue;
      const driver = this.#care.make({ run: child, ...await world.forChild(child), after: 0 });
      driver.stop({ stop: "cancel", reason: "its parent has ended" });
      await driver.drive();
    }
  }

  async #run(flight: Flight): Promise<void> {
    const child = await this.#childOf(flight);
    if (!child) return;
    const ended = await this.#endOf(child);
    if (ended) return this.#land(flight, child, ended);
    const own = await this.#deck.world.forChild(child);
    if (this.#hasCrashed) return;
    const driver = this.#care.make({ run: child, ...own, after: flight.commits });
    this.#driving.set(flight, driver);
    const stop = this.#stops.get(flight);
    if (stop) driver.stop(stop);
    const rest = await driver.drive();
    if (rest.rest === "ended") return this.#land(flight, child, rest);
    if (rest.rest === "suspended") this.#care.usedUp(rest.used);
    else this.#deck.stop({ stop: "pause", abort: false });
    this.#deck.land({ landed: "dropped", flight });
  }

  /** The run of a flight, made now or before; undefined when there can be none, and that is the flight's outcome. */
  async #childOf(flight: Flight): Promise<RunHead | undefined> {
    const { run, world, land } = this.#deck, effect = flight.effect as RunChild;
    let start: ChildStart;
    try {
      start = await world.child(effect, run);
    } catch (error) {
      const made = await world.store.runs({ parent: run.id });
      if (isTrouble(error) || made.some(({ parent }) => parent?.key === effect.key)) throw error;
      land({ landed: "outcome", flight, outcome: { type: "failed", failure: failureOf(error) } });
      return undefined;
    }
    if (flight.abort.signal.aborted) return void land({ landed: "dropped", flight });
    const child = await this.#make(flight, start, effect.key);
    return await this.#isOf(flight, child) ? child : await this.#make(flight, start, stepName(flight));
  }

  async #make(flight: Flight, start: ChildStart, key: string): Promise<RunHead> {
    const { run, world } = this.#deck, effect = flight.effect as RunChild;
    const make = async (digits: number) =>
      await world.store.createRun({
        ...start,
        name: `${run.name}.${nameOf(key, digits)}`,
        limits: { ...start.limits, ...effect.budget },
        seed: run.seed,
        at: world.now(),
        parent: { run: run.id, key },
        durability: run.durability,
      });
    try {
      return await make(NAME);
    } catch (error) {
      if (!(error instanceof StoreError) || error.failure !== "taken") throw error;
      return await make(LONG_NAME);
    }
  }

  /** Whether a run of this key is this flight's: a key may have been used before the last commit. */
  async #isOf({ commits }: Flight, child: RunHead): Promise<boolean> {
    if (commits === 0) return true;
    const [begin] = await this.#deck.world.store.entries(child.id, 0, 1);
    return begin === undefined || ((begin.value as { readonly after?: number }).after ?? 0) === commits;
  }

  /** A child whose end was committed before its parent heard of it. */
  async #endOf(child: RunHead): Promise<{ readonly end: End; readonly outputs: Json } | undefined> {
    if (!isEnded(child.status)) return undefined;
    const { store } = this.#deck.world, { entries } = await store.load(child.id);
    return await endIn(store, child.id, entries);
  }

  #land(flight: Flight, child: RunHead, { end, outputs }: { readonly end: End; readonly outputs: Json }): void {
    const value: ChildEnd = { run: child.name, kind: end.kind, outputs, reason: end.reason };
    this.#deck.land({ landed: "outcome", flight, outcome: { type: "value", value: value as unknown as Json } });
  }
}
