/** Grading by a model that follows instructions. */
import { seedFor, shuffled } from "../../base/seeded.ts";
import { renderText } from "../../expr/template.ts";
import type { Generate, Generated, Grade, Outcome, Part, Program, Returns } from "../../plan/mod.ts";
import { all, EffectFailed, perform } from "../../plan/mod.ts";
import type { Candidate, Graded, Path, Round, State } from "./state.ts";
import { roundOf } from "./state.ts";

type ModelGrade = Extract<Grade, { by: "model" }>;

/** Candidates to be judged, and how. */
export interface Judged {
  readonly grade: ModelGrade;
  readonly candidates: readonly Candidate[];
}

/** Tokens a judge may answer with; thinking aloud included. */
const CHOICE_TOKENS = 512;
/** The range a judge scores in. */
const RANGE = { min: 0, max: 10 } as const;

/** The judge names one candidate of each path: it gets 1, its siblings 0. Shown in an order that changes every round. */
export function* choose(round: Round, state: State, { grade, candidates }: Judged): Program<readonly Graded[]> {
  const families = [...Map.groupBy(candidates, ({ path }) => path)];
  const chosen = yield* all(
    families.map(([path, siblings], family) => () => chooseOne(round, state, { grade, path, siblings, family })),
  );
  return families.flatMap(([_, siblings], family) =>
    siblings.map((candidate) => ({ candidate, score: candidate === chosen[family] ? 1 : 0 }))
  );
}

interface Family {
  readonly grade: ModelGrade;
  readonly path: Path;
  readonly siblings: readonly Candidate[];
  readonly family: number;
}

function* chooseOne(round: Round, state: State, { grade, path, siblings, family }: Family): Program<Candidate> {
  if (siblings.length === 1) return siblings[0]!;
  const key = `round/${roundOf(state)}/grade/${family}`;
  const order = shuffled(siblings.length, round.context.seed, key).map((i) => siblings[i]!);
  const labels = order.map((_, i) => String(i + 1)), { document } = round.context;
  const parts: Part[] = [
    { text: "A text is being continued. Here is how it ends so far:\n\n<text>\n" },
    { path: { document, node: path.node }, fit: grade.context },
    { text: `\n</text>\n\nHere are ${order.length} possible continuations.\n` },
    ...order.flatMap(({ node }, i): Part[] => [
      { text: `\n<continuation number="${i + 1}">` },
      { node: { document, node } },
      { text: "</continuation>\n" },
    ]),
    {
      text: `\n${
        question(round, state, siblings.length)
      }\nAnswer with the number of one continuation and nothing else.`,
    },
  ];
  const answer = yield* ask(round, { key, grade, parts, returns: { as: "choice", labels } });
  return order[answer]!;
}

/** The judge gives every candidate a number from 0 to 10; the median of its samples counts. */
export function* score(round: Round, state: State, { grade, candidates }: Judged): Program<readonly Graded[]> {
  return yield* all(candidates.map((candidate) => () => scoreOne(round, state, { grade, candidate })));
}

function* scoreOne(
  round: Round,
  state: State,
  { grade, candidate }: { readonly grade: ModelGrade; readonly candidate: Candidate },
): Program<Graded> {
  const { document } = round.context, key = `round/${roundOf(state)}/grade/${candidate.index}`;
  const parts: Part[] = [
    { text: "A text is being continued. Here is how it ends so far:\n\n<text>\n" },
    { path: { document, node: candidate.path.node }, fit: grade.context },
    { text: "\n</text>\n\nHere is one possible continuation.\n\n<continuation>" },
    { node: { document, node: candidate.node } },
    {
      text: `</continuation>\n\n${
        question(round, state, 1)
      }\nAnswer with a number from ${RANGE.min} to ${RANGE.max} and nothing else.`,
    },
  ];
  const samples = Array.from(
    { length: grade.samples },
    (_, s) => () => ask(round, { key: `${key}/sample/${s}`, grade, parts, returns: { as: "score", ...RANGE } }),
  );
  return { candidate, score: median(yield* all(samples)) };
}

function question({ plan: { grade }, context }: Round, state: State, n: number): string {
  const values = { inputs: context.inputs, n, round: roundOf(state), depth: state.depth };
  return renderText((grade as ModelGrade).ask, values, { functions: context.functions });
}

interface Question {
  readonly key: string;
  readonly grade: ModelGrade;
  readonly parts: readonly Part[];
  readonly returns: Returns;
}

/** Asks until the answer can be read, as often as the plan says; an answer is never guessed. */
function* ask(
  { plan: { models }, context: { seed } }: Round,
  { key, grade, parts, returns }: Question,
): Program<number> {
  let problem = "";
  for (let attempt = 1; attempt <= grade.attempts; attempt++) {
    const step = attempt === 1 ? key : `${key}/again/${attempt}`, model = models[grade.model]!;
    const effect: Generate = {
      do: "generate",
      key: step,
      model: grade.model,
      prompt: { form: "chat", messages: [{ role: "user", parts }] },
      maxTokens: CHOICE_TOKENS,
      sampling: { temperature: 0, ...model.sampling, ...(model.extra ? { extra: model.extra } : {}) },
      seed: seedFor(seed, step),
      returns,
    };
    const outcome: Outcome<Generated> = yield* perform(effect);
    if (outcome.type === "value") return outcome.value.value as number;
    if (outcome.type === "failed") throw new EffectFailed(step, outcome.failure.code, outcome.failure.message);
    problem = outcome.problem;
  }
  throw new EffectFailed(
    key,
    "unparsed",
    `the judge \`${grade.model}\` was asked ${grade.attempts} times and gave no answer that can be read: ${problem}`,
  );
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b), middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
