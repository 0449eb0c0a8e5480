/** Grading by a judge that names the best. */
import type { Json } from "../../base/json.ts";
import { shuffled } from "../../base/seeded.ts";
import type { Part, Program } from "../../plan/mod.ts";
import type { Question } from "../ask_judge.ts";
import { askJudge } from "../ask_judge.ts";
import type { Judged } from "./judged.ts";
import { contextBeside, questionOf } from "./judged.ts";
import type { Candidate, Graded, Path, Round, State } from "./state.ts";
import { roundOf } from "./state.ts";

/**
 * The judge sees the candidates in an order that changes every round, and names the best; in a beam it sees those of all
 * paths at once and names as many as there are paths to keep, best first. The first it names gets 1, the others it names
 * less, in equal steps, and all that it does not name get 0.
 */
export function* choose(round: Round, state: State, { grade, candidates }: Judged): Program<readonly Graded[]> {
  const named = yield* best(round, state, { grade, candidates });
  const scores = new Map(named.map((candidate, place) => [candidate, (named.length - place) / named.length]));
  return candidates.map((candidate) => ({ candidate, score: scores.get(candidate) ?? 0 }));
}

function* best(round: Round, state: State, { grade, candidates }: Judged): Program<readonly Candidate[]> {
  if (candidates.length === 1) return candidates;
  const key = `round/${roundOf(state)}/grade`, wanted = Math.min(round.plan.select.keep, candidates.length);
  const versions = versionsOf(round, key, candidates), shown = versions.flatMap(({ siblings }) => siblings);
  const parts = [
    ...versions.flatMap((version, v) => versionParts(round, version, { v, of: versions.length, grade })),
    { text: `\n${questionOf(round, state, { grade, n: candidates.length })}\n${ending(wanted)}` },
  ];
  const places = yield* askJudge(round, { key, grade, parts, ...answerOf(wanted, shown.length) });
  return places.map((place) => shown[place]!);
}

/** One path and its candidates, numbered from `first`. */
interface Version {
  readonly path: Path;
  readonly siblings: readonly Candidate[];
  readonly first: number;
}

/** Paths and their candidates in the order they are shown. */
function versionsOf({ context: { seed } }: Round, key: string, candidates: readonly Candidate[]): readonly Version[] {
  const families = [...Map.groupBy(candidates, ({ path }) => path)];
  let first = 1;
  return shuffled(families.length, seed, key).map((place): Version => {
    const [path, members] = families[place]!;
    const siblings = shuffled(members.length, seed, `${key}/${place}`).map((i) => members[i]!);
    const version = { path, siblings, first };
    first += siblings.length;
    return version;
  });
}

interface Shown extends Pick<Judged, "grade"> {
  /** Place of the version among those shown. */
  readonly v: number;
  readonly of: number;
}

function versionParts(
  { context: { document } }: Round,
  { path, siblings, first }: Version,
  { v, of, grade }: Shown,
): readonly Part[] {
  const intro = of === 1
    ? "A text is being continued. Here is how it ends so far:"
    : `${v === 0 ? `A text is being continued in ${of} versions.\n\n` : "\n"}Here is how version ${v + 1} ends so far:`;
  return [
    { text: `${intro}\n\n<text>\n` },
    { path: { document, node: path.node }, fit: contextBeside(grade.context, siblings) },
    { text: "\n</text>\n\nHere are possible continuations of it.\n" },
    ...siblings.flatMap(({ node }, i): Part[] => [
      { text: `\n<continuation number="${first + i}">` },
      { node: { document, node } },
      { text: "</continuation>\n" },
    ]),
  ];
}

function ending(wanted: number): string {
  return wanted === 1
    ? "Answer with the number of one continuation and nothing else."
    : `Answer with the numbers of the ${wanted} best continuations, best first, as a list such as [2, 1], and nothing else.`;
}

/** Places among those shown, from 0, best first. */
function answerOf(wanted: number, count: number): Pick<Question<readonly number[]>, "returns" | "read"> {
  if (wanted === 1) {
    const labels = Array.from({ length: count }, (_, i) => String(i + 1));
    return { returns: { as: "choice", labels }, read: (value) => ({ answer: [value as number] }) };
  }
  return { returns: { as: "json", shape: `list(int(1..${count}))` }, read: (value) => ranking(value, wanted) };
}

function ranking(
  value: Json,
  wanted: number,
): { readonly answer: readonly number[] } | { readonly problem: string } {
  const numbers = value as readonly number[];
  if (new Set(numbers).size < numbers.length) return { problem: "Cannot read a ranking: it names a number twice" };
  if (numbers.length < wanted) {
    return { problem: `Cannot read a ranking: it names ${numbers.length} of the ${wanted} best` };
  }
  return { answer: numbers.slice(0, wanted).map((number) => number - 1) };
}
