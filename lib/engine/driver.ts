/**
 * Drives one run: restores it, replays its journal, performs what is asked for, commits what came of it, hands it out.
 *
 * D1. The program sees an outcome only after its row is durable, and sees what the row holds.
 * D2. Rows are written by one loop, in one order; that order is what a replay hands out.
 * D3. What rides on a row — a state, a node, a note — is in the same batch as the row.
 * D4. The end row waits for all flights.
 * D5. After a failure of the database nothing more is written: the run stays as the journal has it.
 *
 * @module
 */
import type { RunHead, Write } from "../store/store.ts";
import { lastAdoption } from "./adoption.ts";
import type { ChildCare, ChildDriver } from "./children.ts";
import type { Clock } from "./clock.ts";
import type { Deck, DriverParts, Progress } from "./deck.ts";
import { finish } from "./ending.ts";
import type { Family } from "./family.ts";
import type { Landed } from "./flight.ts";
import { Flights } from "./flights.ts";
import { Inbox } from "./inbox.ts";
import { Inheritance } from "./inheritance.ts";
import { JournalWriter } from "./journal_writer.ts";
import { Landings } from "./landings.ts";
import { open } from "./opening.ts";
import type { UsedUp } from "./payments.ts";
import { Rehearsal } from "./rehearsal.ts";
import { Rhythm } from "./rhythm.ts";
import type { Rest } from "./rest.ts";
import { Stage } from "./stage.ts";
import type { Standing } from "./standing.ts";
import type { Stop } from "./stop.ts";
import { stronger } from "./stop.ts";
import { Texts } from "./texts.ts";
import type { Ended } from "./turn.ts";
import { neverComes } from "./turn.ts";
import { Watch } from "./watch.ts";
import type { World } from "./world.ts";

/** The most states that ride on one row: a loop without steps gets a row of its own now and then. */
const RIDERS = 64;

/** Drives one run. */
export class Driver implements Deck, ChildDriver {
  readonly run: RunHead;
  readonly epoch: number;
  readonly world: World;
  readonly texts: Texts;
  readonly family: Family;
  readonly clock: Clock;
  readonly #parts: DriverParts;
  readonly #rhythm: Rhythm;
  readonly #flights: Flights;
  readonly #inbox: Inbox;
  readonly #watch: Watch;
  readonly #journal: JournalWriter;
  readonly #landings: Landings;
  #stage!: Stage;
  #rehearsal: Rehearsal | undefined;
  #stop: Stop | undefined;
  #crash: { readonly error: unknown } | undefined;
  #isResumed = false;

