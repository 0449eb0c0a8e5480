/**
 * One workload on one peer, in a process of its own: `cell.ts PEER MODE DIR [SETTINGS]`.
 *
 * Speaks on stdout in lines the driver waits for; whatever else a peer prints is ignored:
 * `@first N` a new step body began, `@killed N` the process is about to kill itself before step N,
 * `@result JSON` the measured values, `@cannot TEXT` the engine cannot do it.
 *
 * @module
 */
import { readdirSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { type Adapter, CannotDo, type Engine } from "./adapter.ts";
import { type FanOut, type Growth, type Improvement, type Percentiles, type StepOverhead, WINDOWS } from "./values.ts";

const STEPS = 1_000;
const WARM_STEPS = 1_000;
const GROWTH_STEPS = 400;
const GROWTH_CHARS = 1_024;
const TASKS = 1_000;
const WIDTH = 16;
/** Rounds of W5 between two looks at the disk. */
const STRIDE = 100;
/** Rounds of a window of W5. */
const WINDOW = 500;

interface Settings {
  /** Resume workload: how many steps to fill, and for how long at most. */
  readonly steps: number;
  readonly fillMs: number;
}

interface Cell {
  readonly engine: Engine;
  readonly dir: string;
  readonly settings: Settings;
}

const MODES: Readonly<Record<string, (cell: Cell) => Promise<unknown>>> = {
  W1: stepOverhead,
  W2: growth,
  "W3-fill": fill,
  "W3-resume": resume,
  W4: fanOut,
  W5: improve,
  "W5-resume": improveAgain,
};

await main(process.argv.slice(2));

async function main([name = "", mode = "", dir = "", settings = "{}"]: readonly string[]) {
  try {
    const loading = performance.now();
    const module = new URL(`./peers/${name}.ts`, import.meta.url).href;
    const { adapter } = await import(module) as { adapter: Adapter };
    say(`@loaded ${round(performance.now() - loading)}`);
    const engine = await adapter.open(dir);
    const value = await MODES[mode]!({ engine, dir, settings: JSON.parse(settings) });
    say(`@result ${JSON.stringify({ durability: adapter.durability, value })}`);
    await engine.close();
    process.exit(0);
  } catch (error) {
    if (error instanceof CannotDo) say(`@cannot ${error.message}`);
    else console.error(error);
    process.exit(1);
  }
}

async function stepOverhead({ engine }: Cell): Promise<StepOverhead> {
  await engine.loop("warm", { steps: WARM_STEPS, body: () => {} });
  const began: number[] = [];
  const start = performance.now();
  const end = await engine.loop("measured", {
    steps: STEPS,
    body: (n) => {
      expect(n === began.length, `step ${n} began after ${began.length} others`);
      began.push(performance.now());
    },
  });
  const total = performance.now() - start;
  expect(end.n === STEPS && began.length === STEPS, `ran ${began.length} bodies and ended at ${end.n}`);
  return { steps: STEPS, total_ms: round(total), gaps_ms: Object.fromEntries(WINDOWS.map((w) => gaps(began, w))) };
}

function gaps(began: readonly number[], [from, to]: readonly [number, number]): [string, Percentiles] {
  const inside: number[] = [];
  for (let step = Math.max(2, from); step <= to; step++) inside.push(began[step - 1]! - began[step - 2]!);
  inside.sort((a, b) => a - b);
  return [`${from}-${to}`, { p50: round(percentile(inside, 0.5)), p99: round(percentile(inside, 0.99)) }];
}

async function growth({ engine, dir }: Cell): Promise<Omit<Growth, "settled_bytes">> {
  const start = performance.now();
  const end = await engine.loop("measured", { steps: GROWTH_STEPS, text: distinctText, body: () => {} });
  const total = performance.now() - start;
  const payload = GROWTH_STEPS * GROWTH_CHARS;
  expect(end.chars === payload, `the final state holds ${end.chars} of ${payload} characters`);
  return { iterations: GROWTH_STEPS, payload_bytes: payload, total_ms: round(total), bytes: bytesIn(dir) };
}

/** Dies in a body at or near the last step, before that step is durable. */
async function fill({ engine, settings: { steps, fillMs } }: Cell): Promise<never> {
  const start = performance.now();
  await engine.loop("resumed", {
    steps,
    body: (n) => {
      if (n < steps - 1 && performance.now() - start < fillMs) return;
      say(`@killed ${n}`);
      process.kill(process.pid, "SIGKILL");
    },
  });
  throw new Error(`the loop ended before step ${steps} began`);
}

/** Dies in the first new body, before that step is durable, so that the next process resumes the same thing. */
async function resume({ engine, settings: { steps } }: Cell): Promise<never> {
  await engine.resume("resumed", {
    steps,
    body: (n) => {
      say(`@first ${n}`);
      process.kill(process.pid, "SIGKILL");
    },
  });
  throw new Error("the run ended without a new step");
}

async function fanOut({ engine }: Cell): Promise<FanOut> {
  await engine.fan("warm", { tasks: WARM_STEPS, width: WIDTH, body: () => {} });
  const ran = new Set<number>();
  let bodies = 0;
  const start = performance.now();
  const end = await engine.fan("measured", { tasks: TASKS, width: WIDTH, body: (i) => void (bodies++, ran.add(i)) });
  const total = performance.now() - start;
  expect(
    end.joined === TASKS && ran.size === TASKS && bodies === TASKS,
    `ran ${bodies} bodies of ${ran.size} tasks and joined ${end.joined}`,
  );
  return { tasks: TASKS, width: WIDTH, total_ms: round(total) };
}

/**
 * Dies in a body at or near the last round, having said what it measured. The log of SQLite counts as it stands: it has
 * its full size long before the first half is over.
 */
async function improve({ engine, dir, settings: { steps, fillMs } }: Cell): Promise<never> {
  if (!engine.improve) throw new CannotDo("nothing of it is meant for loops that make something better");
  const began: number[] = [], bytes: number[] = [], start = performance.now();
  await engine.improve("improved", {
    rounds: steps,
    body: (n) => {
      const now = performance.now();
      expect(n === began.length, `round ${n} began after ${began.length} others`);
      began.push(now);
      if (n % STRIDE === 0) bytes.push(bytesIn(dir));
      if (n < steps - 1 && now - start < fillMs) return 1 - 1 / (n + 2);
      say(`@killed ${n}`);
      say(`@result ${JSON.stringify({ value: improvement(began, bytes) })}`);
      process.kill(process.pid, "SIGKILL");
      return 0;
    },
  });
  throw new Error(`the loop ended before round ${steps} began`);
}

function improvement(began: readonly number[], bytes: readonly number[]): Omit<Improvement, "resume_ms"> {
  const rounds = began.length, half = Math.floor((bytes.length - 1) / 2), last = bytes.length - 1;
  const perRound = (from: number, to: number) => Math.round((bytes[to]! - bytes[from]!) / ((to - from) * STRIDE));
  const [, first] = gaps(began, [1, WINDOW]), [, end] = gaps(began, [rounds - WINDOW + 1, rounds]);
  // The first tenth holds the log's growth to its full size, which is no growth of what is kept.
  const from = Math.max(1, Math.floor(last / 10));
  return {
    rounds,
    first,
    last: end,
    first_half_bytes: perRound(from, half),
    second_half_bytes: perRound(half, last),
  };
}

async function improveAgain({ engine, settings: { steps } }: Cell): Promise<never> {
  await engine.improveAgain!("improved", {
    rounds: steps,
    body: (n) => {
      say(`@first ${n}`);
      process.kill(process.pid, "SIGKILL");
      return 0;
    },
  });
  throw new Error("the run ended without a new round");
}

/** 1 KB that no other step has and no compressor shortens much: base-64 digits from a seeded generator. */
function distinctText(n: number): string {
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  let seed = (n + 1) * 0x9e3779b1;
  let text = "";
  while (text.length < GROWTH_CHARS) {
    seed ^= seed << 13, seed ^= seed >>> 17, seed ^= seed << 5;
    text += digits[seed & 63];
  }
  return text;
}

/** Apparent sizes of all files under `dir`; SQLite's `-shm` is an index in memory and does not count. */
function bytesIn(dir: string): number {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith("-shm"))
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function percentile(sorted: readonly number[], p: number): number {
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)]!;
}

function round(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}

function say(line: string): void {
  writeSync(1, `\n${line}\n`);
}

function expect(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(`Not the workload that was asked for: ${otherwise}`);
}
