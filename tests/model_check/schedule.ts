/** One schedule of a run: who goes on next, what fails, who dies, who takes over. And what must hold at every point. */
import assert from "node:assert/strict";
import { RunLocked, takeLease } from "../../lib/engine/host.ts";
import { isEnded } from "../../lib/engine/rest.ts";
import type { Model } from "../../lib/models/model.ts";
import { ModelError } from "../../lib/models/model.ts";
import type { Definition } from "../../lib/plan/definition.ts";
import type { Booking, Entry } from "../../lib/plan/mod.ts";
import type { NewRun, RunHead, Store } from "../../lib/store/store.ts";
import { StoreError } from "../../lib/store/store.ts";
import { bury } from "../engine/stores.ts";
import { Bustle } from "./calm.ts";
import type { Choose } from "./explore.ts";
import type { Call, Death, Surroundings } from "./process.ts";
import { Process } from "./process.ts";

/** What may go wrong: a process dies, another takes its run over while it lives, a call fails and may be repeated, or may not. */
export type Trouble = "death" | "usurper" | "failure" | "refusal";

/** What is played. */
export interface Play {
  /** Connections to one database: processes take them in turn. */
  readonly stores: readonly [Store, ...Store[]];
  readonly run: NewRun;
  readonly models: { readonly [name: string]: Model };
  readonly define: (run: RunHead) => Promise<Definition>;
  /** What may go wrong. */
  readonly troubles: readonly Trouble[];
  /** How often something does. */
  readonly most: number;
}

/** What a schedule left behind. */
export interface Played {
  readonly head: RunHead;
  readonly rows: readonly Entry[];
  /** What went wrong. */
  readonly met: readonly Trouble[];
  /** Keys of all calls that were made, in order. */
  readonly bought: readonly string[];
}

const DIMENSIONS: readonly (keyof Booking)[] = ["usd", "tokens", "calls"];

/** More choices than any schedule has. */
const ENDLESS = 10_000;

/** Plays one schedule to its end, and holds it to everything that must be so whatever went wrong. */
export async function play(choose: Choose, what: Play): Promise<Played> {
  const stage = new Stage(choose, what);
  await stage.open();
  try {
    for (let turns = 0; !await stage.isOver(); turns++) {
      assert.ok(turns < ENDLESS, "the run goes on for ever");
      await stage.goOn();
    }
  } finally {
    await stage.close();
  }
  return await stage.check();
}

class Stage {
  readonly #store: Store;
  readonly #choose: Choose;
  readonly #play: Play;
  readonly #bustle = new Bustle();
  readonly #processes: Process[] = [];
  readonly #met: Trouble[] = [];
  readonly #bought: string[] = [];
  readonly #told: Entry[] = [];
  readonly #committed = new Set<string>();
  readonly #wrong: string[] = [];
  #run!: RunHead;

  constructor(choose: Choose, what: Play) {
    this.#store = what.stores[0];
    this.#choose = choose;
    this.#play = what;
  }

  async open(): Promise<void> {
    this.#run = await this.#store.createRun(this.#play.run);
    this.#start();
    await this.#bustle.calm();
    await this.#knock();
  }

