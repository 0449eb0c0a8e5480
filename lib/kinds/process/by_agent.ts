import type { AgentCall, Program } from "../../plan/mod.ts";
import type { AgentRound, AgentTask } from "../agent/agent_task.ts";
import { plainly } from "../agent/plainly.ts";
import { runAgent } from "../agent/run_agent.ts";
import { modelOfAttempt } from "./failure_kind_ladder.ts";
import { wordsFrom } from "./given.ts";
import type { Place, ProcessRun } from "./run.ts";
import { taskValues, WorkFailed } from "./run.ts";
import { sectionsOf } from "./sections.ts";
import type { Did, Trying } from "./work.ts";

/** Has an agent do a task. */
export function* byAgent(run: ProcessRun, { task, place, failures }: Trying, agent: AgentCall): Program<Did> {
  const values = taskValues(run, place), field = `tasks.${task.name}.agent`;
  const { system } = agent, about = plainly(task.about ?? task.name);
  return yield* attemptBy(run, {
    key: place.key,
    task: task.name,
    settings: agent,
    attempt: place.attempt,
    system: system ? wordsFrom(run, { field: `${field}.system`, given: system }, values) : "",
    prompt: wordsFrom(run, { field: `${field}.prompt`, given: agent.prompt }, values),
    sections: sectionsOf(run, task, failures),
    ...(task.returns === undefined ? {} : { returns: task.returns }),
    refused: refusedAt(run.refused, placeOf(task.name, place)),
    reminder: run.goal === "" ? `Your task is: ${about}` : `The goal is: ${run.goal}\nYour task is: ${about}`,
  });
}

/** An attempt at a task of a graph, whether a spec, a planner or code has made that. */
export interface AgentAttempt extends Omit<AgentTask, "model" | "shared"> {
  /** Which one it is, from 1: its model depends on that. */
  readonly attempt: number;
  /** Calls that people have said no to in attempts before. */
  readonly refused: Set<string>;
}

/** Makes an attempt. An agent that comes to nothing has failed, whatever it says of itself. */
export function* attemptBy(round: AgentRound, { attempt, refused, ...task }: AgentAttempt): Program<Did> {
  const result = yield* runAgent(round, {
    ...task,
    model: modelOfAttempt(task.settings, attempt),
    shared: { refused, unanswered: new Set(), handedOn: 0 },
  });
  const { text, changed, calls } = result;
  const made = calls.map(({ tool, input, came }) => ({ tool, input, ok: came === "ok" }));
  if (!result.ok) {
    throw new WorkFailed(result.step, { code: `agent-${result.code}`, why: result.why, text, calls: made });
  }
  return { value: task.returns === undefined ? { text, changed } : result.value ?? null, text, changed, calls: made };
}

/** Where a piece of work stands, whichever attempt it is: an item of `each` is none of the others. */
function placeOf(task: string, { item }: Place): string {
  return item ? `task/${task}/${item.i}` : `task/${task}`;
}

/** What people have said no to at a place: its next attempt does not ask them again. */
export function refusedAt(refused: Map<string, Set<string>>, place: string): Set<string> {
  const known = refused.get(place) ?? new Set();
  refused.set(place, known);
  return known;
}
