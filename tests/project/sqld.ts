import "sqld/package.json" with { type: "json" };
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** A libSQL server of our own on loopback, with an empty database; ends with `await using`. */
export interface Sqld extends AsyncDisposable {
  /** What a client connects to, such as `http://127.0.0.1:41234`. */
  readonly url: string;
}

/** A server that is going to answer does so at one of the first hundred. */
const TRIES = 3_000;

/** Starts a server and waits until it answers. */
export async function startSqld(): Promise<Sqld> {
  const folder = await Deno.makeTempDir({ prefix: "loom-sqld-" });
  const address = `127.0.0.1:${freePort()}`, url = `http://${address}`;
  const server = new Deno.Command(serverPath(), {
    args: ["--no-welcome", "-d", join(folder, "data.sqld"), "--http-listen-addr", address],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  let last: Deno.CommandOutput | undefined;
  const ended = server.output().then((output) => last = output);
  for (let tries = 0; !last && tries < TRIES; tries++) {
    if (await isHealthy(url)) return { url, [Symbol.asyncDispose]: () => stop(server, ended, folder) };
    await new Promise((next) => setTimeout(next, 10));
  }
  const why = last ? new TextDecoder().decode(last.stderr).trim() : `it does not answer at ${url}`;
  await stop(server, ended, folder);
  throw new Error(`Cannot start sqld: ${why}`);
}

/** The server of this machine's kind lies in a package of its own beside `sqld`. */
function serverPath(): string {
  const find = createRequire(import.meta.resolve("sqld/package.json"));
  const machine = `${Deno.build.os}-${Deno.build.arch === "aarch64" ? "arm64" : "x64"}`;
  return join(dirname(find.resolve(`@sqld/${machine}/package.json`)), "sqld");
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health`);
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

async function stop(server: Deno.ChildProcess, ended: Promise<unknown>, folder: string): Promise<void> {
  try {
    server.kill("SIGKILL");
  } catch {
    // It has ended by itself.
  }
  await ended;
  await Deno.remove(folder, { recursive: true });
}
