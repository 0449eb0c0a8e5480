import type { Part, Program } from "../../plan/mod.ts";
import { all } from "../../plan/mod.ts";
import { askJudge } from "../ask_judge.ts";
import { median } from "../median.ts";
import type { Judged, ModelGrade } from "./judged.ts";
import { contextBeside, questionOf } from "./judged.ts";
import type { Candidate, Graded, Round, State } from "./state.ts";
import { roundOf } from "./state.ts";

/** The range a judge scores in. */
const RANGE = { min: 0, max: 10 } as const;

/** The judge gives every candidate a number from 0 to 10; the median of its samples counts. */
export function* score(round: Round, state: State, { grade, candidates }: Judged): Program<readonly Graded[]> {
  return yield* all(candidates.map((candidate) => () => scoreOne(round, state, { grade, candidate })));
}

interface Scored {
  readonly grade: ModelGrade;
  readonly candidate: Candidate;
}

function* scoreOne(round: Round, state: State, { grade, candidate }: Scored): Program<Graded> {
  const key = `round/${roundOf(state)}/grade/${candidate.index}`, parts = partsOf(round, state, { grade, candidate });
  const samples = Array.from({ length: grade.samples }, (_, s) => () =>
    askJudge(round, {
      key: `${key}/sample/${s}`,
      grade,
      parts,
      returns: { as: "score", ...RANGE },
      read: (value) => ({ answer: value as number }),
    }));
  return { candidate, score: median(yield* all(samples)) };
}

function partsOf(round: Round, state: State, { grade, candidate }: Scored): readonly Part[] {
  const { node, path } = candidate, { document } = round.context, question = questionOf(round, state, { grade, n: 1 });
  return [
    { text: "A text is being continued. Here is how it ends so far:\n\n<text>\n" },
    { path: { document, node: path.node }, fit: contextBeside(grade.context, [candidate]) },
    { text: "\n</text>\n\nHere is one possible continuation.\n\n<continuation>" },
    { node: { document, node } },
    {
      text: `</continuation>\n\n${question}\nAnswer with a number from ${RANGE.min} to ${RANGE.max} and nothing else.`,
    },
  ];
}
