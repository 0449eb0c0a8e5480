import { existsSync } from "node:fs";
import type { MicroRow } from "../micro.ts";
import { median } from "../values.ts";

/** See {@link MicroBench}. */
export const name = "Start";

/** See {@link MicroBench}. */
export const goal =
  "From the start of the process to its end; `--version` within 3 times, `check` of a small spec within 10 times an empty script.";

const ROUNDS = 15;
const SPEC = "specs/lighthouse.yaml";

/** Times the command line against a script that does nothing. */
export async function run(): Promise<readonly MicroRow[]> {
  const empty = await timed("tests/bench/empty.ts");
  const rows: MicroRow[] = [{ what: "an empty script", value: empty, unit: "ms" }];
  if (!existsSync("cli.ts")) return rows;
  const version = await timed("cli.ts", "--version"), check = await timed("cli.ts", "check", SPEC);
  return [
    ...rows,
    { what: "`loom --version`", value: version, unit: "ms", limit: 3 * empty },
    { what: `\`loom check ${SPEC}\``, value: check, unit: "ms", limit: 10 * empty },
  ];
}

async function timed(...args: readonly string[]): Promise<number> {
  const walls = [];
  for (let i = 0; i < ROUNDS; i++) walls.push(await once(args));
  return median(walls);
}

async function once(args: readonly string[]): Promise<number> {
  const began = performance.now();
  const { code, stderr } = await new Deno.Command(Deno.execPath(), { args: ["run", "-A", ...args] }).output();
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}: ${new TextDecoder().decode(stderr)}`);
  return performance.now() - began;
}
