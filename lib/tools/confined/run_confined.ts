/**
 * Runs a program of ours on something that nobody can trust, such as a file that was made to hang or to blow up whoever
 * reads it: in a process of its own, which may read what it is told and nothing else, has no network and starts nothing,
 * and which ends when its time, its memory or its output is used up. Only a process can be ended for sure: a thread that
 * computes does not stop when it is told to, and what takes all memory takes the whole program along.
 *
 * @module
 */
import { cleanEnvironment } from "../clean_environment.ts";
import { flag } from "../grants.ts";
import { type Group, startGroup } from "../process_group.ts";
import { QUIET_DENO } from "../run_deno.ts";

/** What to run, and how far it may go. */
export interface Confined {
  /** URL of a module; what it imports lies beside it. */
  readonly program: string;
  /** Files and folders that it may read. */
  readonly reads: readonly string[];
  /** What it reads on standard input. */
  readonly input: string;
  /** Megabytes that it may hold in values, and again in buffers. */
  readonly memory: number;
  /** Milliseconds that it may take. */
  readonly timeout: number;
  /** UTF-16 code units that it may print. */
  readonly output: number;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Takes every whole line that it prints. */
  readonly onLine: (line: string) => void;
}

/** How it ended. broken: of itself, or for its memory or output. unavailable: no process could be started here. */
export type ConfinedEnd = "done" | "timeout" | "aborted" | "broken" | "unavailable";

/** No core dumps; a bound on all memory, and one on computing, should nobody be left to end it. */
const LIMITED = `ulimit -c 0 2>/dev/null; ulimit -d "$1" 2>/dev/null; ulimit -t "$2" 2>/dev/null; shift 2; exec "$@"`;
/** Kilobytes that Deno itself may map. */
const DENO_ITSELF = 1_000_000;
/** Seconds of computing beyond the time that it may take. */
const GRACE = 2;
/** Where Deno finds what it has compiled before. */
const CACHES = ["DENO_DIR", "XDG_CACHE_HOME"];

/** Runs a program on its input. Never rejects for what the program does. */
export async function runConfined(confined: Confined): Promise<ConfinedEnd> {
  if (confined.signal.aborted) return "aborted";
  // A program that was compiled to one file is no Deno that could run another.
  if (Deno.build.standalone) return "unavailable";
  let cut: Exclude<ConfinedEnd, "done" | "unavailable"> | undefined;
  const stop = (why: NonNullable<typeof cut>): void => {
    cut ??= why;
    group?.end("SIGKILL");
  };
  const group = start(confined, lineReader(confined, () => stop("broken")));
  if (!group) return "unavailable";
  const onAbort = (): void => stop("aborted");
  const clock = setTimeout(() => stop("timeout"), confined.timeout);
  confined.signal.addEventListener("abort", onAbort, { once: true });
  group.write(confined.input);
  group.closeInput();
  const { code } = await group.ended;
  clearTimeout(clock);
  confined.signal.removeEventListener("abort", onAbort);
  return cut ?? (code === 0 ? "done" : "broken");
}

function start(confined: Confined, onOutput: (text: string) => void): Group | undefined {
  const { program, reads, memory, timeout } = confined;
  const deno = [
    ...[Deno.execPath(), "run", "--quiet", "--no-prompt", "--no-config", "--no-lock", "--no-npm", "--cached-only"],
    ...(program.startsWith("file:") ? ["--no-remote"] : []),
    ...[`--v8-flags=--max-old-space-size=${memory}`, ...flag("allow-read", reads), program],
  ];
  const limits = [DENO_ITSELF + 2 * memory * 1_024, Math.ceil(timeout / 1_000) + GRACE].map(String);
  try {
    return startGroup({
      argv: ["/bin/sh", "-c", LIMITED, "sh", ...limits, ...deno],
      cwd: "/",
      env: { ...cleanEnvironment(Deno.env.toObject(), CACHES), ...QUIET_DENO },
      input: "piped",
      onOutput,
      onError() {},
    });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotCapable) return undefined;
    throw error;
  }
}

/** Cuts what is printed into lines; a program that prints more than it may is ended. */
function lineReader({ output, onLine }: Confined, tooMuch: () => void): (text: string) => void {
  let held = "", printed = 0;
  return (text) => {
    printed += text.length;
    if (printed > output) return tooMuch();
    const lines = (held + text).split("\n");
    held = lines.pop()!;
    for (const line of lines) onLine(line);
  };
}
