import { resolve } from "node:path";
import { formatDuration } from "../base/duration.ts";
import type { CommandResult } from "../plan/outcome.ts";
import { boundedText } from "./bounded_text.ts";
import { LONGEST_TIMER, timeOver } from "./call_clock.ts";
import { cleanEnvironment } from "./clean_environment.ts";
import type { Environment } from "./clean_environment.ts";
import { startGroup } from "./process_group.ts";
import type { Group, GroupEnd } from "./process_group.ts";
import type { Reaper } from "./reaper.ts";

/** Milliseconds a command may take unless told otherwise. */
export const COMMAND_TIMEOUT = 600_000;

/** UTF-16 code units kept of each output unless told otherwise. */
export const COMMAND_OUTPUT = 1_048_576;

/** Milliseconds between asking a program to end and ending it. */
const TERM_GRACE = 1_000;

/** Where a command runs, and within which limits. */
export interface CommandOptions {
  /** The spec's folder: what paths in argv and grants start from. */
  readonly folder: string;
  /** Where it runs, relative to the folder. Default: the folder itself. */
  readonly cwd?: string;
  /** What the spec grants: programs by name or path, environment variables by name. */
  readonly permissions: { readonly run: readonly string[]; readonly env: readonly string[] };
  /** The environment that PATH, HOME, LANG and the grants are taken from. Default: this process's. */
  readonly env?: Environment;
  /** What it reads on standard input. Default: nothing. */
  readonly stdin?: string;
  /** Milliseconds until it and all it started are ended. Default {@link COMMAND_TIMEOUT}. */
  readonly timeout?: number;
  /** UTF-16 code units kept of each output, both ends of it. Default {@link COMMAND_OUTPUT}. */
  readonly maxOutput?: number;
  /** Ends it and all it started; one that ends it because the time of a call is over makes that a `timeout`. */
  readonly signal?: AbortSignal;
  /** Ends it if this process is killed. */
  readonly reaper?: Reaper;
}

/** Why a command has no result, or none that can be given. */
export interface CommandFailure {
  /** There is no result. */
  readonly ok: false;
  /**
   * refused: not granted, nothing ran; missing: no such program, folder or file, nothing ran; failed: it could not be
   * started, or what it left could not be read; timeout and aborted: it was ended before its time.
   */
  readonly code: "refused" | "missing" | "failed" | "timeout" | "aborted";
  /** What failed and what to do. */
  readonly message: string;
  /** What it had printed until it was ended. */
  readonly partial?: { readonly stdout: string; readonly stderr: string };
}

/** What came of a command: a result, whatever its exit code, or a failure. */
export type CommandOutcome = { readonly ok: true; readonly result: CommandResult } | CommandFailure;

/**
 * Runs a program: argv, no shell. It gets a clean environment and a process group of its own, which is ended whole
 * when time is up, on abort, and when the program itself ends. Output that is not UTF-8 is shown as U+FFFD.
 */
export async function runCommand(argv: readonly string[], options: CommandOptions): Promise<CommandOutcome> {
  const refusal = refuse(argv, options);
  if (refusal) return refusal;
  if (options.signal?.aborted) return notBegun(argv, options.signal);
  const limit = options.maxOutput ?? COMMAND_OUTPUT;
  const stdout = boundedText(limit), stderr = boundedText(limit);
  const cwd = resolve(options.folder, options.cwd ?? ".");
  const group = await start(argv, options, { cwd, onOutput: stdout.add, onError: stderr.add });
  if ("ok" in group) return group;
  if (options.stdin !== undefined) group.write(options.stdin), group.closeInput();
  const { end, cut } = await limited(group, options);
  const printed = { stdout: stdout.read(), stderr: stderr.read() };
  if (cut === undefined) return { ok: true, result: { code: end.code, ...printed } };
  return { ...failure(cut.code, `${quote(argv)} ${cut.why}`), partial: printed };
}

/** Why a command may not run; undefined when it may. */
export function refuse(
  argv: readonly string[],
  options: Pick<CommandOptions, "permissions" | "folder">,
): CommandFailure | undefined {
  const [program] = argv;
  if (!program) return failure("refused", "A command must begin with the name of a program");
  if (options.permissions.run.some((granted) => sameProgram(granted, program, options.folder))) return undefined;
  return failure("refused", `Running \`${program}\` is not granted: add it to \`permissions.run\``);
}

