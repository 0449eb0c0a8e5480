import { formatDuration } from "../base/duration.ts";
import type { Json } from "../base/json.ts";
import { unreachable } from "../base/unreachable.ts";
import { boundedText } from "./bounded_text.ts";
import type { BoundedText } from "./bounded_text.ts";
import type { ScriptFrame } from "./script_child.ts";
import type { ScriptFailure, ScriptOutcome } from "./script_outcome.ts";
import type { ProcessEnd, ProcessListener, ScriptProcess } from "./script_process.ts";

/** A call on its way. */
export interface Flight {
  /** Unique in its host. */
  readonly id: number;
  /** The function's one argument. */
  readonly input: Json;
  /** Milliseconds from when its process takes it. */
  readonly timeout: number;
  /** Ends it; only the first outcome counts. */
  readonly settle: (outcome: ScriptOutcome) => void;
}

/** How a lane speaks and how patient it is. */
export interface LaneTerms {
  /** The script as messages name it. */
  readonly label: string;
  /** Milliseconds the module may take to load. */
  readonly loadTimeout: number;
  /** UTF-16 code units of logs kept for each call. */
  readonly maxLogs: number;
  /** Puts texts of the process into the user's terms. */
  readonly translate: (text: string) => string;
  /** Why a process ended, as the end of a sentence. */
  readonly explain: (end: ProcessEnd) => string;
  /** Takes calls that the process never began, when it is gone. */
  readonly orphaned: (flights: readonly Flight[]) => void;
}

interface Seat {
  readonly flight: Flight;
  readonly logs: BoundedText;
  taken: boolean;
  clock?: ReturnType<typeof setTimeout>;
}

/** UTF-16 code units that may be printed during one call: past that it is a flood, not a log. */
const FLOOD = 16 << 20;

/**
 * One process of a script and the calls that are in it.
 *
 * A call's clock starts when the process takes it, so a queue behind slow calls is no timeout. A call that is given up
 * retires its process: it gets no more calls, and ends as soon as no call runs in it. Calls it never took go elsewhere.
 */
export class ScriptLane {
  /** Settles when the process is gone. */
  readonly ended: Promise<void>;
  readonly #terms: LaneTerms;
  readonly #process: ScriptProcess;
  readonly #seats = new Map<number, Seat>();
  readonly #loading: ReturnType<typeof setTimeout>;
  #ready = false;
  #retired = false;
  #printed = 0;

  /** Starts a process. */
  constructor(start: (listener: ProcessListener) => ScriptProcess, terms: LaneTerms) {
    this.#terms = terms;
    this.#process = start({ frame: (frame) => this.#hear(frame), printed: (text) => this.#print(text) });
    this.#loading = setTimeout(() => this.#notLoaded(), terms.loadTimeout);
    this.ended = this.#process.ended.then((end) => this.#end(end));
  }

  /** Whether it takes more calls. */
  get open(): boolean {
    return !this.#retired;
  }

  /** Puts a call into the process's queue. */
  add(flight: Flight): void {
    this.#seats.set(flight.id, { flight, logs: boundedText(this.#terms.maxLogs), taken: false });
    this.#process.send({ id: flight.id, input: flight.input });
  }

  /** Gives a call up. */
  giveUp(id: number, why: string): void {
    const seat = this.#seats.get(id);
    if (!seat) return;
    this.#retired = true;
    this.#fail(seat, "aborted", why);
  }

  /** Gives everything up and ends the process. */
  async close(why: string): Promise<void> {
    for (const id of [...this.#seats.keys()]) this.giveUp(id, why);
    this.#retired = true;
    this.#process.kill();
    await this.ended;
  }

  #hear(frame: ScriptFrame): void {
    switch (frame.say) {
      case "ready":
        this.#ready = true;
        return clearTimeout(this.#loading);
      case "unloadable":
        return this.#failAll("script", `cannot be loaded: ${told(frame)}`);
      case "took":
        return this.#take(frame.id);
      case "value":
        return this.#settle(frame.id, (logs) => ({ ok: true, value: frame.value, logs }));
      case "threw":
        return this.#failOne(frame.id, "script", `threw ${told(frame)}`);
      case "misshapen":
        return this.#failOne(frame.id, "shape", `returned what cannot be used: ${frame.message}`);
      default:
        return unreachable(frame);
    }
  }

  #take(id: number): void {
    const seat = this.#seats.get(id);
    if (!seat) return;
    const { timeout } = seat.flight;
    seat.taken = true;
    this.#printed = 0;
    seat.clock = setTimeout(() => {
      this.#retired = true;
      this.#fail(seat, "timeout", `did not answer within ${formatDuration(timeout)}`);
    }, timeout);
  }

  /**
   * Processes print without saying for which call, so a text belongs to one: the call that was begun last, or the first
   * in line while the module loads.
   */
  #print(text: string): void {
    const seats = [...this.#seats.values()], heard = this.#ready ? seats.findLast(({ taken }) => taken) : seats[0];
    heard?.logs.add(text);
    this.#printed = heard ? this.#printed + text.length : 0;
    if (this.#printed <= FLOOD || this.#retired) return;
    this.#failAll("crash", "printed without end, so its process was ended");
  }

  #notLoaded(): void {
    this.#failAll("timeout", `was not loaded within ${formatDuration(this.#terms.loadTimeout)}`);
  }

  #end(end: ProcessEnd): void {
    clearTimeout(this.#loading);
    const movable = this.#ready || this.#retired;
    const orphans = [...this.#seats.values()].filter((seat) => movable && !seat.taken);
    for (const { flight } of orphans) this.#seats.delete(flight.id);
    this.#failAll("crash", this.#terms.explain(end));
    if (orphans.length > 0) this.#terms.orphaned(orphans.map(({ flight }) => flight));
  }

  /** Ends the process too: what fails all calls would fail the next. */
  #failAll(code: ScriptFailure["code"], message: string): void {
    this.#retired = true;
    for (const seat of [...this.#seats.values()]) this.#fail(seat, code, message);
    this.#process.kill();
  }

  #failOne(id: number, code: ScriptFailure["code"], message: string): void {
    const seat = this.#seats.get(id);
    if (seat) this.#fail(seat, code, message);
  }

  #fail({ flight }: Seat, code: ScriptFailure["code"], message: string): void {
    const said = `${this.#terms.label} ${this.#terms.translate(message)}`;
    this.#settle(flight.id, (logs) => ({ ok: false, code, message: said, logs }));
  }

  #settle(id: number, outcome: (logs: string) => ScriptOutcome): void {
    const seat = this.#seats.get(id);
    if (!seat) return;
    clearTimeout(seat.clock);
    this.#seats.delete(id);
    seat.flight.settle(outcome(this.#terms.translate(seat.logs.read())));
    if (this.#retired && ![...this.#seats.values()].some((other) => other.taken)) this.#process.kill();
  }
}

function told({ message, at }: { readonly message: string; readonly at: string }): string {
  return at === "" ? message : `${message} at ${at}`;
}
