/**
 * The schema of process definitions.
 *
 * @module
 */
import { z } from "zod";
import { PHASE_MODES } from "./definition_spec.ts";
import type { DefinitionRuleSpec, DefinitionSpec, PhaseSpec, Switch, WordList, Words } from "./definition_spec.ts";
import { COMMON } from "./schema_common.ts";
import { either, JSON_VALUE, map, oneOf, text, textLike } from "./schema_parts.ts";

const WORDS: z.ZodType<Words> = either(
  "a text",
  text(),
  z.number({ error: "a text" }),
  z.boolean({ error: "a text" }),
);

function words(about: string): z.ZodExactOptional<z.ZodType<Words>> {
  return WORDS.describe(about).exactOptional();
}

/** A text that has to say something. */
function telling(expected: string): z.ZodType<Words> {
  return either(expected, textLike(/\S/, expected), z.number({ error: expected }), z.boolean({ error: expected }));
}

function wordList(about: string): z.ZodExactOptional<z.ZodType<WordList>> {
  const expected = "a list of texts", list = z.array(WORDS, { error: expected });
  return either(expected, list, WORDS).describe(about).exactOptional();
}

function tier(about: string): z.ZodExactOptional<z.ZodType<number | string>> {
  const expected = "a whole number from 1 to 3";
  return either(expected, z.number({ error: expected }), textLike(/^\s*\d+\s*$/, expected)).describe(about)
    .exactOptional();
}

function yesOrNo(about: string): z.ZodExactOptional<z.ZodType<Switch>> {
  const expected = "`true` or `false`";
  return either(expected, z.boolean({ error: expected }), textLike(/^(true|false|yes|no|on|off)$/i, expected))
    .describe(about).exactOptional();
}

const PHASE: z.ZodType<PhaseSpec> = map({
  id: telling("a word that names the phase").describe("Names the phase; no other one of the process has it."),
  description: telling("a text that says what the phase does").describe("What the phase does."),
  depends_on: wordList("Phases that come first, by their ids."),
  model_tier: tier("How able its model has to be, 1 to 3. 2 unless said."),
  verification_tier: tier("How strictly its result is verified, 1 to 3. 1 unless said."),
  is_critical_path: yesOrNo("Whether its failure ends the run at once."),
  is_synthesis: yesOrNo("Whether it comes after all the others and brings them together."),
  acceptance_criteria: words("When it is done well."),
  deliverables: wordList("Files that it leaves: `report.md — what is in it`."),
}, "a map with `id` and `description`").meta({ id: "phase", description: "A step of a process." });

const RULE: z.ZodType<DefinitionRuleSpec> = map({
  name: telling("a word that names the rule").describe("What reports call it."),
  description: words("What it is for."),
  check: telling("a pattern, or what is demanded").describe("A pattern that must not be found, or a demand in words."),
  severity: oneOf("warning", "error").describe("`error` fails the task; `warning`, the default, is told.")
    .exactOptional(),
  type: oneOf("llm", "regex").describe("`regex`: a pattern. `llm`, the default: a model judges.").exactOptional(),
  target: oneOf("output", "deliverables").describe("What a pattern is held against. The answer unless said.")
    .exactOptional(),
}, "a map with `name` and `check`").meta({ id: "rule", description: "A rule that results are held to." });

const MEMORY_TYPE = map({
  type: telling("the name of a type").describe("Names the type."),
  description: words("What is of this type."),
}, "a map with `type` and `description`");

const EXAMPLE = map({
  goal: words("What is to be done."),
  subtasks: z.array(z.record(z.string(), JSON_VALUE, { error: "a map with `id`" }), { error: "a list of subtasks" })
    .describe("Subtasks that do it: `id`, `description`, `depends_on`, `model_tier`.").exactOptional(),
}, "a map with `goal` and `subtasks`");

/** A process definition. */
export const DEFINITION: z.ZodType<DefinitionSpec> = map({
  name: textLike(
    /^[a-z0-9][a-z0-9-]*$/,
    "a name of lower-case letters, digits and `-`, beginning with a letter or digit",
  )
    .describe("Names the process: lower-case letters, digits and `-`."),
  version: words("Its version. 1.0 unless said."),
  description: words("What it is for."),
  author: words("Who wrote it."),
  tags: wordList("Words to find it by."),
  persona: words("What planners and agents are told to be."),
  tool_guidance: words("How agents are to use their tools; comes before `tools.guidance`."),
  tools: map({
    guidance: words("How agents are to use their tools."),
    required: wordList("Tools that there have to be."),
    excluded: wordList("Tools that agents do without."),
  }, "a map with `guidance`, `required` or `excluded`").describe("Tools that it takes and tools that it rules out.")
    .exactOptional(),
  phase_mode: oneOf(...PHASE_MODES).describe(
    "`strict`: the phases as they are written. `guided`, the default: a planner may adapt them. `suggestive`: it makes a graph of its own.",
  ).exactOptional(),
  phases: z.array(PHASE, { error: "a list of phases" }).describe("Its steps.").exactOptional(),
  verification: map({
    rules: z.array(RULE, { error: "a list of rules" }).describe("What every result is held to.").exactOptional(),
  }, "a map with `rules`").describe("How results are verified.").exactOptional(),
  memory: map({
    extract_types: z.array(MEMORY_TYPE, { error: "a list of types" }).describe("What is looked for.").exactOptional(),
    extraction_guidance: words("Words about it."),
  }, "a map with `extract_types`").describe("What is kept of what tasks find out.").exactOptional(),
  workspace_analysis: map({
    scan_for: wordList("Files to look for: `*.csv, *.xlsx — what they are`."),
    guidance: words("Words for a planner where nothing is found."),
  }, "a map with `scan_for`").describe("What is looked for in the workspace before it is planned.").exactOptional(),
  planner_examples: z.array(EXAMPLE, { error: "a list of examples" }).describe("Graphs that show how it is done.")
    .exactOptional(),
  replanning: map({
    triggers: words("When the graph is to be made anew."),
    guidance: words("How."),
  }, "a map with `triggers` or `guidance`").describe("When the graph is made anew.").exactOptional(),
  dependencies: wordList("Python packages, which are not needed here."),
  permissions: COMMON.permissions.describe(
    "What agents and the tools of its package may run and reach: nothing unless it is said.",
  ),
}, "a map of keys").meta({ description: "A process definition: a persona, phases, rules and examples." });
