import type { Program, ToldCheck, Verification } from "../../plan/mod.ts";
import { demand } from "../../plan/mod.ts";

/** What a verification came to. */
export interface Verdict {
  /** Whether the result is taken. */
  readonly passed: boolean;
  /** How far it went: 1 checks that ask no model, 2 one judge, 3 several that vote. */
  readonly tier: 1 | 2 | 3;
  /** From 0 to 1, how sure it is that the result can be taken. */
  readonly confidence: number;
  /** Everything that was looked at. */
  readonly checks: readonly ToldCheck[];
  /** What is wrong and what to do, for the next attempt; empty where nobody said anything. */
  readonly feedback: string;
}

/** Whether a check stands in the way of a result. */
export function isFault({ passed, severity }: ToldCheck): boolean {
  return !passed && severity === "error";
}

/** Whether a result that passed is so unsure that a person decides. */
export function needsPerson({ pause }: Pick<Verification, "pause">, { passed, confidence }: Verdict): boolean {
  return passed && pause !== undefined && confidence < pause;
}

/** What a person is asked about. */
export interface Unsure {
  /** Base of the attempt's keys. */
  readonly key: string;
  /** Name of the task. */
  readonly task: string;
  /** What the verification came to. */
  readonly verdict: Verdict;
  /** The confidence below which a person is asked. */
  readonly pause: number;
  /** Whether another attempt is left. */
  readonly canRetry: boolean;
}

/** What a person says of a result that is unsure. */
export type Decision = "take" | "retry" | "fail";

/** Asks a person about a result that passed without being sure. Nobody's answer is no refusal: it is waited for. */
export function* confirmVerdict({ key, canRetry, ...unsure }: Unsure): Program<Decision> {
  const choices: readonly Decision[] = canRetry ? ["take", "retry", "fail"] : ["take", "fail"];
  const answer = yield* demand({
    do: "ask",
    key: `${key}/verify/pause`,
    question: questionAbout({ ...unsure, canRetry }),
    choices,
  });
  return choices.find((choice) => choice === answer) ?? "fail";
}

function questionAbout(
  { task, verdict: { confidence, checks, feedback }, pause, canRetry }: Omit<Unsure, "key">,
): string {
  const doubts = checks.filter(({ passed }) => !passed).map(({ name, detail = "it does not hold" }) =>
    `- ${name}: ${detail}`
  );
  return [
    `The task \`${task}\` has passed its verification with a confidence of ${confidence} out of 1; below ${pause} you are asked.`,
    ...(doubts.length > 0 ? ["Not everything holds:", ...doubts] : []),
    ...(feedback === "" ? [] : [feedback]),
    canRetry ? "Take it, try the task again, or let it fail?" : "Take it, or let the task fail? No attempt is left.",
  ].join("\n");
}
