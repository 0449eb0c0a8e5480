/**
 * What can be wrong with a process definition whose shape is sound: ids, dependencies, files, tools, patterns. No model
 * is needed to tell.
 *
 * @module
 */
import { nearest } from "../base/near.ts";
import { faultsOf } from "../plan/graph.ts";
import type { DefinedPhase, DefinedRule, Definition } from "../spec/definition.ts";
import { find } from "../spec/located.ts";
import type { Path } from "../spec/located.ts";
import { deliverableFault, plainPath } from "./definition_deliverable.ts";
import { patternOf } from "./definition_pattern.ts";
import { PROGRAMS } from "./definition_tools.ts";
import { isWritten, keyAt, spanAt } from "./unit.ts";
import type { Unit } from "./unit.ts";
import type { World } from "./world.ts";

/** A definition and the places of its parts. */
export interface DefinitionUnit extends Pick<Unit, "source" | "located" | "report"> {
  /** What it says. */
  readonly definition: Definition;
}

/** What a definition is held to. */
export interface DefinitionBounds {
  /** Names of the tools that its agents could be given. */
  readonly tools: readonly string[];
  /** Why patterns cannot be looked for, those of which that is so. */
  readonly unheld: ReadonlyMap<string, string>;
}

/** Why patterns of a definition cannot be looked for, as {@link patternOf} says them. */
export async function unheldPatterns(
  { rules }: Definition,
  world: Pick<World, "pattern">,
): Promise<ReadonlyMap<string, string>> {
  const reasons = new Map<string, string>();
  for (const { type, check } of rules) {
    const read = type === "regex" ? patternOf(check) : undefined;
    const reason = read?.ok ? await world.pattern?.(read.pattern) : undefined;
    if (read?.ok && reason !== undefined) reasons.set(read.pattern, reason);
  }
  return reasons;
}

/** Reports all that is wrong with a definition beside its models. */
export function checkDefinition(unit: DefinitionUnit, { tools, unheld }: DefinitionBounds): void {
  checkPhases(unit);
  checkDeliverables(unit);
  checkTools(unit, tools);
  checkRules(unit, unheld);
  checkMemory(unit);
  const { definition: { mode, phases, dependencies }, report } = unit;
  if (mode === "strict" && phases.length === 0) report("no-phases", keyAt(unit, ["phase_mode"]), {});
  if (dependencies.length > 0) {
    const why = "they are packages of Python, and the tools of a package are TypeScript here";
    report("not-needed", keyAt(unit, ["dependencies"]), { part: "`dependencies`", why });
  }
}

/** Tiers of phases as they are taken: those that there are. */
export function tierOf(tier: number): 1 | 2 | 3 {
  const whole = Math.round(tier);
  return whole <= 1 ? 1 : whole >= 3 ? 3 : 2;
}

/** Phases that have a name, each name once, with needs that there are. */
export function soundPhases(phases: readonly DefinedPhase[]): readonly (DefinedPhase & { readonly id: string })[] {
  const byId = new Map<string, DefinedPhase & { readonly id: string }>();
  for (const phase of phases) {
    const { id } = phase;
    if (id !== undefined && !byId.has(id)) byId.set(id, { ...phase, id });
  }
  return [...byId.values()].map((phase) => ({ ...phase, needs: phase.needs.filter((need) => byId.has(need)) }));
}

function checkPhases(unit: DefinitionUnit): void {
  const { definition: { phases }, report } = unit, ids = new Set<string>();
  for (const [i, { id, modelTier, verificationTier }] of phases.entries()) {
    reportTier(unit, ["phases", i, "model_tier"], modelTier);
    reportTier(unit, ["phases", i, "verification_tier"], verificationTier);
    if (id === undefined) continue;
    if (ids.has(id)) report("repeated-name", spanAt(unit, ["phases", i, "id"]), { what: "phases", name: id });
    ids.add(id);
  }
  checkNeeds(unit, ids);
}

function reportTier(unit: DefinitionUnit, at: Path, tier: number): void {
  const taken = tierOf(tier);
  if (taken === tier) return;
  unit.report("tier-out-of-range", spanAt(unit, at), { what: `\`${at.at(-1)}\``, found: String(tier), taken });
}

