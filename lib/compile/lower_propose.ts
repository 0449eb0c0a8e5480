import type { Proposing } from "../plan/mod.ts";
import { STRING } from "../expr/types.ts";
import { MAX_TOKENS } from "../spec/schema_model.ts";
import type {
  CommandProposeSpec,
  ModelProposeSpec,
  RefineSpec,
  RunProposeSpec,
  ScriptProposeSpec,
} from "../spec/spec_refine.ts";
import { checkedExpression, checkedTemplate } from "./check_text.ts";
import type { Mention } from "./find_entry.ts";
import type { Frame } from "./frame.ts";
import { lowerCommand } from "./lower_command.ts";
import { lowerQuantity, lowerSampling } from "./lower_quantity.ts";
import { lowerWith } from "./lower_with.ts";
import { placedText } from "./read_text.ts";
import type { RefineScopes } from "./scopes_refine.ts";
import type { Unit } from "./unit.ts";
import { isWritten, placedAt, spanAt } from "./unit.ts";
import type { World } from "./world.ts";

/** Tokens of a candidate, unless the spec says. */
const DEFAULT_TOKENS = 2_048;

/** What lowering a part needs beside the spec. */
export interface Refining extends Pick<Frame, "models" | "scripts" | "imports"> {
  /** What each field may speak of. */
  readonly scopes: RefineScopes;
  /** Where files come from. */
  readonly world: World;
}

/** How candidates are made; undefined where something is wrong, which has been reported. */
export async function lowerPropose(unit: Unit<RefineSpec>, around: Refining): Promise<Proposing | undefined> {
  const { propose } = unit.spec;
  if (!propose) return undefined;
  if ("model" in propose) return await byModel(unit, propose, around);
  if ("script" in propose) return byScript(propose, around);
  if ("command" in propose) return await byCommand(unit, propose, around);
  return "run" in propose ? byRun(unit, propose, around) : undefined;
}

/** Where a spec names the models that make candidates at first. */
export function proposeMentions({ spec: { propose } }: Unit<RefineSpec>): readonly Mention[] {
  const at = ["propose", "model"];
  if (!propose || !("model" in propose) || propose.model === undefined) return [];
  if (typeof propose.model === "string") return [{ name: propose.model, at }];
  return propose.model.map((name, i) => ({ name, at: [...at, i] }));
}

async function byModel(
  unit: Unit<RefineSpec>,
  propose: ModelProposeSpec,
  { scopes, world }: Refining,
): Promise<Proposing | undefined> {
  const { model, max_tokens = DEFAULT_TOKENS, sampling } = propose;
  const maker = await lowerTexts(unit, propose, { scopes, world });
  const tokens = { value: max_tokens, scope: scopes.sampling, bounds: MAX_TOKENS };
  const maxTokens = lowerQuantity(unit, ["propose", "max_tokens"], tokens);
  const samplers = lowerSampling(unit, scopes.sampling), models = [model ?? []].flat(), extra = sampling?.extra;
  if (!maker || maxTokens === undefined || !samplers || models.length === 0) return undefined;
  return { by: "model", models, ...maker, maxTokens, sampling: samplers, ...(extra ? { extra } : {}) };
}

async function lowerTexts(
  unit: Unit,
  written: Pick<ModelProposeSpec, "system" | "prompt">,
  { scopes, world }: Pick<Refining, "scopes" | "world">,
): Promise<{ readonly prompt: string; readonly system?: string } | undefined> {
  const lower = async (key: "system" | "prompt") => {
    const value = written[key], at = ["propose", key];
    const placed = value === undefined ? undefined : await placedText(unit, world, at, value);
    return placed && checkedTemplate(unit, placed, scopes.propose);
  };
  const system = await lower("system"), prompt = await lower("prompt");
  if (prompt === undefined || (system === undefined && isWritten(unit, ["propose", "system"]))) return undefined;
  return { prompt, ...(system === undefined ? {} : { system }) };
}

function byScript({ script }: ScriptProposeSpec, { scripts }: Refining): Proposing | undefined {
  const name = script === undefined ? undefined : scripts.names.get(script);
  return name === undefined ? undefined : { by: "script", script: name };
}

async function byCommand(
  unit: Unit,
  { command }: CommandProposeSpec,
  { scopes, world }: Refining,
): Promise<Proposing | undefined> {
  if (command === undefined) return undefined;
  const at = ["propose", "command"], line = await lowerCommand(unit, { command, at, scope: scopes.propose, world });
  return line && { by: "command", command: line };
}

function byRun(
  unit: Unit<RefineSpec>,
  spec: RunProposeSpec,
  { imports, scopes }: Refining,
): Proposing | undefined {
  const { run: plan } = spec,
    inside = lowerWith(unit, spec, { imports, scope: scopes.propose }),
    at = ["propose", "text"];
  if (plan === undefined || !inside) return undefined;
  const placed = placedAt(unit, at), scope = { names: { ...inside.outside, outputs: inside.outputs } };
  const text = placed
    ? checkedExpression(unit, placed, { scope, expects: STRING })
    : isWritten(unit, at)
    ? undefined
    : inside.text ?? noText(unit, plan);
  return text === undefined ? undefined : { by: "run", plan, with: inside.with, text };
}

function noText(unit: Unit, name: string): undefined {
  unit.report("no-candidate", spanAt(unit, ["propose", "run"]), { name });
}
