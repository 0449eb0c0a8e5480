import { join } from "node:path";
import { readLoadError, spokenFolder } from "./deno_error.ts";
import type { DenoError } from "./deno_error.ts";
import { shareNpmCache } from "./private_copy.ts";
import type { PrivateCopy } from "./private_copy.ts";
import { runDeno } from "./run_deno.ts";

/** What is linked: the entry, all code beside it, and whether npm packages take part. */
export interface LinkRequest {
  /** Where the modules lie. */
  readonly copy: PrivateCopy;
  /** Path of the entry. */
  readonly entry: string;
  /** Paths of all code modules. */
  readonly code: readonly string[];
  /** Exact npm packages the modules name. */
  readonly npm: readonly string[];
  /** Path of the Deno executable. */
  readonly deno: string;
}

/** What linking found. */
export type LinkResult =
  /** The names the entry exports, and Deno's lock of all npm packages in use, where there are any. */
  | { readonly ok: true; readonly names: readonly string[]; readonly lock?: string }
  | { readonly ok: false; readonly error: DenoError };

/**
 * Links the modules under the permissions they will run with, and evaluates none of them: the first module to be
 * evaluated is ours, and it ends the process. By then everything is parsed and every import has found its export.
 * Packages that are not in the user's cache yet are fetched into it.
 */
export async function linkModules(request: LinkRequest): Promise<LinkResult> {
  const { copy, npm, deno } = request;
  const folder = join(copy.folder, "link"), lock = join(folder, "deno.lock");
  await Deno.mkdir(folder);
  await writeLinker(folder, request);
  if (npm.length > 0) await shareNpmCache(copy, await npmCacheOf(deno, copy.folder));
  const packages = npm.length > 0 ? [`--lock=${lock}`] : ["--no-lock", "--no-npm", "--cached-only"];
  const { ok, stdout, stderr } = await runDeno({
    deno,
    args: [
      ...["run", "--quiet", "--no-prompt", "--no-config", "--no-remote", ...packages],
      `--allow-read=${copy.code.replaceAll(",", ",,")},${folder.replaceAll(",", ",,")}`,
      join(folder, "main.js"),
    ],
    cwd: copy.folder,
    patience: 120_000,
    env: { DENO_DIR: copy.cache },
  });
  if (!ok) return { ok: false, error: readLoadError(stderr, spokenFolder(copy.codeUrl)) };
  const names = JSON.parse(stdout) as readonly string[];
  return npm.length > 0 ? { ok, names, lock: await Deno.readTextFile(lock) } : { ok, names };
}

async function writeLinker(folder: string, { entry, code }: LinkRequest): Promise<void> {
  const url = (path: string): string => JSON.stringify(`../code/${path.split("/").map(encodeURIComponent).join("/")}`);
  const all = [
    `import "./stop.js";`,
    `import * as entry from ${url(entry)};`,
    ...code.map((path) => `import ${url(path)};`),
    `export { entry };`,
  ];
  const stop = `import { entry } from "./all.js";
const names = Reflect.ownKeys(entry).filter((name) => typeof name === "string");
Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(names)));
Deno.exit(0);`;
  // An import that Deno cannot foresee is checked against the permissions, with all it imports in turn.
  const main = `const all = new URL("./all.js", import.meta.url).href;\nawait import(all);`;
  const files = { "all.js": all.join("\n"), "stop.js": stop, "main.js": main };
  await Promise.all(Object.entries(files).map(([name, text]) => Deno.writeTextFile(join(folder, name), text)));
}

/** Where Deno keeps npm packages for this user. */
export async function npmCacheOf(deno: string, cwd: string): Promise<string> {
  const { stdout } = await runDeno({ deno, args: ["info", "--json", "--no-config"], cwd, patience: 30_000 });
  return (JSON.parse(stdout) as { readonly npmCache: string }).npmCache;
}
