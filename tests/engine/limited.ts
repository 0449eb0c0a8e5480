/** Programs with parts whose work is limited, and their lives. */
import assert from "node:assert/strict";
import type { OwnProgram } from "../../lib/app/own_program.ts";
import { program } from "../../lib/app/own_program.ts";
import type { Json } from "../../lib/base/json.ts";
import type { Driving } from "../../lib/engine/host.ts";
import { takeLease } from "../../lib/engine/host.ts";
import type { Rest } from "../../lib/engine/rest.ts";
import type { Program } from "../../lib/plan/mod.ts";
import { call, demand, EffectFailed, within } from "../../lib/plan/mod.ts";
import type { Store } from "../../lib/store/store.ts";
import { until } from "./models.ts";
import { bury } from "./stores.ts";
import type { Parts } from "./worlds.ts";
import { driveRun, newRun } from "./worlds.ts";

/** Milliseconds. */
export const MINUTE: number = 60_000;

/** Milliseconds that a part may work. They pass in a moment, and are enough to come to what it waits for. */
export const SHORT: number = 200;

/** Work that goes on for longer than {@link SHORT}. */
export function longer(): Promise<string> {
  const begun = performance.now();
  return until(() => performance.now() - begun > 2 * SHORT).then(() => "worked");
}

/** Work that never ends by itself. */
export function forever(signal: AbortSignal): Promise<string> {
  return new Promise((_, no) => signal.addEventListener("abort", () => no(signal.reason)));
}

/** A question to a person. */
export function ask(key: string): Program<Json> {
  return demand({ do: "ask", key, question: "Go?" });
}

/** What a part gave, or that its time was over. */
export function* timed(duration: number, start: () => Program<Json>, key = "part"): Program<Json> {
  try {
    return yield* within({ key, duration }, start);
  } catch (error) {
    if (!(error instanceof EffectFailed)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

/** What a run has come to. */
export function outputsOf(rest: Rest): Json {
  return rest.rest === "ended" ? rest.outputs : rest.rest;
}

/** Whether the first run shows as waiting. */
export async function isWaiting(store: Store): Promise<boolean> {
  return (await store.run(1)).status === "waiting";
}

/** The keys of rows that are there. */
export async function keysIn(store: Store): Promise<readonly (string | undefined)[]> {
  return (await store.entries(1, 0)).map(({ key }) => key);
}

/** Begins a run, or goes on with it. */
export async function life(store: Store, own: OwnProgram, parts: Parts = {}): Promise<Driving> {
  const isNew = (await store.runs()).length === 0;
  return await driveRun(store, isNew ? await newRun(store, own) : await store.run(1), own, parts);
}

/** A program of a test. */
export function made(start: () => Program<Json>): OwnProgram {
  return program("limited@1", start) as unknown as OwnProgram;
}

/** A clock of the machine that is put forward where work is to take long. */
export interface FastClock extends Disposable {
  /** A call that takes so long, in a moment. */
  readonly takes: (key: string, milliseconds: number) => Program<Json>;
  /** So much time passes. */
  readonly pass: (milliseconds: number) => void;
}

/** Puts the machine's clock forward on demand, until it is disposed of. */
export function fastClock(): FastClock {
  const real = performance.now;
  let ahead = 0;
  performance.now = () => real.call(performance) + ahead;
  const pass = (milliseconds: number) => void (ahead += milliseconds);
  return {
    pass,
    takes: (key, milliseconds) => call(key, () => (pass(milliseconds), key)),
    [Symbol.dispose]: () => void (performance.now = real),
  };
}

/** Ends a life, for which an hour of work was booked, as a kill does: nothing that it still does has an effect. */
export async function kill(store: Store, { rest, stop }: Driving): Promise<void> {
  const { lease } = await store.run(1);
  assert.ok(await store.beat(1, lease.epoch, { ttl: MINUTE, walls: [{ run: 1, wall: 60 * MINUTE }] }));
  await bury(store, 1);
  const { epoch } = await takeLease({ store }, await store.run(1));
  await store.release(1, epoch);
  stop({ stop: "pause", abort: true });
  await assert.rejects(rest);
}
