import { runCommand } from "../command.ts";
import type { CommandFailure, CommandOptions, CommandOutcome } from "../command.ts";
import type { CommandResult } from "../../plan/outcome.ts";
import type { ToolResult } from "../tool.ts";
import { parseJson } from "./parse_json.ts";
import { bounded, no } from "./tool_output.ts";

/** A program to run: everything in it is final, templates are rendered. */
export interface CommandCall {
  /** Name of the tool. */
  readonly name: string;
  /** Program and arguments, never a shell string. */
  readonly argv: readonly string[];
  /** What it reads on standard input. Default: nothing. */
  readonly stdin?: string | undefined;
  /** What its standard output is taken for. Default `text`. */
  readonly reads?: "text" | "json" | undefined;
  /** Which exit codes are a result: `zero`, others being failures, or `any`. Default `zero`. */
  readonly exit?: "zero" | "any" | undefined;
}

/** Runs a program. */
export type RunIn = (argv: readonly string[], options: CommandOptions) => Promise<CommandOutcome>;

/** Where and how a program is run. */
export interface CommandTerms extends Pick<CommandOptions, "folder" | "permissions" | "env" | "reaper" | "signal"> {
  /** The folder it runs in; paths of programs and grants start from `folder`, that of the spec. */
  readonly workspace: string;
  /** Milliseconds it may take. */
  readonly timeout: number;
  /** How it is run: who keeps what it changes wraps it here. Default: {@link runCommand}. */
  readonly runIn?: RunIn | undefined;
}

/** UTF-16 code units kept of each output. */
const MOST_KEPT = 1_048_576;
/** UTF-16 code units of output that a failure tells. */
const MOST_FAILED = 4_000;

/**
 * Calls a tool that is a program. It may run only what `permissions.run` grants. Its result is what it printed; as
 * data that is `{code, stdout, stderr}`, or the value of the JSON it printed.
 */
export async function callCommandTool(call: CommandCall, terms: CommandTerms): Promise<ToolResult> {
  const { workspace, runIn = runCommand, ...options } = terms;
  const stdin = call.stdin === undefined ? {} : { stdin: call.stdin };
  const outcome = await runIn(call.argv, { ...options, ...stdin, cwd: workspace, maxOutput: MOST_KEPT });
  if (!outcome.ok) return failed(call, outcome);
  const { code, stdout, stderr } = outcome.result;
  if (code !== 0 && (call.exit ?? "zero") === "zero") return no("failed", exited(call, outcome.result));
  if (call.reads === "json") return json(call, outcome.result);
  return { ok: true, output: bounded(printed(outcome.result)) || "(no output)", data: { code, stdout, stderr } };
}

function failed({ name }: CommandCall, { code, message, partial }: CommandFailure): ToolResult {
  const said = partial ? printed({ code: 0, ...partial }) : "";
  return no(code, `The tool \`${name}\` failed: ${message}${until(said)}`);
}

function until(said: string): string {
  return said === "" ? "" : `; until then it printed:\n${bounded(said, MOST_FAILED)}`;
}

function exited({ name }: CommandCall, result: CommandResult): string {
  const said = bounded(printed(result), MOST_FAILED);
  return `The tool \`${name}\` ended with exit code ${result.code}${said === "" ? "" : `:\n${said}`}`;
}

function json({ name }: CommandCall, { stdout, stderr }: CommandResult): ToolResult {
  const parsed = stdout.length > MOST_KEPT
    ? { ok: false, why: `it is longer than ${MOST_KEPT.toLocaleString("en-US")} characters` } as const
    : parseJson(stdout);
  if (parsed.ok) return { ok: true, output: bounded(stdout.trim()), data: parsed.value };
  const said = bounded(printed({ code: 0, stdout, stderr }), 1_000);
  return no("failed", `Cannot read what the tool \`${name}\` printed as JSON: ${parsed.why}; it begins:\n${said}`);
}

function printed({ stdout, stderr }: CommandResult): string {
  const error = stderr.trimEnd();
  return [stdout.trimEnd(), error === "" ? "" : `[stderr]\n${error}`].filter((part) => part !== "").join("\n");
}
