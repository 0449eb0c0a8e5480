/** What a task does in one attempt. */
import type { Json, JsonObject } from "../../base/json.ts";
import { unreachable } from "../../base/unreachable.ts";
import { inShape } from "../../expr/in_shape.ts";
import type { Values } from "../../expr/evaluate.ts";
import type { ChildEnd, CommandWork, EndKind, PlanTask, Program, TaskWork } from "../../plan/mod.ts";
import { demand, EffectFailed } from "../../plan/mod.ts";
import { lastWords } from "../last_words.ts";
import { noTruth, textOf, valueOf } from "../value_of.ts";
import { byAgent } from "./by_agent.ts";
import type { FailedAttempt } from "./failure_kind_feedback.ts";
import { byGenerate } from "./by_generate.ts";
import { filled, givenOf } from "./given.ts";
import { moreTime } from "./patience.ts";
import type { Place, ProcessRun } from "./run.ts";
import { taskValues } from "./run.ts";
import { useTool } from "./tool_step.ts";

/** A call of a tool that an agent made. */
export interface CallMade {
  /** The tool. */
  readonly tool: string;
  /** What it was given. */
  readonly input: Json;
  /** Whether it did what it was asked to. */
  readonly ok: boolean;
}

/** What came of an attempt. */
export interface Did {
  /** The value of the task. */
  readonly value: Json;
  /** What it answered, for judges. */
  readonly text: string;
  /** Paths that it changed. */
  readonly changed: readonly string[];
  /** Tools that an agent called. */
  readonly calls: readonly CallMade[];
}

/** An attempt of a task: where it stands, and what is known of those before. */
export interface Trying {
  /** The task. */
  readonly task: PlanTask;
  /** Where it stands. */
  readonly place: Place;
  /** Why earlier attempts failed, oldest first. */
  readonly failures: readonly FailedAttempt[];
}

/** Does what a task is there for, once. Throws what {@link isStepError} knows where that fails. */
export function* work(run: ProcessRun, trying: Trying): Program<Did> {
  const { task: { work, name }, place } = trying, values = taskValues(run, place), field = `tasks.${name}`;
  switch (work.by) {
    case "agent":
      return yield* byAgent(run, trying, work.agent);
    case "generate":
      return yield* byGenerate(run, trying, work.call);
    case "tool":
      return yield* byTool(run, { ...trying, work, values });
    case "command":
      return didOf(yield* byCommand(run, { ...trying, field: `${field}.command`, command: work.command, values }));
    case "script": {
      const input = givenOf(run, { field: `${field}.with`, given: work.with }, values);
      const returns = trying.task.returns ?? "any";
      return plain(yield* demand({ do: "script", key: place.key, script: work.script, input, returns }));
    }
    case "run":
      return plain(yield* byRun(run, { ...trying, work, values }));
    case "ask":
      return yield* byAsking(run, { ...trying, work, values });
    default:
      return unreachable(work);
  }
}

type Doing<B extends TaskWork["by"]> = Trying & {
  readonly work: Extract<TaskWork, { readonly by: B }>;
  readonly values: Values;
};

function* byTool(
  run: ProcessRun,
  { task, place: { key }, work: { tool, with: given }, values }: Doing<"tool">,
): Program<Did> {
  const input = givenOf(run, { field: `tasks.${task.name}.with`, given }, values);
  const { output, data, changed } = yield* useTool({ key, tool, input });
  const value = task.returns === undefined
    ? { ...(run.plan.tools[tool]?.by === "command" ? data as JsonObject : {}), text: output, data, changed }
    : shaped(key, task.returns, data);
  return { value, text: output, changed, calls: [] };
}

/** A program to run in the workspace. */
export interface Commanding extends Pick<Trying, "task" | "place"> {
  /** The field of the spec that holds it: `tasks.test.command`. */
  readonly field: string;
  readonly command: CommandWork;
  readonly values: Values;
}

/** What a program did that did what it should. */
export interface CommandDone {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly changed: readonly string[];
}

/** Runs a program in the workspace. Throws {@link EffectFailed} for one that is not accepted. */
export function* byCommand(
  run: ProcessRun,
  { task, place: { key }, field, command, values }: Commanding,
): Program<CommandDone> {
  const argv = command.run.map((expression, i) => textOf(run, { field: `${field}[${i}]`, expression }, values));
  const stdin = command.stdin === undefined
    ? {}
    : { stdin: textOf(run, { field: `${field}.stdin`, expression: command.stdin }, values) };
  const { data, changed } = yield* useTool({ key, tool: "run_command", input: { argv, ...stdin, ...moreTime(task) } });
  const result = data as unknown as Omit<CommandDone, "changed">,
    accept = { field: `${field}.accept`, expression: command.accept };
  const isAccepted = valueOf(run, accept, { ...values, ...result });
  if (typeof isAccepted !== "boolean") throw noTruth(accept, isAccepted);
  if (!isAccepted) {
    throw new EffectFailed(key, "command", `\`${argv[0]}\` did not do what it should: ${lastWords(result)}`);
  }
  const { code, stdout, stderr } = result;
  return { code, stdout, stderr, changed };
}

function didOf(done: CommandDone): Did {
  return { value: done as unknown as JsonObject, text: done.stdout, changed: done.changed, calls: [] };
}

/** Ends of a run that has something to show for it. */
const WORTH: ReadonlySet<EndKind> = new Set(["done", "converged", "stalled", "exhausted"]);

function* byRun(run: ProcessRun, { task, place: { key }, work, values }: Doing<"run">): Program<Json> {
  const inputs = givenOf(run, { field: `tasks.${task.name}.with`, given: work.with }, values);
  const child = yield* demand({ do: "run", key, plan: work.plan, inputs });
  const hasWorth = WORTH.has(child.kind) && child.outputs !== null;
  if (!hasWorth) throw new EffectFailed(key, `child-${child.kind}`, `the run ${wordsFor(child)}`);
  return task.returns === undefined ? child.outputs : shaped(key, task.returns, child.outputs);
}

function wordsFor({ run, kind, reason }: ChildEnd): string {
  return `\`${run}\` ended as ${kind}: ${reason}`;
}

function* byAsking(run: ProcessRun, { task, place: { key }, work, values }: Doing<"ask">): Program<Did> {
  const { question: expression, choices, timeout, otherwise } = work, field = `tasks.${task.name}.ask`;
  const answer = yield* demand({
    do: "ask",
    key,
    question: textOf(run, { field, expression }, values),
    ...(choices === undefined ? {} : { choices }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(otherwise === undefined
      ? {}
      : { otherwise: filled(run, { field: `tasks.${task.name}.otherwise`, given: otherwise }, values) }),
  });
  if (answer === null && timeout !== undefined && otherwise === undefined) {
    throw new EffectFailed(key, "timeout", "nobody answered in time; give `otherwise` an answer that holds then");
  }
  const value = task.returns === undefined ? { answer } : shaped(key, task.returns, answer);
  return { value, text: typeof answer === "string" ? answer : JSON.stringify(answer), changed: [], calls: [] };
}

/** A value that must be of a shape. */
export function shaped(key: string, shape: Json, value: Json): Json {
  const held = inShape(shape, value);
  if ("value" in held) return held.value;
  throw new EffectFailed(key, "shape", `what it gave is not what \`returns\` asks for: ${held.problem}`);
}

function plain(value: Json): Did {
  return { value, text: typeof value === "string" ? value : JSON.stringify(value), changed: [], calls: [] };
}
