/** Why a run stands where it stands, in words. */
import { formatDuration } from "../base/duration.ts";
import { formatUsd, usd } from "../base/money.ts";
import { unreachable } from "../base/unreachable.ts";
import type { Dimension } from "../plan/mod.ts";
import type { MetLimit, WhyView } from "../views/why_view.ts";
import { count, counted, grade, moment, spending } from "./amounts.ts";
import { codeWords } from "./code_lines.ts";
import { stallWords } from "./round_words.ts";
import { cutOffFact, undoneFact } from "./standing_words.ts";
import { takenBackFact } from "./taken_back_fact.ts";
import { failedWords, tasksFacts } from "./why_task_words.ts";

/** A fact and what it is about. */
export type Fact = readonly [label: string, text: string];

/** Why it stands so, in one sentence. */
export function whySentence(why: WhyView): string {
  const { name, status, end, round, holder } = why, reason = end?.reason ?? "";
  switch (status) {
    case "done":
      return `${name} is done: ${reason}`;
    case "converged":
      return `${name} has converged: ${reason}`;
    case "stalled":
      return `${name} has stalled: ${reason}`;
    case "exhausted":
      return `${name} is exhausted: ${reason}`;
    case "failed":
      return `${name} has failed: ${failedWords(why) ?? reason}`;
    case "cancelled":
      return `${name} was cancelled: ${reason}`;
    case "queued":
      return `${name} has not begun: nobody has driven it yet`;
    case "running":
      return `${name} is running${round === undefined ? "" : `, round ${round} of it`}: ${holder} drives it`;
    case "waiting":
      return `${name} waits ${waitsFor(why)}`;
    case "paused":
    case "interrupted":
      return restWords(why);
    default:
      return unreachable(status);
  }
}

function waitsFor({ questions, retry, timers }: WhyView): string {
  if (questions.length > 0) return `for ${questions.length === 1 ? "an answer" : counted(questions.length, "answer")}`;
  if (retry) return `to try \`${retry.key}\` again at ${moment(retry.at)}: ${retry.error}`;
  const [timer] = timers;
  if (!timer) return "for what it has asked for";
  return timer.due === undefined
    ? `at \`${timer.key}\` for a signal`
    : `at \`${timer.key}\` until ${moment(timer.due)}`;
}

/** A run that rests without an end: by itself, or with one above it. */
function restWords({ name, root, rootStatus, limit, status, holder, questions }: WhyView): string {
  const asks = questions.length > 0 ? ", and it asks something" : "";
  if (limit) return `${name} rests: a budget that it spends, of ${limit.owner}, is used up${asks}`;
  if (root !== name) return `${name} rests with ${root}, of which it is a part and which is ${rootStatus}${asks}`;
  if (status === "paused") return `${name} is paused: it was put to rest and can go on${asks}`;
  const gone = holder === "nobody" ? "" : ` since ${holder} is gone`;
  return `${name} was interrupted: nobody drives it${gone}, and it has not ended${asks}`;
}

/** The numbers that caused it. */
export function whyFacts(why: WhyView): readonly Fact[] {
  const { end, best, scores, stalls, unsettled, spent, limits, wall, status, updated, form } = why;
  const isOver = status === "done" || status === "converged" || status === "stalled";
  const last = stalls.at(-1);
  return [
    ...(isOver && end ? [["stop", end.cause] as const] : []),
    ...(why.limit ? [["limit", limitWords(why.limit, why.name)] as const] : []),
    ...tasksFacts(why),
    ...fileFacts(why),
    ...failureFacts(why),
    ...senderFacts(why),
    ...(scores.length === 0 ? [] : [["scores", scoreWords(why)] as const]),
    ...(best ? [["best", `${grade(best.score)} of round ${best.round}`] as const] : []),
    ...(last
      ? [
        [
          "stalls",
          `${stallWords(last)} (round ${last.round}${stalls.length > 1 ? `, the last of ${stalls.length}` : ""})`,
        ] as const,
      ]
      : []),
    ["spent", spending(spent, limits, wall).join(" · ")],
    ...(end || status === "running" ? [] : [["since", moment(updated)] as const]),
    ...(unsettled === 0
      ? []
      : [["calls", `${counted(unsettled, "is", "are")} unsettled: \`loom settle ${why.name}\` lists them`] as const]),
    ...(form === "code" && why.root === why.name ? [["code", codeWords(why)] as const] : []),
  ];
}

/** What a kill has left, what was done about what earlier ones had, and what people have had undone. */
function fileFacts({ name, takenBack, standing }: WhyView): readonly Fact[] {
  const facts = [standing && cutOffFact(name, standing), takenBack && takenBackFact({ run: name, ...takenBack })];
  const undone = standing && undoneFact(standing);
  return [
    ...facts.flatMap((fact) => fact === undefined ? [] : [["kill", fact] as const]),
    ...(undone === undefined ? [] : [["undone", undone] as const]),
  ];
}

function failureFacts({ failed, failures }: WhyView): readonly Fact[] {
  if (!failed) return [];
  const { key, attempts, earlier } = failed, before = [...new Set(earlier)].slice(-3);
  return [
    ...(key === undefined
      ? []
      : [["step", `${key}, tried ${attempts === 1 ? "once" : `${count(attempts)} times`}`] as const]),
    ...(before.length === 0 ? [] : [["before", before.join("; ")] as const]),
    ...(failures.length < 2 ? [] : [
      ["rounds", failures.slice(-5).map(({ round, error = "failed" }) => `${round}: ${error}`).join("; ")] as const,
    ]),
  ];
}

