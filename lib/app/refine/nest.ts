import { AsyncLocalStorage } from "node:async_hooks";
import type { ChildEnd, Limits, Till } from "../../plan/mod.ts";
import type { JsonObject } from "../../base/json.ts";
import type { RunHead, Store } from "../../store/store.ts";
import type { AnyProgram, Scene } from "../own_program.ts";
import type { Spend } from "./spend.ts";

/** A loop that a step runs. */
export interface Inner {
  readonly own: AnyProgram;
  /** What it is called among the loops of its step. */
  readonly name: string;
  readonly inputs: JsonObject;
  readonly budget: Limits;
}

/** What a nest is made of. */
export interface NestParts {
  readonly key: string;
  readonly till: Till;
  readonly scene: Scene;
  readonly spend: (amount: number | Spend) => void;
  /** Budgets are to be looked at anew. */
  readonly spentByOthers: () => Promise<void>;
}

/** A step of a loop while its function runs: loops that are called there run inside it. */
export class Nest {
  readonly #parts: NestParts;
  readonly #counts = new Map<string, number>();
  #isOver = false;

  constructor(parts: NestParts) {
    this.#parts = parts;
  }

  /** Where its runs are kept. */
  get store(): Store {
    return this.#parts.scene.store;
  }

  /** The run that the step belongs to. */
  get run(): RunHead {
    return this.#parts.scene.run;
  }

  /** Whether a loop was run in it. */
  get hasRun(): boolean {
    return this.#counts.size > 0;
  }

  /** Books what the step has cost. */
  spend(amount: number | Spend): void {
    this.#checkOpen("book what it costs");
    this.#parts.spend(amount);
  }

  /** Runs a loop inside the step. The same call of a repeated step is the same run. */
  async inside({ own, name, inputs, budget }: Inner): Promise<ChildEnd> {
    this.#checkOpen(`run \`${name}\` in it`);
    const { key, till, scene: { programs, run }, spentByOthers } = this.#parts;
    const count = (this.#counts.get(name) ?? 0) + 1, inner = `${name}/${count}`;
    this.#counts.set(name, count);
    const forget = programs.addChild({ parent: run.id, key: `${key}/${inner}` }, own);
    try {
      return await till.run({ key: inner, program: own.program, inputs, budget });
    } finally {
      forget();
      await spentByOthers();
    }
  }

  /** The function has returned: what it has left behind books nothing and runs nothing any more. */
  close(): void {
    this.#isOver = true;
  }

  #checkOpen(what: string): void {
    if (!this.#isOver) return;
    throw new RangeError(
      `Cannot ${what}: the step \`${this.#parts.key}\` of \`${this.run.name}\` is over; await it there`,
    );
  }
}

const nests = new AsyncLocalStorage<Nest>();

/** The step that is running here; undefined outside of one. */
export function nestHere(): Nest | undefined {
  return nests.getStore();
}

/** Calls a function inside a step. */
export async function within<T>(nest: Nest, work: () => T | Promise<T>): Promise<T> {
  try {
    return await nests.run(nest, work);
  } finally {
    nest.close();
  }
}
