/**
 * The models that a process names, for each thing that models do in it: by name, or by the role that is there for it.
 *
 * @module
 */
import type { Path } from "../spec/located.ts";
import type { ProcessSpec } from "../spec/spec_process.ts";
import type { Defaults, Mention } from "./find_entry.ts";
import type { Rung } from "./find_entry.ts";
import { rungsOf } from "./find_entry.ts";
import type { Models } from "./models.ts";
import type { Unit } from "./unit.ts";
import { spanAt } from "./unit.ts";

/** What a model is there for. */
export type Duty = "executor" | "planner" | "verifier" | "extractor";

/** What models are asked to do, as the end of a sentence. */
const DUTIES: { readonly [D in Duty]: string } = {
  executor: "do a task",
  planner: "plan",
  verifier: "verify a result",
  extractor: "find out what is worth remembering",
};

/** A model of the plan, and those that take over from it. */
export interface Chosen {
  /** Its name in the plan. */
  readonly model: string;
  /** Names of those that take over when attempts fail. */
  readonly ladder: readonly string[];
}

/** A place that takes a model. */
export interface Choice {
  /** What it is for. */
  readonly duty: Duty;
  /** The name that is written; absent: the role is meant. */
  readonly written: string | undefined;
  /** Where that is written. */
  readonly at: Path;
  /** Where it is said that a model is taken, for one that is not named. */
  readonly by: Path;
  /** Those that are written to take over, and where. */
  readonly escalate?: { readonly written: string | readonly string[]; readonly at: Path } | undefined;
  /** Whether it is given tools. */
  readonly hasTools?: boolean;
}

/** The models that a process takes. They are chosen first, and found and checked together. */
export interface ModelChoices {
  /** The model of a place; undefined where there is none, which has been reported. */
  choose(choice: Choice): Chosen | undefined;
  /** The model of a role that is nearest to a tier, for what stands at a place; undefined where none has the role. */
  ofTier(duty: Duty, tier: number, by: Path): Chosen | undefined;
  /** Whether a model has the role. */
  has(role: Duty): boolean;
  /** Every place where a model is named. */
  readonly mentions: readonly Mention[];
  /** Holds what is asked of the models to what they can do. */
  reportAbilities(models: Models): void;
}

interface Use extends Mention {
  readonly duty: Duty;
  readonly hasTools: boolean;
}

/** Nothing chosen yet. */
export function modelChoices(unit: Unit<ProcessSpec>, defaults: readonly Defaults[]): ModelChoices {
  const uses: Use[] = [], ladders = new Map<string, readonly Rung[]>();
  const rungs = (name: string): readonly Rung[] => {
    if (!ladders.has(name)) ladders.set(name, rungsOf(unit, name, defaults));
    return ladders.get(name)!;
  };
  const has = (role: Duty): boolean => rungs(role).length > 0;
  const use = (name: string, at: Path, { duty, hasTools = false }: Pick<Choice, "duty" | "hasTools">) =>
    void uses.push({ name, at, duty, hasTools });
  return {
    mentions: uses,
    has,
    choose: (choice) => {
      const { duty, written, at, by, escalate } = choice;
      if (escalate) reportEscalation(escalate, (name, path) => use(name, path, choice));
      if (written === undefined && !has(duty)) {
        return void unit.report("no-model", spanAt(unit, by), { to: DUTIES[duty], role: duty });
      }
      const model = written ?? duty, place = written === undefined ? by : at;
      const ladder = escalate ? [escalate.written].flat() : rungs(model).slice(1).map(({ name }) => name);
      use(model, place, choice);
      if (!escalate) { for (const name of ladder) use(name, place, choice); }
      return { model, ladder };
    },
    ofTier: (duty, tier, by) => {
      const all = rungs(duty), from = all.findIndex((one) => one.tier >= tier), at = from < 0 ? all.length - 1 : from;
      const [own, ...above] = all.slice(Math.max(0, at)).map(({ name }) => name);
      if (own === undefined) return undefined;
      for (const name of [own, ...above]) use(name, by, { duty });
      return { model: own, ladder: above };
    },
    reportAbilities: (models) => reportAbilities(unit, models, uses),
  };
}

function reportEscalation(
  { written, at }: NonNullable<Choice["escalate"]>,
  use: (name: string, at: Path) => void,
): void {
  if (typeof written === "string") return use(written, at);
  for (const [i, name] of written.entries()) use(name, [...at, i]);
}

/** Models follow instructions; those with tools call them, or are told how to in words. */
function reportAbilities(unit: Unit, models: Models, uses: readonly Use[]): void {
  for (const { name, at, duty, hasTools } of uses) {
    const facts = models.get(name)?.facts;
    if (!facts) continue;
    const { id: use, supports } = facts, span = spanAt(unit, at);
    if (hasTools && !supports.tools && !supports.instructs) unit.report("cannot-use-tools", span, { model: name, use });
    else if (!hasTools && !supports.instructs) {
      unit.report("cannot-follow", span, { model: name, use, to: DUTIES[duty] });
    }
  }
}
