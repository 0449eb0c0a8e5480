import type { Conclusion, Entry, Program } from "../plan/mod.ts";
import type { RunHead } from "../store/store.ts";
import { hashOf } from "./effect_hash.ts";
import { ReplayMismatch } from "./replay.ts";
import type { Ended, Issued } from "./scheduler.ts";
import { Scheduler } from "./scheduler.ts";
import type { Texts } from "./texts.ts";

/** What a stage tells its driver. */
export interface StageCalls {
  /** The program committed a state. */
  readonly committed: (state: unknown) => void;
  /** Nobody waits for this step any more. */
  readonly dropped: (key: string) => void;
  /** Whether the program may still go on. */
  readonly mayGoOn: () => boolean;
}

/** A program on its scheduler: stepped as far as it goes without the world, texts read on the way. */
export class Stage {
  readonly #scheduler: Scheduler<Conclusion>;
  readonly #texts: Texts;
  readonly #calls: StageCalls;
  #issued: Issued[] = [];

  constructor(program: Program<Conclusion>, texts: Texts, calls: StageCalls) {
    this.#scheduler = new Scheduler(program);
    this.#texts = texts;
    this.#calls = calls;
  }

  /** How the program ended, once it has. */
  get ended(): Ended<Conclusion> | undefined {
    return this.#scheduler.ended;
  }

  /** Whether something was asked for that nobody has taken up. */
  get hasIssued(): boolean {
    return this.#issued.length > 0;
  }

  /** What was asked for since this was last asked, as far as it is still wanted. */
  takeIssued(): readonly Issued[] {
    const issued = this.#issued.filter(({ key }) => this.#scheduler.isWaiting(key));
    this.#issued = [];
    return issued;
  }

  /** What the program waits for at a key. */
  waitingAt(key: string): Issued | undefined {
    return this.#scheduler.waitingAt(key);
  }

  /** Steps the program until it waits for the world. */
  async advance(): Promise<void> {
    while (this.#calls.mayGoOn()) {
      const turn = this.#scheduler.run();
      for (const key of this.#scheduler.takeAborted()) this.#calls.dropped(key);
      if (turn.turn === "end") return;
      if (turn.turn === "commit") {
        this.#calls.committed(turn.state);
        continue;
      }
      const reads = turn.issued.filter((issued) => issued.what === "read");
      for (const issued of turn.issued) if (issued.what !== "read") this.#issued.push(issued);
      if (reads.length === 0) return;
      for (const { key, ...asked } of reads) this.#scheduler.deliver(key, await this.#texts.read(asked));
    }
  }

  /** Hands a value to whoever waits at the key, and goes on; nothing happens when nobody does. */
  async deliver(key: string, value: unknown): Promise<void> {
    if (this.#scheduler.deliver(key, value)) await this.advance();
  }

  /** Hands out one row of the journal. The program must be waiting for it, or have dropped it. */
  async handOut(run: RunHead, entry: Entry, value: unknown): Promise<void> {
    const key = entry.key!;
    while (!this.#scheduler.isWaiting(key)) {
      if (this.#scheduler.wasDropped(key)) return;
      // A take that found nothing left no row: it is passed when a later row is at hand.
      const take = this.#scheduler.waiting().find(({ what }) => what === "take");
      if (!take) throw new ReplayMismatch(run, entry, "the program does not ask for this step");
      await this.deliver(take.key, []);
    }
    const issued = this.#scheduler.waitingAt(key)!;
    if (issued.what === "effect" && hashOf(issued.effect) !== entry.hash) {
      throw new ReplayMismatch(run, entry, "the program asks for something else at this step");
    }
    await this.deliver(key, value);
  }
}