function senderFacts({ sender, status, end, root, name }: WhyView): readonly Fact[] {
  if (!sender) return [];
  const at = `at ${moment(sender.at)}`, word = status === "paused" ? "pause" : "cancel";
  if (end?.reason === "its parent has ended") return [["by", `its parent, which had ended (${root})`]];
  if (sender.by === "message") return [["by", `a message that it was sent (\`loom ${word} ${name}\`), ${at}`]];
  return [["by", `${status === "paused" ? "the process that drove it" : "whoever drove it last"}, ${at}`]];
}

function scoreWords({ scores, form }: WhyView): string {
  const said = scores.map(({ score }) => score === null ? "–" : grade(score)).join(", "), first = scores[0]!.round;
  const last = scores.at(-1)!.round, of = form === "autoloom" ? "of what was chosen in " : "of ";
  return `${said} (${of}${first === last ? `round ${first}` : `rounds ${first} to ${last}`})`;
}

function limitWords({ owner, dimension, limit, used, raised }: MetLimit, name: string): string {
  const whose = owner === name ? "its own" : `of ${owner}`, more = raised ? "; it was raised since" : "";
  return `${whose}: ${dimension}, ${usedWords(dimension, used)} of ${usedWords(dimension, limit)} is used${more}`;
}

function usedWords(dimension: Dimension, amount: number): string {
  if (dimension === "usd") return formatUsd(amount);
  if (dimension === "wall") return formatDuration(amount);
  return dimension === "deadline" ? moment(amount) : count(amount);
}

/** What to do now: commands, and what each does. */
export function nextSteps(why: WhyView): readonly string[] {
  const { name, status, root, rootStatus, questions } = why;
  const resume = goesOn(why);
  switch (status) {
    case "done":
    case "converged":
      return afterDone(why);
    case "stalled":
    case "cancelled":
      return [
        `nothing goes on from here: \`loom show ${name} --steps\` numbers its steps, \`loom fork ${name}@SEQ\` begins ` +
        "another run at one",
      ];
    case "exhausted":
      return afterLimit(why);
    case "failed":
      return [
        why.tasks?.failed[0]
          ? `\`loom show ${name} ${why.tasks.failed[0].name}\` tells every attempt`
          : `\`loom show ${name} --steps\` tells every attempt`,
        ...afterFailure(why),
      ];
    case "running":
    case "waiting":
      return questions.length > 0 ? [] : [`\`loom logs -f ${name}\` watches it`];
    case "queued":
    case "paused":
    case "interrupted":
      if (why.limit) return afterLimit(why);
      return root === name || rootStatus !== "running" && rootStatus !== "waiting" ? resume : [];
    default:
      return unreachable(status);
  }
}

/** How the run, or the one at the top, is gone on with. */
function goesOn({ root, name, form }: WhyView): readonly string[] {
  if (form === "code" && root === name) {
    return ["the code below goes on with it"];
  }
  return [`\`loom resume ${root}\` goes on`];
}

function afterDone({ name, form, tasks, standing }: WhyView): readonly string[] {
  if (form === "code") return [`\`loom show ${name}\` tells its rounds and steps`];
  if (!tasks) return [`\`loom text ${name}\` prints its text`];
  const files = `\`loom changes ${name}\` lists what it changed, \`loom undo ${name}\` takes it back`;
  return [`\`loom show ${name}\` tells its tasks`, ...(standing && standing.changes > 0 ? [files] : [])];
}

function afterFailure(why: WhyView): readonly string[] {
  const { root, name, form, failed } = why;
  if (root !== name) return [`its parent has taken its end: \`loom why ${root}\` tells what came of that`];
  const key = failed?.code === "auth" ? ["the provider refuses the key: `loom keys` tells which there are"] : [];
  if (form === "code") return [...key, "the code below tries again what had failed"];
  return [...key, `\`loom resume ${name}\` tries again what had failed`];
}

function afterLimit(why: WhyView): readonly string[] {
  const { limit, root, name } = why;
  if (!limit) return goesOn(why);
  const { dimension, final, owner, raised } = limit;
  if (final) {
    return [
      `the run above it has taken the end of ${owner} and goes on or ended with it: \`loom why ${root}\` tells; ` +
      "a larger budget is for its spec or its code to give",
    ];
  }
  if (dimension === "deadline") return ["no budget moves a deadline: start another run with a later one"];
  if (raised) return goesOn(why);
  return [
    `\`loom resume ${root} --add-budget ${dimension}=${amountAfter(limit)}\` adds as much again` +
    `${why.form === "code" && root === name ? ", then the code below goes on" : " and goes on"}`,
  ];
}

/** As much again as there was, and what was used above it, as `--add-budget` reads it. */
function amountAfter({ dimension, limit, used }: MetLimit): string {
  const amount = limit + Math.max(0, used - limit);
  if (dimension === "wall") return formatDuration(Math.max(60_000, Math.ceil(amount / 1_000) * 1_000));
  if (dimension !== "usd") return String(Math.max(1, Math.ceil(amount)));
  return amount === 0 ? "0.10" : usd(amount).toFixed(9).replace(/\.?0+$/, "");
}