  async isOver(): Promise<boolean> {
    this.#checkProcesses();
    return isEnded((await this.#store.run(this.#run.id)).status);
  }

  /** Makes one choice and lets come of it what comes. */
  async goOn(): Promise<void> {
    const alive = this.#alive();
    if (alive.length === 0) await this.#replace();
    else await this.#one(this.#ways(alive))();
    await this.#bustle.calm();
  }

  async close(): Promise<void> {
    for (const process of this.#alive()) await process.kill();
    await this.#bustle.calm();
  }

  async check(): Promise<Played> {
    const store = this.#store, head = await store.run(this.#run.id), rows = await store.entries(head.id, 0);
    this.#checkProcesses();
    for (const { outcome } of this.#processes) assert.ok(outcome, "a process neither rests nor failed");
    checkJournal(rows, this.#told);
    await checkBooks(store, head, rows);
    checkPurchases(this.#bought, rows, this.#met);
    return { head, rows, met: this.#met, bought: this.#bought };
  }

  /** Nothing was bought or booked that must not be, and nobody gave up who was not killed or has lost the run. */
  #checkProcesses(): void {
    for (const wrong of this.#wrong) assert.fail(wrong);
    for (const { outcome, isDead } of this.#processes) {
      if (outcome?.error === undefined || isDead) continue;
      const { error } = outcome;
      assert.ok(error instanceof StoreError && error.failure === "fenced", `a process gave up: ${String(error)}`);
    }
  }

  #alive(): readonly Process[] {
    return this.#processes.filter(({ outcome, isDead }) => !outcome && !isDead);
  }

  #start(): void {
    const surroundings: Surroundings = {
      store: this.#next(),
      models: this.#play.models,
      bustle: this.#bustle,
      dies: () => this.#dies(),
      told: (entries) => void this.#told.push(...structuredClone(entries)),
      wrote: (entries) => this.#wrote(entries),
      called: (call) => this.#called(call),
    };
    this.#processes.push(new Process(surroundings, this.#run, () => this.#play.define(this.#run)));
  }

  /** The connection of the next process. */
  #next(): Store {
    const { stores } = this.#play;
    return stores[this.#processes.length % stores.length]!;
  }

  /** The lease of a driver that is gone lapses, and the next one comes. */
  async #replace(): Promise<void> {
    await bury(this.#store, this.#run.id);
    this.#start();
  }

  /** While a lease is held nobody else gets the run. */
  async #knock(): Promise<void> {
    if (this.#alive().length === 0) return;
    const store = this.#next();
    await assert.rejects(takeLease({ store }, await store.run(this.#run.id)), RunLocked);
  }

  #mayMeet(trouble: Trouble): boolean {
    return this.#met.length < this.#play.most && this.#play.troubles.includes(trouble);
  }

  #dies(): Death | undefined {
    if (!this.#mayMeet("death")) return undefined;
    const death = ([undefined, "before", "after"] as const)[this.#choose(3)];
    if (death) this.#met.push("death");
    return death;
  }

  #one<T>(ways: readonly T[]): T {
    assert.ok(ways.length > 0, "nothing is under way, and nothing has ended");
    return ways[this.#choose(ways.length)]!;
  }

  #ways(alive: readonly Process[]): readonly (() => void | Promise<void>)[] {
    const calls = alive.flatMap((process) => process.calls);
    const ways: (() => void | Promise<void>)[] = calls.map((call) => () => call.finish());
    const meet = (trouble: Trouble, act: () => void | Promise<void>): void => {
      if (!this.#mayMeet(trouble)) return;
      ways.push(() => {
        this.#met.push(trouble);
        return act();
      });
    };
    for (const call of calls) {
      meet("failure", () => call.finish(new ModelError("server", "the server is busy")));
      meet("refusal", () => call.finish(new ModelError("request", "the server will not")));
    }
    for (const process of alive) meet("death", () => process.kill());
    if (alive.length === 1) meet("usurper", () => this.#replace());
    return ways;
  }

  #called({ key }: Call): void {
    this.#bought.push(key);
    if (this.#committed.has(key)) this.#wrong.push(`\`${key}\` was bought though its result is committed`);
  }

  async #wrote(entries: readonly Entry[]): Promise<void> {
    for (const { type, key } of entries) if (type === "result") this.#committed.add(key!);
    for (const { limits, spent, reserved } of await this.#store.purses(this.#run.id)) {
      for (const dimension of DIMENSIONS) {
        const used = spent[dimension] + reserved[dimension], limit = limits[dimension] ?? Infinity;
        if (used > limit) this.#wrong.push(`${used} of ${limit} ${dimension} are spent or reserved`);
      }
    }
  }
}

/** Rows that a process was told are in are in as they were written, once, in their order. */
function checkJournal(rows: readonly Entry[], told: readonly Entry[]): void {
  const bySeq = new Map(rows.map((row) => [row.seq, row]));
  for (const row of told) assert.deepEqual(bySeq.get(row.seq), row, `row ${row.seq} is lost or changed`);
  assert.ok(rows.every(({ seq }, i) => i === 0 || seq > rows[i - 1]!.seq));
  const results = rows.filter(({ type }) => type === "result").map(({ key }) => key);
  assert.equal(new Set(results).size, results.length, "a step has two results");
  const settled = rows.flatMap(({ ref }) => ref ?? []), intents = rows.filter(({ type }) => type === "intent");
  assert.equal(new Set(settled).size, settled.length, "a call is settled twice");
  for (const ref of settled) assert.ok(intents.some(({ seq }) => seq === ref), `row ${ref} is no intent`);
  assert.ok(rows.filter(({ type }) => type === "end").length <= 1, "the run has two ends");
}

/** What is booked is what the rows say. */
async function checkBooks(store: Store, head: RunHead, rows: readonly Entry[]): Promise<void> {
  const settled = new Set(rows.flatMap(({ ref }) => ref ?? []));
  const open = rows.filter(({ type, seq }) => type === "intent" && !settled.has(seq));
  for (const dimension of DIMENSIONS) {
    const sum = (some: readonly Entry[]) => some.reduce((sum, { booking }) => sum + (booking?.[dimension] ?? 0), 0);
    const { spent, reserved } = (await store.run(head.id)).ledger;
    assert.equal(spent[dimension], sum(rows.filter(({ ref }) => ref !== undefined)), `${dimension} spent`);
    assert.equal(reserved[dimension], sum(open), `${dimension} reserved`);
  }
  assert.deepEqual((await store.openIntents(head.id)).map(({ seq }) => seq), open.map(({ seq }) => seq));
}

/** Every call has an intent; a step is bought again only where it failed, or where a process was lost. */
function checkPurchases(bought: readonly string[], rows: readonly Entry[], met: readonly Trouble[]): void {
  const intents = rows.filter(({ type }) => type === "intent").length;
  assert.ok(bought.length <= intents, "a call was made without a reservation");
  const lost = met.filter((trouble) => trouble === "death" || trouble === "usurper").length;
  for (const [key, calls] of Map.groupBy(bought, (key) => key)) {
    const failures = rows.filter((row) => row.type === "failure" && row.key === key).length;
    assert.ok(calls.length <= 1 + failures + lost, `\`${key}\` was bought ${calls.length} times`);
  }
}
