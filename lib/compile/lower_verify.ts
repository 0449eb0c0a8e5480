/**
 * How results are verified.
 *
 * @module
 */
import type { Type } from "../expr/types.ts";
import { BOOL } from "../expr/types.ts";
import type { CommandWork, Rule, Verification } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import type { RuleSpec, TaskCommandSpec, VerifyEntry, VerifySpec } from "../spec/spec_task.ts";
import { reportConstant } from "./check_constant.ts";
import { checkedExpression } from "./check_text.ts";
import { lengthOf, lowerWords } from "./lower_agent.ts";
import { lowerArguments } from "./lower_command.ts";
import { lowerOptional } from "./lower_tool.ts";
import type { Models } from "./models.ts";
import type { Chosen } from "./process_models.ts";
import { PRINTED, resultNames } from "./scopes_process.ts";
import type { Speaking } from "./task_scope.ts";
import { scopesFor } from "./task_scope.ts";
import type { Unit } from "./unit.ts";
import { isWritten, keyAt, placedAt, spanAt } from "./unit.ts";
import type { World } from "./world.ts";

/** Tokens of a verdict, unless the spec says. */
const TOKENS = 1_024;

/** What lowering a verification needs beside the spec. */
export interface Verifying {
  /** What is written. */
  readonly spec: VerifySpec;
  /** Where. */
  readonly at: Path;
  /** Whoever speaks in it: the task. */
  readonly speaking: Speaking;
  /** The type of the result. */
  readonly out: Type;
  /** The model that verifies; absent: none does, or there is none, which has been reported. */
  readonly chosen: Chosen | undefined;
  /** Models by name. */
  readonly models: Models;
  /** Where files come from. */
  readonly world: World;
}

/** What is verified where nothing is written but that it is. */
export const FILES_ALONE: Verification = { files: true, rules: [], votes: 1 };

/** A verification as the plan keeps it; undefined where something is wrong, which has been reported. */
export async function lowerVerify(unit: Unit, verifying: Verifying): Promise<Verification | undefined> {
  const { spec, at, speaking, out } = verifying;
  if (spec === true) return FILES_ALONE;
  const { files = true, votes = 1, pause } = spec,
    after: Speaking = { ...speaking, names: { ...speaking.names, ...resultNames(out) } };
  const check = lowerCheck(unit, [...at, "check"], after);
  const command = spec.command === undefined
    ? undefined
    : lowerTaskCommand(unit, { command: spec.command, at: [...at, "command"], speaking: after });
  const rules = await Promise.all(
    (spec.rules ?? []).map((rule, i) => lowerRule(unit, rule, { at: [...at, "rules", i], world: verifying.world })),
  );
  const llm = await lowerVerifier(unit, spec, { ...verifying, speaking: after });
  reportIdle(unit, spec, at);
  if (check === null || llm === null || (spec.command !== undefined && !command)) return undefined;
  return {
    files,
    ...(check === undefined ? {} : { check }),
    ...(command ? { command } : {}),
    rules: rules.flatMap((rule) => rule ?? []),
    ...(llm ? { llm } : {}),
    votes,
    ...(pause === undefined ? {} : { pause }),
  };
}

function lowerCheck(unit: Unit, at: Path, speaking: Speaking): string | null | undefined {
  const placed = placedAt(unit, at);
  if (!placed) return isWritten(unit, at) ? null : undefined;
  const scope = scopesFor(unit, speaking)(placed, "expression");
  const expression = checkedExpression(unit, placed, { scope, expects: BOOL });
  if (expression === undefined) return null;
  const so = { true: "every result passes", false: "no result passes" };
  reportConstant(unit, at, { expression, what: "`check`", so });
  return expression;
}

/** A program that runs in the workspace, and who speaks in its arguments. */
export interface Commanding {
  /** What is written; a list alone is its arguments. */
  readonly command: TaskCommandSpec;
  /** Where. */
  readonly at: Path;
  /** Whoever speaks in it. */
  readonly speaking: Speaking;
}

/** A program that runs in the workspace; undefined where something is wrong, which has been reported. */
export function lowerTaskCommand(unit: Unit, { command, at, speaking }: Commanding): CommandWork | undefined {
  const entry = "run" in command || !isList(command) ? command : { run: command };
  const { run: written, stdin: input } = entry as Exclude<TaskCommandSpec, readonly string[]>;
  const scopeFor = scopesFor(unit, speaking),
    accepting: Speaking = { ...speaking, names: { ...speaking.names, ...PRINTED } };
  const run = lowerArguments(unit, { written, at: isList(command) ? at : [...at, "run"], scopeFor });
  const stdin = lowerOptional(unit, [...at, "stdin"], { written: input, scopeFor });
  const placed = placedAt(unit, [...at, "accept"]);
  const accept = placed
    ? checkedExpression(unit, placed, { scope: scopesFor(unit, accepting)(placed, "expression"), expects: BOOL })
    : "code == 0";
  if (!run || stdin === null || accept === undefined) return undefined;
  return { run, ...(stdin === undefined ? {} : { stdin }), accept };
}

function isList(command: TaskCommandSpec): command is readonly string[] {
  return Array.isArray(command);
}

async function lowerRule(
  unit: Unit,
  { name, check, type, severity = "error", target = "output", description = "" }: RuleSpec,
  { at, world }: { readonly at: Path; readonly world: World },
): Promise<Rule | undefined> {
  if (name === undefined || check === undefined || type === undefined) return undefined;
  const wrong = type === "regex" ? await patternProblem(check, world) : undefined;
  if (wrong !== undefined) unit.report("bad-regex", spanAt(unit, [...at, "check"]), { reason: wrong });
  return { name, check, type, severity, target, description };
}

/** What keeps a pattern from being looked for; undefined: nothing. */
export async function patternProblem(
  pattern: string,
  { pattern: own }: Pick<World, "pattern">,
): Promise<string | undefined> {
  if (own) return await own(pattern);
  try {
    new RegExp(pattern, "u");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^.*: /, "") : String(error);
  }
}

async function lowerVerifier(
  unit: Unit,
  { llm }: VerifyEntry,
  { at, chosen, models, world, speaking }: Verifying,
): Promise<Verification["llm"] | null> {
  if (llm === undefined) return isWritten(unit, [...at, "llm"]) ? null : undefined;
  const entry = typeof llm === "object" ? llm : {}, place = [...at, "llm"], scopeFor = scopesFor(unit, speaking);
  const ask = await lowerWords(unit, [...place, "ask"], { value: entry.ask, world, scopeFor });
  if (!chosen || ask === null) return null;
  const facts = models.get(chosen.model)?.facts, length = { asked: entry.max_tokens, at: [...place, "max_tokens"] };
  return {
    model: chosen.model,
    ...(ask ? { ask } : {}),
    maxTokens: lengthOf(unit, { chosen, facts, ...length }, TOKENS),
  };
}

/** What nobody would heed: demands and votes without a model that judges. */
function reportIdle(unit: Unit, { rules = [], llm, votes }: VerifyEntry, at: Path): void {
  if (llm !== undefined || isWritten(unit, [...at, "llm"])) return;
  for (const [i, { type, name = "" }] of rules.entries()) {
    if (type === "llm") unit.report("no-judge", spanAt(unit, [...at, "rules", i]), { rule: name });
  }
  const why = "no model judges the result; `llm` says which one does";
  if (votes !== undefined) unit.report("no-effect", keyAt(unit, [...at, "votes"]), { key: "votes", why });
}