  constructor(parts: DriverParts) {
    const { run, epoch, world, definition, family } = parts;
    this.run = run;
    this.epoch = epoch;
    this.world = world;
    this.family = family;
    this.#parts = parts;
    this.#rhythm = new Rhythm(parts);
    this.clock = this.#rhythm.clock;
    this.texts = new Texts(world.store);
    this.#journal = new JournalWriter({ run, epoch, world, definition, texts: this.texts });
    const care: ChildCare = {
      make: (child) => new Driver({ ...child, epoch, family, changed: () => this.#turned(child.key) }),
      usedUp: (used) => this.#usedUp(used),
    };
    this.#flights = new Flights(this, care, this.#turned);
    this.#inbox = new Inbox(this);
    this.#landings = new Landings({
      deck: this,
      journal: this.#journal,
      flights: this.#flights,
      inbox: this.#inbox,
      stage: () => this.#stage,
    });
    this.#watch = new Watch({
      look: this.#look,
      limits: () => this.#inbox.limits,
      clock: this.clock,
      now: world.now,
      company: () => family.size,
    }, {
      timeUp: (used) => this.stop({ stop: "exhausted", used: { run: run.id, ...used }, abort: true }),
      failed: (error) => this.crash(error),
    });
  }

  /** What the run is about while it is driven. */
  get standing(): Standing {
    return this.#rhythm.standing;
  }

  /** How far the program is. */
  get progress(): Progress {
    return this.#journal;
  }

  /** Goes on with the run until it rests. Throws when it cannot go on now: the run stays as it is. */
  async drive(): Promise<Rest> {
    const leave = this.family.join({ clock: this.clock, run: this.run.id, wake: this.#wake });
    try {
      this.clock.run();
      await this.#open();
      return await this.#loop();
    } catch (error) {
      this.crash(error);
      throw error;
    } finally {
      this.clock.stand();
      this.#watch.close();
      await this.#flights.close(this.#crash);
      leave();
    }
  }

  readonly #look = (): Promise<void> => this.#inbox.look({ flights: this.#flights.all(), waits: this.#flights.waits });
  readonly #wake = (): void => this.#rhythm.bell.ring();
  /** The standing of a step may be another one now. */
  readonly #turned = (key: string): void => {
    this.#stage.lookAt(key);
    this.#wake();
  };
  readonly #mayGoOn = (): boolean => !this.#stop && !this.#crash;

  /** Makes it rest. */
  stop(stop: Stop): void {
    this.#stop = stronger(this.#stop, stop);
    this.#wake();
  }

  /** Makes {@link drive} throw: nothing can be written any more. */
  readonly crash = (error: unknown): void => {
    this.#crash ??= { error };
    this.#wake();
  };

  /** Takes a flight that came down; a second time counts for nothing. The program is to see what the row will hold. */
  readonly land = (landed: Landed): void => {
    if (this.#landings.take(landed)) this.#wake();
  };

  /** The next position in the journal. */
  readonly nextSeq = (): number => this.#journal.nextSeq();

  /** Commits rows and tells of them. */
  readonly append = (writes: readonly Write[]): Promise<readonly boolean[]> => this.#journal.append(writes);

  async #open(): Promise<void> {
    const { run, epoch, world } = this, { after = 0 } = this.#parts;
    const { state, tail, seq, limits, lost } = await open({ run, epoch, world, journal: this.#journal, after });
    this.#isResumed = seq > 1;
    this.clock.add(lost);
    this.#inbox.limits = limits;
    await this.#journal.save();
    this.#stage = new Stage(this.#parts.definition.begin(state), this.texts, {
      committed: (state) => this.#commit(state),
      foundNothing: async (key) => this.#rehearsal?.foundNothing(key) ?? await this.#inbox.foundNothing(key),
      dropped: (key) => this.#flights.drop(key),
      works: (issued) => this.#flights.works(issued),
      turned: (part) => this.#flights.limits.turn(part),
      mayGoOn: this.#mayGoOn,
      pause: () => this.#pause(),
    });
    this.#flights.waits.restore(tail);
    this.#flights.inheritance = await Inheritance.of(world.store, run, tail);
    this.#watch.start();
    if (this.#stop) return;
    this.#rehearsal = new Rehearsal({
      deck: this,
      stage: this.#stage,
      flights: this.#flights,
      journal: this.#journal,
      mayGoOn: this.#mayGoOn,
      settle: () => this.#landings.settle({ deliver: true }),
    });
    await this.#rehearsal.play(tail.slice(lastAdoption(tail)?.at ?? 0));
    this.#rehearsal = undefined;
    await this.#stage.lookAgain();
  }

  async #loop(): Promise<Rest> {
    for (;;) {
      this.#rhythm.bell.hush();
      if (this.#crash) throw this.#crash.error;
      if (this.#stage.ended || this.#stop) return await this.#rest();
      await this.#launch();
      if (this.#stop || this.#stage.ended || this.#crash) continue;
      await this.#arrive();
      if (!this.#stop && !this.#crash) await this.#landings.settle({ deliver: true });
    }
  }

  #commit(state: unknown): void {
    this.#rehearsal?.passCommit();
    if (this.#isLastRound()) return;
    try {
      this.#journal.commit(state);
      this.#flights.forget();
    } catch (error) {
      this.stop({ stop: "failed", error });
    }
  }

  /** Starts everything that was asked for and is still wanted. */
  async #launch(): Promise<void> {
    if (this.#stage.hasIssued) {
      if (this.#isLastRound()) return;
      const issued = this.#stage.takeIssued(), full = this.#journal.checkRoom(issued.length + this.#flights.size);
      if (full) return this.stop({ stop: "failed", error: full });
      await this.#flights.start(issued);
    }
    const used = this.#stop ? undefined : await this.#flights.pay();
    if (used && !await this.#getsMore(used)) this.#usedUp(used);
  }

  /** Whether somebody has sent more budget, which is taken in before the run is held to be used up. */
  async #getsMore({ run }: UsedUp): Promise<boolean> {
    if (run !== this.run.id) return false;
    await this.#look();
    return this.#inbox.isRaising;
  }

  /** Whether the program asks for more than its rounds allow. */
  #isLastRound(): boolean {
    const { iterations: used } = this.#journal, limit = this.#inbox.limits.iterations ?? Infinity;
    if (used < limit) return false;
    this.#usedUp({ run: this.run.id, dimension: "iterations", limit, used });
    return true;
  }

  #usedUp(used: UsedUp): void {
    this.stop({ stop: used.run === this.run.id ? "exhausted" : "suspended", used, abort: false });
  }

  /** Waits until something has come down or something else is to be done. */
  async #arrive(): Promise<void> {
    if (this.#landings.size === 0) {
      if (this.#flights.size === 0 && !this.#stage.hasIssued) return this.stop({ stop: "failed", error: neverComes() });
      await this.#rhythm.sleep(this.#flights.standing);
    }
    const others = this.#flights.size > this.#landings.size;
    if (others || this.#rhythm.isTired) await this.#rhythm.breathe();
  }

  /** Between two steps of a program that does not wait for long. */
  #pause(): Promise<void> | undefined {
    if (this.#journal.riding >= RIDERS) return this.#journal.write("cursor");
    return this.#rhythm.isTired ? this.#rhythm.breathe() : undefined;
  }

  /** Brings all flights down, then writes how the run stands. */
  async #rest(): Promise<Rest> {
    const { ended } = this.#stage;
    await this.#ground(ended);
    return await finish({
      deck: this,
      journal: this.#journal,
      definition: this.#parts.definition,
      children: this.#flights.children,
      isResumed: this.#isResumed,
      ended,
      stop: this.#stop,
    });
  }

  /** Brings all flights down. A stronger stop may come meanwhile. */
  async #ground(ended: Ended<unknown> | undefined): Promise<void> {
    const failed: Stop | undefined = ended && !ended.ok ? { stop: "failed", error: ended.error } : undefined;
    for (let by: { readonly stop: Stop | undefined } | undefined;;) {
      this.#rhythm.bell.hush();
      if (this.#crash) throw this.#crash.error;
      const stop = ended ? failed : this.#stop;
      if (!by || by.stop !== stop) this.#flights.ground((by = { stop }).stop);
      if (this.#landings.size === 0 && this.#flights.size === 0) return;
      if (this.#landings.size === 0) await this.#rhythm.bell.rung();
      await this.#landings.settle({ deliver: false });
    }
  }
}
