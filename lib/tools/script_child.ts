/**
 * The program that runs in a script's process, as text: it must work from a folder that holds nothing but the pinned
 * copy, also when we are one bundled file. The functions below import nothing, know only their arguments, each other
 * and Deno's globals, and are never called here.
 *
 * Protocol: one JSON request a line on standard input; answers on standard output, each a line of its own that begins
 * with a marker which only host and child know. Everything else on standard output is what the script printed.
 *
 * @module
 */
import type { Json } from "../base/json.ts";

/** What the host asks. */
export interface ScriptRequest {
  /** Names the call in every answer to it. */
  readonly id: number;
  /** The function's one argument. */
  readonly input: Json;
}

/** What the child says. */
export type ScriptFrame =
  /** The module is loaded. */
  | { readonly say: "ready" }
  /** The module cannot be loaded; the process ends. */
  | { readonly say: "unloadable"; readonly message: string; readonly at: string }
  /** A call begins: it leaves the queue, its clock starts. */
  | { readonly say: "took"; readonly id: number }
  | { readonly say: "value"; readonly id: number; readonly value: Json }
  /** The function threw; `at` is `path:line:column` or empty. */
  | { readonly say: "threw"; readonly id: number; readonly message: string; readonly at: string }
  /** What it returned is no JSON value, or too large. */
  | { readonly say: "misshapen"; readonly id: number; readonly message: string };

/** What a child is told for its whole life. */
export interface ChildSettings {
  /** The export to call. */
  readonly name: string;
  /** Begins every frame. */
  readonly marker: string;
  /** UTF-8 bytes a result may have as JSON. */
  readonly maxResult: number;
}

/** The text of the child's main module, which lies beside the `code` folder. */
export function childProgram(entry: string, settings: ChildSettings): string {
  const url = `./code/${entry.split("/").map(encodeURIComponent).join("/")}`;
  // The entry is imported by a computed name on purpose: such an import, with all it imports in turn, is checked
  // against the permissions, and only the pinned copy may be read. Whatever Deno can foresee it loads unchecked.
  return `${writeJson}
${describeError}
// One stream keeps what is printed and what is answered in order.
console.warn = console.error = console.log;
const code = new URL("./code/", import.meta.url).href;
const entry = new URL(${JSON.stringify(url)}, import.meta.url).href;
await (${serveCalls})(() => import(entry), { ...${JSON.stringify(settings)}, code });
`;
}

/** The one JSON text of a value, or a thrown string that names where it is not JSON. */
function writeJson(value: unknown, path: string, above: readonly object[]): string {
  const flaw = (what: string): string => `the value at ${path} is ${what}, which is not JSON`;
  if (value === null || typeof value === "string" || typeof value === "boolean") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value === "number") throw flaw(String(value));
  if (typeof value !== "object") throw flaw(value === undefined ? "undefined" : `a ${typeof value}`);
  if (above.includes(value)) throw flaw("a cycle");
  // Deep enough for any data, and far from where whoever reads it runs out of stack.
  if (above.length === 500) throw `it is nested more than 500 deep`;
  const inside = [...above, value];
  if (Array.isArray(value)) {
    return `[${Array.from(value, (item, i) => writeJson(item, `${path}[${i}]`, inside)).join()}]`;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw flaw(`an instance of ${prototype.constructor?.name ?? "a class"}`);
  }
  const fields = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${
    fields.map(([key, item]) => `${JSON.stringify(key)}:${writeJson(item, `${path}.${key}`, inside)}`).join()
  }}`;
}

/** What was thrown, and the first place of its stack that lies in the script's code. */
function describeError(error: unknown, code: string): { message: string; at: string } {
  try {
    if (!(error instanceof Error)) return { message: Deno.inspect(error).slice(0, 4_000), at: "" };
    const message = `${error.name}: ${error.message}`.slice(0, 4_000);
    for (const line of String(error.stack).split("\n")) {
      const start = /^\s+at /.test(line) ? line.indexOf(code) : -1;
      const place = start < 0 ? null : /^(.+?):(\d+):(\d+)/.exec(line.slice(start + code.length));
      if (place) return { message, at: `${decodeURI(place[1]!)}:${place[2]}:${place[3]}` };
    }
    return { message, at: "" };
  } catch {
    return { message: "something that cannot be described", at: "" };
  }
}

/** Loads the script, then answers requests until its input ends, which is the end of whoever asks. */
async function serveCalls(
  load: () => Promise<Record<string, unknown>>,
  { name, marker, maxResult, code }: ChildSettings & { readonly code: string },
): Promise<void> {
  const { stdin, stdout, exit } = Deno, encoder = new TextEncoder(), decoder = new TextDecoder();
  const say = (frame: ScriptFrame): void => tell(JSON.stringify(frame));
  const tell = (text: string): void => {
    let bytes = encoder.encode(`\n${marker}${text}\n`);
    while (bytes.length > 0) bytes = bytes.subarray(stdout.writeSync(bytes));
  };
  const answer = async (call: (input: Json) => unknown, { id, input }: ScriptRequest): Promise<void> => {
    say({ say: "took", id });
    let value: unknown, text: string;
    try {
      value = await call(input);
    } catch (error) {
      return say({ say: "threw", id, ...describeError(error, code) });
    }
    try {
      text = writeJson(value, "$", []);
    } catch (flaw) {
      return say({
        say: "misshapen",
        id,
        message: typeof flaw === "string" ? flaw : describeError(flaw, code).message,
      });
    }
    const size = encoder.encode(text).length;
    if (size <= maxResult) return tell(`{"say":"value","id":${id},"value":${text}}`);
    say({ say: "misshapen", id, message: `it has ${size} bytes, more than the ${maxResult} allowed` });
  };
  // Requests are ours alone to read.
  const empty = { read: () => Promise.resolve(null), readSync: () => null, readable: new Blob([]).stream() };
  Object.defineProperty(Deno, "stdin", { value: empty });
  let call: unknown;
  try {
    call = (await load())[name];
    if (typeof call !== "function") throw new TypeError(`the export \`${name}\` is not a function`);
  } catch (error) {
    say({ say: "unloadable", ...describeError(error, code) });
    exit(1);
  }
  say({ say: "ready" });
  let rest = "";
  for await (const chunk of stdin.readable) {
    const text = decoder.decode(chunk, { stream: true });
    rest += text;
    if (!text.includes("\n")) continue;
    const lines = rest.split("\n");
    rest = lines.pop()!;
    for (const line of lines) void answer(call as (input: Json) => unknown, JSON.parse(line) as ScriptRequest);
  }
  exit(0);
}
