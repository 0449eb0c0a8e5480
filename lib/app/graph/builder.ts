import type { GraphNode } from "../../plan/mod.ts";
import { nameOfValue } from "../../plan/begin.ts";
import type {
  AgentAnswer,
  AgentOptions,
  FunctionOptions,
  Needs,
  TaskFunction,
  TaskHandle,
  TaskOptions,
} from "./options.ts";

/** A task as it was written down. */
export interface Node extends GraphNode {
  /** What it needs, by the names that the values are handed over under. */
  readonly named: { readonly [name: string]: string };
  /** What it says. */
  readonly options: TaskOptions<Needs, unknown>;
  /** What it does. */
  readonly does:
    | {
      readonly by: "function";
      readonly options: FunctionOptions<Needs, unknown>;
      readonly body: TaskFunction<Needs, unknown>;
    }
    | { readonly by: "agent"; readonly options: AgentOptions<Needs, unknown> };
}

/** Takes down tasks. What a task needs has been taken down before, so there are no cycles. */
export interface GraphBuilder {
  /** A task that is a function: sync or async. What it gives is stored, so it must be JSON. */
  task<T, N extends Needs = Record<never, never>>(
    name: string,
    options: FunctionOptions<N, T>,
    body: TaskFunction<N, T>,
  ): TaskHandle<T>;
  /** One that an agent does: a model with tools, turn after turn, each of them a durable step. */
  agent<T = AgentAnswer, N extends Needs = Record<never, never>>(
    name: string,
    options: AgentOptions<N, T>,
  ): TaskHandle<T>;
}

/** Takes down the tasks of a graph. Throws for what is none. */
export class Builder implements GraphBuilder {
  readonly #nodes = new Map<string, Node>();

  /** In the order in which they were taken down. */
  get nodes(): readonly Node[] {
    return [...this.#nodes.values()];
  }

  /** Whether it is a task of this graph. */
  has({ name }: TaskHandle<unknown>): boolean {
    return this.#nodes.has(name);
  }

  task<T, N extends Needs>(name: string, options: FunctionOptions<N, T>, body: TaskFunction<N, T>): TaskHandle<T> {
    if (typeof body !== "function") {
      throw new TypeError(`Cannot add the task \`${name}\`: its work is ${nameOfValue(body)}; give a function`);
    }
    const given = options as FunctionOptions<Needs, unknown>;
    return this.#add(name, given, { by: "function", options: given, body: body as TaskFunction<Needs, unknown> });
  }

  agent<T, N extends Needs>(name: string, options: AgentOptions<N, T>): TaskHandle<T> {
    const given = options as unknown as AgentOptions<Needs, unknown>;
    return this.#add(name, given, { by: "agent", options: given });
  }

  #add<T>(name: string, options: TaskOptions<Needs, unknown>, does: Node["does"]): TaskHandle<T> {
    if (typeof name !== "string" || !/^[A-Za-z0-9][\w-]{0,63}$/.test(name)) {
      throw new TypeError(`Cannot name a task ${nameOfValue(name)}: give letters, digits, \`_\` and \`-\`, at most 64`);
    }
    if (this.#nodes.has(name)) throw new RangeError(`Cannot add the task \`${name}\`: there is one of that name`);
    const { needs = {}, after = [], attempts = 1 } = options;
    if (!Number.isSafeInteger(attempts) || attempts < 1) {
      throw new RangeError(
        `Cannot add the task \`${name}\`: \`attempts\` is ${attempts}; give a whole number from 1 on`,
      );
    }
    for (const handle of [...Object.values(needs), ...after]) {
      if (this.#nodes.has(handle?.name)) continue;
      const found = nameOfValue(handle?.name);
      throw new RangeError(`Cannot add the task \`${name}\`: it needs ${found}, which is no task of this graph`);
    }
    const named = Object.fromEntries(Object.entries(needs).map(([key, handle]) => [key, handle.name]));
    const first = new Set(Object.values(named)), later = after.filter((one) => !first.has(one.name));
    this.#nodes.set(name, {
      name,
      needs: [...[...first].map((task) => ({ task })), ...later.map((one) => ({ task: one.name, whatever: true }))],
      named,
      options,
      does,
    });
    return { name };
  }
}
