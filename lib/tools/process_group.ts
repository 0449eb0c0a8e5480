import type { Environment } from "./clean_environment.ts";
import type { Reaper } from "./reaper.ts";

/** What to run and how to listen to it. */
export interface GroupRequest {
  /** Program and arguments, never a shell string. */
  readonly argv: readonly string[];
  /** The folder it runs in. */
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Environment;
  /** Whether it can be written to; otherwise its input is empty. */
  readonly input: "piped" | "null";
  /** Takes standard output as it comes; bytes that are not UTF-8 become U+FFFD. */
  readonly onOutput: (text: string) => void;
  /** Takes standard error as it comes. */
  readonly onError: (text: string) => void;
  /** Kills the group if this process dies first. */
  readonly reaper?: Reaper;
}

/** How a program ended. */
export interface GroupEnd {
  /** Exit code; 128 + the signal's number when one ended it. */
  readonly code: number;
  /** The signal that ended it, such as `SIGKILL`. */
  readonly signal: string | null;
}

/** A running program, with everything it starts. */
export interface Group {
  /** Writes to its standard input; quietly nothing once it has ended. */
  write(text: string): void;
  /** Closes its standard input. */
  closeInput(): void;
  /** Signals the program and everything it started. */
  end(signal: "SIGTERM" | "SIGKILL"): void;
  /** Settles when the program has ended, its leftovers are killed and all output was handed over. */
  readonly ended: Promise<GroupEnd>;
}

/** Milliseconds to wait for output that a process outside the group still holds open. */
const DRAIN_GRACE = 1_000;

/**
 * Starts a program as the leader of a process group in a session of its own: it can be ended with all it starts, and a
 * Ctrl-C in the terminal reaches only us.
 *
 * @throws {Deno.errors.NotFound} when there is no such program.
 */
export function startGroup(request: GroupRequest): Group {
  const child = spawn(request);
  const signal = signaller(child.pid);
  request.reaper?.watch(child.pid);
  const output = [pump(child.stdout, request.onOutput), pump(child.stderr, request.onError)];
  const input = request.input === "piped" ? child.stdin.getWriter() : undefined;
  const encoder = new TextEncoder();
  // The reader may be gone at any time: how the program ended tells more than a broken pipe.
  const quietly = (written: Promise<void> | undefined): void => void written?.catch(() => {});
  return {
    write: (text) => quietly(input?.write(encoder.encode(text))),
    closeInput: () => quietly(input?.close()),
    end: signal.send,
    ended: finish(child.status, output, () => {
      signal.send("SIGKILL");
      signal.stop();
      request.reaper?.forget(child.pid);
      quietly(input?.abort());
    }),
  };
}

function spawn({ argv, cwd, env, input }: GroupRequest): Deno.ChildProcess {
  const [program = "", ...args] = argv;
  return new Deno.Command(program, {
    args,
    cwd,
    env: { ...env },
    clearEnv: true,
    stdin: input,
    stdout: "piped",
    stderr: "piped",
    detached: true,
  }).spawn();
}

/** Signals a group until it is known to have ended: its number may belong to another one afterwards. */
function signaller(pid: number): { send(signal: "SIGTERM" | "SIGKILL"): void; stop(): void } {
  let ended = false;
  return {
    send(signal) {
      if (ended) return;
      try {
        Deno.kill(-pid, signal);
      } catch (error) {
        if (!gone(error)) throw error;
      }
    },
    stop: () => void (ended = true),
  };
}

/** Some systems say "not permitted" of a group whose members have all ended. */
function gone(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied;
}

interface Pump {
  readonly done: Promise<void>;
  stop(): Promise<void>;
}

function pump(stream: ReadableStream<Uint8Array>, take: (text: string) => void): Pump {
  const reader = stream.getReader(), decoder = new TextDecoder();
  // A pipe that breaks has ended: how the program ended tells more.
  const read = (): Promise<Uint8Array | undefined> => reader.read().then(({ value }) => value, () => undefined);
  async function run(): Promise<void> {
    for (let bytes = await read(); bytes; bytes = await read()) take(decoder.decode(bytes, { stream: true }));
    take(decoder.decode());
  }
  return { done: run(), stop: () => reader.cancel() };
}

async function finish(status: Promise<Deno.CommandStatus>, pumps: Pump[], clear: () => void): Promise<GroupEnd> {
  const { code, signal } = await status;
  clear();
  const late = setTimeout(() => pumps.forEach((one) => void one.stop()), DRAIN_GRACE);
  await Promise.all(pumps.map((one) => one.done));
  clearTimeout(late);
  return { code, signal };
}
