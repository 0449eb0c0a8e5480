/**
 * Steps the fibers of one program. It performs nothing, awaits nothing and knows no clock.
 *
 * S1. A fiber waits for one thing at a time: an effect, a text, a take, other fibers.
 * S2. Outcomes are handed out one by one, in journal order; the fiber that gets one runs on at once. So journal order
 *     decides every race, and a replay that hands out the same rows makes the same decisions.
 * S3. A fiber ends with its parent at the latest. Cancelling one cancels all it started.
 * S4. A child that throws interrupts a parent that waits for its children; one that is busy learns of it at its join.
 * S5. A key names one step since the last commit, for ever.
 * S6. What a program asks for is checked and hashed where it asks: a mistake is thrown there.
 * S7. The end of a watched child is told once, in the order in which they ended; its failure waits for whoever joins it.
 * S8. Whether a part of the program works follows from what its fibers wait for, so only a hand-out or a cancel turns it.
 *
 * @module
 */
import type { Fiber, Instruction, Program } from "../plan/mod.ts";
import { begin } from "../plan/begin.ts";
import { unreachable } from "../base/unreachable.ts";
import { asInstruction } from "./as_instruction.ts";
import { hashOf } from "./effect_hash.ts";
import type { FiberState, Sent } from "./fiber.ts";
import { close, newFiber } from "./fiber.ts";
import { partsOf, Scopes } from "./scopes.ts";
import type { Ended, Issued, Turn } from "./turn.ts";
import { ProgramError } from "./turn.ts";

/** Steps after which others get a turn. */
const MANY = 10_000;

const NOT_ALONE = "Cannot commit: only the root fiber may, when no other fiber is alive";

/** Runs a program fiber by fiber. */
export class Scheduler<T> {
  /** Parts of the program whose work is measured. */
  readonly scopes: Scopes = new Scopes();
  readonly #root: FiberState;
  readonly #fibers = new Map<number, FiberState>();
  readonly #waiting = new Map<string, { readonly fiber: FiberState; readonly issued: Issued }>();
  readonly #used = new Set<string>();
  readonly #dropped = new Set<string>();
  #committed = false;
  #ready: { readonly fiber: FiberState; readonly send: Sent }[] = [];
  #next = 0;
  #issued: Issued[] = [];
  #aborted: string[] = [];
  #ids = 0;

  constructor(program: Program<T>) {
    this.#root = this.#start(program, {});
  }

  /** How the program ended, once it has. */
  get ended(): Ended<T> | undefined {
    return this.#root.ended as Ended<T> | undefined;
  }

  /** What stands at a key; undefined: nobody waits for it. */
  waitingAt(key: string): Issued | undefined {
    return this.#waiting.get(key)?.issued;
  }

  /** Keys of the steps that measure the parts of the program around a key that is waited for, the smallest first. */
  partsAround(key: string): readonly string[] {
    return partsOf(this.#waiting.get(key)?.fiber);
  }

  /** Everything waited for, until the program goes on. */
  waiting(): IteratorObject<Issued> {
    return this.#waiting.values().map(({ issued }) => issued);
  }

  /** Whether work is done at a key is to be looked at again; says whether that can be done now: all fibers wait. */
  touch(key: string): boolean {
    const fiber = this.#waiting.get(key)?.fiber;
    if (fiber) this.scopes.look(fiber);
    return this.#next >= this.#ready.length;
  }

  /** Whether a key belonged to a fiber that was cancelled since the last commit; right after one, since the one before. */
  wasDropped(key: string): boolean {
    return this.#dropped.has(key);
  }

  /** Keys whose fibers were cancelled since this was last asked. */
  takeAborted(): readonly string[] {
    return this.#aborted.splice(0);
  }

  /** Steps every ready fiber until all wait, the root commits, or the program ends. */
  run(): Turn {
    if (this.#committed) this.#committed = false, this.#used.clear(), this.#dropped.clear();
    for (let steps = 0; !this.#root.ended; steps++) {
      if (steps === MANY) {
        this.#ready.splice(0, this.#next), this.#next = 0;
        return { turn: "more" };
      }
      const next = this.#ready[this.#next++];
      if (!next) {
        this.#ready = [], this.#next = 0;
        const issued = this.#issued.filter((item) => this.waitingAt(item.key) === item);
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
    return this.#send(key, { value });
  }

  /** Throws an error into whoever waits at the key. Call `run` next. */
  fail(key: string, error: unknown): boolean {
    return this.#send(key, { error });
  }

  #send(key: string, send: Sent): boolean {
    const found = this.#waiting.get(key);
    if (!found) return false;
    this.#leave(key, found.fiber);
    found.fiber.waits = undefined;
    this.#ready.push({ fiber: found.fiber, send });
    return true;
  }

  #start(program: Program<unknown>, family: Parameters<typeof newFiber>[2]): FiberState {
    const fiber = newFiber(this.#ids++, program, family);
    this.#fibers.set(fiber.id, fiber);
    family.parent?.children.add(fiber);
    if (family.parent && fiber.watched) family.parent.watching++;
    this.#ready.push({ fiber, send: { value: undefined } });
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
        const answer = this.#obey(fiber, asInstruction(result.value));
        if (!answer) return undefined;
        if ("state" in answer) return this.#commit(answer.state);
        send = answer;
      } catch (error) {
        send = { error };
      }
    }
    return undefined;
  }

  /** The root is alone: nobody else can be ready. */
  #commit(state: unknown): { readonly state: unknown } {
    this.#committed = true;
    this.#ready = [{ fiber: this.#root, send: { value: undefined } }];
    this.#next = 0;
    return { state };
  }

