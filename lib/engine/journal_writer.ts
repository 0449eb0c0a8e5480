import type { Json } from "../base/json.ts";
import type { Definition, Entry, EntryType } from "../plan/mod.ts";
import type { RunHead, Write } from "../store/store.ts";
import type { Landed } from "./flight.ts";
import { pack } from "./restore.ts";
import type { Restored } from "./restore.ts";
import type { Row } from "./rows.ts";
import { appendLanded, writeOf } from "./rows.ts";
import type { StateCodec } from "./state_codec.ts";
import { stateCodec } from "./state_codec.ts";
import type { Texts } from "./texts.ts";
import type { World } from "./world.ts";

/** What a journal is written for. */
export interface JournalParts {
  readonly run: RunHead;
  readonly epoch: number;
  readonly world: World;
  readonly definition: Definition;
  readonly texts: Texts;
}

/** The journal of one run as its driver writes it: positions, states that ride on rows, the saved text. */
export class JournalWriter {
  readonly #parts: JournalParts;
  #codec: StateCodec = stateCodec(undefined);
  #seq = 0;
  #riding: { readonly states: readonly Json[]; readonly snapshot?: Json } = { states: [] };

  constructor(parts: JournalParts) {
    this.#parts = parts;
  }

  /** Goes on after what was read back. */
  restore({ codec, seq }: Restored): void {
    this.#codec = codec;
    this.#seq = seq;
  }

  /** The last position given out. */
  get seq(): number {
    return this.#seq;
  }

  /** Commits so far, those that ride included. */
  get commits(): number {
    return this.#codec.commits;
  }

  /** A copy of the last committed state; undefined before the first. */
  get state(): Json | undefined {
    return this.#codec.state();
  }

  /** A value as an end row stores it: `endIn` reads it back. */
  encode(value: Json): Json {
    return this.#codec.encode(value);
  }

  /** The next position. */
  nextSeq(): number {
    return ++this.#seq;
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

  /** Commits rows and tells of them; says for each whether it is in. */
  async append(writes: readonly Write[]): Promise<readonly boolean[]> {
    const { run, epoch, world } = this.#parts, clean = writes.map((write) => world.clean(write));
    const accepted = await world.store.append(run.id, epoch, clean);
    clean.forEach(({ entry }, i) => accepted[i] && world.emit({ type: "entry", run: run.name, entry }));
    return accepted;
  }

  /** Commits all that came down, in one batch. */
  async land(landed: readonly Landed[]): Promise<readonly Row[]> {
    const rows = await appendLanded(landed, {
      write: (item) => this.#ride(writeOf(item, { nextSeq: () => this.nextSeq(), world: this.#parts.world })),
      append: (writes) => this.append(writes),
    });
    if (rows.some(({ write }) => write?.entry.state !== undefined)) await this.#save();
    return rows;
  }

  /** Writes a row of its own, with the state that rides. */
  async write(type: EntryType, value?: Json): Promise<void> {
    const entry: Entry = {
      seq: this.nextSeq(),
      type,
      at: this.#parts.world.now(),
      ...(value === undefined ? {} : { value }),
    };
    const write = this.#ride({ entry })!;
    await this.append([write]);
    if (write.entry.state !== undefined) await this.#save();
  }

  /** Whether a state waits for a row to ride on. */
  get isRiding(): boolean {
    return this.#riding.states.length > 0;
  }

  #ride(write: Write | undefined): Write | undefined {
    const { states, snapshot } = this.#riding;
    if (!write || states.length === 0) return write;
    this.#riding = { states: [] };
    return {
      ...write,
      entry: { ...write.entry, state: pack(states) },
      ...(snapshot === undefined ? {} : { snapshot }),
    };
  }

  /** Saves the text of the durable state to its file. */
  async #save(): Promise<void> {
    const { run, world, definition, texts } = this.#parts, text = definition.saves?.(this.#codec.peek());
    if (text) await world.save(run, await texts.path(text));
  }
}
