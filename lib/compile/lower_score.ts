import { BOOL, NUMBER } from "../expr/types.ts";
import type { CommandLine, Reading, Scoring } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import type { RefineSpec, ScoreEntry } from "../spec/spec_refine.ts";
import { reportConstant } from "./check_constant.ts";
import { checkedExpression } from "./check_text.ts";
import { lowerCommand } from "./lower_command.ts";
import { lowerCompare, lowerJudge } from "./lower_judge.ts";
import type { Refining } from "./lower_propose.ts";
import { scoreOf, shapesOf } from "./lower_returns.ts";
import { defaultTotal } from "./lower_total.ts";
import type { Scorers } from "./scopes_refine.ts";
import type { Unit } from "./unit.ts";
import { isWritten, keyAt, placedAt } from "./unit.ts";

/** What lowering a score needs beside the spec. */
export interface ScoringWith extends Refining {
  /** What the scorers give. */
  readonly scorers: Scorers;
}

/** What candidates are worth; undefined where something is wrong, which has been reported. */
export async function lowerScore(unit: Unit<RefineSpec>, around: ScoringWith): Promise<Scoring | undefined> {
  const entry = scoreOf(unit.spec), gates = lowerGates(unit, entry, around), script = lowerScript(entry, around);
  const command = await lowerScoreCommand(unit, entry, around);
  const judge = entry.judge && await lowerJudge(unit, entry.judge, around);
  const compare = entry.compare && await lowerCompare(unit, entry.compare, around);
  const total = lowerTotal(unit, entry, around);
  const lost = [[entry.script, script], [entry.command, command], [entry.judge, judge], [entry.compare, compare]]
    .some(([written, lowered]) => written !== undefined && lowered === undefined);
  if (!gates || total === undefined || lost || isFlawed(unit, entry)) return undefined;
  return {
    ...(entry.start === undefined ? {} : { start: entry.start }),
    gates,
    ...(script ? { script } : {}),
    ...(command ? { command } : {}),
    ...(judge ? { judge } : {}),
    ...(compare ? { compare } : {}),
    total,
  };
}

/** Whether a part of the score was wrong, and has been reported and left out. */
function isFlawed(unit: Unit<RefineSpec>, entry: ScoreEntry): boolean {
  if (unit.spec.score === undefined) return isWritten(unit, ["score"]);
  if (typeof unit.spec.score === "string") return false;
  const keys = ["gates", "script", "command", "judge", "compare", "total", "start"] as const;
  return keys.some((key) => entry[key] === undefined && isWritten(unit, ["score", key]));
}

function lowerGates(unit: Unit, { gates = {} }: ScoreEntry, { scopes }: ScoringWith): Scoring["gates"] | undefined {
  const lowered = Object.keys(gates).flatMap((name): [string, string][] => {
    const at = ["score", "gates", name], placed = placedAt(unit, at);
    const gate = placed && checkedExpression(unit, placed, { scope: scopes.candidate, expects: BOOL });
    if (gate === undefined) return [];
    reportConstant(unit, at, { expression: gate, what: `gate \`${name}\``, so: GATE });
    return [[name, gate]];
  });
  return lowered.length === Object.keys(gates).length ? Object.fromEntries(lowered) : undefined;
}

/** What follows from a gate that looks at nothing. */
const GATE = { true: "it lets every candidate through", false: "it lets no candidate through" } as const;

function lowerScript({ script }: ScoreEntry, { scripts, scorers }: ScoringWith): Scoring["script"] | undefined {
  const path = typeof script === "object" ? script.script : script, type = scorers.script;
  const name = path === undefined ? undefined : scripts.names.get(path);
  if (name === undefined || !type) return undefined;
  return {
    script: name,
    returns: type.kind === "object" ? shapesOf(type.fields) : shapesOf({ number: type })["number"]!,
  };
}

async function lowerScoreCommand(
  unit: Unit,
  { command }: ScoreEntry,
  { scopes, world }: ScoringWith,
): Promise<{ readonly command: CommandLine; readonly reads: Reading } | undefined> {
  if (command === undefined) return undefined;
  const at: Path = ["score", "command"], read = "read" in command ? command.read : undefined;
  const line = await lowerCommand(unit, { command, at, scope: scopes.candidate, world });
  if (!line || (read === undefined && isWritten(unit, [...at, "read"]))) return undefined;
  return { command: line, reads: readingOf(read ?? "exit") };
}

/** A reading, which the schema has found to be one. */
function readingOf(read: string): Reading {
  if (read === "exit" || read === "number") return { as: read };
  const steps = [...read.matchAll(/\.([A-Za-z_][A-Za-z0-9_-]*)|\[(\d+)\]|\["([^"\\]*)"\]/g)];
  return { as: "path", path: steps.map(([_, name, index, key]) => index === undefined ? name ?? key! : Number(index)) };
}

function lowerTotal(
  unit: Unit<RefineSpec>,
  { total }: ScoreEntry,
  { scopes, scorers }: ScoringWith,
): string | undefined {
  const at = typeof unit.spec.score === "string" ? ["score"] : ["score", "total"];
  if (total !== undefined) {
    const placed = placedAt(unit, at);
    return placed && checkedExpression(unit, placed, { scope: scopes.total, expects: NUMBER });
  }
  if (isWritten(unit, at) && at.length === 2 || (unit.spec.score === undefined && isWritten(unit, ["score"]))) return;
  if (scorers.flawed) return undefined;
  const found = defaultTotal(scorers, unit.spec.goal ?? "max");
  if ("total" in found) return found.total;
  return void unit.report("no-total", keyAt(unit, ["score"]), found);
}
