import type { Entry } from "../../plan/mod.ts";
import { outcomeIn } from "../describe_entry.ts";
import type { Doing } from "./doing.ts";
import { Speed } from "./speed.ts";

/** A question that waits for a person. */
export interface LiveQuestion {
  /** The run that asks. */
  readonly run: string;
  /** The step that asks. */
  readonly key: string;
  /** The task that it belongs to. */
  readonly task: string;
  /** What is asked. */
  readonly question: string;
  /** What may be answered; absent: anything. */
  readonly choices?: readonly string[];
}

/** A text as it arrives. */
export interface Streaming {
  /** The task, or who else writes. */
  readonly who: string;
  /** The step. */
  readonly id: string;
  /** Its end: more than a line can show. */
  readonly text: string;
}

/** A step of a run: steps of child runs may have the same keys. */
export interface LiveKey {
  /** The step. */
  readonly id: string;
  /** The task that it belongs to; a planner's belong to none. */
  readonly task: string | undefined;
}

/** Characters of a text that are kept: more than a line can show. */
const KEPT = 2_000;

/** Steps of a process that are under way: what is done, what is asked, what is being written. */
export class LiveWork {
  /** How fast tokens arrive. */
  readonly speed: Speed = new Speed();
  /** The text that arrived last, while it arrives. */
  streaming: Streaming | undefined;
  readonly #open = new Map<string, Map<string, Doing>>();
  readonly #questions = new Map<string, LiveQuestion>();
  readonly #lengths = new Map<string, number>();

  /** Whether there are steps, and nothing is done meanwhile. */
  get waits(): boolean {
    const steps = [...this.#open.values()].flatMap((open) => [...open.values()]);
    return steps.length > 0 && steps.every((step) => step.waits);
  }

  /** What is done for a task, the newest last. */
  of(task: string): readonly Doing[] {
    return [...this.#open.get(task)?.values() ?? []];
  }

  /** Questions that wait for people, oldest first. */
  get questions(): readonly LiveQuestion[] {
    return [...this.#questions.values()];
  }

  /** A step begins. */
  start({ id, task = "" }: LiveKey, doing: Doing): void {
    const steps = this.#open.get(task) ?? new Map<string, Doing>();
    this.#open.set(task, steps);
    steps.set(id, doing);
  }

  /** A person is asked. */
  ask({ id }: LiveKey, question: LiveQuestion): void {
    this.#questions.set(id, question);
  }

  /** Text has arrived. */
  arrive({ id, task }: LiveKey, text: string, { at, who }: { readonly at: number; readonly who: string }): void {
    this.speed.arrive(at, text.length);
    const before = this.streaming?.id === id ? this.streaming.text : "";
    this.streaming = { who: task ?? who, id, text: (before + text).slice(-KEPT) };
    this.#lengths.set(id, (this.#lengths.get(id) ?? 0) + text.length);
  }

  /** A step is over, as a row says. */
  end({ id, task = "" }: LiveKey, { value }: Entry): void {
    this.#open.get(task)?.delete(id);
    this.#questions.delete(id);
    if (this.streaming?.id === id) this.streaming = undefined;
    const length = this.#lengths.get(id), outcome = outcomeIn(value);
    this.#lengths.delete(id);
    const { tokens } = (outcome.type === "value" ? outcome.value ?? {} : {}) as {
      readonly tokens?: { readonly output?: number };
    };
    if (length !== undefined && typeof tokens?.output === "number") this.speed.learn(tokens.output, length);
  }

  /** A task is over, whatever was still being done for it. */
  clear(task: string): void {
    for (const id of this.#open.get(task)?.keys() ?? []) this.#questions.delete(id);
    this.#open.delete(task);
  }
}
