import type { RoundRecord } from "./code.ts";

/** Characters of an error that a history keeps; the journal has it whole. */
const ERROR = 400;

type Line = readonly [
  step: number,
  verdict: "a" | "r" | "f",
  score: number | null,
  usd: number,
  tokens: number,
  calls: number,
  from: number,
  back?: number | null,
  error?: string,
];

const VERDICTS = { a: "accepted", r: "rejected", f: "failed" } as const;

/** A round as one line of the log that a cursor keeps: a text that only grows is cheap to keep. */
export function lineOf({ step, verdict, score, cost, from, back, error }: RoundRecord): string {
  const letter = verdict[0] as Line[1], begin = [step, letter, score, cost.usd, cost.tokens, cost.calls, from] as const;
  const end = error === undefined ? back === undefined ? [] : [back] : [back ?? null, error.slice(0, ERROR)];
  return `${JSON.stringify([...begin, ...end])}\n`;
}

/** The rounds of a log. */
export function recordsOf(log: string): RoundRecord[] {
  if (log === "") return [];
  return (JSON.parse(`[${log.trimEnd().replaceAll("\n", ",")}]`) as Line[]).map(recordOf);
}

function recordOf([step, letter, score, usd, tokens, calls, from, back, error]: Line): RoundRecord {
  return {
    step,
    verdict: VERDICTS[letter],
    score,
    cost: { usd, tokens, calls },
    from,
    ...(back === undefined || back === null ? {} : { back }),
    ...(error === undefined ? {} : { error }),
  };
}
