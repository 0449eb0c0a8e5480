/** One task of a graph: its attempts, and what each of them does. */
import { toJson } from "../../base/json.ts";
import type { Json } from "../../base/json.ts";
import { runAgent } from "../../kinds/agent/run_agent.ts";
import type { AgentRound } from "../../kinds/agent/agent_task.ts";
import { pauseAfter } from "../../kinds/pause_after.ts";
import { modelOfAttempt } from "../../kinds/process/failure_kind_ladder.ts";
import type { Call, CallBody, Outcome, Program } from "../../plan/mod.ts";
import { demand, EffectFailed, within } from "../../plan/mod.ts";
import type { Scene } from "../own_program.ts";
import { Nest, within as inNest } from "../refine/nest.ts";
import { bookingOf } from "../refine/spend.ts";
import type { Node } from "./builder.ts";
import type { AgentOptions, Needs } from "./options.ts";

/** A graph that runs. */
export interface Carrying {
  /** The run that it is. */
  readonly scene: Scene;
  /** Values of tasks that ended well. */
  readonly values: Map<string, Json>;
}

/** What became of a task. */
export type NodeOutcome =
  | { readonly is: "done" }
  | { readonly is: "skipped" }
  | {
    readonly is: "failed";
    readonly step: string;
    readonly code: string;
    readonly why: string;
    readonly over: string;
  };

/** An attempt of a task. */
interface Attempt {
  readonly node: Node;
  readonly key: string;
  readonly attempt: number;
  readonly given: { readonly [name: string]: Json };
}

/** Does a task with all its attempts; the value of one that is done is among those of the graph then. */
export function* performNode(carrying: Carrying, node: Node): Program<NodeOutcome> {
  const { values } = carrying, { name, options: { when, pause = 1000, otherwise } } = node;
  const given = Object.fromEntries(Object.entries(node.named).map(([key, task]) => [key, values.get(task) ?? null]));
  if (when && !when(given as never)) return { is: "skipped" };
  let granted = node.options.attempts ?? 1;
  for (let attempt = 1;; attempt++) {
    const key = attempt === 1 ? `task/${name}` : `task/${name}/again/${attempt}`;
    const tried = yield* tryNode(carrying, { node, key, attempt, given });
    if (tried.ok) return values.set(name, tried.value), { is: "done" };
    if (attempt < granted) {
      yield* pauseAfter(attempt, { key, first: pause });
      continue;
    }
    if (otherwise !== undefined) return values.set(name, toJson(otherwise)), { is: "done" };
    const over = `${key}/over`, { error } = tried;
    // A run that failed and is opened again asks this once more: it is tried again then.
    if ((yield* demand({ do: "reopenings", key: over })) === 0) {
      return { is: "failed", step: error.key, code: error.code, why: error.message, over };
    }
    granted = attempt + (node.options.attempts ?? 1);
  }
}

type Tried = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly error: EffectFailed };

function* tryNode(carrying: Carrying, attempt: Attempt): Program<Tried> {
  const { node: { does, options: { timeout: duration } }, key } = attempt;
  const begin = () =>
    does.by === "agent" ? byAgent(carrying, attempt, does.options) : byFunction(carrying, attempt, does);
  try {
    return { ok: true, value: yield* duration === undefined ? begin() : within({ key, duration }, begin) };
  } catch (error) {
    if (error instanceof EffectFailed) return { ok: false, error };
    throw error;
  }
}

function* byFunction(
  { scene }: Carrying,
  { node: { name }, key, attempt, given }: Attempt,
  { body, options: { reserve } }: Extract<Node["does"], { readonly by: "function" }>,
): Program<Json> {
  const amount = typeof reserve === "function" ? reserve(given as never) : reserve;
  const work: CallBody = async (signal, till) => {
    const spend = (paid: number | object) => till.spend(bookingOf(paid, `what the task \`${name}\` costs`));
    const nest = new Nest({ key, till, scene, spend, spentByOthers: () => Promise.resolve() });
    const context = { runId: scene.run.name, task: name, attempt, signal, spend: nest.spend.bind(nest) };
    const made: unknown = await inNest(nest, () => body(structuredClone(given) as never, context));
    return toJson(made === undefined ? null : made);
  };
  // What costs nothing is one row, what may cost something two.
  const metered = amount === undefined ? {} : { reserve: bookingOf(amount, `the \`reserve\` of the task \`${name}\``) };
  const effect: Call = { do: "call", key, input: null, ...metered };
  const outcome = (yield { say: "perform", effect, body: work }) as Outcome<Json>;
  if (outcome.type === "value") return outcome.value;
  const { code, message } = outcome.type === "failed"
    ? outcome.failure
    : { code: "unparsed", message: outcome.problem };
  throw new EffectFailed(key, code, message);
}

function* byAgent(
  { scene }: Carrying,
  { node: { name }, key, attempt, given }: Attempt,
  options: AgentOptions<Needs, unknown>,
): Program<Json> {
  const { model, ladder = [], system = "", prompt, tools = [], returns, turns = 20, maxTokens = 4096 } = options;
  const { sampling = {}, approve = "risky" } = options;
  const round: AgentRound = { plan: { models: scene.models, tools: scene.tools }, context: { seed: scene.run.seed } };
  const result = yield* runAgent(round, {
    key,
    task: name,
    settings: { model, ladder, tools, turns, maxTokens, sampling, approve: { policy: approve }, depth: 1 },
    model: modelOfAttempt({ model, ladder }, attempt),
    system,
    prompt: typeof prompt === "function" ? prompt(given as never) : prompt,
    ...(returns === undefined ? {} : { returns }),
  });
  if (!result.ok) throw new EffectFailed(result.step, `agent-${result.code}`, result.why);
  return returns === undefined ? { text: result.text, changed: result.changed } : result.value ?? null;
}
