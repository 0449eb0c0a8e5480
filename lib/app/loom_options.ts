import type { Json, JsonObject } from "../base/json.ts";
import type { RetryPolicy, RunEvent } from "../engine/world.ts";
import type { Model } from "../models/model.ts";
import { nanos } from "../base/money.ts";
import type { Act, Limits } from "../plan/mod.ts";
import type { Store } from "../store/store.ts";
import type { AnyProgram } from "./own_program.ts";

/** A tool of a library user: what a `tool` effect of that name calls. */
export interface LoomTool {
  /** One sentence for people and models. */
  readonly description: string;
  /** JSON Schema of what it takes, an object: agents are shown it. Default: any object. */
  readonly parameters?: JsonObject;
  /** What calling it may do: a policy decides by it whether a person is asked first. Default: anything. */
  readonly acts?: readonly Act[];
  /**
   * Milliseconds that a call may take: then the signal aborts, and a call that pays no heed to it is left alone, and has
   * failed. Default: a minute for calls of a process, none for those of programs of your own.
   */
  readonly timeout?: number;
  /** Does the work. What it throws is the step's failure; abort with the signal. */
  run(input: Json, context: { readonly signal: AbortSignal }): Json | Promise<Json>;
}

/** How a loom is opened. */
export interface LoomOptions {
  /** Path or URL of the database. Default: `LOOM_DB`, else `.loom/loom.db` in the nearest folder that has one, else here. */
  readonly db?: string;
  /** Keep everything in memory, for tests and for runs nobody wants to keep. Default false. */
  readonly memory?: boolean;
  /** A store of your own instead. */
  readonly store?: Store;
  /** Make the database when there is none. Default true. */
  readonly create?: boolean;
  /** The project folder: saved files and scripts start from it. Default: the current one. */
  readonly folder?: string;
  /** Models by name, beside those of plans; one of the same name takes its place. */
  readonly models?: { readonly [name: string]: Model };
  /** Tools by name. */
  readonly tools?: { readonly [name: string]: LoomTool };
  /** Programs that a `run` effect or a resume may name. */
  readonly programs?: readonly AnyProgram[];
  /** How failed calls are tried again. */
  readonly retry?: Partial<RetryPolicy>;
  /**
   * Is told of everything that happens in runs driven here. What it throws, or rejects with, harms no run: it is told it
   * once, as a `log` event, and the end of the run holds it as `unheard`.
   */
  readonly on?: (event: RunEvent) => void;
}

/** How a run is started. */
export interface StartOptions {
  /** Inputs of a plan; for a program of your own see `input`. */
  readonly inputs?: { readonly [name: string]: Json };
  /** Input of a program of your own: JSON. */
  readonly input?: unknown;
  /** Name of the run, unique in the database. Default: the spec's name and six random digits. */
  readonly name?: string;
  /** Limits in place of the plan's, dimension by dimension. Money in dollars, times in milliseconds. */
  readonly budget?: BudgetOptions;
  /** The folder that scripts and commands of the plan run in: `home` of what `compile` gave. Default: the loom's folder. */
  readonly home?: string;
  /** The folder that tools and agents of a process work in. Default: as its plan says, else the loom's folder. */
  readonly workspace?: string;
  /** The file the plan was compiled from: a resume tells when it has changed since. */
  readonly spec?: string;
  /** Seeds everything random. Default: random. */
  readonly seed?: number;
  /** `full`: every commit survives a power cut. Default: the plan's; `normal` for programs of your own. */
  readonly durability?: "full" | "normal";
}

/** How a program of your own is started that takes an input. */
export interface OwnStartOptions<I> extends Omit<StartOptions, "input" | "inputs"> {
  /** What it takes. */
  readonly input: I;
}

/** The options of a start: a program that takes an input needs one, of its type. */
export type StartArguments<I> = [I] extends [never] ? [options?: StartOptions]
  : [I] extends [void] ? [options?: Omit<StartOptions, "input" | "inputs">]
  : [options: OwnStartOptions<I>];

/** A budget in people's units. */
export interface BudgetOptions {
  /** Dollars. */
  readonly usd?: number;
  /** Prompt and generated tokens together. */
  readonly tokens?: number;
  /** Model calls. */
  readonly calls?: number;
  /** Commits: rounds of a loop. */
  readonly iterations?: number;
  /** Milliseconds of working time. */
  readonly wall?: number;
  /** Milliseconds since 1970. */
  readonly deadline?: number;
}

/** A budget in the engine's units. */
export function limitsOf(budget: BudgetOptions = {}): Limits {
  // A field that holds `undefined` is as good as none: it takes no limit of a plan away.
  const given = Object.entries(budget).filter(([_, amount]) => amount !== undefined);
  const { usd, ...rest } = Object.fromEntries(given) as BudgetOptions;
  return usd === undefined ? rest : { ...rest, usd: nanos(usd) };
}
