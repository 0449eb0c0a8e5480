/**
 * Steps the fibers of one program. It performs nothing, awaits nothing and knows no clock.
 *
 * S1. A fiber waits for one thing at a time: an effect, a text, a take, other fibers.
 * S2. Outcomes are handed out one by one, in journal order; the fiber that gets one runs on at once. So journal order
 *     decides every race, and a replay that hands out the same rows makes the same decisions.
 * S3. A fiber ends with its parent at the latest. Cancelling one cancels all it started.
 * S4. A child that throws interrupts a parent that waits for its children; one that is busy learns of it at its join.
 * S5. A key names one step since the last commit, for ever.
 *
 * @module
 */
import type { CallBody, Effect, Fiber, Instruction, Program, Start, TextRef } from "../plan/mod.ts";
import { unreachable } from "../base/unreachable.ts";
import type { FiberState, Sent } from "./fiber.ts";
import { close, failedAmong } from "./fiber.ts";

/** Something a program waits for that the engine has to bring. */
export type Issued =
  | { readonly what: "effect"; readonly key: string; readonly effect: Effect; readonly body?: CallBody }
  | { readonly what: "take"; readonly key: string }
  | { readonly what: "read"; readonly key: string; readonly text: TextRef; readonly alone: boolean };

/** What became of the program. */
export type Ended<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/** A mistake in how a program uses the scheduler: ours or a library user's, never the model's. */
export class ProgramError extends Error {
  override readonly name = "ProgramError";
}

/** What {@link Scheduler.run} came to. */
export type Turn =
  /** The root committed a state; call `run` again. */
  | { readonly turn: "commit"; readonly state: unknown }
  /** All fibers wait; these are new. */
  | { readonly turn: "wait"; readonly issued: readonly Issued[] }
  | { readonly turn: "end" };

/** Runs a program fiber by fiber. */
export class Scheduler<T> {
  readonly #root: FiberState;
  readonly #fibers = new Map<number, FiberState>();
  readonly #waiting = new Map<string, { readonly fiber: FiberState; readonly issued: Issued }>();
  readonly #used = new Set<string>();
  readonly #dropped = new Set<string>();
  #ready: { readonly fiber: FiberState; readonly send: Sent }[] = [];
  #next = 0;
  #issued: Issued[] = [];
  #aborted: string[] = [];
  #ids = 0;

  constructor(program: Program<T>) {
    this.#root = this.#newFiber(program, undefined);
    this.#ready.push({ fiber: this.#root, send: { value: undefined } });
  }

  /** How the program ended, once it has. */
  get ended(): Ended<T> | undefined {
    return this.#root.ended as Ended<T> | undefined;
  }

  /** Everything waited for, by key. */
  isWaiting(key: string): boolean {
    return this.#waiting.has(key);
  }

  /** What stands at a key. */
  waitingAt(key: string): Issued | undefined {
    return this.#waiting.get(key)?.issued;
  }

  /** Everything waited for. */
  waiting(): readonly Issued[] {
    return [...this.#waiting.values()].map(({ issued }) => issued);
  }

  /** Whether a key belonged to a fiber that was cancelled since the last commit. */
  wasDropped(key: string): boolean {
    return this.#dropped.has(key);
  }

  /** Keys whose fibers were cancelled since this was last asked. */
  takeAborted(): readonly string[] {
    const aborted = this.#aborted;
    this.#aborted = [];
    return aborted;
  }

  /** Steps every ready fiber until all wait, the root commits, or the program ends. */
  run(): Turn {
    while (!this.#root.ended) {
      const next = this.#ready[this.#next++];
      if (!next) {
        this.#ready = [], this.#next = 0;
        const issued = this.#issued.filter(({ key }) => this.#waiting.has(key));
        this.#issued = [];
        return { turn: "wait", issued };
      }
      const committed = this.#step(next.fiber, next.send);
      if (committed) return { turn: "commit", state: committed.state };
    }
    return { turn: "end" };
  }

  /** Hands an outcome to whoever waits at the key; false when nobody does. Call `run` next. */
  deliver(key: string, value: unknown): boolean {
    const found = this.#waiting.get(key);
    if (!found) return false;
    this.#waiting.delete(key);
    found.fiber.waits = undefined;
    this.#ready.push({ fiber: found.fiber, send: { value } });
    return true;
  }

  /** Ends everything. */
  stop(): void {
    this.#cancel(this.#root);
  }

  #newFiber(program: Program<unknown>, parent: FiberState | undefined): FiberState {
    const fiber: FiberState = {
      id: this.#ids++,
      program,
      parent,
      children: new Set(),
      waits: undefined,
      ended: undefined,
      failureTaken: false,
      cancelled: false,
    };
    this.#fibers.set(fiber.id, fiber);
    parent?.children.add(fiber);
    return fiber;
  }

