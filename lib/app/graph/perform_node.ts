/** One task of a graph: its attempts, and what each of them does. */
import { toJson } from "../../base/json.ts";
import type { Json } from "../../base/json.ts";
import { shorten } from "../../base/shorten.ts";
import { plainly } from "../../kinds/agent/plainly.ts";
import { pauseAfter } from "../../kinds/pause_after.ts";
import { attemptBy } from "../../kinds/process/by_agent.ts";
import type { FailedAttempt } from "../../kinds/process/failure_kind_feedback.ts";
import { modelOfAttempt } from "../../kinds/process/failure_kind_ladder.ts";
import { PATIENCE } from "../../kinds/process/patience.ts";
import { earlierAttempts } from "../../kinds/process/sections.ts";
import type { Call, CallBody, Outcome, Program } from "../../plan/mod.ts";
import { demand, EffectFailed, within } from "../../plan/mod.ts";
import { nameOfValue } from "../../plan/begin.ts";
import type { Scene } from "../own_program.ts";
import { Nest, within as inNest } from "../refine/nest.ts";
import type { Spend } from "../refine/spend.ts";
import { bookingOf } from "../refine/spend.ts";
import type { Node } from "./builder.ts";
import type { AgentOptions, Needs, TaskContext } from "./options.ts";

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
  /** Why those before it failed, oldest first. */
  readonly failures: readonly FailedAttempt[];
  /** Calls that people have said no to in those before it. */
  readonly refused: Set<string>;
}

/** Does a task with all its attempts; the value of one that is done is among those of the graph then. */
export function* performNode(carrying: Carrying, node: Node): Program<NodeOutcome> {
  const { values } = carrying, { name, options: { when, pause = 1000, otherwise } } = node;
  const given = Object.fromEntries(Object.entries(node.named).map(([key, task]) => [key, values.get(task) ?? null]));
  if (when && !when(given as never)) return { is: "skipped" };
  const failures: FailedAttempt[] = [], refused = new Set<string>();
  let granted = node.options.attempts ?? 1;
  for (let attempt = 1;; attempt++) {
    const key = attempt === 1 ? `task/${name}` : `task/${name}/again/${attempt}`;
    const tried = yield* tryNode(carrying, { node, key, attempt, given, failures, refused });
    if (tried.ok) return values.set(name, tried.value), { is: "done" };
    failures.push(failedAttempt(node, tried.error, attempt));
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
  const { node: { does, options: { timeout } }, key } = attempt;
  try {
    if (does.by === "agent") {
      const duration = timeout ?? PATIENCE, { options } = does;
      const value = yield* within({ key, duration }, () => byAgent(carrying, attempt, options));
      return { ok: true, value: yield* verified(carrying, attempt, { options, value }) };
    }
    const begin = () => byFunction(carrying, attempt, does);
    return { ok: true, value: yield* timeout === undefined ? begin() : within({ key, duration: timeout }, begin) };
  } catch (error) {
    if (error instanceof EffectFailed) return { ok: false, error };
    throw error;
  }
}

/** What the next attempt is told: what was wrong with work that was done, or why there was none. */
function failedAttempt({ does }: Node, { code, message }: EffectFailed, attempt: number): FailedAttempt {
  const about = code === "verify" ? { feedback: message } : { error: message };
  if (does.by === "function") return { attempt, ...about };
  const { model, ladder = [] } = does.options;
  return { attempt, model: modelOfAttempt({ model, ladder }, attempt), ...about };
}

function* byFunction(
  carrying: Carrying,
  attempt: Attempt,
  { body, options: { reserve } }: Extract<Node["does"], { readonly by: "function" }>,
): Program<Json> {
  const { given, key } = attempt, amount = typeof reserve === "function" ? reserve(given as never) : reserve;
  return yield* called(carrying, attempt, {
    key,
    ...(amount === undefined ? {} : { amount }),
    work: (context) => body(structuredClone(given) as never, context),
  });
}

/** A function of a task, to be called as a step. */
interface Calling {
  readonly key: string;
  readonly amount?: number | Spend;
  readonly work: (context: TaskContext) => unknown;
}

function* called(
  { scene }: Carrying,
  { node: { name }, attempt }: Attempt,
  { key, amount, work }: Calling,
): Program<Json> {
  const body: CallBody = async (signal, till) => {
    const spend = (paid: number | object) => till.spend(bookingOf(paid, `what the task \`${name}\` costs`));
    const nest = new Nest({ key, till, scene, spend, spentByOthers: () => Promise.resolve() });
    const context = { runId: scene.run.name, task: name, attempt, signal, spend: nest.spend.bind(nest) };
    const made: unknown = await inNest(nest, () => work(context));
    return toJson(made === undefined ? null : made);
  };
  // What costs nothing is one row, what may cost something two.
  const metered = amount === undefined ? {} : { reserve: bookingOf(amount, `the \`reserve\` of the task \`${name}\``) };
  const effect: Call = { do: "call", key, input: null, ...metered };
  const outcome = (yield { say: "perform", effect, body }) as Outcome<Json>;
  if (outcome.type === "value") return outcome.value;
  const { code, message } = outcome.type === "failed"
    ? outcome.failure
    : { code: "unparsed", message: outcome.problem };
  throw new EffectFailed(key, code, message);
}

/** Characters of a prompt that are told again and again. */
const MOST_REMINDER = 300;

function* byAgent(
  { scene }: Carrying,
  { node: { name }, key, attempt, given, failures, refused }: Attempt,
  options: AgentOptions<Needs, unknown>,
): Program<Json> {
  const { model, ladder = [], system = "", tools = [], returns, turns = 20, maxTokens = 4096 } = options;
  const { sampling = {}, approve = "risky" } = options;
  const prompt = typeof options.prompt === "function" ? options.prompt(given as never) : options.prompt;
  const round = { plan: { models: scene.models, tools: scene.tools }, context: { seed: scene.run.seed } };
  const { value } = yield* attemptBy(round, {
    key,
    task: name,
    settings: { model, ladder, tools, turns, maxTokens, sampling, approve: { policy: approve }, depth: 1 },
    attempt,
    system,
    prompt,
    sections: earlierAttempts(failures),
    refused,
    reminder: `Your task is: ${plainly(shorten(prompt, MOST_REMINDER, { between: " " }))}`,
    ...(returns === undefined ? {} : { returns }),
  });
  return value;
}

/** What an agent came to, looked at by a function of its task: a step of its own, with a time of its own. */
function* verified(
  carrying: Carrying,
  attempt: Attempt,
  { options: { verify, timeout = 0 }, value }: { readonly options: AgentOptions<Needs, unknown>; readonly value: Json },
): Program<Json> {
  if (!verify) return value;
  const key = `${attempt.key}/verify`, { name } = attempt.node;
  const work = () => verify(structuredClone(value), structuredClone(attempt.given) as never);
  const limit = { key, duration: Math.max(timeout, PATIENCE), what: "its verification" };
  const wrong = yield* within(limit, () => called(carrying, attempt, { key, work }));
  if (wrong === null || wrong === "") return value;
  if (typeof wrong === "string") throw new EffectFailed(key, "verify", wrong);
  throw new TypeError(
    `Cannot tell whether \`${name}\` is done: its \`verify\` gave ${
      nameOfValue(wrong)
    }; give what is wrong, or nothing`,
  );
}
