import type { Json } from "../base/json.ts";
import type { Definition, Entry, EntryType } from "../plan/mod.ts";
import type { RunHead, Write } from "../store/store.ts";
import { LAST_SEQ } from "../store/store.ts";
import type { Flight, Landed } from "./flight.ts";
import type { PartsWorked } from "./past_work.ts";
import { pack } from "./restore.ts";
import type { Restored } from "./restore.ts";
import type { Row } from "./rows.ts";
import { commitRows, writeOf } from "./rows.ts";
import type { StateCodec } from "./state_codec.ts";
import { stateCodec } from "./state_codec.ts";
import { tooLong } from "./stop.ts";
import type { Texts } from "./texts.ts";
import type { ProgramError } from "./turn.ts";
import type { World } from "./world.ts";

/** What a journal is written for. */
export interface JournalParts {
  readonly run: RunHead;
  readonly epoch: number;
  readonly world: World;
  readonly definition: Definition;
  readonly texts: Texts;
}

/** Positions kept free for the rows that end a run. */
const SPARE = 100_000;
/** Rows that a step may need: two of its own, and two for another attempt. */
const ROWS_A_STEP = 4;

/** Committed states on their way into the journal, and a snapshot made of the last of them. */
interface Riding {
  readonly states: readonly Json[];
  readonly snapshot?: Json;
}

const NOBODY: Riding = { states: [] };

/** The journal of one run as its driver writes it: positions, states that ride on rows, the saved text. */
export class JournalWriter {
  readonly #parts: JournalParts;
  #codec: StateCodec = stateCodec(undefined);
  #seq = 0;
  #riding: Riding = NOBODY;
  /** The row that was given the riding states, until it is known to be in. */
  #carrier: number | undefined;
  #isSaved = true;

  constructor(parts: JournalParts) {
    this.#parts = parts;
  }

  /** Goes on after what was read back. */
  restore({ codec, seq, state }: Restored): void {
    this.#codec = codec;
    this.#seq = seq;
    this.#isSaved = state === undefined;
  }

  /** The last position given out. */
  get seq(): number {
    return this.#seq;
  }

  /** Commits so far, those that ride included. */
  get commits(): number {
    return this.#codec.commits;
  }

  /** Commits that count as iterations of a budget. */
  get iterations(): number {
    return Math.max(0, this.commits - this.opening);
  }

  /** Commits of the program that only prepare. */
  get opening(): number {
    return this.#parts.definition.opening ?? 0;
  }

  /** A copy of the last committed state; undefined before the first. */
  get state(): Json | undefined {
    return this.#codec.state();
  }

  /** How many states wait for a row to ride on. */
  get riding(): number {
    return this.#riding.states.length;
  }

  /** A value as an end row stores it: `endIn` reads it back. */
  encode(value: Json): Json {
    return this.#codec.encode(value);
  }

  /** The next position. */
  nextSeq(): number {
    if (this.#seq >= LAST_SEQ) throw tooLong(this.#seq);
    return ++this.#seq;
  }

  /** What to say when so many steps may have no room any more. */
  checkRoom(steps: number): ProgramError | undefined {
    return this.#seq + ROWS_A_STEP * steps > LAST_SEQ - SPARE ? tooLong(this.#seq) : undefined;
  }

  /** Notes where the strings of an outcome stand, so that states can name them. */
  learn(seq: number, value: Json): void {
    this.#codec.learn(seq, value);
  }

  /** Takes a committed state: it rides on the next row that cannot be refused. Throws for what is not JSON. */
  commit(state: unknown): void {
    const { encoded, snapshot } = this.#codec.advance(state), states = [...this.#riding.states, encoded];
    this.#riding = snapshot === undefined ? { states } : { states, snapshot };
  }

  /** Commits rows, with the states that ride, and tells of them; says for each whether it is in. */
  async append(writes: readonly Write[]): Promise<readonly boolean[]> {
    const { run, epoch, world } = this.#parts;
    const carrier = this.riding > 0 ? writes.findIndex(({ entry }) => entry.type !== "intent") : -1;
    this.#carrier = writes[carrier]?.entry.seq;
    const clean = writes.map((write, i) => world.clean(i === carrier ? this.#loaded(write) : write));
    const accepted = await world.store.append(run.id, epoch, clean);
    if (carrier >= 0) this.#unload();
    clean.forEach(({ entry }, i) => accepted[i] && world.emit({ type: "entry", run: run.name, entry }));
    return accepted;
  }

  /** Commits all that came down, in one batch; `worked` tells of the parts of the program that a step belongs to. */
  async land(
    landed: readonly Landed[],
    worked: (flight: Flight) => PartsWorked | undefined,
  ): Promise<readonly Row[]> {
    const place = { at: this.#parts.world.now(), nextSeq: () => this.nextSeq(), worked };
    const rows = landed.map((item): Row => ({ landed: item, write: writeOf(item, place) }));
    return await commitRows(rows, {
      append: (writes) => this.append(writes),
      isIn: (entry) => this.#isIn(entry),
    });
  }

  /** Writes a row of its own. */
  async write(type: EntryType, value?: Json, takes: readonly number[] = []): Promise<void> {
    const at = this.#parts.world.now(), said = value === undefined ? {} : { value };
    await this.append([{
      entry: { seq: this.nextSeq(), type, at, ...said },
      ...(takes.length > 0 ? { takes } : {}),
    }]);
  }

  /** Whether the run's text is saved to a file. */
  get hasText(): boolean {
    return this.#parts.definition.saves !== undefined;
  }

  /** Saves the text of the last durable state, if that has not been done. */
  async save(): Promise<void> {
    if (this.#isSaved || this.riding > 0) return;
    this.#isSaved = true;
    const { run, world, definition, texts } = this.#parts, text = definition.saves?.(this.#codec.peek());
    if (text) await world.save(run, await texts.path(text));
  }

  #loaded(write: Write): Write {
    const { states, snapshot } = this.#riding, entry = { ...write.entry, state: pack(states) };
    return { ...write, entry, ...(snapshot === undefined ? {} : { snapshot }) };
  }

  #unload(): void {
    this.#riding = NOBODY;
    this.#carrier = undefined;
    this.#isSaved = false;
  }

  /** Asks whether a row of a batch that was told to have failed is in after all. */
  async #isIn({ seq, type, key, at }: Entry): Promise<boolean> {
    const { run, world } = this.#parts, [found] = await world.store.entriesAt(run.id, [seq]);
    if (found?.type !== type || found.key !== key || found.at !== at) return false;
    if (this.#carrier === seq) this.#unload();
    world.emit({ type: "entry", run: run.name, entry: found });
    return true;
  }
}
