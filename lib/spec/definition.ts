/**
 * A process definition with every default filled in, as the compiler takes it.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { DefinitionRuleSpec, DefinitionSpec, PhaseSpec, Switch, WordList, Words } from "./definition_spec.ts";
import type { PermissionsSpec } from "./spec.ts";

/** Something that is named in a text, and what the text says of it. */
export interface Annotated {
  /** What stands before the em dash. */
  readonly name: string;
  /** What stands behind it; empty where there is none. */
  readonly about: string;
}

/** A step of a process. */
export interface DefinedPhase {
  /** Absent: what is wrong with it has been reported. */
  readonly id?: string;
  /** What it is. */
  readonly description: string;
  /** Ids of phases that come first, as they are written. */
  readonly needs: readonly string[];
  /** As it is written, in bounds or not. */
  readonly modelTier: number;
  /** As it is written, in bounds or not. */
  readonly verificationTier: number;
  /** Its failure ends the run at once. */
  readonly critical: boolean;
  /** It comes after all the others. */
  readonly synthesis: boolean;
  /** When it is done well. */
  readonly criteria: string;
  /** Files that it leaves. */
  readonly deliverables: readonly Annotated[];
}

/** A rule that results are held to. */
export interface DefinedRule {
  /** What reports call it. */
  readonly name: string;
  /** What it is for. */
  readonly description: string;
  /** A pattern, or a demand in words. */
  readonly check: string;
  /** Whether what breaks it fails. */
  readonly severity: "warning" | "error";
  /** How it is held. */
  readonly type: "llm" | "regex";
  /** What a pattern is held against. */
  readonly target: "output" | "deliverables";
}

/** A process definition. */
export interface Definition {
  /** Absent: what is wrong with it has been reported. */
  readonly name?: string;
  /** Its version. */
  readonly version: string;
  /** What it is for. */
  readonly description: string;
  /** Who wrote it. */
  readonly author: string;
  /** Words to find it by. */
  readonly tags: readonly string[];
  /** What planners and agents are told to be. */
  readonly persona: string;
  /** How agents are to use their tools. */
  readonly toolGuidance: string;
  /** Tools that there have to be. */
  readonly required: readonly string[];
  /** Tools that agents do without. */
  readonly excluded: readonly string[];
  /** How far a planner may leave the phases. */
  readonly mode: "strict" | "guided" | "suggestive";
  /** Its steps. */
  readonly phases: readonly DefinedPhase[];
  /** What every result is held to. */
  readonly rules: readonly DefinedRule[];
  /** What is kept of what tasks find out. */
  readonly memory: { readonly types: readonly Annotated[]; readonly guidance: string };
  /** What is looked for in the workspace: lists of patterns. */
  readonly workspace: { readonly scan: readonly Annotated[]; readonly guidance: string };
  /** Goals and graphs that show how it is done. */
  readonly examples: readonly {
    readonly goal: string;
    readonly subtasks: readonly { readonly [key: string]: Json }[];
  }[];
  /** When its graph is made anew, and how. */
  readonly replanning: { readonly triggers: string; readonly guidance: string };
  /** Python packages. */
  readonly dependencies: readonly string[];
  /** What the tools of its package may reach. */
  readonly permissions?: PermissionsSpec;
}

/** The version of a definition that names none. */
const FIRST_VERSION = "1.0";

/** The definition that is written, with every default. `version` is that of the text, where YAML reads a number. */
export function definitionOf(spec: DefinitionSpec, version: string | undefined = wordsOf(spec.version)): Definition {
  const { tools = {}, memory = {}, workspace_analysis: workspace = {}, replanning = {}, verification = {} } = spec;
  return {
    ...(spec.name === undefined ? {} : { name: spec.name }),
    version: version || FIRST_VERSION,
    description: wordsOf(spec.description),
    author: wordsOf(spec.author),
    tags: listOf(spec.tags),
    persona: wordsOf(spec.persona),
    toolGuidance: wordsOf(spec.tool_guidance) || wordsOf(tools.guidance),
    required: listOf(tools.required),
    excluded: listOf(tools.excluded),
    mode: spec.phase_mode ?? "guided",
    phases: (spec.phases ?? []).map(phaseOf),
    rules: (verification.rules ?? []).map(ruleOf),
    memory: { types: (memory.extract_types ?? []).flatMap(typeOf), guidance: wordsOf(memory.extraction_guidance) },
    workspace: { scan: listOf(workspace.scan_for).map(annotated), guidance: wordsOf(workspace.guidance) },
    examples: (spec.planner_examples ?? []).map(({ goal, subtasks = [] }) => ({ goal: wordsOf(goal), subtasks })),
    replanning: { triggers: wordsOf(replanning.triggers), guidance: wordsOf(replanning.guidance) },
    dependencies: listOf(spec.dependencies),
    ...(spec.permissions === undefined ? {} : { permissions: spec.permissions }),
  };
}

function phaseOf(phase: PhaseSpec): DefinedPhase {
  return {
    ...(phase.id === undefined ? {} : { id: wordsOf(phase.id) }),
    description: wordsOf(phase.description),
    needs: listOf(phase.depends_on),
    modelTier: Number(phase.model_tier ?? 2),
    verificationTier: Number(phase.verification_tier ?? 1),
    critical: isOn(phase.is_critical_path),
    synthesis: isOn(phase.is_synthesis),
    criteria: wordsOf(phase.acceptance_criteria),
    deliverables: listOf(phase.deliverables).map(annotated),
  };
}

function ruleOf({ name, description, check, severity, type, target }: DefinitionRuleSpec): DefinedRule {
  return {
    name: wordsOf(name),
    description: wordsOf(description),
    check: check === undefined ? "" : String(check),
    severity: severity ?? "warning",
    type: type ?? "llm",
    target: target ?? "output",
  };
}

function typeOf({ type, description }: { readonly type?: Words; readonly description?: Words }): readonly Annotated[] {
  const name = wordsOf(type);
  return name === "" ? [] : [{ name, about: wordsOf(description) }];
}

/** A text of the form `name — about`. Only the em dash parts the two: names have hyphens. */
export function annotated(text: string): Annotated {
  const dash = text.indexOf("—");
  return dash < 0
    ? { name: text.trim(), about: "" }
    : { name: text.slice(0, dash).trim(), about: text.slice(dash + 1).trim() };
}

function wordsOf(words: Words | undefined): string {
  return words === undefined ? "" : String(words).trim();
}

function listOf(list: WordList | undefined): readonly string[] {
  return list === undefined ? [] : [list].flat().map((words) => wordsOf(words as Words));
}

function isOn(given: Switch | undefined): boolean {
  return typeof given === "string" ? /^(true|yes|on)$/i.test(given) : given ?? false;
}
