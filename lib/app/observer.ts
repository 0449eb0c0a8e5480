import type { RunEvent } from "../engine/world.ts";
import { has } from "../plan/begin.ts";

/** An observer that failed: at which event, and how. It was told of what came after, too. */
export interface Unheard {
  /** The `type` of the first event it failed at. */
  readonly event: RunEvent["type"];
  /** What it threw. */
  readonly reason: string;
}

/**
 * Tells an observer of one run. Whoever looks on cannot harm what is looked at: what it throws or rejects with goes no
 * further, and is told it once, as a `log` event.
 */
export class Observer {
  readonly #on: (event: RunEvent) => unknown;
  #unheard: Unheard | undefined;

  constructor(on: (event: RunEvent) => unknown) {
    this.#on = on;
  }

  /** The first time it failed; undefined while it has not. */
  get unheard(): Unheard | undefined {
    return this.#unheard;
  }

  /** Tells of an event. Never throws. */
  readonly tell = (event: RunEvent): void => {
    try {
      const told = this.#on(event);
      if (has(told, "then")) Promise.resolve(told).catch((error) => this.#failed(event, error));
    } catch (error) {
      this.#failed(event, error);
    }
  };

  #failed({ type, run }: RunEvent, error: unknown): void {
    if (this.#unheard) return;
    const reason = wordsOf(error);
    this.#unheard = { event: type, reason };
    this.tell({
      type: "log",
      run,
      key: "on",
      text: `The function \`on\` failed at \`${type}\`: ${reason}; the run goes on`,
    });
  }
}

/** Not every value that is thrown can be made a text. */
function wordsOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return "it threw what cannot be told";
  }
}
