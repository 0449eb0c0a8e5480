/**
 * A real pseudo-terminal with a process in it, by the C library alone: nothing has to be installed.
 *
 * @module
 */
import type { Size } from "../../lib/cli/host.ts";
import { until } from "../engine/models.ts";

const LIBRARY = Deno.build.os === "darwin" ? "libSystem.dylib" : "libc.so.6";
/** `O_RDWR | O_NOCTTY`; the request that sets a window's size. */
const [FLAGS, SET_SIZE] = Deno.build.os === "darwin" ? [0x20002, 0x80087467n] : [0x102, 0x5414n];

const SYMBOLS = {
  posix_openpt: { parameters: ["i32"], result: "i32" },
  grantpt: { parameters: ["i32"], result: "i32" },
  unlockpt: { parameters: ["i32"], result: "i32" },
  ptsname: { parameters: ["i32"], result: "pointer" },
  ioctl: { parameters: ["i32", "u64", "buffer"], result: "i32" },
  read: { parameters: ["i32", "buffer", "usize"], result: "isize", nonblocking: true },
  write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  close: { parameters: ["i32"], result: "i32" },
} as const;

/** A process whose standard streams are a terminal. */
export interface PseudoTerminal extends AsyncDisposable {
  /** Everything it has written so far. */
  readonly written: () => string;
  /** Waits until it has written something; throws when it ends without that. */
  shows(what: RegExp): Promise<void>;
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number>;
  /** Types something. */
  type(text: string): void;
  /** Sends a signal: the process has no controlling terminal that would. */
  kill(signal: Deno.Signal): void;
  /** Changes the window's size, as a person who drags its corner does. */
  resize(size: Size): void;
}

/** How a process is started. */
export interface Started {
  readonly cwd: string;
  readonly size: Size;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a program in a terminal. */
export function inTerminal(argv: readonly string[], { cwd, size, env = {} }: Started): PseudoTerminal {
  const library = Deno.dlopen(LIBRARY, SYMBOLS), c = library.symbols;
  const master = c.posix_openpt(FLAGS);
  if (master < 0 || c.grantpt(master) !== 0 || c.unlockpt(master) !== 0) {
    throw new Error("Cannot open a pseudo-terminal");
  }
  const path = Deno.UnsafePointerView.getCString(c.ptsname(master)!);
  const setSize = ({ columns, rows }: Size) => c.ioctl(master, SET_SIZE, Uint16Array.of(rows, columns, 0, 0));
  setSize(size);
  const child = new Deno.Command("/bin/sh", {
    args: ["-c", `exec "$@" <${path} >${path} 2>${path}`, "sh", ...argv],
    cwd,
    env: { TERM: "xterm-256color", NO_COLOR: "", ...env },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  let text = "", isOver = false;
  const decoder = new TextDecoder();
  const reading = (async () => {
    for (const bytes = new Uint8Array(65_536);;) {
      const count = Number(await c.read(master, bytes, BigInt(bytes.length)));
      if (count <= 0) return void (isOver = true);
      text += decoder.decode(bytes.subarray(0, count), { stream: true });
    }
  })();
  const ended = child.status.then(({ code }) => code);
  return {
    written: () => text,
    shows: async (what) => {
      await until(() => isOver || what.test(text));
      if (!what.test(text)) throw new Error(`It ended and has not shown ${what}:\n${text}`);
    },
    ended,
    type: (typed) => {
      const bytes = new TextEncoder().encode(typed);
      c.write(master, bytes, BigInt(bytes.length));
    },
    kill: (signal) => child.kill(signal),
    resize: (next) => {
      setSize(next);
      child.kill("SIGWINCH");
    },
    [Symbol.asyncDispose]: async () => {
      try {
        child.kill("SIGKILL");
      } catch {
        // It has ended by itself.
      }
      await ended;
      await reading;
      c.close(master);
      library.close();
    },
  };
}
