/** One turn of a model, as it is asked for. */
import { seedFor } from "../../base/seeded.ts";
import type { Generate, PlanModel, Sampling } from "../../plan/mod.ts";
import type { Agent } from "./agent.ts";
import type { AgentTask } from "./agent_task.ts";
import type { Talk, Writing } from "./talk.ts";
import { messagesOf } from "./talk.ts";

/** What a model is shown in a turn. */
export interface Showing extends Writing {
  /** The conversation so far. */
  readonly talk: Talk;
}

/**
 * The request for a turn. A shape is asked for by the request itself only of an agent without tools: where a host forces
 * answers into one, there would be no way to say that the task cannot be done.
 */
export function requestOf({ work: { round, task }, model, offers }: Agent, key: string, showing: Showing): Generate {
  const { talk, form } = showing, { returns } = task;
  return {
    do: "generate",
    key,
    model: task.model,
    prompt: { form: "chat", messages: messagesOf(talk, showing) },
    maxTokens: task.settings.maxTokens,
    sampling: samplingOf(model, task),
    seed: seedFor(round.context.seed, key),
    ...(form === "native" && offers.length > 0 ? { tools: offers } : {}),
    ...(returns !== undefined && offers.length === 0 ? { returns: { as: "json", shape: returns } } : {}),
  };
}

/** The agent's sampling wins over its model's. */
function samplingOf({ sampling, extra }: PlanModel, { settings }: AgentTask): Sampling {
  return { ...sampling, ...settings.sampling, ...(extra ? { extra } : {}) };
}
