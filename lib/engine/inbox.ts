import type { Json } from "../base/json.ts";
import type { Limits } from "../plan/mod.ts";
import type { Message } from "../store/store.ts";
import type { Deck } from "./deck.ts";
import type { Flight } from "./flight.ts";
import type { Stop } from "./stop.ts";
import type { Waits } from "./waits.ts";

/** What people send one live run. */
export class Inbox {
  readonly #deck: Deck;
  readonly #seen = new Set<number>();
  /** Limits as raised since the run was read. */
  limits: Limits;

  constructor(deck: Deck) {
    this.#deck = deck;
    this.limits = deck.run.ledger.limits;
  }

  /** Takes in what acts at once. An answer nobody asks for yet stays until somebody does. */
  async look({ flights, waits }: { readonly flights: Iterable<Flight>; readonly waits: Waits }): Promise<void> {
    const open = [...flights];
    for (const message of await this.#deck.world.store.inbox(this.#deck.run.id)) {
      if (this.#seen.has(message.id)) continue;
      if (message.kind === "answer" || message.kind === "signal") {
        const flight = waits.answered(message, open);
        if (!flight) continue;
        this.#seen.add(message.id);
        open.splice(open.indexOf(flight), 1);
        waits.end(flight, message);
      } else if (message.kind !== "guide" && message.kind !== "tune") {
        this.#seen.add(message.id);
        const { kind, value, id } = message;
        this.#deck.land({ landed: "took", value: { kind, value }, takes: [id] });
      }
    }
  }

  /** Guidance and tuning that wait to be taken by the program. */
  async guidance(): Promise<readonly Message[]> {
    const messages = await this.#deck.world.store.inbox(this.#deck.run.id);
    return messages.filter(({ kind }) => kind === "guide" || kind === "tune");
  }

  /** Does what a message says, once its row is written. */
  async act(taken: Json, stop: (stop: Stop) => void): Promise<void> {
    const { kind, value } = taken as unknown as Pick<Message, "kind" | "value">;
    if (kind === "cancel") {
      stop({
        stop: "cancel",
        reason: (value as { readonly reason?: string } | null)?.reason ?? "cancelled by a person",
      });
    } else if (kind === "pause") stop({ stop: "pause", abort: false });
    else if (kind === "budget") await this.#raise(value as { readonly [dimension: string]: number });
  }

  async #raise(add: { readonly [dimension: string]: number }): Promise<void> {
    await this.#deck.world.store.raise(this.#deck.run.id, this.#deck.epoch, add);
    const raised: { [dimension: string]: number } = { ...this.limits };
    for (const [dimension, amount] of Object.entries(add)) {
      raised[dimension] = dimension === "deadline" ? amount : (raised[dimension] ?? 0) + amount;
    }
    this.limits = raised;
    this.#deck.family.settled();
  }
}
