import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Permissions, PinnedScript } from "../../lib/plan/plan.ts";
import { openScripts } from "../../lib/tools/script_host.ts";
import type { ScriptHost, ScriptHostOptions } from "../../lib/tools/script_host.ts";

/** No grant at all. */
export const NOTHING: Permissions = { read: [], write: [], net: [], run: [], env: [] };

/** Runs with a new folder that holds these files, and removes it. */
export async function withFolder(
  files: { readonly [path: string]: string },
  run: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "spec-" }));
  try {
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
      await Deno.writeTextFile(join(folder, path), text);
    }
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A script of one module, `score.ts`, pinned by hand: nothing has checked it. */
export function unchecked(text: string, name = "score"): PinnedScript {
  return { entry: "score.ts", name, modules: { "score.ts": text }, npm: [] };
}

/** Runs with a host of one script called `score`, and closes it. */
export async function withScript(
  script: string | PinnedScript,
  run: (host: ScriptHost, folder: string) => Promise<void>,
  options: Partial<ScriptHostOptions> = {},
): Promise<void> {
  await withFolder({}, async (folder) => {
    const score = typeof script === "string" ? unchecked(script) : script;
    const host = openScripts({ scripts: { score }, permissions: NOTHING, folder, ...options });
    try {
      await run(host, folder);
    } finally {
      await host.close();
    }
  });
}

/** Waits until a condition holds. A wait that is in vain ends too, long after any that is not. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const latest = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > latest) throw new Error("The condition never held");
    await new Promise((next) => setTimeout(next, 5));
  }
}

/** The state of a process as `ps` writes it, `R` for one that is computing; empty when there is none. */
export async function stateOf(pid: number): Promise<string> {
  const { stdout } = await new Deno.Command("ps", { args: ["-o", "stat=", "-p", String(pid)] }).output();
  return new TextDecoder().decode(stdout).trim();
}

/** Whether a process runs; one that has ended and waits for its parent to notice does not. */
export async function isAlive(pid: number): Promise<boolean> {
  const state = await stateOf(pid);
  return state !== "" && !state.startsWith("Z");
}

/** The path of a file beside the tests of this folder. */
export function besideTests(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
