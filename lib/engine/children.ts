import { nameOf } from "../base/hash.ts";
import type { Json } from "../base/json.ts";
import type { ChildEnd, Definition, End, Errand, Outcome, RunChild } from "../plan/mod.ts";
import { planHash } from "../plan/codec.ts";
import type { RunHead } from "../store/store.ts";
import { StoreError } from "../store/store.ts";
import type { Deck } from "./deck.ts";
import type { Flight } from "./flight.ts";
import { stepName } from "./flight.ts";
import type { UsedUp } from "./payments.ts";
import type { Rest } from "./rest.ts";
import { isEnded } from "./rest.ts";
import { stepsAgain } from "./past.ts";
import { endIn, restore } from "./restore.ts";
import { failureOf, isTrouble } from "./retry.ts";
import type { Standing } from "./standing.ts";
import { together } from "./standing.ts";
import type { Stop } from "./stop.ts";
import { stronger } from "./stop.ts";
import type { StepTill } from "./till.ts";
import { ProgramError } from "./turn.ts";
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
  /** Key of the step of its parent that waits for it. */
  readonly key: string;
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

/** Somebody who waits for a child: a `run` effect, or a function of a user inside a step. */
interface Waiting {
  /** What it belongs to: a stop of it is a stop of the child. */
  readonly flight: Flight;
  /** What is run. */
  readonly effect: RunChild;
  /** Names it in its whole run, where its key was used before. */
  readonly longKey: string;
  /** Takes the end. */
  readonly ended: (end: ChildEnd) => void;
  /** Takes why there can be no child. */
  readonly failed: (error: unknown) => void;
  /** There will be no end in this life. */
  readonly dropped: () => void;
}

/** Child runs of one driver: they spend its budgets and hold its lease. */
export class Children {
  readonly #deck: Deck;
  readonly #care: ChildCare;
  readonly #turned: (key: string) => void;
  readonly #waiting = new Map<Flight, Map<Waiting, ChildDriver | undefined>>();
  /** Stops of children whose driver is not there yet. */
  readonly #stops = new WeakMap<Flight, Stop>();
  readonly #lives = new Set<Promise<void>>();
  /** Paid steps that wait for children, and for how many. */
  readonly #lent = new WeakMap<Flight, number>();
  #hasCrashed = false;

  /** `turned` is told of the key of a step when one of its children begins, or rests. */
  constructor(deck: Deck, care: ChildCare, turned: (key: string) => void) {
    this.#deck = deck;
    this.#care = care;
    this.#turned = turned;
  }

