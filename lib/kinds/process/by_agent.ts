import type { AgentCall, Program } from "../../plan/mod.ts";
import { EffectFailed } from "../../plan/mod.ts";
import { plainly } from "../agent/plainly.ts";
import { runAgent } from "../agent/run_agent.ts";
import { modelOfAttempt } from "./failure_kind_ladder.ts";
import { wordsFrom } from "./given.ts";
import type { ProcessRun } from "./run.ts";
import { taskValues } from "./run.ts";
import { sectionsOf } from "./sections.ts";
import type { Did, Trying } from "./work.ts";

/** Has an agent do a task. An agent that comes to nothing has failed, whatever it says of itself. */
export function* byAgent(run: ProcessRun, trying: Trying, agent: AgentCall): Program<Did> {
  const { task, place, failures } = trying, values = taskValues(run, place), field = `tasks.${task.name}.agent`;
  const { system } = agent, about = plainly(task.about ?? task.name);
  const result = yield* runAgent(run, {
    key: place.key,
    task: task.name,
    settings: agent,
    model: modelOfAttempt(agent, place.attempt),
    system: system ? wordsFrom(run, { field: `${field}.system`, given: system }, values) : "",
    prompt: wordsFrom(run, { field: `${field}.prompt`, given: agent.prompt }, values),
    sections: sectionsOf(run, task, failures),
    ...(task.returns === undefined ? {} : { returns: task.returns }),
    shared: { refused: refusedOf(run, task.name), unanswered: new Set(), handedOn: 0 },
    reminder: run.goal === "" ? `Your task is: ${about}` : `The goal is: ${run.goal}\nYour task is: ${about}`,
  });
  const { text, changed, calls } = result;
  if (!result.ok) throw new EffectFailed(result.step, `agent-${result.code}`, result.why);
  const made = calls.map(({ tool, input, came }) => ({ tool, input, ok: came === "ok" }));
  return { value: task.returns === undefined ? { text, changed } : result.value ?? null, text, changed, calls: made };
}

/** What people have said no to in a task: its next attempt does not ask them again. */
function refusedOf({ refused }: ProcessRun, task: string): Set<string> {
  const known = refused.get(task) ?? new Set();
  refused.set(task, known);
  return known;
}
