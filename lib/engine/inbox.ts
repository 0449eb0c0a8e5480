import type { Json } from "../base/json.ts";
import type { Limits } from "../plan/mod.ts";
import type { Message } from "../store/store.ts";
import type { Deck } from "./deck.ts";
import type { Flight } from "./flight.ts";
import type { Raise } from "./raise.ts";
import { addedIn, limitsNow, raiseOf } from "./raise.ts";
import type { Waits } from "./waits.ts";

/** What people send one live run. */
export class Inbox {
  readonly #deck: Deck;
  readonly #seen = new Set<number>();
  /** Limits as they are now. */
  limits: Limits;
  #isRaising = false;

  /** Whether more budget was taken in and is not in the ledger yet. */
  get isRaising(): boolean {
    return this.#isRaising;
  }

  constructor(deck: Deck) {
    this.#deck = deck;
    this.limits = deck.run.ledger.limits;
  }

  /** Takes in what acts at once. An answer nobody asks for yet stays until somebody does. */
  async look({ flights, waits }: { readonly flights: Iterable<Flight>; readonly waits: Waits }): Promise<void> {
    for (const message of await this.#deck.world.store.inbox(this.#deck.run.id)) {
      if (this.#seen.has(message.id)) continue;
      if (message.kind === "answer" || message.kind === "signal") {
        const flight = waits.answered(message, flights);
        if (!flight) continue;
        this.#seen.add(message.id);
        waits.end(flight, message);
      } else if (message.kind !== "guide" && message.kind !== "tune") this.#take(message);
    }
  }

  /** Whether nobody has sent guidance; when somebody has, it lands for the take of this key. */
  async foundNothing(key: string): Promise<boolean> {
    const { world, run, land } = this.#deck;
    const messages = (await world.store.inbox(run.id)).filter(({ kind }) => kind === "guide" || kind === "tune");
    if (messages.length === 0) return true;
    const value = messages.map(({ kind, value }) => ({ kind, value }));
    land({ landed: "took", key, value, takes: messages.map(({ id }) => id) });
    return false;
  }

  /** Does what a message says, once its row is written. */
  async act(taken: Json): Promise<void> {
    const { kind, value, add } = taken as unknown as Pick<Message, "kind" | "value"> & Partial<Raise>;
    if (kind === "cancel") this.#deck.stop({ stop: "cancel", reason: reasonIn(value) });
    else if (kind === "pause") this.#deck.stop({ stop: "pause", abort: false });
    else if (kind === "budget") await this.#raise(add ?? {});
  }

  /** Raises are taken one at a time: the row of each says from which limits. */
  #take({ id, kind, value }: Message): void {
    if (kind === "budget" && this.#isRaising) return;
    this.#seen.add(id);
    this.#isRaising ||= kind === "budget";
    const raise = kind === "budget" ? raiseOf(addedIn(value), this.limits, this.#deck.progress.iterations) : {};
    this.#deck.land({ landed: "took", value: { kind, value, ...raise } as unknown as Json, takes: [id] });
  }

  async #raise(add: Raise["add"]): Promise<void> {
    const { world: { store }, run, epoch, family } = this.#deck;
    await store.raise(run.id, epoch, add);
    this.limits = await limitsNow(store, run.id);
    this.#isRaising = false;
    family.settled();
  }
}

function reasonIn(value: Json): string {
  const reason = (value as { readonly reason?: Json } | null)?.reason;
  return typeof reason === "string" ? reason : "cancelled by a person";
}
