import type { Entry } from "../plan/mod.ts";
import type { Deck } from "./deck.ts";
import type { Flights } from "./flights.ts";
import { Inheritance, reuse } from "./inheritance.ts";
import type { JournalWriter } from "./journal_writer.ts";
import { Reading, unasked } from "./replay.ts";
import { resultOf } from "./restore.ts";
import { workBy } from "./past_work.ts";
import { outcomesAt } from "./rows.ts";
import type { Stage } from "./stage.ts";

/** What is rehearsed, and with whom. */
export interface Cast {
  readonly deck: Deck;
  readonly stage: Stage;
  readonly flights: Flights;
  readonly journal: JournalWriter;
  /** Whether the program may still go on. */
  readonly mayGoOn: () => boolean;
  /** Commits what has landed and hands it out. */
  readonly settle: () => Promise<void>;
}

/**
 * Brings a program to where it was: hands out what the journal holds, then what may be taken from another run, all in
 * the order in which it came. Nothing is performed before that is done.
 */
export class Rehearsal {
  readonly #cast: Cast;
  #reading: Reading;
  #tail: readonly Entry[] = [];
  /** How many rows of it have told what parts of the program had worked. */
  #told = 0;

  constructor(cast: Cast) {
    this.#cast = cast;
    this.#reading = new Reading([], 0);
  }

  /** Hands out all there is; `tail` is the journal after the last state. */
  async play(tail: readonly Entry[]): Promise<void> {
    const { stage, flights } = this.#cast;
    this.#tail = tail;
    await this.#replay(tail);
    this.#passTo(Infinity);
    flights.limits.perform();
    this.#reading = new Reading(flights.inheritance?.rest() ?? [], 0);
    await stage.lookAgain();
    await this.#inherit();
  }

  /** See {@link Reading.foundNothing}. */
  foundNothing(key: string): boolean {
    return this.#reading.foundNothing(key);
  }

  /** A commit on the way was not durable, so no row after it can be a consequence of it: what is left was given up. */
  passCommit(): void {
    const { deck: { run }, stage } = this.#cast;
    const lost = this.#reading.rest().find((entry) => this.#reading.isSure(entry) && !stage.wasDropped(entry.key!));
    if (lost) throw unasked(run, lost);
    this.#reading.close();
  }

  async #replay(tail: readonly Entry[]): Promise<void> {
    const { deck: { run, texts }, stage, flights, journal, mayGoOn } = this.#cast;
    const { rows, anew } = flights.past.learn(tail), values = await outcomesAt(rows, texts);
    const reading = this.#reading = new Reading(rows, anew);
    await stage.advance();
    for (let i = 0, entry = reading.next(); entry && mayGoOn(); entry = reading.next(), i++) {
      journal.learn(entry.seq, resultOf(entry.value));
      this.#passTo(entry.seq);
      const handed = stage.handOut(run, entry, values[i]);
      if (handed === true || await handed) continue;
      if (reading.isSure(entry)) throw unasked(run, entry);
      (flights.inheritance ??= new Inheritance([])).keep(entry);
    }
  }

  /** Sets the clocks of parts as the rows up to one tell of them. */
  #passTo(seq: number): void {
    const { limits } = this.#cast.flights;
    for (let row = this.#tail[this.#told]; row && row.seq <= seq; row = this.#tail[++this.#told]) {
      for (const [key, worked] of workBy(row)) limits.set(key, worked);
    }
  }

  /** Rows that are asked for side by side share a batch. */
  async #inherit(): Promise<void> {
    const { flights, mayGoOn, settle } = this.#cast, reading = this.#reading;
    let landed = false;
    for (let entry = reading.next(); entry && mayGoOn(); entry = reading.next()) {
      if (landed && !this.#isAsked(entry)) await settle(), landed = false;
      if (this.#isAsked(entry)) this.#take(entry), landed = true;
      else flights.inheritance!.keep(entry);
    }
    if (landed) await settle();
  }

  #isAsked({ key, hash, type }: Entry): boolean {
    const { stage, flights } = this.#cast, issued = stage.waitingAt(key!);
    if (!issued || flights.isOpen(key!)) return false;
    if (type === "took") return issued.what === "take";
    return issued.what === "effect" && issued.hash === hash && flights.inheritance!.mayStandFor(issued.effect);
  }

  #take(entry: Entry): void {
    const { deck, stage, flights } = this.#cast, key = entry.key!, issued = stage.waitingAt(key);
    if (issued?.what === "effect") deck.land(reuse(flights.open(issued), entry));
    else deck.land({ landed: "took", key, value: entry.value!, takes: [], reused: true });
  }
}
