import "../store/collect_garbage.ts";
import type { Host, Input, Sink, Size } from "../../lib/cli/host.ts";
import { main } from "../../lib/cli/main.ts";

/** What a command wrote, and how to steer it. */
export interface FakeHost extends Host {
  /** Standard output so far. */
  readonly written: () => string;
  /** Standard error so far. */
  readonly said: () => string;
  /** The first Ctrl-C. */
  readonly interrupt: () => void;
  /** The terminal has another size now. */
  readonly resize: (size: Size) => void;
  /** What the process would still write if it were killed now. */
  readonly lastWords: () => string;
}

/** How a fake host looks. */
export interface FakeOptions {
  readonly folder: string;
  /** Standard output is a terminal of this size. */
  readonly terminal?: Size;
  /** Standard error is one. */
  readonly errors?: Sink;
  /** Both streams end up in one place. */
  readonly isOne?: boolean;
  readonly env?: { readonly [name: string]: string };
  /** What comes in on standard input, and whether a person types it. */
  readonly stdin?: { readonly text: string; readonly typed?: boolean };
  readonly now?: () => number;
}

/** A host that writes into strings. */
export function fakeHost(
  { folder, terminal, errors, isOne = false, env = {}, stdin, now = Date.now }: FakeOptions,
): FakeHost {
  const out = memorySink(terminal), err = errors ?? memorySink(), interruption = new AbortController();
  const resizing = new Set<() => void>(), words = new Set<() => string>();
  return {
    out,
    err,
    isOneStream: () => Promise.resolve(isOne),
    input: inputOf(stdin),
    env: (name) => env[name],
    folder,
    now,
    interruption: () => interruption.signal,
    onResize: (callback) => {
      resizing.add(callback);
      return () => void resizing.delete(callback);
    },
    beforeKill: (say) => {
      words.add(say);
      return () => void words.delete(say);
    },
    written: () => (out as MemorySink).text(),
    said: () => (err as Partial<MemorySink>).text?.() ?? "",
    interrupt: () => interruption.abort(new Error("stopped by SIGINT")),
    resize: () => resizing.forEach((callback) => callback()),
    lastWords: () => [...words].map((say) => say()).join(""),
  };
}

interface MemorySink extends Sink {
  text(): string;
}

/** A sink that keeps what is written. */
export function memorySink(terminal?: Size): MemorySink {
  let text = "";
  return {
    isTerminal: terminal !== undefined,
    ansi: terminal !== undefined,
    size: () => terminal ?? { columns: 80, rows: 24 },
    write: (more) => void (text += more),
    flush: () => Promise.resolve(),
    failure: () => undefined,
    text: () => text,
  };
}

function inputOf(stdin: FakeOptions["stdin"]): Input {
  const { text = "", typed = false } = stdin ?? {};
  return {
    isTerminal: typed,
    readAll: () => Promise.resolve(new TextEncoder().encode(text)),
    readLine: () => Promise.resolve(text),
    readHidden: (ask) => {
      ask();
      return Promise.resolve(text);
    },
  };
}

/** What a command line came to. */
export interface Came {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in a folder. */
export async function loom(folder: string, words: readonly string[], more: Partial<FakeOptions> = {}): Promise<Came> {
  const host = fakeHost({ ...more, folder }), code = await main(words, host);
  return { code, out: host.written(), err: host.said() };
}

/** A folder that is gone afterwards. */
export async function scratch(
  files: { readonly [path: string]: string } = {},
): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await Deno.realPath(await Deno.makeTempDir({ prefix: "loom-cli-" }));
  for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${path}/${name}`, text);
  return { path, [Symbol.asyncDispose]: async () => await Deno.remove(path, { recursive: true }) };
}
