import type { CompareCall, JudgeCall, RefineCondition } from "../plan/mod.ts";
import type { Scope } from "../expr/scope.ts";
import { objectOf, typeName } from "../expr/types.ts";
import type { Path } from "../spec/located.ts";
import type { TextOrFile } from "../spec/spec.ts";
import type { CompareSpec, JudgeSpec, StopJudgeSpec } from "../spec/spec_refine.ts";
import { checkedTemplate } from "./check_text.ts";
import type { Refining } from "./lower_propose.ts";
import { placedText } from "./read_text.ts";
import type { Scorers } from "./scopes_refine.ts";
import type { Unit } from "./unit.ts";
import { isWritten } from "./unit.ts";

/** Tokens of an answer, unless the spec says. */
const DEFAULT_TOKENS = 1_024;
/** How often an answer that cannot be read is asked for. */
const DEFAULT_ATTEMPTS = 2;

/** What is asked of a model that compares, unless the spec says. */
const WHICH = "Which of the two texts is better?";

/** What lowering a judge needs beside the spec. */
export interface Judging extends Pick<Refining, "scopes" | "world"> {
  /** What the scorers give. */
  readonly scorers: Scorers;
}

/** A judge as the plan keeps it; undefined where something is wrong, which has been reported. */
export async function lowerJudge(
  unit: Unit,
  spec: JudgeSpec,
  { scopes, world, scorers }: Judging,
): Promise<JudgeCall | undefined> {
  const { model, samples = 1, attempts = DEFAULT_ATTEMPTS, max_tokens: maxTokens = DEFAULT_TOKENS } = spec;
  const at = ["score", "judge"], asking = { at, scope: scopes.candidate, world };
  const system = await lowerText(unit, "system", { ...asking, value: spec.system });
  const ask = await lowerText(unit, "ask", { ...asking, value: spec.ask });
  const whole = await lowerText(unit, "prompt", { ...asking, value: spec.prompt });
  const prompt = ask ?? whole;
  if (model === undefined || !prompt || system === null || !scorers.judge) return undefined;
  // As one text: the order of its fields is the order in which a model answers, and maps of a plan have none.
  const returns = typeName(objectOf(scorers.judge)), texts = { prompt, ...(system === undefined ? {} : { system }) };
  return { model, ...texts, returns, samples, attempts, maxTokens };
}

/** A comparison as the plan keeps it. */
export async function lowerCompare(
  unit: Unit,
  spec: CompareSpec,
  { scopes, world }: Judging,
): Promise<CompareCall | undefined> {
  const { model, samples = 1, attempts = DEFAULT_ATTEMPTS, max_tokens: maxTokens = DEFAULT_TOKENS } = spec;
  const asking = { at: ["score", "compare"], scope: scopes.compare, world, value: spec.ask };
  const ask = await lowerText(unit, "ask", asking);
  return model === undefined || ask === null ? undefined : { model, ask: ask ?? WHICH, samples, attempts, maxTokens };
}

/** A judge of the end as the plan keeps it. */
export async function lowerStopJudge(
  unit: Unit,
  spec: StopJudgeSpec,
  asking: Pick<Asked, "at" | "scope" | "world">,
): Promise<RefineCondition | undefined> {
  const { model, attempts = DEFAULT_ATTEMPTS, max_tokens: maxTokens = DEFAULT_TOKENS } = spec;
  const ask = await lowerText(unit, "ask", { ...asking, value: spec.ask });
  return model === undefined || !ask ? undefined : { stop: "judge", model, ask, attempts, maxTokens };
}

interface Asked {
  readonly at: Path;
  readonly scope: Scope;
  readonly world: Refining["world"];
  readonly value: TextOrFile | undefined;
}

/** The template of a text; undefined where there is none, null where it is wrong, which has been reported. */
async function lowerText(
  unit: Unit,
  key: string,
  { at, scope, world, value }: Asked,
): Promise<string | null | undefined> {
  const path = [...at, key];
  if (value === undefined) return isWritten(unit, path) ? null : undefined;
  const placed = await placedText(unit, world, path, value);
  return placed && checkedTemplate(unit, placed, scope) || null;
}
