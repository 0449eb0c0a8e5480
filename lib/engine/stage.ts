import type { Conclusion, Entry, Program } from "../plan/mod.ts";
import type { RunHead } from "../store/store.ts";
import { StoreError } from "../store/store.ts";
import { ReplayMismatch } from "./replay.ts";
import { Scheduler } from "./scheduler.ts";
import type { Turned } from "./scopes.ts";
import type { Texts } from "./texts.ts";
import type { Ended, Issued, IssuedEffect } from "./turn.ts";

/** What a stage needs from its driver. */
export interface StageCalls {
  /** The program committed a state. */
  readonly committed: (state: unknown) => void;
  /** The program looks for guidance: whether there is none. When there is, it waits for it. */
  readonly foundNothing: (key: string) => Promise<boolean>;
  /** Nobody waits for this step any more. */
  readonly dropped: (key: string) => void;
  /** Whether the program may still go on. */
  readonly mayGoOn: () => boolean;
  /** Whether anything is done about what the program waits for. */
  readonly works: (issued: Issued) => boolean;
  /** A part of the program whose work is measured has turned. */
  readonly turned: (part: Turned) => void;
  /** Lets others have their turn, when it is time. */
  readonly pause: () => Promise<void> | undefined;
}

/** A program on its scheduler: stepped as far as it goes without the world, texts read on the way. */
export class Stage {
  readonly #scheduler: Scheduler<Conclusion>;
  readonly #texts: Texts;
  readonly #calls: StageCalls;
  #issued: IssuedEffect[] = [];

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

  /** Effects asked for since this was last asked, as far as they are still wanted. */
  takeIssued(): readonly IssuedEffect[] {
    const issued = this.#issued.filter((item) => this.#scheduler.waitingAt(item.key) === item);
    this.#issued = [];
    return issued;
  }

  /** What the program waits for at a key. */
  waitingAt(key: string): Issued | undefined {
    return this.#scheduler.waitingAt(key);
  }

  /** Whether a step was given up since the last commit. */
  wasDropped(key: string): boolean {
    return this.#scheduler.wasDropped(key);
  }

  /** Steps the program until it waits for the world; gives nothing where that is so at once. */
  advance(): Promise<void> | undefined {
    const first = this.#stepOn();
    return first && this.#goOn(first);
  }

  async #goOn(first: Promise<boolean>): Promise<void> {
    for (let goesOn: Promise<boolean> | undefined = first; goesOn && await goesOn; goesOn = this.#stepOn()) {
      const pause = this.#calls.pause();
      if (pause) await pause;
    }
  }

  /** Steps the program until it waits; gives what tells whether it goes on, where something is to be waited for first. */
  #stepOn(): Promise<boolean> | undefined {
    while (this.#calls.mayGoOn()) {
      const turn = this.#scheduler.run(), aborted = this.#scheduler.takeAborted();
      // A program that failed may be tried again: what it had in the air is not given up.
      if (turn.turn !== "end" || this.ended?.ok) { for (const key of aborted) this.#calls.dropped(key); }
      if (turn.turn === "end") return undefined;
      if (turn.turn === "commit") this.#calls.committed(turn.state);
      else if (turn.turn === "wait") {
        this.#tellTurned();
        const others = this.#note(turn.issued);
        return others.length === 0 ? undefined : this.#bring(others);
      }
      const pause = this.#calls.pause();
      if (pause) return pause.then(() => true);
    }
    return undefined;
  }

  /** Keys of the steps that measure the parts around one that the program waits for. */
  partsAround(key: string): readonly string[] {
    return this.#scheduler.partsAround(key);
  }

  /** Looks again whether anything is done about a step, and tells of the parts that it belongs to: now, or when all wait. */
  lookAt(key: string): void {
    if (this.#scheduler.touch(key)) this.#tellTurned();
  }

  #tellTurned(): void {
    const works = (key: string) => this.#calls.works(this.waitingAt(key)!);
    for (const part of this.#scheduler.scopes.takeTurned(works)) this.#calls.turned(part);
  }

  /** Looks once more for guidance that the program waits for. */
  async lookAgain(): Promise<void> {
    const take = this.#scheduler.waiting().find(({ what }) => what === "take");
    if (take && await this.#calls.foundNothing(take.key)) await this.deliver(take.key, []);
  }

  /** Hands a value to whoever waits at the key, and goes on; nothing happens when nobody does. */
  deliver(key: string, value: unknown): Promise<void> | undefined {
    return this.#scheduler.deliver(key, value) ? this.advance() : undefined;
  }

  /** Hands out one row of the journal. Says whether the program waited for it or has dropped it. */
  handOut(run: RunHead, entry: Entry, value: unknown): boolean | Promise<boolean> {
    const key = entry.key!, issued = this.waitingAt(key);
    if (!issued) return this.wasDropped(key);
    const isAsked = entry.type === "took"
      ? issued.what === "take"
      : issued.what === "effect" && issued.hash === entry.hash;
    if (!isAsked) throw new ReplayMismatch(run, entry, "the program asks for something else at this step");
    const advanced = this.deliver(key, value);
    return advanced ? advanced.then(() => true) : true;
  }

  /** Notes effects for the driver; gives the rest. */
  #note(issued: readonly Issued[]): readonly Exclude<Issued, IssuedEffect>[] {
    const others: Exclude<Issued, IssuedEffect>[] = [];
    for (const item of issued) {
      if (item.what === "effect") this.#issued.push(item);
      else others.push(item);
    }
    return others;
  }

  /** Brings what needs no flight; says whether the program can go on. */
  async #bring(others: readonly Exclude<Issued, IssuedEffect>[]): Promise<boolean> {
    let goesOn = false;
    for (const item of others) {
      if (item.what === "read") goesOn = await this.#read(item) || goesOn;
      else if (await this.#calls.foundNothing(item.key)) goesOn = this.#scheduler.deliver(item.key, []) || goesOn;
    }
    return goesOn;
  }

  /** A text that is not there is a mistake of the program, thrown where it reads. */
  async #read({ key, text, alone }: Extract<Issued, { what: "read" }>): Promise<boolean> {
    try {
      return this.#scheduler.deliver(key, await this.#texts.read({ text, alone }));
    } catch (error) {
      if (!(error instanceof StoreError) || error.failure !== "not-found") throw error;
      return this.#scheduler.fail(key, error);
    }
  }
}
