/**
 * Child processes of the bench, and the `@word text` lines they say.
 *
 * @module
 */

/** Why a cell has no value; everything else that is thrown is a mistake of the bench or of a peer. */
export class NoValue extends Error {}

/** What a child said, and when. */
export interface Line {
  readonly text: string;
  /** On the clock of `performance.now()`. */
  readonly at: number;
  /** Since the child was started. */
  readonly ms: number;
}

/** A running child. */
export interface Child {
  /** The first line that begins with this word; waits for it. */
  line(word: string, limitMs: number): Promise<Line>;
  /** What a line said that has come already. */
  seen(word: string): string | undefined;
  /** Kills it, if it still runs, and waits until it is gone. */
  end(): Promise<void>;
}

/** How to start a child. */
export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

const QUIET = { MASTRA_TELEMETRY_DISABLED: "1", LANGSMITH_TRACING: "false", DO_NOT_TRACK: "1", NO_COLOR: "1" };
const alive = new Set<Deno.ChildProcess>();

/** Starts a process that ends with the bench at the latest. */
export function launch(command: string, options: Deno.CommandOptions): Deno.ChildProcess {
  const process = new Deno.Command(command, options).spawn();
  alive.add(process);
  process.status.then(() => alive.delete(process));
  return process;
}

/** Kills a process, if it still runs. */
export function kill(process: Deno.ChildProcess): void {
  try {
    process.kill("SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** Kills every process that is still running. */
export function killAll(): void {
  for (const process of alive) kill(process);
}

/** Starts a child and listens to it. */
export function startChild({ command, args, cwd, env }: ChildOptions): Child {
  const began = performance.now();
  const process = launch(command, {
    args: [...args],
    cwd,
    env: { ...QUIET, ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
  const said = new Map<string, Line>(), waiting = new Map<string, () => void>();
  const reading = eachLine(process.stdout, (line, at) => {
    const [, word, text] = /^@(\w+) (.*)$/.exec(line) ?? [];
    if (word === undefined || text === undefined || said.has(word)) return;
    said.set(word, { text, at, ms: at - began });
    waiting.get(word)?.();
  });
  let complaints = "";
  const listening = eachLine(process.stderr, (line) => complaints = `${complaints}\n${line}`.slice(-4_000));

  return {
    seen: (word) => said.get(word)?.text,
    async line(word, limitMs) {
      const arrived = new Promise<void>((resolve) => waiting.set(word, resolve));
      if (!said.has(word)) await within(limitMs, Promise.race([arrived, reading]), "not finished");
      const found = said.get(word);
      if (found) return found;
      const cannot = said.get("cannot");
      if (cannot) throw new NoValue(cannot.text);
      await listening;
      console.error(complaints);
      throw new NoValue(
        `the process ended without a ${word}: ${/^.*Error.*$/m.exec(complaints)?.[0] ?? "no error shown"}`,
      );
    },
    async end() {
      kill(process);
      await process.status;
      await Promise.allSettled([reading, listening]);
    },
  };
}

async function eachLine(stream: ReadableStream<Uint8Array>, take: (line: string, at: number) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const at = performance.now();
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop()!;
    for (const line of lines) take(line, at);
  }
}

/** Gives what `work` gives, or throws {@link NoValue} after so many milliseconds. */
export async function within<T>(ms: number, work: Promise<T>, otherwise: string): Promise<T> {
  if (ms <= 0) throw new NoValue("the time for the whole bench was used up");
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoValue(`${otherwise} in ${Math.round(ms / 100) / 10} s`)), ms);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