function checkNeeds(unit: DefinitionUnit, ids: ReadonlySet<string>): void {
  const { definition: { phases }, report } = unit, known = [...ids];
  for (const [i, { needs }] of phases.entries()) {
    for (const [j, name] of needs.entries()) {
      if (ids.has(name)) continue;
      const near = nearest(name, known);
      report("unknown-phase", itemAt(unit, ["phases", i, "depends_on"], j), { name, near, phases: known });
    }
  }
  const nodes = soundPhases(phases).map(({ id, needs }) => ({ name: id, needs: needs.map((task) => ({ task })) }));
  for (const fault of faultsOf(nodes)) {
    if (fault.fault !== "cycle") continue;
    const at = phases.findIndex(({ id }) => id === fault.path[0]);
    report("phase-cycle", spanAt(unit, ["phases", at, "depends_on"]), { path: fault.path });
  }
}

/** Where an item of a list is written, or the text that stands for a list of one. */
function itemAt(unit: DefinitionUnit, at: Path, item: number): { readonly start: number; readonly end: number } {
  return find(unit.located, at).value.kind === "list" ? spanAt(unit, [...at, item]) : spanAt(unit, at);
}

function checkDeliverables(unit: DefinitionUnit): void {
  const { definition: { phases }, report } = unit, owners = new Map<string, number>();
  for (const [i, { deliverables }] of phases.entries()) {
    for (const [j, { name: file }] of deliverables.entries()) {
      const span = itemAt(unit, ["phases", i, "deliverables"], j), reason = deliverableFault(file);
      if (reason !== undefined) {
        report("unsafe-deliverable", span, { file, reason });
        continue;
      }
      const path = plainPath(file), owner = owners.get(path) ?? i;
      if (owner !== i) report("shared-deliverable", span, { file, phase: phases[owner]?.id ?? String(owner + 1) });
      owners.set(path, owner);
    }
  }
}

function checkTools(unit: DefinitionUnit, tools: readonly string[]): void {
  const { definition: { required, excluded, permissions }, report } = unit, seen = new Set<string>();
  for (const [i, name] of required.entries()) {
    const span = itemAt(unit, ["tools", "required"], i), near = nearest(name, tools);
    if (excluded.includes(name)) report("required-excluded", span, { tool: name });
    else if (!tools.includes(name)) report("missing-tool", span, { name, near, tools });
    else if (name === PROGRAMS && (permissions?.run ?? []).length === 0) report("no-programs", span, { tool: name });
  }
  for (const [i, name] of excluded.entries()) {
    const isKnown = tools.includes(name) || required.includes(name) || seen.has(name);
    seen.add(name);
    if (isKnown) continue;
    report("unknown-tool-excluded", itemAt(unit, ["tools", "excluded"], i), { name, near: nearest(name, tools) });
  }
}

function checkRules(unit: DefinitionUnit, unheld: DefinitionBounds["unheld"]): void {
  const { definition: { rules }, report } = unit;
  for (const [i, { name, type, check: pattern }] of rules.entries()) {
    if (type !== "regex") continue;
    const span = spanAt(unit, ["verification", "rules", i, "check"]), read = patternOf(pattern);
    if (!read.ok) report("broken-pattern", span, { pattern, reason: read.reason });
    const reason = read.ok ? unheld.get(read.pattern) : undefined;
    if (reason === undefined) continue;
    const problem = `the pattern \`${pattern}\` cannot be looked for: ${reason}`;
    report("ignored-value", span, { problem, part: `the rule \`${name}\`` });
  }
}

/** The rules whose patterns can be looked for, and those without one. */
export function heldRules(rules: readonly DefinedRule[], unheld: DefinitionBounds["unheld"]): readonly DefinedRule[] {
  return rules.filter(({ type, check }) => {
    const read = type === "regex" ? patternOf(check) : undefined;
    return !read?.ok || !unheld.has(read.pattern);
  });
}

function checkMemory(unit: DefinitionUnit): void {
  const at: Path = ["memory", "extract_types"], seen = new Set<string>();
  if (!isWritten(unit, at)) return;
  for (const [i, { name }] of unit.definition.memory.types.entries()) {
    if (seen.has(name)) {
      const problem = `there are two types \`${name}\``;
      unit.report("ignored-value", spanAt(unit, [...at, i]), { problem, part: "the second one" });
    }
    seen.add(name);
  }
}
