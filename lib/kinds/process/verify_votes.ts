/** Asking models whether a result is good: independent votes, none of which knows of the others. */
import type { Json } from "../../base/json.ts";
import type { Program, ToldCheck, Verification } from "../../plan/mod.ts";
import { all, EffectFailed } from "../../plan/mod.ts";
import type { Asking } from "../ask_judge.ts";
import { askJudge } from "../ask_judge.ts";
import { VERDICT_SHAPE } from "./verify_words.ts";

/** What is voted on. */
export interface Voting {
  /** Base of the attempt's keys. */
  readonly key: string;
  /** Who votes. */
  readonly llm: NonNullable<Verification["llm"]>;
  /** How many votes there are. */
  readonly votes: number;
  /** What each of them is told. */
  readonly words: string;
}

/** What votes came to. */
export interface Voted {
  /** Whether more than half of them take the result. */
  readonly passed: boolean;
  /** From 0 to 1, how sure it is that the result is good: a single judge's word; of more the share of votes for it, by how sure those are. */
  readonly judged: number;
  /** What there is to say of the voting itself. */
  readonly checks: readonly ToldCheck[];
  /** What those say that decided it. */
  readonly feedback: string;
}

/** How often a judge whose answer cannot be read is asked. */
const ATTEMPTS = 2;

/** One vote; `problem` is one that cannot be read, which never speaks for a result. */
type Vote =
  | {
    readonly passed: boolean;
    readonly confidence: number;
    readonly feedback: string | null;
    readonly issues: readonly string[] | null;
  }
  | { readonly problem: string }
  | { readonly broken: EffectFailed };

/**
 * Lets models vote. A majority of all votes decides; one that cannot be read counts against the result.
 *
 * @throws {EffectFailed} when none of them could even be asked.
 */
export function* voteOn(round: Asking, voting: Voting): Program<Voted> {
  const starts = Array.from({ length: voting.votes }, (_, i) => () => voteOf(round, voting, i + 1));
  const votes = starts.length === 1 ? [yield* starts[0]!()] : yield* all(starts);
  const [first] = votes;
  if (first && "broken" in first && votes.every((vote) => "broken" in vote)) throw first.broken;
  const takes = votes.filter((vote) => "passed" in vote && vote.passed), passed = takes.length * 2 > votes.length;
  const judged = votes.length === 1 ? sureness(votes[0]!) : shareOf(votes);
  return { passed, judged, checks: told(voting, votes), feedback: wordsOf(votes, passed) };
}

function* voteOf(
  round: Asking,
  { key, llm: { model, maxTokens }, votes, words }: Voting,
  place: number,
): Program<Vote> {
  const step = `${key}/verify/vote/${place}`;
  try {
    return yield* askJudge(round, {
      key: step,
      grade: { model, samples: votes, attempts: ATTEMPTS, maxTokens },
      parts: [{ text: words }],
      returns: { as: "json", shape: VERDICT_SHAPE },
      read: (answer: Json) => ({ answer: answer as unknown as Vote }),
    });
  } catch (error) {
    if (!(error instanceof EffectFailed)) throw error;
    return error.code === "unparsed" ? { problem: error.message } : { broken: error };
  }
}

/** How sure a single judge makes it that a result is good. */
function sureness(vote: Vote): number {
  if (!("passed" in vote)) return 0;
  return vote.passed ? vote.confidence : 1 - vote.confidence;
}

/** The share of votes for a result times the mean of how sure they are of it: what each of them states, out of all. */
function shareOf(votes: readonly Vote[]): number {
  return votes.reduce((sum, vote) => sum + ("passed" in vote && vote.passed ? vote.confidence : 0), 0) / votes.length;
}

function told({ llm: { model }, votes: most }: Voting, votes: readonly Vote[]): readonly ToldCheck[] {
  const takes = votes.filter((vote) => "passed" in vote && vote.passed).length;
  const without = votes.flatMap((vote, i): ToldCheck[] => {
    if ("passed" in vote) return [];
    const name = most === 1 ? "judge" : `vote ${i + 1}`, severity = most === 1 ? "error" : "warning";
    return [{ name, passed: false, severity, detail: "problem" in vote ? vote.problem : vote.broken.message }];
  });
  if (most === 1) return without.length > 0 ? without : [verdictOf(votes[0]!, model)];
  const passed = takes * 2 > most, isTied = takes > 0 && takes < most;
  return [
    { name: "votes", passed, severity: "error", detail: `${takes} of ${most} take it` },
    ...(isTied ? [{ name: "agreement", passed: false, severity: "warning", detail: DIVERGED } as const] : []),
    ...without,
  ];
}

const DIVERGED = "the votes differ; a person should look at the result";

function verdictOf(vote: Vote, model: string): ToldCheck {
  const passed = "passed" in vote && vote.passed;
  return { name: "judge", passed, severity: "error", ...(passed ? {} : { detail: `\`${model}\` does not take it` }) };
}

/** Issues and words of those on the side that won; what is said twice is said once. */
function wordsOf(votes: readonly Vote[], passed: boolean): string {
  const lines = votes.flatMap((vote) => {
    if ("problem" in vote) return passed ? [] : [vote.problem];
    if ("broken" in vote) return passed ? [] : [vote.broken.message];
    if (vote.passed !== passed) return [];
    const issues = (vote.issues ?? []).map((issue) => `- ${issue.trim()}`);
    return [(vote.feedback ?? "").trim(), ...issues];
  });
  const said = [...new Set(lines.filter((line) => line !== "" && line !== "-"))].join("\n");
  return said === "" && !passed ? "It was not taken, and nobody said why." : said;
}
