/**
 * Parts of a program whose work is measured: fibers with all that they start.
 *
 * Whether a part works is counted: how many of its fibers wait for work. What happens to one fiber costs a step for each
 * part around it, however many fibers there are.
 *
 * @module
 */
import type { FiberState } from "./fiber.ts";

/** A part of a program whose work is measured, and what has become of it. */
export interface Turned {
  /** Key of the step that measures it. */
  readonly key: string;
  /** over: nobody waits for that step any more. */
  readonly is: "working" | "resting" | "over";
}

/** A part of a program whose work is measured. */
export interface Scope {
  /** Key of the step that measures it. */
  readonly key: string;
  /** The smallest part that it is in. */
  outer: Scope | undefined;
  /** How many of its fibers wait for work that is done. */
  works: number;
}

const NONE: readonly Turned[] = [];

/** The parts of one program. */
export class Scopes {
  readonly #open = new Map<string, Scope>();
  /** Parts that something has happened to. */
  readonly #touched = new Set<Scope>();
  /** Fibers that wait, and nobody has looked whether for work. */
  readonly #unsure = new Set<FiberState>();
  #over: string[] = [];

  /** A step measures a fiber. */
  begin(key: string, fiber: FiberState): void {
    const scope: Scope = { key, outer: fiber.scope, works: 0 };
    this.#open.set(key, scope);
    this.#touched.add(scope);
    for (const one of withAll(fiber)) {
      enclose(one, scope);
      if (one.works) scope.works++;
    }
  }

  /** A fiber waits at a key, or whether that is work is to be looked at again. */
  look(fiber: FiberState): void {
    this.#unsure.add(fiber);
  }

  /** A fiber waits at a key no more. */
  leave(key: string, fiber: FiberState): void {
    this.#unsure.delete(fiber);
    this.#note(fiber, { works: false });
    if (this.#open.delete(key)) this.#over.push(key);
  }

  /** What has become of those that something has happened to. All fibers wait; `works` tells at which keys work is done. */
  takeTurned(works: (key: string) => boolean): readonly Turned[] {
    for (const fiber of this.#unsure) {
      this.#note(fiber, { works: fiber.waits?.for === "key" && works(fiber.waits.key) });
    }
    this.#unsure.clear();
    if (this.#touched.size === 0 && this.#over.length === 0) return NONE;
    // A key may measure another part since the last commit: the one that is over is told first.
    const over = this.#over.splice(0).map((key): Turned => ({ key, is: "over" }));
    const open = [...this.#touched].filter((scope) => this.#open.get(scope.key) === scope);
    this.#touched.clear();
    return [...over, ...open.map(({ key, works }): Turned => ({ key, is: works > 0 ? "working" : "resting" }))];
  }

  #note(fiber: FiberState, { works }: { readonly works: boolean }): void {
    const change = Number(works) - Number(fiber.works);
    fiber.works = works;
    for (let scope = fiber.scope; scope; scope = scope.outer) {
      scope.works += change;
      this.#touched.add(scope);
    }
  }
}

/** Keys of the steps that measure the parts that a fiber is in, the smallest first. */
export function partsOf(fiber: FiberState | undefined): readonly string[] {
  const keys: string[] = [];
  for (let part = fiber?.scope; part; part = part.outer) keys.push(part.key);
  return keys;
}

/** Puts a fiber into a part: itself, or the largest part that it is in inside of that one. */
function enclose(fiber: FiberState, scope: Scope): void {
  let inner: Scope | undefined;
  for (let one = fiber.scope; one && one !== scope && one !== scope.outer; one = one.outer) inner = one;
  if (inner) inner.outer = scope;
  else fiber.scope = scope;
}

/** A fiber and all that it has started. */
function* withAll(fiber: FiberState): Generator<FiberState> {
  const open = [fiber];
  for (let one = open.pop(); one; one = open.pop()) {
    yield one;
    for (const child of one.children) open.push(child);
  }
}
