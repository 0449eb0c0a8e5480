import type { FiberState } from "./fiber.ts";

/** A part of a program whose work is measured, and what has become of it. */
export interface Turned {
  /** Key of the step that measures it. */
  readonly key: string;
  /** over: nobody waits for that step any more. */
  readonly is: "working" | "resting" | "over";
}

const NONE: readonly Turned[] = [];

/** Parts of a program whose work is measured: fibers with all that they start. */
export class Scopes {
  /** Their fibers, by the keys of the steps that measure them. */
  readonly #fibers = new Map<string, FiberState>();
  readonly #touched = new Set<string>();

  /** A step measures a fiber. */
  begin(key: string, fiber: FiberState): void {
    fiber.limit = key;
    this.#fibers.set(key, fiber);
    this.#touched.add(key);
  }

  /** Something has happened to a fiber: it was handed an outcome, or was cancelled. */
  touch(fiber: FiberState): void {
    if (this.#fibers.size === 0) return;
    for (let one: FiberState | undefined = fiber; one; one = one.parent) {
      if (one.limit !== undefined) this.#touched.add(one.limit);
    }
  }

  /** Nobody waits at a key any more. */
  end(key: string): void {
    if (this.#fibers.delete(key)) this.#touched.add(key);
  }

  /** What has become of those that something has happened to. All fibers wait; `works` tells at which keys work is done. */
  takeTurned(works: (key: string) => boolean): readonly Turned[] {
    if (this.#touched.size === 0) return NONE;
    const turned = [...this.#touched].map((key): Turned => {
      const fiber = this.#fibers.get(key);
      return { key, is: !fiber ? "over" : isWorking(fiber, works) ? "working" : "resting" };
    });
    this.#touched.clear();
    return turned;
  }
}

/** Whether work is done for a fiber or for any that it has started. */
function isWorking(fiber: FiberState, works: (key: string) => boolean): boolean {
  const open = [fiber];
  for (let one = open.pop(); one; one = open.pop()) {
    if (one.ended) continue;
    if (one.waits?.for === "key" && works(one.waits.key)) return true;
    open.push(...one.children);
  }
  return false;
}