/** A name grants exactly that name; a path grants that file, however it is spelled. */
function sameProgram(granted: string, program: string, folder: string): boolean {
  if (!granted.includes("/") || !program.includes("/")) return granted === program;
  return resolve(folder, granted) === resolve(folder, program);
}

async function start(
  argv: readonly string[],
  options: CommandOptions,
  wiring: { cwd: string; onOutput: (text: string) => void; onError: (text: string) => void },
): Promise<Group | CommandFailure> {
  const [program = "", ...args] = argv;
  const exists = await Deno.stat(wiring.cwd).then((info) => info.isDirectory, () => false);
  if (!exists) return failure("missing", `Cannot run ${quote(argv)}: there is no folder \`${wiring.cwd}\``);
  if (options.signal?.aborted) return notBegun(argv, options.signal);
  try {
    return startGroup({
      ...wiring,
      argv: [program.includes("/") ? resolve(options.folder, program) : program, ...args],
      env: cleanEnvironment(options.env ?? Deno.env.toObject(), options.permissions.env),
      input: options.stdin === undefined ? "null" : "piped",
      ...(options.reaper ? { reaper: options.reaper } : {}),
    });
  } catch (error) {
    return notStarted(argv, error);
  }
}

function notStarted(argv: readonly string[], error: unknown): CommandFailure {
  if (error instanceof Deno.errors.NotFound) {
    return failure("missing", `Cannot run ${quote(argv)}: there is no program \`${argv[0]}\` on this machine`);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return failure("failed", `Cannot run ${quote(argv)}: ${reason}`);
}

/** Waits for the end, and brings it about when time is up or the signal says so. */
async function limited(
  group: Group,
  { timeout = COMMAND_TIMEOUT, signal }: CommandOptions,
): Promise<{ end: GroupEnd; cut?: Cut }> {
  let cut: Cut | undefined, force: ReturnType<typeof setTimeout> | undefined;
  const stop = (why: Cut): void => {
    if (cut !== undefined) return;
    cut = why;
    group.end("SIGTERM");
    force = setTimeout(() => group.end("SIGKILL"), TERM_GRACE);
  };
  const onAbort = (): void => stop(signal ? cutBy(signal) : ABORTED);
  const clock = setTimeout(() => stop(outOfTime(timeout)), Math.min(timeout, LONGEST_TIMER));
  signal?.addEventListener("abort", onAbort, { once: true });
  if (signal?.aborted) onAbort();
  const end = await group.ended;
  clearTimeout(clock);
  clearTimeout(force);
  signal?.removeEventListener("abort", onAbort);
  return cut === undefined ? { end } : { end, cut };
}

/** Why a program was ended before it had ended. */
interface Cut {
  readonly code: "timeout" | "aborted";
  readonly why: string;
}

const ABORTED: Cut = { code: "aborted", why: "was ended: the call was aborted" };

function outOfTime(limit: number): Cut {
  return { code: "timeout", why: `did not end within ${formatDuration(limit)}` };
}

/** Its own time and that of the call are one to whoever is told: whichever is over first is what it did not end within. */
function cutBy(signal: AbortSignal): Cut {
  const over = timeOver(signal);
  return over ? outOfTime(over.limit) : ABORTED;
}

function notBegun(argv: readonly string[], signal: AbortSignal): CommandFailure {
  const over = timeOver(signal);
  if (!over) return failure("aborted", `${quote(argv)} was not started: the call was aborted`);
  return failure("timeout", `${quote(argv)} was not started: the ${formatDuration(over.limit)} of the call were over`);
}

function failure(code: CommandFailure["code"], message: string): CommandFailure {
  return { ok: false, code, message };
}

/** A command as a message names it: its program and first argument are enough to know it by. */
function quote(argv: readonly string[]): string {
  const shown = argv.slice(0, 2).join(" ");
  return `\`${shown.length > 60 ? `${shown.slice(0, 60)}…` : shown}${argv.length > 2 ? " …" : ""}\``;
}
