/** A repository that a server of this machine offers over HTTP, as files, and what was asked of it. */
import { join } from "node:path";
import type { Place } from "../workspace/places.ts";
import { options } from "./repository.ts";

/** A server that is up. */
export interface Served extends AsyncDisposable {
  /** Where it is: `127.0.0.1:PORT`. */
  readonly host: string;
  /** The repository's address. */
  readonly url: string;
  /** Paths that were asked for. */
  readonly seen: string[];
}

/** What a server answers instead of a file; undefined for the file. */
export type Answer = (path: string, query: string) => Response | undefined;

/** Makes a bare repository outside of the workspace with a commit of `there.txt`, for {@link serve}. */
export async function bareRepository({ outside, ...place }: Place): Promise<string> {
  const from = join(outside, "from"), bare = join(outside, "bare.git");
  const run = async (cwd: string, ...args: readonly string[]) => {
    const env = { ...options({ outside, ...place }).from! };
    const { success, stderr } = await new Deno.Command("git", { args: [...args], cwd, clearEnv: true, env }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
  };
  await Deno.mkdir(from);
  await run(from, "init", "-q", "-b", "main");
  await Deno.writeTextFile(join(from, "there.txt"), "there\n");
  await run(from, "add", ".");
  await run(from, "commit", "-q", "-m", "There");
  await run(outside, "clone", "-q", "--bare", from, bare);
  await run(bare, "update-server-info");
  return bare;
}

/** Serves the files of a folder at `/r.git/`. */
export function serve(folder: string, answer: Answer = () => undefined): Served {
  const seen: string[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    const { pathname, search } = new URL(request.url);
    seen.push(pathname);
    const instead = answer(pathname, search);
    if (instead !== undefined) return instead;
    try {
      return new Response(await Deno.readFile(join(folder, pathname.replace(/^\/r\.git\//, ""))));
    } catch {
      return new Response("what only this machine may know", { status: 404 });
    }
  });
  const host = `127.0.0.1:${server.addr.port}`;
  return { host, url: `http://${host}/r.git`, seen, [Symbol.asyncDispose]: () => server.shutdown() };
}
