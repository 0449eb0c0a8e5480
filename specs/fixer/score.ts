/**
 * Tests `calendar.ts` beside it and prints what came of that as one line of JSON: the share of the tests that hold, and
 * those that do not. A program that cannot even be loaded is worth 0.
 *
 * @module
 */

type Name = "isLeap" | "daysIn" | "dayOfYear" | "weekday";
type Case = readonly [name: Name, args: readonly number[], wanted: unknown];

/** Whoever is called stands before whoever calls: the first that fails is where to look. */
const CASES: readonly Case[] = [
  ["isLeap", [2024], true],
  ["isLeap", [2023], false],
  ["isLeap", [1900], false],
  ["isLeap", [2000], true],
  ["daysIn", [1, 2023], 31],
  ["daysIn", [2, 2023], 28],
  ["daysIn", [2, 2024], 29],
  ["daysIn", [4, 2023], 30],
  ["daysIn", [7, 2023], 31],
  ["daysIn", [8, 2023], 31],
  ["daysIn", [9, 2023], 30],
  ["daysIn", [12, 2023], 31],
  ["dayOfYear", [1, 1, 2023], 1],
  ["dayOfYear", [1, 3, 2023], 60],
  ["dayOfYear", [1, 3, 2024], 61],
  ["dayOfYear", [31, 12, 2023], 365],
  ["weekday", [4, 7, 1776], "Thu"],
  ["weekday", [20, 7, 1969], "Sun"],
  ["weekday", [1, 1, 2000], "Sat"],
  ["weekday", [29, 2, 2024], "Thu"],
];

/** What a test that does not hold has to say: whoever proposes the next change reads it. */
interface Failed {
  readonly name: Name;
  readonly call: string;
  readonly wanted: unknown;
  readonly got: unknown;
}

type Tested = Readonly<Record<Name, (...args: readonly number[]) => unknown>>;

function failures(calendar: Tested): readonly Failed[] {
  return CASES.flatMap(([name, args, wanted]) => {
    const got = result(() => calendar[name](...args));
    return got === wanted ? [] : [{ name, call: `${name}(${args.join(", ")})`, wanted, got }];
  });
}

function result(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return String(error);
  }
}

try {
  const failed = failures(await import("./calendar.ts") as Tested);
  console.log(JSON.stringify({ score: (CASES.length - failed.length) / CASES.length, failed }));
} catch (error) {
  console.log(JSON.stringify({ score: 0, failed: [], error: String(error) }));
}
