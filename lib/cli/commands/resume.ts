import type { Plan } from "../../plan/mod.ts";
import type { BudgetOptions } from "../../app/loom_options.ts";
import { limitsOf } from "../../app/loom_options.ts";
import type { RunHead, Store } from "../../app/vocabulary.ts";
import { additions } from "../amounts.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { compiledSpec } from "../compiled_spec.ts";
import { driveHere } from "../drive_here.ts";
import { EXIT } from "../exit_codes.ts";
import type { Host } from "../host.ts";
import { note } from "../note.ts";
import { databaseOf, openToSteer } from "../open.ts";
import { flag, value } from "../parameter.ts";
import { readBudget, RUN } from "../shared_parameters.ts";
import { TELLING } from "../start_parameters.ts";

/** `loom resume`. */
export const resume: Command = command({
  name: "resume",
  summary: "Go on with a run where it stopped",
  details: [
    "What was committed is not bought again, and the budget is not filled up again. A run that has ended is not run again: " +
    "its end is told as it was, unless it was exhausted and gets more budget, or failed and may be tried again.",
    "A run follows the plan it began with, whatever becomes of its spec. With --adopt it follows the spec as it is now: " +
    "finished rounds stay, outcomes since then are kept where they are asked for in the same words of what has not changed, " +
    "limits hold as the spec says now, and a run that has ended may go on.",
    "A run of code is gone on with by its code: this command says which file and export that is, and adds to its budget " +
    "where that is asked for.",
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
    adopt: flag("--adopt", { about: "Follow the spec as it is now, where it has changed" }),
    ...TELLING,
  },
  examples: [
    { line: "loom resume @last", does: "the newest run" },
    { line: "loom resume story-7f3kq2 --adopt", does: "with what its spec says now" },
    { line: "loom resume story-7f3kq2 --add-budget usd=1,calls=50,wall=10m", does: "with more to spend" },
  ],
  run: async (host, { run, addBudget, adopt, json, quiet }) => {
    const { findRun } = await import("../../app/find_run.ts");
    const given = addBudget ? await giveAway(host, run, addBudget) : undefined;
    if (given === "given") return EXIT.ok;
    return await driveHere(host, {
      json,
      quiet,
      create: false,
      start: async (loom, before) => {
        const head = await findRun(loom.store, run), { name } = head;
        before.answered = await answeredIn(loom.store, head);
        if (await isCode(head)) throw new RangeError(await codeRefusal(loom.store, head));
        const more = addBudget && given === undefined ? { addBudget } : {};
        if (adopt) return await loom.resume(name, { ...more, adopt: await planNow(host, loom.store, head) });
        if (!quiet) await tellChange(host, loom.store, head);
        return await loom.resume(name, more);
      },
    });
  },
});

/** Questions, by run and key, whose answers wait to be taken in. */
async function answeredIn(store: Store, head: RunHead): Promise<ReadonlySet<string>> {
  const { questionsOf } = await import("../../app/open_questions.ts"), answered = new Set<string>();
  const waiting = (await questionsOf(store, head)).filter((question) => question.answered);
  for (const [run, questions] of Map.groupBy(waiting, ({ run }) => run)) {
    const { id } = await store.findRun(run), inbox = await store.inbox(id);
    // An answer that names no question is one to any of them, and is taken once.
    if (inbox.filter(({ kind }) => kind === "answer").length < questions.length) continue;
    for (const { key } of questions) answered.add(`${run} ${key}`);
  }
  return answered;
}

/** The plan that the spec of a run makes now. */
async function planNow(host: Host, store: Store, head: RunHead): Promise<Plan> {
  const { setupOf } = await import("../../app/setup_of.ts"), { projectOf } = await import("../../app/database.ts");
  const { spec } = await setupOf(store, head, projectOf(await databaseOf(host)));
  if (spec === null) {
    throw new RangeError(`Cannot adopt a spec for \`${head.name}\`: it was not begun from a file; start another run`);
  }
  return (await compiledSpec(host, spec)).plan;
}

async function tellChange(host: Host, store: Store, head: RunHead): Promise<void> {
  const { planChanged } = await import("../../app/plan_changed.ts");
  const { projectOf } = await import("../../app/database.ts");
  const changed = await planChanged(store, head, projectOf(await databaseOf(host)));
  if (!changed) return;
  const what = changed.isGone
    ? "is no longer there: the run goes on with the plan it began with"
    : "has changed since: the run goes on with the plan it began with; to go on with what it says now, add --adopt";
  note(host, `\`${changed.spec}\` ${what}`);
}

/**
 * More budget for a run that is not to be driven here: somebody drives it, or its code does. `added` when nobody drives
 * it any more; undefined when nothing was given.
 */
async function giveAway(host: Host, run: string, amounts: BudgetOptions): Promise<"given" | "added" | undefined> {
  const { findRun } = await import("../../app/find_run.ts"), { standingOf } = await import("../../app/read_run.ts");
  const { isDriven } = await import("../../views/standing.ts");
  using loom = await openToSteer(host);
  const head = await findRun(loom.store, run), { name } = head, driven = isDriven(standingOf(head));
  const code = !driven && await isCode(head);
  if (!driven && !code) return undefined;
  const isSent = await loom.addBudget(name, amounts), more = `${additions(limitsOf(amounts)).join(", ")} more`;
  if (driven && !isSent) return "added";
  note(
    host,
    isSent
      ? `\`${name}\` is driven by another process, which is sent ${more}`
      : `\`${name}\` may use ${more}, and ${await codeWay(loom.store, head)}`,
  );
  return "given";
}

/** Whether only code of somebody's own goes on with a run; one that has ended for good is told of by anybody. */
async function isCode(head: RunHead): Promise<boolean> {
  const { isFinal } = await import("../../app/ended_earlier.ts");
  return head.planHash === undefined && head.parent === undefined && !isFinal(head);
}

async function codeRefusal(store: Store, head: RunHead): Promise<string> {
  return `Cannot resume \`${head.name}\` from here: it is a run of code, which ${await codeWay(store, head)}`;
}

/** Which code goes on with a run, and how. */
async function codeWay(store: Store, head: RunHead): Promise<string> {
  const { codeOfRun } = await import("../../app/code_of_run.ts"),
    { codeLines, codeWords } = await import("../code_lines.ts");
  const code = await codeOfRun(store, head),
    { name, program } = head,
    known = { name, program, ...(code ? { code } : {}) };
  return [`goes on with ${codeWords(known)}:`, ...codeLines(known).map((line) => `  ${line}`)].join("\n");
}