  /** Runs a fiber until it waits, ends or commits. */
  #step(fiber: FiberState, first: Sent): { readonly state: unknown } | undefined {
    let send = first;
    while (!fiber.ended && !fiber.cancelled) {
      let result: IteratorResult<Instruction, unknown>;
      try {
        result = "error" in send ? fiber.program.throw(send.error) : fiber.program.next(send.value);
      } catch (error) {
        return void this.#end(fiber, { ok: false, error });
      }
      if (result.done) return void this.#end(fiber, { ok: true, value: result.value });
      try {
        const answer = this.#obey(fiber, result.value);
        if (!answer) return undefined;
        if ("state" in answer) return this.#commit(fiber, answer.state);
        send = answer;
      } catch (error) {
        send = { error };
      }
    }
    return undefined;
  }

  #commit(fiber: FiberState, state: unknown): { readonly state: unknown } {
    this.#used.clear();
    this.#dropped.clear();
    this.#ready.push({ fiber, send: { value: undefined } });
    return { state };
  }

  /** Does what an instruction says; undefined when the fiber has to wait. */
  #obey(fiber: FiberState, instruction: Instruction): Sent | { readonly state: unknown } | undefined {
    switch (instruction.say) {
      case "perform": {
        const { effect, body } = instruction;
        return this.#wait(fiber, { what: "effect", key: effect.key, effect, ...(body ? { body } : {}) });
      }
      case "take":
        if (fiber !== this.#root) throw new ProgramError(`Cannot take \`${instruction.key}\`: only the root fiber may`);
        return this.#wait(fiber, { what: "take", key: instruction.key });
      case "read": {
        const { text, alone = false } = instruction;
        return this.#wait(fiber, { what: "read", key: `read/${fiber.id}/${this.#ids++}`, text, alone });
      }
      case "fork":
        return { value: this.#fork(fiber, instruction.start) };
      case "join":
        return this.#await(fiber, [instruction.fiber], { race: false });
      case "race":
        return this.#await(fiber, instruction.fibers, { race: true });
      case "cancel": {
        this.#cancel(instruction.fiber as FiberState);
        return { value: undefined };
      }
      case "commit":
        return this.#mayCommit(fiber, instruction.state);
      default:
        return unreachable(instruction);
    }
  }

  #mayCommit(fiber: FiberState, state: unknown): { readonly state: unknown } {
    if (fiber !== this.#root || this.#fibers.size > 1) {
      throw new ProgramError("Cannot commit: only the root fiber may, when no other fiber is alive");
    }
    return { state };
  }

  #wait(fiber: FiberState, issued: Issued): undefined {
    if (this.#used.has(issued.key)) {
      throw new ProgramError(
        `Cannot perform \`${issued.key}\`: the key was used since the last commit; give every step its own`,
      );
    }
    if (issued.what !== "read") this.#used.add(issued.key);
    fiber.waits = { for: "key", key: issued.key };
    this.#waiting.set(issued.key, { fiber, issued });
    this.#issued.push(issued);
    return undefined;
  }

  #fork(parent: FiberState, start: Start<unknown>): Fiber<unknown> {
    const fiber = this.#newFiber(start(), parent);
    this.#ready.push({ fiber, send: { value: undefined } });
    return fiber;
  }

  #await(fiber: FiberState, handles: readonly Fiber<unknown>[], { race }: { race: boolean }): Sent | undefined {
    const fibers = handles.map((handle) => handle as FiberState);
    fiber.waits = { for: "fibers", race, fibers };
    return this.#settled(fiber);
  }

  /** What a fiber that waits for fibers gets now; undefined: it waits on. */
  #settled(fiber: FiberState): Sent | undefined {
    const { waits } = fiber;
    if (waits?.for !== "fibers") return undefined;
    const first = waits.fibers.find((other) => other.ended) ?? (waits.race ? undefined : failedAmong(fiber.children));
    if (!first?.ended) return undefined;
    fiber.waits = undefined;
    first.failureTaken = true;
    if (waits.race) { for (const other of waits.fibers) if (other !== first) this.#cancel(other); }
    return first.ended.ok ? { value: first.ended.value } : { error: first.ended.error };
  }

  #end(fiber: FiberState, ended: Ended<unknown>): void {
    for (const child of [...fiber.children]) {
      if (child.ended && !child.ended.ok && !child.failureTaken && ended.ok) ended = child.ended;
      this.#cancel(child);
    }
    fiber.ended = ended;
    this.#fibers.delete(fiber.id);
    // A failure nobody has seen stays with the parent until it looks.
    if (ended.ok) fiber.parent?.children.delete(fiber);
    const { parent } = fiber;
    if (!parent) return;
    const answer = this.#settled(parent);
    if (answer) {
      parent.children.delete(fiber);
      this.#ready.push({ fiber: parent, send: answer });
    }
  }

  #cancel(fiber: FiberState): void {
    fiber.parent?.children.delete(fiber);
    if (fiber.ended) return;
    fiber.cancelled = true;
    for (const child of [...fiber.children]) this.#cancel(child);
    if (fiber.waits?.for === "key") this.#drop(fiber.waits.key);
    fiber.ended = { ok: false, error: new ProgramError("The fiber was cancelled") };
    fiber.failureTaken = true;
    this.#fibers.delete(fiber.id);
    close(fiber.program);
  }

  #drop(key: string): void {
    this.#waiting.delete(key);
    this.#dropped.add(key);
    this.#aborted.push(key);
  }
}
