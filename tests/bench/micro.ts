/**
 * Small benchmarks of our own. A module `micro/<name>.ts` exports `name`, `goal` and `run` (see {@link MicroBench}); it
 * is found by being there. Each runs in a process of its own: `micro.ts FILE` prints what it found as JSON.
 *
 * @module
 */

/** What a module in `micro/` exports. */
export interface MicroBench {
  /** Its heading, such as `Start`. */
  readonly name: string;
  /** One sentence: what is measured and what is aimed at. */
  readonly goal: string;
  run(): Promise<readonly MicroRow[]>;
}

/** One measured number. */
export interface MicroRow {
  readonly what: string;
  readonly value: number;
  /** Such as `ms`, `MB` or `×`. */
  readonly unit: string;
  /** The most it is meant to be; absent for what others are compared with. */
  readonly limit?: number;
}

/** What a benchmark found, or why it found nothing. */
export interface MicroResult {
  readonly name: string;
  readonly goal: string;
  readonly rows: readonly MicroRow[];
  readonly reason?: string;
}

const FOLDER = new URL("./micro/", import.meta.url);

/** Names of all micro benchmarks: their file names without the ending. */
export async function microNames(): Promise<readonly string[]> {
  const names = (await Array.fromAsync(Deno.readDir(FOLDER))).map((entry) => entry.name);
  return names.filter((name) => name.endsWith(".ts")).map((name) => name.slice(0, -3)).sort();
}

/** Loads one of them. */
export async function loadMicro(name: string): Promise<MicroBench> {
  return await import(new URL(`${name}.ts`, FOLDER).href) as MicroBench;
}

/** Runs one of them in a process of its own. */
export async function runMicro(name: string): Promise<MicroResult> {
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", import.meta.filename!, name],
    cwd: new URL("../../", import.meta.url),
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  if (success) return JSON.parse(new TextDecoder().decode(stdout));
  console.error(new TextDecoder().decode(stderr));
  const { name: title, goal } = await loadMicro(name);
  return { name: title, goal, rows: [], reason: "it failed; its error is above" };
}

if (import.meta.main) {
  const { name, goal, run } = await loadMicro(Deno.args[0]!);
  console.log(JSON.stringify({ name, goal, rows: await run() } satisfies MicroResult));
}
