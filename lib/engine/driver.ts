/**
 * Drives one run: restores it, replays its journal, performs what its program asks for, commits what came of it and
 * hands it out (design K3, E1–E5).
 *
 * D1. The program sees an outcome only after its row is durable.
 * D2. Rows are written by one loop, in one order; that order is what a replay hands out.
 * D3. What rides on a row — a state, a node, a note — is in the same batch as the row.
 * D4. The end row waits for all flights.
 *
 * @module
 */
import { setImmediate } from "node:timers/promises";
import type { Json } from "../base/json.ts";
import type { End, Entry } from "../plan/mod.ts";
import type { RunHead, Write } from "../store/store.ts";
import { LAST_SEQ } from "../store/store.ts";
import { Children } from "./children.ts";
import { Clock } from "./clock.ts";
import type { Deck, DriverParts } from "./deck.ts";
import type { Definition } from "../plan/definition.ts";
import type { Family } from "./family.ts";
import type { Landed } from "./flight.ts";
import type { IssuedEffect } from "./flights.ts";
import { Flights } from "./flights.ts";
import { Inbox } from "./inbox.ts";
import { Inheritance } from "./inheritance.ts";
import { JournalWriter } from "./journal_writer.ts";
import type { UsedUp } from "./payments.ts";
import { readOnly } from "./read_only.ts";
import { restore, resultOf } from "./restore.ts";
import { outcomesAt } from "./rows.ts";
import type { Rest } from "./rest.ts";
import { ProgramError } from "./scheduler.ts";
import { Stage } from "./stage.ts";
import type { Stop } from "./stop.ts";
import { endOf, failedEnd, tooLong } from "./stop.ts";
import { Texts } from "./texts.ts";
import { Watch } from "./watch.ts";
import type { World } from "./world.ts";

/** The longest the loop goes without letting timers and signals in, in milliseconds. */
const BREATH = 20;
/** Positions kept free for the rows that end a run. */
const SPARE = 100_000;

/** Drives one run. */
export class Driver implements Deck {
  readonly run: RunHead;
  readonly epoch: number;
  readonly world: World;
  readonly texts: Texts;
  readonly family: Family;
  readonly #definition: Definition;
  readonly #clock: Clock;
  readonly #flights: Flights;
  readonly #inbox: Inbox;
  readonly #watch: Watch;
  readonly #journal: JournalWriter;
  #stage!: Stage;
  #landed: Landed[] = [];
  #stop: Stop | undefined;
  #crash: { readonly error: unknown } | undefined;
  #wake: () => void = () => {};
  #breathed = performance.now();
  #shownWaiting = false;

