/**
 * Timers, questions and signals: begun with a row of their own, so that the due time survives a restart.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { Ask, Entry, Wait } from "../plan/mod.ts";
import type { Message } from "../store/store.ts";
import type { Deck } from "./deck.ts";
import type { Flight } from "./flight.ts";

/** Longer timers are armed in pieces: a timer does not run while the machine sleeps, the calendar does. */
const LONGEST = 60_000;

/** The waits of one driver. */
export class Waits {
  readonly #deck: Deck;
  readonly #timers = new Map<Flight, ReturnType<typeof setTimeout>>();
  /** Due times of waits that were begun since the last commit, here or by an earlier driver. */
  readonly #begun = new Map<string, number | null>();

  constructor(deck: Deck) {
    this.#deck = deck;
  }

  /** Learns of waits that the journal holds. */
  restore(entries: readonly Entry[]): void {
    for (const { type, key, value } of entries) {
      if (type === "wait" && key !== undefined) this.#begun.set(key, (value as { readonly due: number | null }).due);
    }
  }

  /** A commit: keys before it are past. */
  forget(): void {
    this.#begun.clear();
  }

  /** Begins waits: one row each, all in one batch, then their timers. */
  async begin(flights: readonly Flight[]): Promise<void> {
    const { world } = this.#deck;
    const fresh = flights.filter(({ key }) => !this.#begun.has(key));
    const writes = fresh.map((flight) => {
      const effect = flight.effect as Ask | Wait, span = effect.do === "ask" ? effect.timeout : effect.duration;
      const due = span === undefined ? null : world.now() + span;
      this.#begun.set(flight.key, due);
      const entry: Entry = {
        seq: this.#deck.nextSeq(),
        type: "wait",
        key: flight.key,
        at: world.now(),
        value: wordsOf(effect, due),
      };
      return { entry };
    });
    if (writes.length > 0) await this.#deck.append(writes);
    for (const flight of flights) this.#arm(flight);
  }

  /** The flight a message answers. An answer that is not among a question's choices does not answer it. */
  answered({ kind, value }: Message, flights: Iterable<Flight>): Flight | undefined {
    const { key, signal, answer = null } = saidIn(value);
    for (const flight of flights) {
      const { effect } = flight;
      if (flight.down) continue;
      if (kind === "answer" && effect.do === "ask" && (key === undefined || key === effect.key)) {
        if (!effect.choices || effect.choices.includes(answer as string)) return flight;
      }
      if (kind === "signal" && effect.do === "wait" && signal !== undefined && effect.signal === signal) return flight;
    }
    return undefined;
  }

  /** Lands a wait that a message ended. */
  end(flight: Flight, message: Message): void {
    this.drop(flight);
    const { answer = null } = saidIn(message.value),
      value = flight.effect.do === "ask" ? answer : { signal: true, value: answer };
    this.#deck.land({ landed: "outcome", flight, outcome: { type: "value", value }, takes: [message.id] });
  }

  /** Lets a wait go. */
  drop(flight: Flight): void {
    clearTimeout(this.#timers.get(flight));
    this.#timers.delete(flight);
  }

  /** Lets all go. */
  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #arm(flight: Flight): void {
    const due = this.#begun.get(flight.key) ?? null;
    if (due === null) return;
    const left = due - this.#deck.world.now();
    const next = () => left > LONGEST ? this.#arm(flight) : this.#due(flight);
    this.#timers.set(flight, setTimeout(next, Math.max(0, Math.min(left, LONGEST))));
  }

  #due(flight: Flight): void {
    this.#timers.delete(flight);
    const { effect } = flight;
    const value = effect.do === "ask" ? effect.otherwise ?? null : { signal: false, value: null };
    this.#deck.land({ landed: "outcome", flight, outcome: { type: "value", value } });
  }
}

function wordsOf(effect: Ask | Wait, due: number | null): Json {
  if (effect.do === "wait") return { due, ...(effect.signal === undefined ? {} : { signal: effect.signal }) };
  const { question, choices, otherwise } = effect;
  return {
    due,
    question,
    ...(choices ? { choices } : {}),
    ...(due === null || otherwise === undefined ? {} : { otherwise }),
  };
}

interface Said {
  readonly key?: string;
  readonly signal?: string;
  readonly answer?: Json;
}

/** What an answer or a signal says; anything may have been sent. */
function saidIn(value: Json): Said {
  return typeof value === "object" && value !== null ? value as Said : {};
}
