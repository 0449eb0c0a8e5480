/** Questions to people, in words. */
import { visible } from "../text/visible.ts";
import type { OpenQuestion } from "../views/open_question.ts";
import { moment, span } from "./amounts.ts";
import type { Paint } from "./ansi.ts";
import { shortIds } from "./short_ids.ts";
import { wrap } from "./wrap.ts";

/** How questions are set. */
export interface QuestionOptions {
  readonly paint: Paint;
  /** Cells of a line; absent: as many as it takes. */
  readonly width?: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A question: what is asked, what may be answered and until when, and the command that answers it. */
export function questionLines(
  asked: OpenQuestion,
  { paint, width = Infinity, now }: QuestionOptions,
): readonly string[] {
  const { question, answered, root, byCode, status } = asked, room = Math.max(20, width - 2);
  const lines = (text: string) => text.split(/\r?\n/).flatMap((line) => wrap(visible(line), room));
  const goesOn = byCode ? `\`loom why ${root}\` tells how it goes on` : `\`loom resume ${root}\` goes on with it`;
  const rests = status === "running" || status === "waiting" ? "" : `, ${goesOn}`;
  return [
    ...lines(question.trim()),
    ...lines(factsOf(asked, now)).map((line) => paint("faint", line)),
    ...(answered
      ? lines(`it is answered${rests}`).map((line) => paint("good", line))
      : lines(`${answerCommand(asked)}${rests}`).map((line) => paint("accent", line))),
  ].map((line) => `  ${line}`);
}

/** The command that answers a question. `isOnly`: its run asks nothing else, so that its key is not needed. */
export function answerCommand(
  { run, key, choices }: Pick<OpenQuestion, "run" | "key" | "choices">,
  { isOnly = false }: { readonly isOnly?: boolean } = {},
): string {
  const value = choices && choices.length > 0 && !areNodes(choices)
    ? choices[0]!
    : areNodes(choices)
    ? "NODE"
    : "VALUE";
  return `\`loom answer ${[run, ...(isOnly ? [] : [key]), value].map(word).join(" ")}\``;
}

/** A word as a shell reads it. */
function word(text: string): string {
  const safe = visible(text);
  return /^[\w@%+=:,./-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", `'\\''`)}'`;
}

function factsOf({ choices, since, due, otherwise, run }: OpenQuestion, now: number): string {
  const fallback = otherwise === undefined
    ? ""
    : `, then ${typeof otherwise === "string" ? otherwise : JSON.stringify(otherwise)}`;
  return [
    ...(choices && choices.length > 0 ? [choicesOf(choices, run)] : []),
    `asked ${moment(since)}, ${span(now - since)} ago`,
    ...(due === undefined ? [] : [`due ${moment(due)}${fallback}`]),
  ].join(" · ");
}

function choicesOf(choices: readonly string[], run: string): string {
  if (!areNodes(choices)) return `one of: ${choices.join(", ")}`;
  const short = shortIds(choices);
  return `one of: ${choices.map((choice) => short(choice)).join(", ")} (\`loom show ${
    visible(run)
  } --nodes\` tells which is which)`;
}

/** Whether what may be answered are texts, named by their nodes. */
function areNodes(choices: readonly string[] | undefined): boolean {
  return choices !== undefined && choices.length > 0 && choices.every((choice) => /^[0-9a-f]{16}$/.test(choice));
}

/** A question as data. */
export function questionJson({ due, since, otherwise, choices, byCode, ...asked }: OpenQuestion): unknown {
  return {
    ...asked,
    by_code: byCode,
    choices: choices ?? null,
    since: new Date(since).toISOString(),
    due: due === undefined ? null : new Date(due).toISOString(),
    default: otherwise ?? null,
  };
}