  constructor({ run, epoch, world, definition, family }: DriverParts) {
    this.run = run;
    this.epoch = epoch;
    this.world = world;
    this.family = family;
    this.#definition = definition;
    this.texts = new Texts(world.store);
    this.#journal = new JournalWriter({ run, epoch, world, definition, texts: this.texts });
    this.#clock = new Clock(world.now, run.ledger.wall);
    const children = new Children(
      this,
      (child) => new Driver({ ...child, epoch, family }),
      (used) => this.#usedUp(used),
    );
    this.#flights = new Flights(this, children, () => this.#wake());
    this.#inbox = new Inbox(this);
    this.#watch = new Watch({
      look: () => this.#inbox.look({ flights: this.#flights.values(), waits: this.#flights.waits }),
      limits: () => this.#inbox.limits,
      clock: this.#clock,
      now: world.now,
    });
  }

  /** Goes on with the run until it rests. Throws when it cannot go on now: the run stays as it is. */
  async drive(): Promise<Rest> {
    const leave = this.family.join({ clock: this.#clock, run: this.run.id, wake: () => this.#wake() });
    try {
      this.#clock.run();
      await this.#open();
      return await this.#loop();
    } finally {
      this.#clock.stand();
      this.#watch.close();
      this.#flights.close();
      leave();
    }
  }

  /** Makes it rest. The first stop counts. */
  stop(stop: Stop): void {
    this.#stop ??= stop;
    this.#wake();
  }

  /** Makes {@link drive} throw: nothing can be written any more. */
  crash(error: unknown): void {
    this.#crash ??= { error };
    this.#wake();
  }

  /** Takes a flight that came down. */
  readonly land = (landed: Landed): void => {
    this.#landed.push(landed);
    this.#wake();
  };

  /** The next position in the journal. */
  nextSeq(): number {
    return this.#journal.nextSeq();
  }

  /** Commits rows and tells of them. */
  append(writes: readonly Write[]): Promise<readonly boolean[]> {
    return this.#journal.append(writes);
  }

  async #open(): Promise<void> {
    const restored = await restore(this.world.store, this.run), { state, tail } = restored;
    this.#journal.restore(restored);
    if (restored.seq === 0) await this.#journal.write("begin", { program: this.run.program });
    await this.#journal.write("drive", { epoch: this.epoch });
    this.#stage = new Stage(this.#definition.begin(state), this.texts, {
      committed: (state) => this.#commit(state),
      dropped: (key) => this.#flights.drop(key),
      mayGoOn: () => !this.#stop,
    });
    this.#flights.waits.restore(tail);
    this.#flights.inheritance = await Inheritance.of(this.world.store, this.run, tail);
    this.#watch.start({
      timeUp: (used) => this.stop({ stop: "exhausted", used: { run: this.run.id, ...used }, abort: true }),
      failed: (error) => this.crash(error),
    });
    if (!this.#stop) await this.#replay(tail);
  }

  async #replay(tail: readonly Entry[]): Promise<void> {
    await this.#stage.advance();
    const outcomes = this.#flights.past.learn(tail), values = await outcomesAt(this.world.store, outcomes, this.texts);
    for (const [i, entry] of outcomes.entries()) {
      this.#journal.learn(entry.seq, resultOf(entry.value));
      await this.#stage.handOut(this.run, entry, values[i]);
    }
    await this.#flights.inheritance?.replay({
      waitingAt: (key) => this.#stage.waitingAt(key),
      reuse: async (entry) => {
        const flight = this.#flights.open(this.#stage.waitingAt(entry.key!) as IssuedEffect);
        this.#landed.push(this.#flights.inheritance!.landed(flight, entry));
        await this.#settle({ deliver: true });
      },
    });
  }

  async #loop(): Promise<Rest> {
    for (;;) {
      if (this.#crash) throw this.#crash.error;
      if (this.#stage.ended || this.#stop) return await this.#rest();
      await this.#launch();
      if (this.#stop || this.#stage.ended) continue;
      await this.#arrive();
      if (!this.#stop && !this.#crash) await this.#settle({ deliver: true });
    }
  }

  #commit(state: unknown): void {
    try {
      this.#journal.commit(state);
      this.#flights.past.forget();
      this.#flights.inheritance?.forget();
    } catch (error) {
      this.stop({ stop: "failed", error });
    }
  }

  /** Starts everything that was asked for and is still wanted. */
  async #launch(): Promise<void> {
    while (this.#stage.hasIssued && !this.#stop) {
      const { commits, seq } = this.#journal, limit = this.#inbox.limits.iterations ?? Infinity;
      if (commits >= limit) return this.#usedUp({ run: this.run.id, dimension: "iterations", limit, used: commits });
      if (seq > LAST_SEQ - SPARE) return this.stop({ stop: "failed", error: tooLong(seq) });
      const issued = this.#stage.takeIssued();
      await this.#flights.start(issued.filter((item) => item.what === "effect"));
      for (const item of issued) if (item.what === "take") await this.#take(item.key);
    }
    const used = this.#stop ? undefined : await this.#flights.pay();
    if (used) this.#usedUp(used);
  }

  #usedUp(used: UsedUp): void {
    this.stop(used.run === this.run.id ? { stop: "exhausted", used, abort: false } : { stop: "suspended", used });
  }

  async #take(key: string): Promise<void> {
    const messages = await this.#inbox.guidance();
    if (messages.length > 0) {
      const value = messages.map(({ kind, value }) => ({ kind, value }));
      return this.land({ landed: "took", key, value, takes: messages.map(({ id }) => id) });
    }
    await this.#stage.deliver(key, []);
  }

  /** Waits until something has come down or something else is to be done. */
  async #arrive(): Promise<void> {
    if (this.#landed.length === 0) {
      if (this.#flights.size === 0 && !this.#stage.hasIssued) {
        const error = new ProgramError(
          "The program waits for what never comes: a fiber that joins itself or one that was cancelled",
        );
        return this.stop({ stop: "failed", error });
      }
      await this.#sleep();
    }
    const others = this.#flights.size > this.#landed.length;
    if (others || performance.now() - this.#breathed > BREATH) await this.#breathe();
  }

  async #sleep(): Promise<void> {
    const woken = new Promise<void>((resolve) => this.#wake = resolve);
    if (this.#flights.onlyWaits) this.#clock.stand();
    if (this.#flights.resting !== this.#shownWaiting) {
      this.#shownWaiting = !this.#shownWaiting;
      await this.world.store.setWaiting(this.run.id, this.epoch, this.#shownWaiting);
    }
    if (this.#landed.length === 0 && !this.#stop && !this.#crash) await woken;
    this.#wake = () => {};
    this.#clock.run();
  }

  /** Lets one macrotask pass: timers, signals, and calls that come down together. */
  async #breathe(): Promise<void> {
    await setImmediate();
    this.#breathed = performance.now();
  }

  /** Commits all that came down in one batch, then hands it out, one by one. */
  async #settle({ deliver }: { readonly deliver: boolean }): Promise<void> {
    const landed = this.#landed;
    this.#landed = [];
    const rows = await this.#journal.land(landed);
    let paid = false;
    for (const { landed: item, write } of rows) {
      paid = this.#flights.down(item) || paid;
      if (write?.node) this.texts.wove(write.node.id, write.node.parent, write.node.text);
    }
    if (paid) this.family.settled();
    for (const { landed: item, write } of rows) if (write) await this.#deliver(item, write.entry, { deliver });
  }

  async #deliver(item: Landed, entry: Entry, { deliver }: { readonly deliver: boolean }): Promise<void> {
    if (item.landed === "took") {
      if (item.key === undefined) return await this.#inbox.act(item.value, (stop) => this.stop(stop));
      return deliver ? await this.#stage.deliver(item.key, item.value) : undefined;
    }
    if (item.landed !== "outcome") return;
    this.#journal.learn(entry.seq, resultOf(entry.value));
    if (!deliver) return;
    const value = item.reused ? (await outcomesAt(this.world.store, [entry], this.texts))[0] : item.outcome;
    await this.#stage.deliver(item.flight.key, value);
  }

  /** Brings all flights down, then writes how the run stands. */
  async #rest(): Promise<Rest> {
    const stop = this.#stop, ended = this.#stage.ended;
    this.#flights.ground(stop, this.#landed);
    while (this.#flights.size > 0 || this.#landed.length > 0) {
      if (this.#crash) throw this.#crash.error;
      if (this.#landed.length === 0) await new Promise<void>((resolve) => this.#wake = resolve);
      await this.#settle({ deliver: false });
    }
    if (ended?.ok) return await this.#end(ended.value.end, ended.value.outputs);
    const end = ended ? failedEnd(ended.error) : endOf(stop!);
    if (end) return await this.#end(end, await readOnly(this.#definition.outputs(this.#journal.state), this.texts));
    if (stop!.stop === "pause" || this.#journal.isRiding) {
      await this.#journal.write(stop!.stop === "pause" ? "pause" : "cursor");
    }
    return stop!.stop === "suspended" ? { rest: "suspended", used: stop!.used } : { rest: "paused" };
  }

  async #end(end: End, outputs: Json): Promise<Rest> {
    await this.#journal.write("end", { ...end, outputs: this.#journal.encode(outputs) } as unknown as Json);
    return { rest: "ended", end, outputs };
  }
}
