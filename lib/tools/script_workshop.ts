import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { randomName } from "../base/hash.ts";
import type { Permissions, PinnedScript } from "../plan/plan.ts";
import { cleanEnvironment } from "./clean_environment.ts";
import type { Environment } from "./clean_environment.ts";
import { relative, spokenFolder } from "./deno_error.ts";
import type { SpokenFolder } from "./deno_error.ts";
import { flag, grantFlags } from "./grants.ts";
import { npmCacheOf } from "./link_modules.ts";
import { openCopy, shareNpmCache, writeModule } from "./private_copy.ts";
import type { PrivateCopy } from "./private_copy.ts";
import { openReaper } from "./reaper.ts";
import type { Reaper } from "./reaper.ts";
import { QUIET_DENO } from "./run_deno.ts";
import { childProgram } from "./script_child.ts";
import { startProcess } from "./script_process.ts";
import type { ProcessListener, ScriptProcess } from "./script_process.ts";

/** What all scripts of a spec share. */
export interface WorkshopRequest {
  /** What the spec grants. */
  readonly permissions: Permissions;
  /** The spec's folder: scripts run in it, and paths in grants start from it. */
  readonly folder: string;
  /** Path of the Deno executable. */
  readonly denoPath: string;
  /** The environment that PATH, HOME, LANG and the grants are taken from. */
  readonly env: Environment;
  /** Megabytes a script may hold in values, and again in buffers. */
  readonly memory: number;
  /** UTF-8 bytes a result may have as JSON. */
  readonly maxResult: number;
}

/** Starts processes of one script. */
export interface ScriptStarter {
  /** Starts a process; whoever starts it ends it. */
  readonly start: (listener: ProcessListener) => ScriptProcess;
  /** How the process speaks of the script's modules. */
  readonly spoken: SpokenFolder;
  /** What it says, in the user's terms: places from the spec's folder, and none that are ours. */
  readonly translate: (text: string) => string;
}

/** A private folder with a copy of every script that was asked for, and whoever clears up after it. */
export interface Workshop {
  /** Lays a script out, ready to be started as often as needed. */
  prepare(script: PinnedScript): Promise<ScriptStarter>;
  /** Ends what still runs and removes the folder. */
  close(): Promise<void>;
}

/**
 * Gives a process its limits before it becomes Deno: no core dumps, and a bound on all its memory, buffers outside the
 * JavaScript heap included. Where a system knows no such limit the heap's own still holds.
 */
const LIMITED = `ulimit -c 0 2>/dev/null; ulimit -d "$1" 2>/dev/null; shift; exec "$@"`;

/** Kilobytes that Deno itself may map: about 600,000 on a small machine, and some for every thread. */
const DENO_ITSELF = 1_000_000;

/**
 * Makes the folder and translates the grants.
 *
 * @throws {TypeError} for grants that cannot be given.
 */
export async function openWorkshop(request: WorkshopRequest): Promise<Workshop> {
  const home = await Deno.realPath(request.folder);
  const grants = await grantFlags(request.permissions, home);
  if (!grants.ok) throw new TypeError(grants.problems.join("\n"));
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "loom-scripts-" }));
  const reaper = openReaper({ folder });
  let count = 0;
  return {
    prepare: (script) =>
      prepareScript(script, { ...request, home, reaper, flags: grants.flags, place: join(folder, String(count++)) }),
    async close() {
      await reaper.close();
      await Deno.remove(folder, { recursive: true }).catch(() => {});
    },
  };
}

interface Setting extends WorkshopRequest {
  readonly home: string;
  readonly reaper: Reaper;
  readonly flags: readonly string[];
  readonly place: string;
}

async function prepareScript(script: PinnedScript, setting: Setting): Promise<ScriptStarter> {
  const { denoPath, home, reaper, maxResult, memory } = setting;
  const copy = await openCopy(setting.place);
  for (const [path, text] of Object.entries(script.modules)) await writeModule(copy, path, text);
  const marker = `loom ${randomName(26)} `, main = join(copy.folder, "main.js");
  await Deno.writeTextFile(main, childProgram(script.entry, { name: script.name, marker, maxResult }));
  const packages = await packageFlags(script, copy, setting);
  const deno = [
    ...[denoPath, "run", "--quiet", "--no-prompt", "--no-config", "--no-remote", "--cached-only", "--no-code-cache"],
    ...[`--v8-flags=--max-old-space-size=${memory}`, ...packages],
    ...[...flag("allow-read", [copy.code]), ...setting.flags, main],
  ];
  const request = {
    argv: ["/bin/sh", "-c", LIMITED, "sh", String(DENO_ITSELF + 2 * memory * 1_024), ...deno],
    cwd: home,
    env: { ...cleanEnvironment(setting.env, setting.permissions.env), ...QUIET_DENO, DENO_DIR: copy.cache },
    reaper,
    marker,
    maxFrame: maxResult + 65_536,
  };
  const spoken = spokenFolder(copy.codeUrl), ours = pathToFileURL(main).href;
  const translate = (text: string): string => withoutLines(advised(relative(text, spoken)), ours);
  return { start: (listener) => startProcess(request, listener), spoken, translate };
}

function withoutLines(text: string, about: string): string {
  return text.includes(about) ? text.split("\n").filter((line) => !line.includes(about)).join("\n") : text;
}

/** Deno's advice is for whoever starts Deno; ours is for whoever writes the spec. */
function advised(text: string): string {
  return text
    .replaceAll(/, run again with the --allow-(read|write|net|run|env) flag/g, ", which `permissions.$1` may grant")
    .replaceAll(/, run again with the --allow-\w+ flag/g, ", which no script is granted")
    .replaceAll(
      /Failed caching npm package '([^']+)'(?:\s+0: [^\n]*)?/g,
      (_, name: string) => `the package \`${name}\` is not in Deno's cache, fetch it with \`deno cache npm:${name}\``,
    );
}

/** Packages come from the user's cache and nowhere else, in the versions of the lock and no others. */
async function packageFlags(
  script: PinnedScript,
  copy: PrivateCopy,
  { denoPath }: Setting,
): Promise<readonly string[]> {
  if (script.npm.length === 0) return ["--no-lock", "--no-npm"];
  await shareNpmCache(copy, await npmCacheOf(denoPath, copy.folder));
  if (script.lock === undefined) return ["--no-lock"];
  const lock = join(copy.folder, "deno.lock");
  await Deno.writeTextFile(lock, script.lock);
  return [`--lock=${lock}`, "--frozen"];
}
