import assert from "node:assert/strict";
import type { AgentCall, PlanTask, ProcessPlan } from "../../lib/plan/mod.ts";

/** A definition whose author has decided the structure. */
export const STRICT: string = `name: review
persona: You are an editor.
tool_guidance: Read first.
tools: {guidance: never seen, excluded: [shell_execute]}
phase_mode: strict
phases:
  - id: sum-up
    description: Bring it together
    is_synthesis: true
    model_tier: 3
    verification_tier: 3
    acceptance_criteria: One page
    deliverables: [summary.md — one page]
  - {id: read, description: Read it, model_tier: 1, is_critical_path: true}
  - {id: judge, description: "Judge \${{ it }}", depends_on: [read], verification_tier: 2}
  - {id: print, description: Print it, depends_on: [sum-up]}
verification:
  rules:
    - {name: no-gaps, type: regex, check: '(?i)tbd', severity: error, target: deliverables}
    - {name: fair, check: It is fair}
`;

/** A definition whose phases are an example for its planner. */
export const GUIDED: string = `name: plan-it
persona: You plan.
phases:
  - id: a
    description: Do A
    deliverables: [a.md — all of A]
  - {id: b, description: Do B, depends_on: [a], is_synthesis: true, model_tier: 3, verification_tier: 2, acceptance_criteria: Done}
workspace_analysis:
  scan_for: ["*.{csv,tsv}, data/** — data", "*.md"]
  guidance: There is nothing yet
planner_examples:
  - goal: Do something
    subtasks: [{id: x, description: X, depends_on: [], model_tier: 2, is_critical_path: true, odd: 1}]
replanning: {triggers: A fails, guidance: Do it otherwise}
memory: {extract_types: [{type: fact, description: A fact}], extraction_guidance: Be exact}
`;

/** The task of this name. */
export function taskOf({ tasks }: ProcessPlan, name: string): PlanTask {
  return tasks.find((task) => task.name === name)!;
}

/** The agent that does the task of this name. */
export function agentOf(plan: ProcessPlan, name: string): AgentCall {
  const { work } = taskOf(plan, name);
  assert.equal(work.by, "agent");
  return (work as { readonly agent: AgentCall }).agent;
}

/** Names of the tasks that a task needs. */
export function needs(plan: ProcessPlan, name: string): readonly string[] {
  return taskOf(plan, name).needs.map(({ task }) => task);
}
