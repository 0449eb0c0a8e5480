/**
 * Another process that uses the database named by its first argument. It says `ready`, waits for a word and obeys:
 * `hold` holds the lock until `free`, or so many milliseconds after
 * `release`; `open NAME` opens the store, makes a run and closes it; `end NAME` does the same and ends the process in the
 * same breath; `spend ...` reserves single calls of a run until the wall refuses one, and says how many were let pass.
 */
import { createClient } from "@libsql/client/sqlite3";
import { openLibsqlStore } from "../../lib/store/libsql_store.ts";
import { intent, newRun } from "../../lib/store/conformance/setting.ts";

/** A process that was started, as lines in and lines out. */
export interface Other extends AsyncDisposable {
  /** Sends a line and waits for the next one that comes back. */
  ask(line: string): Promise<string>;
}

/** Starts another process on a database. */
export async function startProcess(path: string): Promise<Other> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", import.meta.url, path],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = child.stdin.getWriter();
  const lines = linesOf(child.stdout);
  const next = async () => (await lines.next()).value ?? "ended";
  await next();
  let ended = false;
  return {
    ask: async (line) => {
      await writer.write(new TextEncoder().encode(line + "\n"));
      return await next();
    },
    [Symbol.asyncDispose]: async () => {
      if (ended) return;
      ended = true;
      await writer.close().catch(() => {});
      while (!(await lines.next()).done);
      await child.status;
    },
  };
}

async function* linesOf(bytes: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const some of bytes.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)) {
    const lines = (rest + some).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}

async function hold(path: string): Promise<string> {
  const client = createClient({ url: `file:${path}`, timeout: 5_000 });
  const transaction = await client.transaction("write");
  release = async (wait) => {
    await new Promise((resolve) => setTimeout(resolve, wait));
    await transaction.rollback();
    client.close();
  };
  return "held";
}

let release: (wait: number) => Promise<void> = () => Promise.resolve();

async function open(path: string, name: string): Promise<string> {
  const store = await openLibsqlStore({ url: `file:${path}`, create: true });
  await store.createRun(newRun(name));
  store.close();
  return "made";
}

async function end(path: string, name: string): Promise<never> {
  await open(path, name);
  Deno.exit();
}

async function spend(path: string, run: number, epoch: number): Promise<string> {
  const store = await openLibsqlStore({ url: `file:${path}` });
  let seq = 0;
  while ((await store.append(run, epoch, [intent(++seq, { calls: 1 })]))[0]);
  store.close();
  return String(seq - 1);
}

async function obey(path: string, line: string): Promise<string | undefined> {
  const [word, ...args] = line.split(" ");
  if (word === "hold") return await hold(path);
  if (word === "open") return await open(path, args[0]!);
  if (word === "end") return await end(path, args[0]!);
  if (word === "spend") return await spend(path, Number(args[0]), Number(args[1]));
  if (word === "free") return await release(0), "free";
  if (word === "release") return void release(Number(args[0])), "releasing";
  return undefined;
}

if (import.meta.main) {
  console.log("ready");
  for await (const line of linesOf(Deno.stdin.readable)) {
    const answer = await obey(Deno.args[0]!, line).catch((error: unknown) => `failed: ${String(error)}`);
    console.log(answer ?? "unknown word");
  }
  await release(0).catch(() => {});
}
