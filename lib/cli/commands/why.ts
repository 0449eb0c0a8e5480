import type { Booking } from "../../plan/mod.ts";
import { usd } from "../../base/money.ts";
import { safeJson } from "../../text/render_json.ts";
import { visible } from "../../text/visible.ts";
import type { WhyView } from "../../views/why_view.ts";
import type { Paint } from "../ansi.ts";
import { paintFor } from "../ansi.ts";
import { codeLines } from "../code_lines.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT, exitCodeOf } from "../exit_codes.ts";
import { openToRead } from "../open.ts";
import { questionJson, questionLines } from "../question_lines.ts";
import { JSON_LINES, RUN } from "../shared_parameters.ts";
import { nextSteps, whyFacts, whySentence } from "../why_words.ts";
import { wrap, wrapWhole } from "../wrap.ts";

/** `loom why`. */
export const why: Command = command({
  name: "why",
  summary: "Say why a run ended, or why it stands where it stands",
  details: [
    "A sentence, the numbers that caused it, and what to do now: which limit was reached and whose it is, which step failed " +
    "and how often it was tried, which task failed and what never began because of it, what is asked and how to answer, " +
    "which scores were flat.",
  ],
  parameters: { run: RUN, json: JSON_LINES },
  examples: [{ line: "loom why @last", does: "the newest run" }],
  run: async (host, { run, json }) => {
    const { findRun } = await import("../../app/find_run.ts"), { readWhy } = await import("../../app/read_why.ts");
    using loom = await openToRead(host);
    const view = await readWhy(loom.store, await findRun(loom.store, run)), { out } = host;
    if (json) out.write(`${safeJson(whyJson(view))}\n`);
    else {
      const width = out.isTerminal ? out.size().columns : Infinity;
      out.write(`${whyLines(view, { paint: paintFor(out), width, now: host.now() }).join("\n")}\n`);
    }
    return EXIT.ok;
  },
});

interface Setting {
  readonly paint: Paint;
  readonly width: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Cells before a fact. */
const LABEL = 8;

function whyLines(view: WhyView, setting: Setting): readonly string[] {
  const { paint, width } = setting, { questions, form, root, name } = view;
  const labelled = ([label, text]: readonly [string, string]) =>
    wrapWhole(visible(text), Math.max(20, width - LABEL - 2)).map((line, i) =>
      `  ${paint("faint", (i === 0 ? label : "").padEnd(LABEL))}${line}`
    );
  const isCode = form === "code" && root === name && GOES_ON.includes(view.status);
  return [
    ...sentence(view, setting),
    ...whyFacts(view).flatMap(labelled),
    ...nextSteps(view).flatMap((step, i) => labelled([i === 0 ? "next" : "", step])),
    ...questions.flatMap((question) => [
      "",
      ...wrap(visible(`${question.run} asks at ${question.key}:`), width).map((line) => paint("strong", line)),
      ...questionLines(question, { paint, ...(width === Infinity ? {} : { width }), now: setting.now }),
    ]),
    ...(isCode ? ["", ...codeLines(view).map((line) => `  ${paint("accent", visible(line))}`)] : []),
  ];
}

/** States from which a run of code goes on when its code is called again. */
const GOES_ON: readonly string[] = ["queued", "paused", "interrupted", "exhausted", "failed"];

/** The sentence, its run's name set apart. */
function sentence(view: WhyView, { paint, width }: Setting): readonly string[] {
  const [first = "", ...rest] = wrapWhole(visible(whySentence(view)), width), name = visible(view.name);
  return [first.startsWith(name) ? paint("strong", name) + first.slice(name.length) : first, ...rest];
}

function whyJson(view: WhyView): unknown {
  const { name, title, program, status, root, end, limit, failed, scores, best, stalls, questions, timers } = view;
  const { sender, unsettled, spent, wall, code, failures, round, retry, tasks } = view;
  return {
    id: name,
    title,
    program,
    status,
    exit_code: exitCodeOf(status),
    sentence: whySentence(view),
    reason: end?.reason ?? null,
    cause: end?.cause ?? null,
    root,
    limit: limit
      ? { ...limit, own: limit.owner === name, limit: inUnits(limit, limit.limit), used: inUnits(limit, limit.used) }
      : null,
    failed: failed ?? null,
    failures,
    round: round ?? null,
    tasks: tasks ? { ...tasks, failed: tasks.failed.map((task) => ({ ...task, cost: amounts(task.cost) })) } : null,
    cut_off: view.standing?.cutOff !== undefined,
    scores,
    best: best ?? null,
    stalls,
    questions: questions.map(questionJson),
    timers: timers.map(({ key, due }) => ({ key, due: due === undefined ? null : iso(due) })),
    retry: retry ? { ...retry, at: iso(retry.at) } : null,
    by: sender ? { by: sender.by, at: iso(sender.at) } : null,
    unsettled,
    spent: amounts(spent),
    wall: Math.round(wall),
    code: code ?? null,
    next: nextSteps(view),
  };
}

function inUnits({ dimension }: NonNullable<WhyView["limit"]>, amount: number): number | string {
  if (dimension === "usd") return usd(amount);
  return dimension === "deadline" ? iso(amount) : amount;
}

function amounts({ usd: nano, tokens, calls }: Booking): unknown {
  return { usd: usd(nano), tokens, calls };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
