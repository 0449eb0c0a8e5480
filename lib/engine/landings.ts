import type { Entry } from "../plan/mod.ts";
import type { Deck } from "./deck.ts";
import type { Flight, Landed } from "./flight.ts";
import { asStored } from "./flight.ts";
import type { Flights } from "./flights.ts";
import type { Inbox } from "./inbox.ts";
import type { JournalWriter } from "./journal_writer.ts";
import type { PartsWorked } from "./past_work.ts";
import { resultOf } from "./restore.ts";
import { outcomesAt } from "./rows.ts";
import type { Stage } from "./stage.ts";

/** Who takes what has come down. */
export interface Receivers {
  readonly deck: Deck;
  readonly journal: JournalWriter;
  readonly flights: Flights;
  readonly inbox: Inbox;
  /** The program; it is there before anything comes down. */
  readonly stage: () => Stage;
}

/** What has come down: committed in one batch, then handed out one by one, as the rows hold it. */
export class Landings {
  readonly #receivers: Receivers;
  #landed: Landed[] = [];

  constructor(receivers: Receivers) {
    this.#receivers = receivers;
  }

  /** How much waits to be committed. */
  get size(): number {
    return this.#landed.length;
  }

  /** Takes a flight that came down; says whether it counts, for a second time does not. */
  take(landed: Landed): boolean {
    if (landed.landed !== "took") {
      if (landed.flight.down) return false;
      landed.flight.down = true;
    }
    this.#landed.push(asStored(landed, this.#receivers.deck.world));
    return true;
  }

  /** Commits all that came down in one batch; with `deliver`, hands it out as well. */
  async settle({ deliver }: { readonly deliver: boolean }): Promise<void> {
    const { deck: { family, texts }, journal, flights } = this.#receivers, landed = this.#landed;
    this.#landed = [];
    const rows = await journal.land(landed, this.#worked);
    let paid = false;
    for (const { landed: item, write } of rows) {
      paid = flights.down(item) || paid;
      if (write?.node) texts.wove(write.node.id, write.node.parent, write.node.text);
    }
    if (paid) family.settled();
    await journal.save();
    for (const { landed: item, write } of rows) if (write) await this.#hand(item, write.entry, { deliver });
  }

  /** What the parts have worked that a step belongs to which somebody waits for. */
  readonly #worked = ({ key, issued }: Flight): PartsWorked | undefined => {
    const { flights } = this.#receivers, stage = this.#receivers.stage();
    return stage.waitingAt(key) === issued ? flights.limits.usedBy(stage.partsAround(key)) : undefined;
  };

  async #hand(item: Landed, entry: Entry, { deliver }: { readonly deliver: boolean }): Promise<void> {
    const { deck: { texts }, journal, inbox } = this.#receivers, stage = this.#receivers.stage();
    if (item.landed === "took") {
      if (item.key === undefined) return await inbox.act(item.value);
      return deliver ? await stage.deliver(item.key, item.value) : undefined;
    }
    if (entry.type !== "result" && entry.type !== "done") return;
    journal.learn(entry.seq, resultOf(entry.value));
    // A neighbour of the batch may have ended the wait: the key may stand for another step by now.
    if (!deliver || item.landed !== "outcome" || stage.waitingAt(item.flight.key) !== item.flight.issued) return;
    const value = item.reused ? (await outcomesAt([entry], texts))[0] : item.outcome;
    await stage.deliver(item.flight.key, value);
  }
}
