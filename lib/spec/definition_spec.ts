/**
 * What a process definition says, as it is written. What was wrong has been reported and left out, so every part may be
 * absent. {@link definitionOf} gives it every default.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { PermissionsSpec } from "./spec.ts";

/** A text; what YAML reads as a number or as true and false is one here too. */
export type Words = string | number | boolean;

/** Texts; a single one stands for a list of one. */
export type WordList = Words | readonly Words[];

/** Yes or no; the words that older YAML takes for them are as good. */
export type Switch = boolean | string;

/** When a planner may leave the phases, from never to always. */
export const PHASE_MODES = ["strict", "guided", "suggestive"] as const;

/** A step of a process. */
export interface PhaseSpec {
  /** Unique in its process. */
  readonly id?: Words;
  /** What it is. */
  readonly description?: Words;
  /** Ids of phases that come first. */
  readonly depends_on?: WordList;
  /** How able its model has to be: 1 to 3. */
  readonly model_tier?: number | string;
  /** How strictly its result is verified: 1 to 3. */
  readonly verification_tier?: number | string;
  /** Its failure ends the run at once. */
  readonly is_critical_path?: Switch;
  /** It comes after all the others and brings them together. */
  readonly is_synthesis?: Switch;
  /** When it is done well. */
  readonly acceptance_criteria?: Words;
  /** `filename — description` each. */
  readonly deliverables?: WordList;
}

/** A rule that results are held to. */
export interface DefinitionRuleSpec {
  /** What reports call it. */
  readonly name?: Words;
  /** What it is for. */
  readonly description?: Words;
  /** A pattern that must not be found, or a demand that a model judges. */
  readonly check?: Words;
  /** Whether what breaks it fails, or is told. */
  readonly severity?: "warning" | "error";
  /** How it is held. */
  readonly type?: "llm" | "regex";
  /** What a pattern is held against. */
  readonly target?: "output" | "deliverables";
}

/** A process definition. */
export interface DefinitionSpec {
  /** Names it: lower-case letters, digits and `-`. */
  readonly name?: string;
  /** Its version. */
  readonly version?: Words;
  /** What it is for. */
  readonly description?: Words;
  /** Who wrote it. */
  readonly author?: Words;
  /** Words to find it by. */
  readonly tags?: WordList;
  /** What planners and agents are told to be. */
  readonly persona?: Words;
  /** How agents are to use their tools. */
  readonly tool_guidance?: Words;
  /** Tools that it takes, and tools that its agents do without. */
  readonly tools?: { readonly guidance?: Words; readonly required?: WordList; readonly excluded?: WordList };
  /** How far a planner may leave the phases. */
  readonly phase_mode?: typeof PHASE_MODES[number];
  /** Its steps. */
  readonly phases?: readonly PhaseSpec[];
  /** What every result is held to. */
  readonly verification?: { readonly rules?: readonly DefinitionRuleSpec[] };
  /** What is kept of what its tasks find out. */
  readonly memory?: {
    readonly extract_types?: readonly { readonly type?: Words; readonly description?: Words }[];
    readonly extraction_guidance?: Words;
  };
  /** What is looked for in the workspace before it is planned. */
  readonly workspace_analysis?: { readonly scan_for?: WordList; readonly guidance?: Words };
  /** Goals and graphs that show how it is done. */
  readonly planner_examples?: readonly {
    readonly goal?: Words;
    readonly subtasks?: readonly { readonly [key: string]: Json }[];
  }[];
  /** When its graph is made anew, and how. */
  readonly replanning?: { readonly triggers?: Words; readonly guidance?: Words };
  /** Python packages. */
  readonly dependencies?: WordList;
  /** What the tools of its package may reach. */
  readonly permissions?: PermissionsSpec;
}
