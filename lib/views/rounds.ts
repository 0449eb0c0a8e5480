/**
 * Rounds of a run that goes in rounds: what each came to, as its program told it, and what it cost, as the journal booked
 * it. Rows are taken one after another, so that a long journal is never held as a whole.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { Booking, Entry } from "../plan/mod.ts";
import type { ToldRound } from "../plan/told.ts";
import { NOTHING, plus } from "./steps_of.ts";

/** A round that is over. */
export interface RoundView extends ToldRound {
  /** The row that tells of it. */
  readonly seq: number;
  /** What its steps cost, those of runs that it started included. */
  readonly cost: Booking;
  /** What the run had cost when it was over. */
  readonly cumulative: Booking;
  /** Milliseconds since the round before was over, without time in which nobody drove the run. */
  readonly ms: number;
}

/** A round that was begun and is not over. */
export interface OpenRound {
  readonly round: number;
  /** What it has cost so far. */
  readonly cost: Booking;
  /** What the run has cost so far. */
  readonly cumulative: Booking;
  /** Milliseconds since the round before was over. */
  readonly ms: number;
}

/** What child runs have cost, by the step that started each. */
export type ChildCosts = ReadonlyMap<string, Booking>;

/** A told round, and what is only known of the stretch of the journal that it closes. */
interface Closed {
  readonly told: ToldRound;
  readonly seq: number;
  /** What was booked meanwhile by steps of no round. */
  readonly aside: Booking;
  readonly ms: number;
}

/** Folds a journal into rounds. */
export class Rounds {
  readonly #children: ChildCosts;
  readonly #booked = new Set<string>();
  /** Costs of steps by the number of their round. */
  readonly #costs = new Map<number, Booking>();
  readonly #closed: Closed[] = [];
  #aside: Booking = NOTHING;
  #ms = 0;
  #at: number | undefined;
  /** The highest round that has done something. */
  #begun = 0;
  #asks: { readonly key: string; readonly question: string } | undefined;

  /** `children`: what its child runs have cost. */
  constructor(children: ChildCosts = new Map()) {
    this.#children = children;
  }

  /** Takes the next row. */
  take(entry: Entry): void {
    const { key, type, ref, booking, at } = entry;
    // Between a rest and what comes after it nobody drove the run.
    if (this.#at !== undefined && type !== "drive" && type !== "reopen") this.#ms += Math.max(0, at - this.#at);
    this.#at = type === "end" || type === "pause" ? undefined : at;
    if (key === undefined) return;
    const round = roundIn(key), told = type === "done" ? toldIn(entry) : undefined;
    if (round !== undefined && WORK.includes(type)) this.#begun = Math.max(this.#begun, round);
    if (ref !== undefined && booking) this.#book(key, booking);
    if (type === "wait") this.#ask(key, entry.value);
    else if (type === "done" && key === this.#asks?.key) this.#asks = undefined;
    if (type === "done") this.#bookChild(key);
    if (told) this.#close(told, entry.seq);
  }

  /** Rounds that are over, oldest first. */
  get rounds(): readonly RoundView[] {
    const late = this.#late();
    let cumulative = NOTHING;
    return this.#closed.map(({ told, seq, aside, ms }) => {
      const cost = plus(this.#costs.get(told.round) ?? NOTHING, late.get(told.round) ?? NOTHING);
      cumulative = plus(cumulative, plus(cost, aside));
      return { ...told, seq, cost, cumulative, ms };
    });
  }

  /** The round that is under way, or was when the run came to rest; undefined when none has done anything yet. */
  get open(): OpenRound | undefined {
    const round = this.#newest, last = this.#closed.at(-1)?.told.round;
    if (round === 0 || (last !== undefined && round <= last)) return undefined;
    const before = this.rounds.at(-1)?.cumulative ?? NOTHING;
    const cost = plus(this.#costs.get(round) ?? NOTHING, this.#late().get(round) ?? NOTHING);
    return { round, cost, cumulative: plus(before, plus(cost, this.#aside)), ms: this.#ms };
  }

  /** A run that a step has started has no row of its own before it is over. */
  get #newest(): number {
    let newest = this.#begun;
    for (const key of this.#children.keys()) newest = Math.max(newest, roundIn(key) ?? 0);
    return newest;
  }

  /** What it asks a person and waits for. */
  get question(): string | undefined {
    return this.#asks?.question;
  }

  #ask(key: string, value: Json | undefined): void {
    const { question } = (value ?? {}) as { readonly question?: Json };
    if (typeof question === "string") this.#asks = { key, question };
  }

  /** A round that is told again takes the place of its first telling: a failed run was opened again and did it anew. */
  #close(told: ToldRound, seq: number): void {
    const at = this.#closed.findLastIndex((closed) => closed.told.round < told.round) + 1;
    const anew = this.#closed.splice(at);
    const aside = anew.reduce((sum, closed) => plus(sum, closed.aside), this.#aside);
    const ms = anew.reduce((sum, closed) => sum + closed.ms, this.#ms);
    this.#closed.push({ told, seq, aside, ms });
    this.#aside = NOTHING;
    this.#ms = 0;
  }

  #book(key: string, booking: Booking): void {
    const round = roundIn(key);
    if (round === undefined) this.#aside = plus(this.#aside, booking);
    else this.#costs.set(round, plus(this.#costs.get(round) ?? NOTHING, booking));
  }

  #bookChild(key: string): void {
    const cost = this.#children.get(key);
    if (!cost || this.#booked.has(key)) return;
    this.#booked.add(key);
    this.#book(key, cost);
  }

  /** What children have cost that no step of their name has closed yet. */
  #late(): ReadonlyMap<number, Booking> {
    const late = new Map<number, Booking>();
    for (const [key, cost] of this.#children) {
      const round = this.#booked.has(key) ? undefined : roundIn(key);
      if (round !== undefined) late.set(round, plus(late.get(round) ?? NOTHING, cost));
    }
    return late;
  }
}

/** Rows that show that a round does something which takes time or costs. */
const WORK: readonly string[] = ["intent", "result", "failure", "wait"];

/** The round that a step belongs to. */
export function roundIn(key: string): number | undefined {
  const digits = /^round\/(\d{1,9})\//.exec(key)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** What a row tells of a round; undefined for all other rows. */
export function toldIn({ key = "", value }: Pick<Entry, "key" | "value">): ToldRound | undefined {
  if (!/^round\/\d{1,9}\/told$/.test(key)) return undefined;
  const outcome = value as { readonly type?: Json; readonly value?: Json } | undefined;
  return outcome?.type === "value" ? asTold(outcome.value) : undefined;
}

const VERDICTS: readonly unknown[] = ["accepted", "rejected", "failed"];

/** Anybody may tell anything under such a key. */
function asTold(value: Json | undefined): ToldRound | undefined {
  const told = value as Partial<ToldRound> | null | undefined;
  if (typeof told !== "object" || told === null) return undefined;
  const { round, verdict, score, best, from } = told;
  const isRound = typeof round === "number" && VERDICTS.includes(verdict) && typeof from === "number";
  const isScored = (score === null || typeof score === "number") && (best === null || typeof best?.score === "number");
  return isRound && isScored ? told as ToldRound : undefined;
}
