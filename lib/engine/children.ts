import type { Json } from "../base/json.ts";
import { nameOf } from "../base/hash.ts";
import type { ChildEnd, End, RunChild } from "../plan/mod.ts";
import type { RunHead } from "../store/store.ts";
import type { Deck } from "./deck.ts";
import type { Rest } from "./rest.ts";
import type { Flight } from "./flight.ts";
import { endIn } from "./restore.ts";
import { failureOf } from "./retry.ts";
import type { Stop } from "./stop.ts";
import type { UsedUp } from "./payments.ts";
import type { World } from "./world.ts";
import type { Definition } from "../plan/definition.ts";

/** Something that drives a child. */
export interface ChildDriver {
  drive(): Promise<Rest>;
  stop(stop: Stop): void;
}

/** How a child's driver is made: the driver's own class, handed in so that no import runs in a circle. */
export type MakeDriver = (
  child: { readonly run: RunHead; readonly world: World; readonly definition: Definition },
) => ChildDriver;

/** Child runs of one driver: they spend its budgets and hold its lease. */
export class Children {
  readonly #deck: Deck;
  readonly #make: MakeDriver;
  readonly #driving = new Map<Flight, ChildDriver>();
  readonly #suspended: (used: UsedUp) => void;

  /** `suspended` is told when a child met a limit that is not its own. */
  constructor(deck: Deck, make: MakeDriver, suspended: (used: UsedUp) => void) {
    this.#deck = deck;
    this.#make = make;
    this.#suspended = suspended;
  }

  /** Starts the child of a flight, or goes on with it. */
  launch(flight: Flight): void {
    this.#run(flight).catch((error) => {
      this.#deck.land({ landed: "outcome", flight, outcome: { type: "failed", failure: failureOf(error) } });
    }).finally(() => this.#driving.delete(flight));
  }

  /** Stops one child, or all. */
  stop(stop: Stop, flight?: Flight): void {
    for (const [of, driver] of this.#driving) if (!flight || of === flight) driver.stop(stop);
  }

  async #run(flight: Flight): Promise<void> {
    const child = await this.#childOf(flight), ended = await this.#endOf(child);
    if (ended) return this.#land(flight, child, ended);
    const driver = this.#make({ run: child, ...await this.#deck.world.forChild(child) });
    this.#driving.set(flight, driver);
    const rest = await driver.drive();
    if (rest.rest === "ended") return this.#land(flight, child, rest);
    if (rest.rest === "suspended") this.#suspended(rest.used);
    this.#deck.land({ landed: "dropped", flight });
  }

  async #childOf(flight: Flight): Promise<RunHead> {
    const { run, world } = this.#deck, effect = flight.effect as RunChild, start = await world.child(effect, run);
    return await world.store.createRun({
      ...start,
      ...(start.plan ? { plan: start.plan } : {}),
      name: `${run.name}.${nameOf(effect.key, 6)}`,
      limits: { ...start.limits, ...effect.budget },
      seed: run.seed,
      at: world.now(),
      parent: { run: run.id, key: effect.key },
      durability: run.durability,
    });
  }

  /** A child whose end was committed before its parent heard of it. */
  async #endOf(child: RunHead): Promise<{ readonly end: End; readonly outputs: Json } | undefined> {
    const { store } = this.#deck.world;
    return await endIn(store, child.id, await store.entries(child.id, 0));
  }

  #land(flight: Flight, child: RunHead, { end, outputs }: { readonly end: End; readonly outputs: Json }): void {
    const value: ChildEnd = { run: child.name, kind: end.kind, outputs, reason: end.reason };
    this.#deck.land({ landed: "outcome", flight, outcome: { type: "value", value: value as unknown as Json } });
  }
}
