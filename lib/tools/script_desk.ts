import type { PinnedScript } from "../plan/plan.ts";
import { readDenoError } from "./deno_error.ts";
import type { SpokenFolder } from "./deno_error.ts";
import { ScriptLane } from "./script_lane.ts";
import type { Flight, LaneTerms } from "./script_lane.ts";
import type { ScriptFailure, ScriptOutcome } from "./script_outcome.ts";
import type { ProcessEnd } from "./script_process.ts";
import type { ScriptStarter } from "./script_workshop.ts";

/** What every call of a script is subject to. */
export interface DeskTerms {
  /** Milliseconds a module may take to load. */
  readonly timeoutMs: number;
  /** Megabytes a script may hold in values, and again in buffers. */
  readonly memory: number;
  /** UTF-16 code units of logs kept for each call. */
  readonly maxLogs: number;
}

/** A call as the desk takes it. */
export type DeskRequest = Omit<Flight, "settle">;

const ABORTED = "was given up: the call was aborted";
const CLOSED = "was given up: the script host was closed";

/** How often a call may be put into another process because its own ended before taking it. */
const MAX_MOVES = 3;

/** Where the calls of one script are taken: it finds each a process, and another if that one ends before its turn. */
export class ScriptDesk {
  readonly #label: string;
  readonly #starting: Promise<ScriptStarter>;
  readonly #terms: DeskTerms;
  readonly #lanes = new Set<ScriptLane>();
  /** Calls by id, with how often they were put into another process. */
  readonly #moves = new Map<number, number>();
  #closed = false;

  /** Takes calls at once, and starts the first process when the script is laid out. */
  constructor(script: PinnedScript, starting: Promise<ScriptStarter>, terms: DeskTerms) {
    this.#label = `\`${script.name}\` of \`${script.entry}\``;
    this.#starting = starting;
    this.#terms = terms;
  }

  /** Sees a call through. */
  async call(request: DeskRequest, signal: AbortSignal | undefined): Promise<ScriptOutcome> {
    const { promise, resolve } = Promise.withResolvers<ScriptOutcome>();
    const onAbort = (): void => this.#lanes.forEach((lane) => lane.giveUp(request.id, ABORTED));
    signal?.addEventListener("abort", onAbort);
    this.#moves.set(request.id, 0);
    await this.#begin({ ...request, settle: resolve }, signal);
    const outcome = await promise;
    this.#moves.delete(request.id);
    signal?.removeEventListener("abort", onAbort);
    return outcome;
  }

  /** Gives up every call and ends every process. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#starting.catch(() => {});
    await Promise.all([...this.#lanes].map((lane) => lane.close(CLOSED)));
  }

  async #begin(flight: Flight, signal: AbortSignal | undefined): Promise<void> {
    try {
      const starter = await this.#starting;
      if (signal?.aborted) this.#fail(flight, "aborted", ABORTED);
      else this.#place(flight, starter);
    } catch (error) {
      this.#notStarted(flight, error);
    }
  }

  #place(flight: Flight, starter: ScriptStarter): void {
    if (this.#closed) return this.#fail(flight, "aborted", CLOSED);
    try {
      const lane = [...this.#lanes].find((one) => one.open) ?? this.#openLane(starter);
      lane.add(flight);
    } catch (error) {
      this.#notStarted(flight, error);
    }
  }

  #notStarted(flight: Flight, error: unknown): void {
    this.#fail(flight, "crash", `cannot be started: ${error instanceof Error ? error.message : String(error)}`);
  }

  #openLane(starter: ScriptStarter): ScriptLane {
    const lane = new ScriptLane(starter.start, {
      ...laneTerms(this.#label, starter, this.#terms),
      orphaned: (flights) => flights.forEach((flight) => this.#move(flight, starter)),
    });
    this.#lanes.add(lane);
    void lane.ended.then(() => this.#lanes.delete(lane));
    return lane;
  }

  #move(flight: Flight, starter: ScriptStarter): void {
    const count = (this.#moves.get(flight.id) ?? 0) + 1;
    this.#moves.set(flight.id, count);
    if (count <= MAX_MOVES) return this.#place(flight, starter);
    this.#fail(flight, "crash", `found no process that took its call: ${count} ended before`);
  }

  #fail(flight: Flight, code: ScriptFailure["code"], why: string): void {
    flight.settle({ ok: false, code, message: `${this.#label} ${why}`, logs: "" });
  }
}

function laneTerms(label: string, { spoken, translate }: ScriptStarter, terms: DeskTerms): Omit<LaneTerms, "orphaned"> {
  return {
    label,
    loadTimeout: terms.timeoutMs,
    maxLogs: terms.maxLogs,
    translate,
    explain: (end) => explainEnd(end, spoken, terms.memory),
  };
}

/** Why a process ended under a call. */
function explainEnd({ code, signal, stderr }: ProcessEnd, spoken: SpokenFolder, memory: number): string {
  if (/out of memory|memory allocation of \d+ bytes failed/i.test(stderr)) {
    return `ran out of memory: a script may hold ${memory} MB`;
  }
  if (/^error: /m.test(stderr)) {
    const { message, path, line, column } = readDenoError(stderr, spoken);
    return `ended its process by an error nothing caught: ${message}${path ? ` at ${path}:${line}:${column}` : ""}`;
  }
  return signal ? `lost its process to ${signal}` : `ended its process with exit code ${code} before it answered`;
}
