/**
 * The host of the real program: Deno's streams and signals.
 *
 * @module
 */
import { bugReport } from "./bug_report.ts";
import { EXIT } from "./exit_codes.ts";
import type { Host, Input, Sink, Size } from "./host.ts";
import { UsageError } from "./usage_error.ts";

/** A stream of Deno. */
interface Stream {
  write(bytes: Uint8Array): Promise<number>;
  writeSync(bytes: Uint8Array): number;
  isTerminal(): boolean;
}

/** What only the edge may do. */
export interface Edge {
  /** Ends the process. */
  readonly exit: (code: number) => never;
}

/** Makes the host of this process. */
export function denoHost({ exit }: Edge): Host {
  const gone = new AbortController(), resizing = new Set<() => void>(), lastWords = new Set<() => string>();
  const sayLastWords = () => {
    const words = [...lastWords].map((say) => say()).join("");
    if (words) writeLast(words);
  };
  const out = sinkOf(Deno.stdout, () => gone.abort(new Error("nobody gets the output any more")));
  const err = sinkOf(Deno.stderr, () => {});
  handleCrash((error) => {
    try {
      sayLastWords();
      writeLast(bugReport(error, err));
    } finally {
      exit(EXIT.failed);
    }
  });
  let interruption: AbortSignal | undefined;
  const interrupted = () => {
    handleSuspension(sayLastWords, () => resizing.forEach((callback) => callback()));
    return firstSignal(() => {
      sayLastWords();
      return exit(EXIT.killed);
    });
  };
  return {
    out,
    err,
    isOneStream,
    input: stdin(),
    env,
    folder: Deno.cwd(),
    now: Date.now,
    interruption: () => interruption ??= AbortSignal.any([gone.signal, interrupted()]),
    onResize: (callback) => {
      resizing.add(callback);
      Deno.addSignalListener("SIGWINCH", callback);
      return () => {
        resizing.delete(callback);
        Deno.removeSignalListener("SIGWINCH", callback);
      };
    },
    beforeKill: (say) => {
      lastWords.add(say);
      return () => void lastWords.delete(say);
    },
  };
}

/** Whether standard output and standard error are the same file. Some systems cannot tell. */
async function isOneStream(): Promise<boolean> {
  const { fstatSync } = await import("node:fs");
  try {
    const [out, err] = [fstatSync(1), fstatSync(2)];
    return out.dev === err.dev && out.ino === err.ino && out.ino !== 0;
  } catch {
    return false;
  }
}

/** Aborted by the first Ctrl-C, SIGTERM or hang-up; `again` is called by the next. */
function firstSignal(again: () => never): AbortSignal {
  const first = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    Deno.addSignalListener(signal, () => {
      if (first.signal.aborted) again();
      first.abort(new Error(`stopped by ${signal}`));
    });
  }
  return first.signal;
}

/** Whatever nobody catches: the runtime itself would print all of it, with whatever secret it holds. */
function handleCrash(end: (error: unknown) => void): void {
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    end(event.error);
  });
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    end(event.reason);
  });
}

/** Ctrl-Z gives the terminal back as it was. */
function handleSuspension(sayLastWords: () => void, goOn: () => void): void {
  Deno.addSignalListener("SIGTSTP", () => {
    sayLastWords();
    Deno.kill(Deno.pid, "SIGSTOP");
  });
  Deno.addSignalListener("SIGCONT", goOn);
}

/** A process that ends anyway does not fail for a terminal that is gone. */
function writeLast(words: string): void {
  try {
    const bytes = new TextEncoder().encode(words);
    for (let at = 0; at < bytes.length;) at += Deno.stderr.writeSync(bytes.subarray(at));
  } catch {
    // Nobody is there to be told.
  }
}

/**
 * Writes in order and in the background: a reader that pauses must not hold up a run. `whenClosed` is called once when
 * nothing can be written any more: the other end has closed, or the disk behind it is full. What is written after that
 * is dropped, as after a SIGPIPE.
 */
function sinkOf(stream: Stream, whenClosed: () => void): Sink {
  const isTerminal = stream.isTerminal();
  let queue: string[] = [], writing: Promise<void> | undefined, isClosed = false, failure: Error | undefined;
  const drain = async () => {
    while (queue.length > 0 && !isClosed) {
      const bytes = new TextEncoder().encode(queue.join(""));
      queue = [];
      try {
        for (let at = 0; at < bytes.length;) at += await stream.write(bytes.subarray(at));
      } catch (error) {
        isClosed = true;
        if (!isHangUp(error)) failure = error instanceof Error ? error : new Error(String(error));
        whenClosed();
      }
    }
    writing = undefined;
  };
  return {
    isTerminal,
    ansi: isTerminal && !env("NO_COLOR") && env("TERM") !== "dumb",
    size,
    write: (text) => {
      if (isClosed || text === "") return;
      queue.push(text);
      writing ??= drain();
    },
    flush: async () => await writing,
    failure: () => failure,
  };
}

function isHangUp(error: unknown): boolean {
  return error instanceof Deno.errors.BrokenPipe || error instanceof Deno.errors.ConnectionReset ||
    (error instanceof Error && /\b(EPIPE|EIO)\b|os error (5|32)\b/.test(error.message));
}

/** A terminal that does not know its size says 0. */
function size(): Size {
  try {
    const { columns, rows } = Deno.consoleSize();
    return { columns: columns || UNKNOWN.columns, rows: rows || UNKNOWN.rows };
  } catch {
    return UNKNOWN;
  }
}

const UNKNOWN: Size = { columns: 80, rows: 24 };

function env(name: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) : undefined;
}

function stdin(): Input {
  return {
    isTerminal: Deno.stdin.isTerminal(),
    readAll: async () => new Uint8Array(await new Response(Deno.stdin.readable).arrayBuffer()),
    readLine,
    readHidden,
  };
}

/** Reads a line as the terminal gives it. */
async function readLine(): Promise<string> {
  const typed: number[] = [], bytes = new Uint8Array(1);
  for (;;) {
    const count = await Deno.stdin.read(bytes), byte = bytes[0]!;
    if (count === null || byte === NEWLINE) return textOf(typed);
    typed.push(byte);
  }
}

const CTRL_C = 3, CTRL_D = 4, BACKSPACE = 8, ENTER = 13, NEWLINE = 10, DELETE = 127;

/** Reads a line with the terminal's echo off; Ctrl-C gives the terminal back and ends the reading. */
async function readHidden(ask: () => void): Promise<string> {
  const typed: number[] = [], bytes = new Uint8Array(256);
  Deno.stdin.setRaw(true);
  try {
    ask();
    for (;;) {
      const count = await Deno.stdin.read(bytes);
      if (count === null) break;
      for (const byte of bytes.subarray(0, count)) {
        if (byte === CTRL_C) throw new UsageError("Nothing was read: the prompt was left");
        if (byte === ENTER || byte === NEWLINE || byte === CTRL_D) return textOf(typed);
        if (byte === BACKSPACE || byte === DELETE) dropLetter(typed);
        else typed.push(byte);
      }
    }
  } finally {
    Deno.stdin.setRaw(false);
  }
  return textOf(typed);
}

function textOf(bytes: readonly number[]): string {
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

/** Takes back one letter: its last byte and those that lead up to it. */
function dropLetter(typed: number[]): void {
  while (typed.length > 0 && (typed.pop()! & 0xc0) === 0x80);
}