  /** Does what an instruction says; undefined when the fiber has to wait. */
  #obey(fiber: FiberState, instruction: Instruction): Sent | { readonly state: unknown } | undefined {
    switch (instruction.say) {
      case "perform": {
        const { effect, body, of } = instruction, { key } = effect;
        this.#wait(fiber, { what: "effect", key, effect, hash: hashOf(effect), ...(body ? { body } : {}) });
        if (of) this.scopes.begin(key, of as FiberState);
        return undefined;
      }
      case "take":
        if (fiber !== this.#root) throw new ProgramError(`Cannot take \`${instruction.key}\`: only the root fiber may`);
        return this.#wait(fiber, { what: "take", key: instruction.key });
      case "read": {
        const { text, alone = false } = instruction;
        return this.#wait(fiber, { what: "read", key: `\0${this.#ids++}`, text, alone });
      }
      case "fork": {
        const { start, watched = false } = instruction;
        return { value: this.#start(begin(start), { parent: fiber, watched }) as Fiber<unknown> };
      }
      case "next":
        return this.#nextEnd(fiber);
      case "join":
        return this.#await(fiber, [instruction.fiber], { race: false });
      case "race":
        return this.#await(fiber, instruction.fibers, { race: true });
      case "cancel":
        this.#cancel(instruction.fiber as FiberState);
        return { value: undefined };
      case "commit":
        if (fiber !== this.#root || this.#fibers.size > 1) throw new ProgramError(NOT_ALONE);
        return { state: instruction.state };
      default:
        return unreachable(instruction);
    }
  }

  #wait(fiber: FiberState, issued: Issued): undefined {
    if (typeof issued.key !== "string" || issued.key === "") {
      throw new ProgramError(`Cannot perform a step without a key: give every step a text of its own`);
    }
    const { size } = this.#used;
    if (issued.what !== "read" && this.#used.add(issued.key).size === size) {
      throw new ProgramError(
        `Cannot perform \`${issued.key}\`: the key was used since the last commit; give every step its own`,
      );
    }
    fiber.waits = { for: "key", key: issued.key };
    this.#waiting.set(issued.key, { fiber, issued });
    this.#issued.push(issued);
    this.scopes.look(fiber);
    return undefined;
  }

  #await(fiber: FiberState, handles: readonly Fiber<unknown>[], { race }: { race: boolean }): Sent | undefined {
    const fibers = handles.map((handle) => handle as FiberState);
    fiber.waits = { for: "fibers", race, fibers };
    const first = fibers.find(({ ended }) => ended) ??
      (race ? undefined : fiber.failed.find(({ failureTaken }) => !failureTaken));
    return first && this.#settle(fiber, first);
  }

  /** The oldest end of a watched child that was not told; undefined: the fiber waits for one. */
  #nextEnd(fiber: FiberState): Sent | undefined {
    const arrived = fiber.arrived.shift();
    if (arrived) return { value: arrived };
    if (fiber.watching === 0) {
      throw new ProgramError(
        "Cannot wait for the next end: no fiber that this one watches is alive; `watch` one first",
      );
    }
    fiber.waits = { for: "next" };
    return undefined;
  }

  /** Gives a fiber that waits for fibers what one that has ended came to; undefined: it waits on. */
  #settle(fiber: FiberState, first: FiberState): Sent | undefined {
    const { waits } = fiber, { ended } = first;
    if (waits?.for !== "fibers" || !ended) return undefined;
    if (!waits.fibers.includes(first) && (waits.race || ended.ok)) return undefined;
    fiber.waits = undefined;
    first.failureTaken = true;
    fiber.children.delete(first);
    if (waits.race) { for (const other of waits.fibers) if (other !== first) this.#cancel(other); }
    return ended.ok ? { value: ended.value } : { error: ended.error };
  }

  #end(fiber: FiberState, ended: Ended<unknown>): void {
    for (const child of [...fiber.children]) {
      if (child.ended && !child.ended.ok && !child.failureTaken && ended.ok) ended = child.ended;
      this.#cancel(child);
    }
    fiber.ended = ended;
    this.#fibers.delete(fiber.id);
    const { parent } = fiber;
    if (!parent) return;
    // A failure nobody has seen stays with the parent until it looks.
    if (ended.ok) parent.children.delete(fiber);
    else if (!fiber.watched) parent.failed.push(fiber);
    if (fiber.watched) this.#tellEnd(parent, fiber);
    const answer = this.#settle(parent, fiber);
    if (answer) this.#ready.push({ fiber: parent, send: answer });
  }

  #tellEnd(parent: FiberState, fiber: FiberState): void {
    parent.watching--;
    if (parent.waits?.for !== "next") return void parent.arrived.push(fiber);
    parent.waits = undefined;
    this.#ready.push({ fiber: parent, send: { value: fiber } });
  }

  #cancel(fiber: FiberState): void {
    fiber.parent?.children.delete(fiber);
    fiber.failureTaken = true;
    if (fiber.ended) return;
    fiber.cancelled = true;
    if (fiber.watched && fiber.parent) fiber.parent.watching--;
    for (const child of [...fiber.children]) this.#cancel(child);
    const { waits } = fiber, key = waits?.for === "key" ? waits.key : undefined;
    if (key !== undefined) this.#leave(key, fiber), this.#dropped.add(key), this.#aborted.push(key);
    fiber.ended = { ok: false, error: new ProgramError("The fiber was cancelled") };
    this.#fibers.delete(fiber.id);
    close(fiber.program);
  }

  /** Nobody waits at the key any more. */
  #leave(key: string, fiber: FiberState): void {
    this.#waiting.delete(key);
    this.scopes.leave(key, fiber);
  }
}
