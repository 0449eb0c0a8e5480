/** A program that starts a script, says where it runs, and waits to be killed; with an argument, the script is busy. */
import { openScripts } from "../../lib/tools/script_host.ts";
import { NOTHING, unchecked } from "./scratch.ts";

const text = `export const score = (busy: boolean) => {
  while (busy);
  return { pid: Deno.pid, place: import.meta.dirname };
};`;
const host = openScripts({ scripts: { score: unchecked(text) }, permissions: NOTHING, folder: Deno.cwd() });
const outcome = await host.call("score", false);
const busy = Deno.args.length > 0;
if (busy) void host.call("score", true, { timeout: 600_000 });
if (outcome.ok) Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(outcome.value)}\n`));
await new Promise<void>((done) => setTimeout(done, 600_000));
