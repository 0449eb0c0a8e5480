/** Asking a person before a tool does something. */
import type { Json, JsonObject } from "../../base/json.ts";
import type { Program, ToldProcess } from "../../plan/mod.ts";
import { perform } from "../../plan/mod.ts";
import { riskOf } from "../../plan/risk.ts";
import type { AgentTask } from "./agent_task.ts";
import { plainly } from "./plainly.ts";
import { mayIt } from "./prompt_words.ts";
import { shorten } from "../../base/shorten.ts";
import type { AgentTool } from "./toolbox.ts";
import { reaches } from "./toolbox.ts";

/** What is to be allowed. */
export interface Wanted {
  /** Key of the call. */
  readonly key: string;
  /** What would be called. */
  readonly tool: AgentTool;
  /** What it would be given. */
  readonly input: JsonObject;
}

/** Why a person is asked before a call; undefined: none is. */
export function reasonToAsk({ settings }: AgentTask, { tool, input }: Wanted): string | undefined {
  const { policy } = settings.approve;
  if (policy === "never" || tool.inner) return undefined;
  // What is known of our own tools by their names says nothing of others.
  const risk = riskOf({ tool: tool.isOurs ? tool.facts.name : "", acts: tool.facts.acts, input });
  if (policy === "risky") return risk;
  return risk ?? (reaches(tool) ? `calling it may ${actsOf(tool)}` : undefined);
}

const ACTS = { write: "change files", run: "run programs", net: "reach the network" };

function actsOf({ facts: { acts } }: AgentTool): string {
  return (["write", "run", "net"] as const).filter((act) => acts.includes(act)).map((act) => ACTS[act]).join(" and ");
}

/** What came of asking. */
export type Approval = "yes" | "no" | "nobody";

/** Asks a person, durably. Nobody's answer keeps a call from being made as a no does. */
export function* approval(task: AgentTask, wanted: Wanted, why: string): Program<Approval> {
  const { key, tool, input } = wanted, { timeout } = task.settings.approve;
  const told: ToldProcess = { told: "approval", task: task.task, tool: tool.name, why: plainly(why) };
  yield* perform({ do: "tell", key: `${key}/told`, value: told as unknown as Json });
  const outcome = yield* perform({
    do: "ask",
    key: `${key}/approve`,
    question: mayIt({ task: task.task, tool: tool.name, why: plainly(why), input: linesOf(input) }),
    choices: [YES, NO],
    ...(timeout === undefined ? {} : { timeout, otherwise: NOBODY }),
  });
  const answer = outcome.type === "value" ? outcome.value : NO;
  return answer === YES ? "yes" : answer === NOBODY ? "nobody" : "no";
}

/** What takes the place of an answer: people are shown it with the question. */
const NOBODY = "no: nobody answered";
const YES = "yes", NO = "no";

/** Characters of an argument, and arguments, that a person is shown. */
const MOST_SHOWN = 2_000, MOST_LINES = 20;

/** Arguments, one in a line, whatever stands in them. */
function linesOf(input: JsonObject): readonly string[] {
  const all = Object.entries(input), more = all.length - MOST_LINES;
  const lines = all.slice(0, MOST_LINES).map(([name, value]) =>
    `${/^[\w-]+$/.test(name) ? name : shown(name)}: ${shown(value)}`
  );
  return more > 0 ? [...lines, `and ${more} more`] : lines;
}

function shown(value: Json): string {
  return plainly(shorten(JSON.stringify(value), MOST_SHOWN, { between: " " }));
}
