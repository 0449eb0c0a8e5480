/** A program that kills itself in the third step of a loop, when it is run with a database and `kill`. */
import { refine } from "../../../lib/app/refine/refine.ts";
import type { Refiner } from "../../../lib/app/refine/refiner.ts";

/** The loop; with `kill` its process is gone in the middle of the third step. */
export function loopIn(store: string, { kill }: { readonly kill: boolean }): Refiner<number> {
  return refine<number>({ name: "killed", store, budget: { iterations: 5, usd: 1 }, reserve: 0.1 }, (n, ctx) => {
    ctx.spend(0.05);
    if (kill && ctx.step === 3) Deno.kill(Deno.pid, "SIGKILL");
    return n + 1;
  });
}

if (import.meta.main) await loopIn(Deno.args[0]!, { kill: Deno.args[1] === "kill" })(0, { name: "r" });