  /** Starts the child of a flight, or goes on with it. What stops a child from going on stops its parent. */
  launch(flight: Flight): void {
    const { land } = this.#deck;
    const come = (outcome: Outcome<Json>) => land({ landed: "outcome", flight, outcome });
    this.#live({
      flight,
      effect: flight.effect as RunChild,
      longKey: stepName(flight),
      ended: (end) => come({ type: "value", value: end as unknown as Json }),
      failed: (error) => come({ type: "failed", failure: failureOf(error) }),
      dropped: () => land({ landed: "dropped", flight }),
    });
  }

  /** Does the same for a function inside a step. When the child has to rest, so has the step: it is given up. */
  send(flight: Flight, { key, program, inputs, budget }: Errand, till: StepTill): Promise<ChildEnd> {
    const own = `${flight.key}/${key}`, effect: RunChild = { do: "run", key: own, plan: program, inputs };
    if (flight.down || [...this.#of(flight)].some(([one]) => one.effect.key === own)) {
      const why = flight.down ? "the step it belongs to is over" : "a run of this key goes on; give each its own";
      return Promise.reject(new ProgramError(`Cannot run \`${program}\` as \`${own}\`: ${why}`));
    }
    const { promise, resolve, reject } = Promise.withResolvers<ChildEnd>(), back = this.#lendTurn(flight);
    this.#live({
      flight,
      effect: budget ? { ...effect, budget } : effect,
      longKey: `${stepName(flight)}/${key}`,
      ended: (end) => (back(), resolve(end)),
      failed: (error) => (back(), reject(error)),
      dropped: () => {
        back();
        const { intent } = flight, spend = till.booked;
        this.#deck.land({ landed: "dropped", flight, ...(intent && spend ? { spend } : {}) });
        flight.abort.abort();
      },
    });
    this.#turned(flight.key);
    return promise;
  }

  /**
   * A paid step that waits for its child gives nothing back before the child has ended, so the child need not wait for
   * it. Gives what is to be done when the wait is over.
   */
  #lendTurn(flight: Flight): () => void {
    const { family } = this.#deck, lent = this.#lent, count = (flight: Flight) => lent.get(flight) ?? 0;
    if (!flight.intent) return () => {};
    if (count(flight) === 0) family.paid--, family.settled();
    lent.set(flight, count(flight) + 1);
    return () => {
      lent.set(flight, count(flight) - 1);
      if (count(flight) > 0) return;
      family.paid++;
      // The step did not wait for it: others may have waited for both.
      if (flight.down) family.settled();
    };
  }

  /** Stops the children of a flight. */
  stop(flight: Flight, stop: Stop): void {
    this.#stops.set(flight, stop);
    for (const [, driver] of this.#of(flight)) driver?.stop(stop);
  }

  /** How many are driven for steps that are over. */
  get left(): number {
    return this.#left().reduce((sum, flight) => sum + this.#waiting.get(flight)!.size, 0);
  }

  /** Stops those. */
  stopLeft(stop: Stop): void {
    for (const flight of this.#left()) this.stop(flight, stronger(this.#stops.get(flight), stop));
  }

  #left(): readonly Flight[] {
    return [...this.#waiting.keys()].filter(({ down }) => down);
  }

  #of(flight: Flight): Iterable<readonly [Waiting, ChildDriver | undefined]> {
    return this.#waiting.get(flight) ?? [];
  }

  /** What the children of a flight are about; undefined: it has none. */
  standing(flight: Flight): Standing | undefined {
    let all: Standing | undefined;
    for (const [, driver] of this.#of(flight)) {
      const own = driver?.standing ?? "working";
      all = all ? together(all, own) : own;
    }
    return all;
  }

  /** Makes all drivers fail, and waits until they have: nothing may be written after the lease is given back. */
  async crash(error: unknown): Promise<void> {
    this.#hasCrashed = true;
    for (const waiting of this.#waiting.values()) for (const driver of waiting.values()) driver?.crash(error);
    await Promise.all(this.#lives);
  }

  /** Ends children that an earlier life has left behind: nobody will ask for them again. */
  async endLeft(): Promise<void> {
    const { run, world } = this.#deck;
    for (const child of await world.store.runs({ parent: run.id })) {
      if (isEnded(child.status)) continue;
      const own = await world.forChild(child, { ending: true }), key = child.parent?.key ?? "";
      const driver = this.#care.make({ run: child, key, ...own, after: 0 });
      driver.stop({ stop: "cancel", reason: "its parent has ended" });
      await driver.drive();
    }
  }

  #live(waiting: Waiting): void {
    const { flight } = waiting, own = this.#waiting.get(flight) ?? new Map<Waiting, ChildDriver | undefined>();
    this.#waiting.set(flight, own.set(waiting, undefined));
    const life: Promise<void> = this.#run(waiting)
      .catch((error) => this.#deck.crash(error))
      .finally(() => {
        own.delete(waiting);
        if (own.size === 0) this.#waiting.delete(flight);
        this.#lives.delete(life);
        this.#turned(flight.key);
      });
    this.#lives.add(life);
  }

  async #run(waiting: Waiting): Promise<void> {
    const { flight } = waiting, found = await this.#childOf(waiting);
    if (!found) return;
    const ended = await this.#endOf(found), isAgain = ended?.end.kind === "failed" && flight.tried.attempts > 0;
    if (ended && !isAgain) return this.#end(waiting, found, ended);
    const child = ended ? await this.#reopen(found, ended.end) : found, own = await this.#deck.world.forChild(child);
    if (this.#hasCrashed) return;
    const driver = this.#care.make({ run: child, key: flight.key, ...own, after: flight.commits });
    this.#waiting.get(flight)!.set(waiting, driver);
    const stop = this.#stops.get(flight);
    if (stop) driver.stop(stop);
    const rest = await driver.drive();
    if (rest.rest === "ended") return this.#end(waiting, child, rest);
    if (rest.rest === "suspended") this.#care.usedUp(rest.used);
    else this.#deck.stop({ stop: "pause", abort: false });
    waiting.dropped();
  }

  /** Whoever asks once more for what came to nothing wants it to be tried once more, in the child as well. */
  async #reopen(child: RunHead, end: End): Promise<RunHead> {
    const { epoch, world: { store, now } } = this.#deck, { tail, seq } = await restore(store, child);
    const value = { again: stepsAgain(tail, end) };
    await store.append(child.id, epoch, [{ entry: { seq: seq + 1, type: "reopen", at: now(), value } }]);
    return await store.run(child.id);
  }

  /** The run that is waited for, made now or before; undefined when there can be none, which has been told. */
  async #childOf(waiting: Waiting): Promise<RunHead | undefined> {
    const { run, world } = this.#deck, { flight, effect, longKey } = waiting;
    let start: ChildStart;
    try {
      start = await world.child(effect, run);
    } catch (error) {
      const made = await world.store.runs({ parent: run.id });
      if (isTrouble(error) || made.some(({ parent }) => parent?.key === effect.key)) throw error;
      return void waiting.failed(error);
    }
    if (flight.abort.signal.aborted) return void waiting.dropped();
    const child = await this.#make(effect, start, effect.key), hash = start.plan && planHash(start.plan);
    const key = await this.#isOf(flight, child) ? effect.key : longKey;
    const own = key === effect.key ? child : await this.#make(effect, start, key);
    // One of another plan or version than its parent has now is another run.
    if (own.planHash === hash && own.program === start.program) return own;
    return await this.#make(effect, start, `${longKey}/${hash?.slice(0, NAME) ?? start.program}`);
  }

  async #make(effect: RunChild, start: ChildStart, key: string): Promise<RunHead> {
    const { run, world } = this.#deck;
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

  #end(waiting: Waiting, child: RunHead, { end, outputs }: { readonly end: End; readonly outputs: Json }): void {
    waiting.ended({ run: child.name, kind: end.kind, outputs, reason: end.reason });
  }
}
