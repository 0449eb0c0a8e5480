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

/** Lines of a block. */
const BLOCK = 64;

/**
 * The rounds of a loop, as its cursor keeps them: a line each. Finished blocks never change, and are the same strings from
 * commit to commit, so that finding out what has changed costs the same however many there are.
 */
export interface Log {
  /** Finished blocks, {@link BLOCK} lines each. */
  readonly blocks: readonly string[];
  /** The lines after them. */
  readonly open: string;
  /** All lines. */
  readonly lines: number;
}

/** No rounds. */
export const NO_ROUNDS: Log = { blocks: [], open: "", lines: 0 };

/** The log with one more round. */
export function logged({ blocks, open, lines }: Log, record: RoundRecord): Log {
  const longer = open + lineOf(record), isFull = (lines + 1) % BLOCK === 0;
  return isFull
    ? { blocks: [...blocks, longer], open: "", lines: lines + 1 }
    : { blocks, open: longer, lines: lines + 1 };
}

/** The rounds of a log; `after` so many of them. */
export function recordsOf({ blocks, open }: Log, after = 0): RoundRecord[] {
  const text = blocks.slice(Math.floor(after / BLOCK)).join("") + open;
  if (text === "") return [];
  const lines = JSON.parse(`[${text.trimEnd().replaceAll("\n", ",")}]`) as Line[];
  return lines.slice(after % BLOCK).map(recordOf);
}

function lineOf({ step, verdict, score, cost, from, back, error }: RoundRecord): string {
  const letter = verdict[0] as Line[1], begin = [step, letter, score, cost.usd, cost.tokens, cost.calls, from] as const;
  const end = error === undefined ? back === undefined ? [] : [back] : [back ?? null, error.slice(0, ERROR)];
  return `${JSON.stringify([...begin, ...end])}\n`;
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
