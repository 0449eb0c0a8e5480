/**
 * Going on with another plan: a run whose spec has changed takes the new one, and keeps every outcome since its last
 * state that it asks for in the same words.
 *
 * @module
 */
import type { JsonObject } from "../base/json.ts";
import { changedBetween } from "../engine/adoption.ts";
import type { Held } from "../engine/host.ts";
import { restore } from "../engine/restore.ts";
import { planHash } from "../plan/codec.ts";
import type { Dimension, Entry, Limits, Plan } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import { fillInputs } from "./setup.ts";
import { setupOf } from "./setup_of.ts";
import type { ResumeOptions } from "./resume_options.ts";

/** What a run is to go on with. */
export interface NewCourse {
  /** Absent for a program of a library user. */
  readonly plan: Plan | undefined;
  /** Name and version of the program. */
  readonly program: string;
}

const DIMENSIONS: readonly Dimension[] = ["usd", "tokens", "calls", "iterations", "wall", "deadline"];

/** What a resume is to adopt; undefined: nothing. Throws a TypeError where that cannot be told. */
export function courseOf(run: RunHead, { adopt, program }: ResumeOptions): NewCourse | undefined {
  const { name, planHash } = run;
  if (adopt === undefined) return void (program && refuseOther(run, program.program));
  if (adopt !== true) return { plan: adopt, program: adopt.program };
  if (program) return { plan: undefined, program: program.program };
  const what = planHash === undefined ? "its program as `program`" : "the plan, which `compile` makes of its spec";
  throw new TypeError(`Cannot tell what \`${name}\` is to go on with: \`adopt: true\` needs more; hand in ${what}`);
}

/** A program that was handed in for a run of another would never be used. */
function refuseOther({ name, program: own, planHash }: RunHead, given: string): void {
  if (planHash !== undefined || own === given) return;
  const isNewer = own.replace(/@.*$/, "") === given.replace(/@.*$/, "");
  const way = isNewer ? "`adopt: true` lets it go on with that" : "hand in the one that began it";
  throw new RangeError(`Cannot resume \`${name}\`: it was begun by \`${own}\`, and this is \`${given}\`; ${way}`);
}

/** Whether a run follows this already. */
export function follows(run: RunHead, { plan, program }: NewCourse): boolean {
  return run.program === program && run.planHash === (plan && planHash(plan));
}

/**
 * Gives a run whose lease is held another plan. Throws a RangeError for one that cannot go on with it, and an
 * `InputError` where what it was given does not fit.
 */
export async function adopt(store: Store, { run, epoch }: Held, course: NewCourse): Promise<Held> {
  refuseStrange(run, course);
  const before = await store.plan(run.id), { plan, program } = course, setup = await setupOf(store, run);
  const inputs = plan ? fillInputs(plan.inputs, declared(plan, setup.inputs)) : setup.inputs;
  const { seq } = await restore(store, run), changed = changedBetween(before, plan);
  const value = {
    adopts: {
      from: run.planHash ?? null,
      to: plan ? planHash(plan) : null,
      programs: [run.program, program],
      changed: { ...changed },
    },
  };
  const entry: Entry = { seq: seq + 1, type: "reopen", at: Date.now(), value };
  await store.adopt(run.id, epoch, {
    ...(plan ? { plan } : {}),
    program,
    inputs: { ...setup, inputs } as unknown as JsonObject,
    limits: limitsAfter(run.ledger.limits, before?.budget ?? {}, plan?.budget ?? {}),
    entry,
  });
  return { run: await store.run(run.id), epoch };
}

/** A run is of one kind for good: a state means nothing to another program. */
function refuseStrange({ name, program, status, planHash }: RunHead, course: NewCourse): void {
  const kind = (of: string) => of.replace(/@.*$/, "");
  if (status === "cancelled") {
    throw new RangeError(`Cannot resume \`${name}\`: it was cancelled, and that is for good; a fork can go on from it`);
  }
  if ((planHash === undefined) !== (course.plan === undefined) || kind(program) !== kind(course.program)) {
    throw new RangeError(
      `Cannot resume \`${name}\` with this: it was begun by \`${program}\`, and this is for \`${course.program}\`; start it as a run of its own`,
    );
  }
  if (course.plan && program !== course.program) {
    throw new RangeError(
      `Cannot resume \`${name}\` with this: it was begun by \`${program}\`, and this loom has \`${course.program}\`; start the spec anew`,
    );
  }
}

/** What was given of what is asked for now. */
function declared({ inputs }: Plan, given: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(inputs, name)));
}

/** The limits as they are, but for those that the plan says otherwise now: what was added by hand stays added. */
function limitsAfter(now: Limits, before: Limits, after: Limits): Limits {
  const limits: { [D in Dimension]?: number } = {};
  for (const dimension of DIMENSIONS) {
    const limit = before[dimension] === after[dimension] ? now[dimension] : after[dimension];
    if (limit !== undefined) limits[dimension] = limit;
  }
  return limits;
}
