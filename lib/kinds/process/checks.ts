/** Checks that ask no model: files, patterns, an expression, a program. All of them are made, so that all faults are told. */
import type { Json } from "../../base/json.ts";
import { describe } from "../../expr/describe.ts";
import type { Values } from "../../expr/evaluate.ts";
import type { PlanTask, Program, ToldCheck, Verification } from "../../plan/mod.ts";
import { lastWords } from "../last_words.ts";
import type { Evaluating } from "../value_of.ts";
import { NoValue, textOf, valueOf } from "../value_of.ts";
import { moreTime } from "./patience.ts";
import { callTool } from "./tool_step.ts";

/** A result that is looked at. */
export interface Checkable {
  /** Base of the attempt's keys. */
  readonly key: string;
  /** The task it is the result of. */
  readonly task: PlanTask;
  /** How it is verified. */
  readonly verification: Verification;
  /** The task's value. */
  readonly out: Json;
  /** All that it answered. */
  readonly text: string;
  /** Paths that it changed. */
  readonly changed: readonly string[];
  /** What expressions and templates may speak of, beside `out` and `changed`. */
  readonly values: Values;
}

/** A file as a judge is shown it. */
export interface ShownFile {
  /** Its path. */
  readonly path: string;
  /** What it holds, or a part of that. */
  readonly text: string;
}

/** What came of checks. */
export interface Checks {
  /** Each of them. */
  readonly checks: readonly ToldCheck[];
  /** Delivered and changed files, as far as somebody wants to be shown them. */
  readonly files: readonly ShownFile[];
}

/** Makes every check of a verification that asks no model. `show`: characters of files that a judge is shown. */
export function* checksOf(round: Evaluating, checkable: Checkable, show: number): Program<Checks> {
  const { checks, files } = yield* byFiles(checkable, show), checked = byExpression(round, checkable);
  return { checks: [...checks, ...checked, ...yield* byCommand(round, checkable)], files };
}

/** What is said of a result whose text is empty: its value, where that is one. */
export function answerOf({ text, out }: Pick<Checkable, "text" | "out">): string {
  if (text !== "" || out === null) return text;
  return typeof out === "string" ? out : JSON.stringify(out);
}

function* byFiles(checkable: Checkable, show: number): Program<Checks> {
  const { key, task: { deliverables }, changed, verification } = checkable;
  const rules = verification.rules.filter(({ type }) => type === "regex");
  const hasFiles = deliverables.length + changed.length > 0;
  const wantsFiles = hasFiles && (verification.files || show > 0);
  if (!wantsFiles && !rules.some(({ target }) => target === "output" || hasFiles)) return { checks: [], files: [] };
  const said = yield* callTool({
    key: `${key}/verify/files`,
    tool: "check_files",
    input: {
      deliverables,
      changed,
      files: verification.files,
      rules: rules.map(({ name, check, severity, target }) => ({ name, pattern: check, severity, target })),
      output: rules.some(({ target }) => target === "output") ? answerOf(checkable) : "",
      show,
    },
  });
  if (!said.ok) return { checks: [fault("files", said.message)], files: [] };
  const { checks, files = [] } = said.data as unknown as Checks & { readonly files?: Checks["files"] };
  return { checks, files };
}

function byExpression(
  round: Evaluating,
  { task, verification: { check }, ...checkable }: Checkable,
): readonly ToldCheck[] {
  if (check === undefined) return [];
  try {
    const value = valueOf(round, { field: `tasks.${task.name}.verify.check`, expression: check }, seen(checkable));
    if (value === true) return [{ name: "check", passed: true, severity: "error" }];
    return [fault("check", `\`${check}\` is ${describe(value)}`)];
  } catch (error) {
    if (error instanceof NoValue) return [fault("check", error.message)];
    throw error;
  }
}

function* byCommand(round: Evaluating, checkable: Checkable): Program<readonly ToldCheck[]> {
  const { key, task, verification: { command } } = checkable;
  if (command === undefined) return [];
  const values = seen(checkable), field = `tasks.${task.name}.verify.command`, { accept } = command;
  try {
    const argv = command.run.map((part, i) => textOf(round, { field: `${field}.run[${i}]`, expression: part }, values));
    const stdin = command.stdin === undefined ? {} : {
      stdin: textOf(round, { field: `${field}.stdin`, expression: command.stdin }, values),
    };
    const said = yield* callTool({
      key: `${key}/verify/command`,
      tool: "run_command",
      input: { argv, ...stdin, ...moreTime(task) },
    });
    if (!said.ok) return [fault("command", said.message)];
    const ran = said.data as unknown as { readonly code: number; readonly stdout: string; readonly stderr: string };
    const isAccepted = valueOf(round, { field: `${field}.accept`, expression: accept }, { ...values, ...ran }) === true;
    if (isAccepted) return [{ name: "command", passed: true, severity: "error" }];
    return [fault("command", `\`${argv.join(" ")}\` was not taken by \`${accept}\`: ${lastWords(ran)}`)];
  } catch (error) {
    if (error instanceof NoValue) return [fault("command", error.message)];
    throw error;
  }
}

/** What fields of a verification may speak of. */
export function seen({ values, out, changed }: Pick<Checkable, "values" | "out" | "changed">): Values {
  return { ...values, out, changed };
}

function fault(name: string, detail: string): ToldCheck {
  return { name, passed: false, severity: "error", detail };
}
