import type { Entry } from "../plan/mod.ts";
import type { Deck } from "./deck.ts";
import type { Flights } from "./flights.ts";
import { Inheritance, reuse } from "./inheritance.ts";
import type { JournalWriter } from "./journal_writer.ts";
import { Reading, unasked } from "./replay.ts";
import { resultOf } from "./restore.ts";
import { askedAgain } from "./past.ts";
import { PastWork } from "./past_work.ts";
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
  /** Steps that are asked for once more, by the row that says so. */
  #again = new Map<string, number>();

  constructor(cast: Cast) {
    this.#cast = cast;
    this.#reading = new Reading([], 0);
  }

  /** Hands out all there is; `tail` is the journal after the last state, `wall` the run's working time by now. */
  async play(tail: readonly Entry[], wall: number): Promise<void> {
    const { stage, flights } = this.#cast, past = new PastWork(tail, wall);
    flights.limits.rehearse(past);
    this.#again = new Map(askedAgain(tail));
    await this.#replay(tail, past);
    this.#restart(Infinity, past);
    past.pass(() => stage.works);
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

  async #replay(tail: readonly Entry[], past: PastWork): Promise<void> {
    const { deck: { run, texts }, stage, flights, journal, mayGoOn } = this.#cast;
    const { rows, anew } = flights.past.learn(tail), values = await outcomesAt(rows, texts);
    const reading = this.#reading = new Reading(rows, anew);
    await stage.advance();
    for (let i = 0, entry = reading.next(); entry && mayGoOn(); entry = reading.next(), i++) {
      journal.learn(entry.seq, resultOf(entry.value));
      this.#restart(entry.seq, past);
      past.passTo(entry.seq, () => stage.works);
      const handed = stage.handOut(run, entry, values[i]);
      if (handed === true || await handed) continue;
      if (reading.isSure(entry)) throw unasked(run, entry);
      (flights.inheritance ??= new Inheritance([])).keep(entry);
    }
  }

  /** Limits that were asked for once more by a row: their parts have their time anew from there. */
  #restart(upTo: number, past: PastWork): void {
    const { stage, flights } = this.#cast;
    for (const [key, seq] of this.#again) {
      if (seq > upTo) continue;
      past.passTo(seq, () => stage.works);
      flights.limits.restart(key);
      this.#again.delete(key);
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
