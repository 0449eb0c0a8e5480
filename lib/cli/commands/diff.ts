import { usd } from "../../base/money.ts";
import type { Json } from "../../base/json.ts";
import { safeJson } from "../../text/render_json.ts";
import type { FieldChange } from "../../views/field_diff.ts";
import type { ComparedRun, RunDiff } from "../../views/run_diff.ts";
import { paintFor } from "../ansi.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import type { Part } from "../diff_lines.ts";
import { EXIT } from "../exit_codes.ts";
import { openToRead } from "../open.ts";
import { argument, flag, word } from "../parameter.ts";
import { JSON_LINES, RUN } from "../shared_parameters.ts";
import { suggestRuns } from "../suggest.ts";

/** `loom diff`. */
export const diff: Command = command({
  name: "diff",
  summary: "Show what differs between two runs: plans, steps, scores, cost, texts",
  details: [
    "Lines with a - are of RUN, lines with a + of OTHER. Without an option every part is shown in short; with some, these " +
    "are shown whole.",
    "Steps are set side by side by their keys. They are the same when what they asked for is, and what came of it. A step " +
    "that asks of texts names their nodes, so that only a fork can ask for the same as its origin; what came of it is " +
    "compared all the same.",
  ],
  parameters: {
    run: RUN,
    other: argument("OTHER", { about: "The run it is compared with", read: word, suggest: suggestRuns }),
    plans: flag("--plans", { about: "Show the plans, the inputs and the budgets" }),
    steps: flag("--steps", { about: "Show the steps" }),
    scores: flag("--scores", { about: "Show the scores, round by round" }),
    texts: flag("--texts", { about: "Show what came of them" }),
    json: JSON_LINES,
  },
  examples: [
    { line: "loom diff @2 @1", does: "the newest run beside the one before" },
    { line: "loom diff story-1 story-2 --texts", does: "their texts" },
  ],
  run: async (host, { run, other, json, ...shown }) => {
    const { findRun } = await import("../../app/find_run.ts"), { diffRuns } = await import("../../app/diff_runs.ts");
    const { diffLines, PARTS } = await import("../diff_lines.ts"), { out } = host;
    using loom = await openToRead(host);
    const { store } = loom, found = await diffRuns(store, await findRun(store, run), await findRun(store, other));
    const parts = PARTS.filter((part) => shown[part]);
    if (json) out.write(`${safeJson(asJson(found, parts))}\n`);
    else {
      const width = out.isTerminal ? { width: out.size().columns } : {};
      out.write(`${diffLines(found, { paint: paintFor(out), parts, ...width }).join("\n")}\n`);
    }
    return EXIT.ok;
  },
});

/** Money in dollars, like everywhere in JSON. */
function asJson(
  { before, after, fork, plans, inputs, budgets, steps, scores, texts }: RunDiff,
  parts: readonly Part[],
) {
  const every = parts.length === 0, has = (part: Part) => every || parts.includes(part);
  return {
    before: runAsJson(before),
    after: runAsJson(after),
    fork: fork ?? null,
    ...(has("plans") ? { plans, inputs, budgets: budgets.map(inDollars) } : {}),
    ...(has("steps") ? { steps: stepsAsJson(steps) } : {}),
    ...(has("scores")
      ? { scores: scores.map(({ before = null, after = null, ...pair }) => ({ ...pair, before, after })) }
      : {}),
    ...(has("texts") ? { texts } : {}),
  };
}

function runAsJson({ name, title, program, status, end, spent, wall }: ComparedRun): unknown {
  const { kind, reason, cause } = end ?? {};
  return {
    id: name,
    title,
    program,
    status,
    end: end ? { kind, reason, cause } : null,
    spent: { ...spent, usd: usd(spent.usd) },
    wall: Math.round(wall),
  };
}

function stepsAsJson(
  { sameOutcome, otherOutcome, otherRequest, onlyBefore, onlyAfter, ...sums }: RunDiff["steps"],
): unknown {
  return {
    ...sums,
    same_outcome: sameOutcome,
    other_outcome: otherOutcome,
    other_request: otherRequest,
    only_before: onlyBefore,
    only_after: onlyAfter,
  };
}

function inDollars(change: FieldChange): FieldChange {
  if (change.path !== "usd") return change;
  const dollars = (value: Json | undefined) => typeof value === "number" ? usd(value) : value;
  const { before, after } = change;
  return {
    path: "usd",
    ...(before === undefined ? {} : { before: dollars(before)! }),
    ...(after === undefined ? {} : { after: dollars(after)! }),
  };
}
