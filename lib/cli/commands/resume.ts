import type { BudgetOptions } from "../../app/loom_options.ts";
import { limitsOf } from "../../app/loom_options.ts";
import { additions } from "../amounts.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { driveHere } from "../drive_here.ts";
import { EXIT } from "../exit_codes.ts";
import type { Host } from "../host.ts";
import { note } from "../note.ts";
import { databaseOf, openToSteer } from "../open.ts";
import { value } from "../parameter.ts";
import { readBudget, RUN } from "../shared_parameters.ts";
import { TELLING } from "../start_parameters.ts";

/** `loom resume`. */
export const resume: Command = command({
  name: "resume",
  summary: "Go on with a run where it stopped",
  details: [
    "What was committed is not bought again, and the budget is not filled up again. A run that has ended is not run again: " +
    "its end is told as it was, unless it was exhausted and gets more budget, or failed and may be tried again.",
    "A run that another process drives can be given more budget as well: with --add-budget it is sent there, and this " +
    "command ends at once. An amount of something that had no limit makes one, which begins at what is used.",
  ],
  parameters: {
    run: RUN,
    addBudget: value("--add-budget", {
      label: "NAME=AMOUNT,...",
      about: "Add to its budget: usd, calls, tokens, iterations, wall",
      read: readBudget,
    }),
    ...TELLING,
  },
  examples: [
    { line: "loom resume @last", does: "the newest run" },
    { line: "loom resume story-7f3kq2 --add-budget usd=1,calls=50,wall=10m", does: "with more to spend" },
  ],
  run: async (host, { run, addBudget, json, quiet }) => {
    const { findRun } = await import("../../app/find_run.ts");
    const given = addBudget ? await giveToDriven(host, run, addBudget) : undefined;
    if (given === "sent") return EXIT.ok;
    return await driveHere(host, {
      json,
      quiet,
      create: false,
      start: async (loom) => {
        const head = await findRun(loom.store, run), { name } = head;
        const { planChanged } = await import("../../app/plan_changed.ts");
        const { projectOf } = await import("../../app/database.ts");
        const changed = await planChanged(loom.store, head, projectOf(await databaseOf(host)));
        if (changed && !quiet) {
          const what = changed.isGone ? "is no longer there" : "has changed since";
          note(host, `\`${changed.spec}\` ${what}: the run goes on with the plan it began with`);
        }
        return await loom.resume(name, addBudget && given === undefined ? { addBudget } : {});
      },
    });
  },
});

/** More budget for a run that somebody drives; `added` when nobody does any more, undefined when nobody did. */
async function giveToDriven(host: Host, run: string, amounts: BudgetOptions): Promise<"sent" | "added" | undefined> {
  const { findRun } = await import("../../app/find_run.ts"), { standingOf } = await import("../../app/read_run.ts");
  const { isDriven } = await import("../../views/standing.ts");
  using loom = await openToSteer(host);
  const head = await findRun(loom.store, run), { name } = head;
  if (!isDriven(standingOf(head))) return undefined;
  if (!await loom.addBudget(name, amounts)) return "added";
  note(host, `\`${name}\` is driven by another process, which is sent ${additions(limitsOf(amounts)).join(", ")} more`);
  return "sent";
}
