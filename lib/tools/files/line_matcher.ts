import { unreachable } from "../../base/unreachable.ts";
import { WorkspaceTrouble } from "../workspace/trouble.ts";
import { parsePattern, type Pattern } from "./parse_pattern.ts";

/** Whether a pattern is found in a line; the time it takes is at most in proportion to pattern times line. */
export interface LineMatcher {
  /** Looks for it. */
  test(line: string): boolean;
  /** Steps taken so far, a measure of the time. */
  readonly steps: number;
}

/** States of the largest pattern: repetitions count as often as they are written out. */
const MOST_STATES = 2_000;

type State =
  | { readonly is: "one"; readonly fits: (letter: string) => boolean }
  | { readonly is: "start" | "end" | "border" | "no-border" | "found" }
  | { is: "fork"; to: number; or: number };

/**
 * A matcher for lines. All ways to match are followed at the same time, one character after the other, so that no
 * pattern makes it go back.
 *
 * @throws {WorkspaceTrouble} for a pattern that is wrong, too large or not supported.
 */
export function lineMatcher(source: string, { ignoreCase }: { readonly ignoreCase: boolean }): LineMatcher {
  const states: State[] = [], tests = new Map<string, (letter: string) => boolean>();
  write(parsePattern(source), { states, test: (one) => cached(tests, one, ignoreCase), source, parts: 0 });
  states.push({ is: "found" });
  const seen = new Int32Array(states.length).fill(-1);
  let steps = 0, round = 0;

  /** Adds a state and those reached from it without a character; whether one of them is the end. */
  function add(list: number[], from: number, { before, after }: Around): boolean {
    const todo = [from];
    for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
      if (seen[at] === round) continue;
      seen[at] = round, steps++;
      const state = states[at]!;
      if (state.is === "found") return true;
      if (state.is === "one") list.push(at);
      else if (state.is === "fork") todo.push(state.or, state.to);
      else if (holds(state.is, { before, after })) todo.push(at + 1);
    }
    return false;
  }

  return {
    get steps() {
      return steps;
    },
    test(line) {
      const letters = [...line];
      let now: readonly number[] = [];
      for (let index = 0; index <= letters.length; index++) {
        const next: number[] = [], around = { before: letters[index - 1], after: letters[index] };
        round = (round + 1) % 0x7fffffff;
        for (const at of now) {
          const state = states[at]!;
          if (state.is === "one" && state.fits(around.before!) && add(next, at + 1, around)) return true;
        }
        if (add(next, 0, around)) return true;
        now = next;
      }
      return false;
    },
  };
}

interface Around {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

function holds(what: "start" | "end" | "border" | "no-border", { before, after }: Around): boolean {
  const isWord = (letter: string | undefined) => letter !== undefined && /^\w$/.test(letter);
  if (what === "start") return before === undefined;
  if (what === "end") return after === undefined;
  return (isWord(before) !== isWord(after)) === (what === "border");
}

function cached(
  tests: Map<string, (letter: string) => boolean>,
  source: string,
  ignoreCase: boolean,
): (letter: string) => boolean {
  const known = tests.get(source), form = new RegExp(`^${source}$`, ignoreCase ? "iu" : "u");
  const answers = new Map<string, boolean>();
  const test = known ?? ((letter: string) => {
    const answer = answers.get(letter) ?? form.test(letter);
    answers.set(letter, answer);
    return answer;
  });
  tests.set(source, test);
  return test;
}

interface Writing {
  readonly states: State[];
  readonly test: (source: string) => (letter: string) => boolean;
  readonly source: string;
  /** Parts that were written; empty ones make no state and are counted all the same. */
  parts: number;
}

function write(pattern: Pattern, writing: Writing): void {
  const { states } = writing;
  if (++writing.parts > 4 * MOST_STATES || states.length > MOST_STATES) {
    throw new WorkspaceTrouble(
      "invalid",
      `Cannot search for \`${writing.source.slice(0, 200)}\`: it is too large; repeat less`,
    );
  }
  switch (pattern.is) {
    case "one":
      states.push({ is: "one", fits: writing.test(pattern.source) });
      return;
    case "start":
    case "end":
    case "border":
    case "no-border":
      states.push({ is: pattern.is });
      return;
    case "all":
      for (const part of pattern.of) write(part, writing);
      return;
    case "any":
      return writeEither(pattern.of, writing);
    case "times":
      return writeTimes(pattern, writing);
    default:
      return unreachable(pattern);
  }
}

function fork(states: State[]): { is: "fork"; to: number; or: number } {
  const next = states.length + 1, made = { is: "fork" as const, to: next, or: next };
  states.push(made);
  return made;
}

function writeEither(ways: readonly Pattern[], writing: Writing): void {
  const { states } = writing, ends: { to: number; or: number }[] = [];
  ways.forEach((way, index) => {
    const choice = index < ways.length - 1 ? fork(states) : undefined;
    write(way, writing);
    if (!choice) return;
    ends.push(fork(states));
    choice.or = states.length;
  });
  for (const end of ends) end.to = end.or = states.length;
}

function writeTimes(pattern: Extract<Pattern, { readonly is: "times" }>, writing: Writing): void {
  const { states } = writing, { of, least, most } = pattern;
  for (let count = 0; count < least; count++) write(of, writing);
  if (most === Infinity) {
    const at = states.length, enter = fork(states);
    write(of, writing);
    const back = fork(states);
    back.to = back.or = at;
    enter.or = states.length;
    return;
  }
  const exits: { or: number }[] = [];
  for (let count = least; count < most; count++) exits.push(fork(states)), write(of, writing);
  for (const exit of exits) exit.or = states.length;
}
