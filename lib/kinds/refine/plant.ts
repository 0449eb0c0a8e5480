import type { Values } from "../../expr/evaluate.ts";
import type { Program } from "../../plan/mod.ts";
import { demand, EffectFailed, readNode } from "../../plan/mod.ts";
import { textOf } from "../value_of.ts";
import { emptyMarks } from "./empty_marks.ts";
import { refusals, wordsOfGates } from "./gates.ts";
import type { StepError } from "../step_error.ts";
import { courseOf, scaleOf, watching } from "./course.ts";
import { score } from "./score.ts";
import type { Worth } from "./score.ts";
import type { Round, Scored, State } from "./state.ts";
import { asRecord, commonValues, textIn } from "./values.ts";

/** The state before the first round: the start, scored as everything else is, or worth what the plan says. */
export function* plant(round: Round): Program<State> {
  const node = yield* startNode(round), text = yield* textIn(round, { node });
  const values = seedValues(round, { node, text });
  const refused = refusals(round, values), worth = yield* worthOf(round, { node, text, values });
  return first(round, {
    round: 0,
    node,
    ...worth,
    valid: refused.length === 0,
    accepted: true,
    ...(refused.length === 0 ? {} : { error: wordsOfGates(refused) }),
  });
}

function* startNode(round: Round): Program<string> {
  const { plan: { start }, context: { document, run, node: from } } = round;
  if (start.from === "node") {
    if (from === undefined) throw new Error("Cannot go on from a node: nobody has found it");
    yield* readNode({ document, node: from });
    return from;
  }
  const text = textOf(round, { field: "start", expression: start.text }, { ...commonValues(round), run });
  const weave = { document, parent: null, role: "seed" };
  return (yield* demand({ do: "weave", key: "start", weave, text })).node;
}

interface Seed {
  readonly node: string;
  readonly text: string;
  readonly values: Values;
}

/** Before there is a best, the start stands for it, worth nothing. */
function seedValues(round: Round, { node, text }: Omit<Seed, "values">): Values {
  const { start: total = 0 } = round.plan.score, marks = emptyMarks(round.plan.score);
  const record = { ...asRecord({ round: 0, node, total, valid: true, accepted: true, marks }), text };
  return {
    ...commonValues(round),
    round: 0,
    depth: 0,
    guidance: "",
    best: record,
    current: record,
    last: record,
    history: [],
    text,
    candidate: { index: 0, round: 0, text, model: "", tokens: 0, finish: "end" },
    i: 0,
    n: 1,
    t: 0.5,
  };
}

/** Nothing can be better or worse than a start that has no total. */
function* worthOf(round: Round, { node, text, values }: Seed): Program<Worth> {
  const { score: scoring } = round.plan;
  if (scoring.start !== undefined) return { marks: emptyMarks(scoring), total: scoring.start };
  const scored = yield* score(round, { key: "round/0/score/0", draft: { node }, text, values });
  if (!scored.ok) throw unscored(scored.error);
  return scored.value;
}

/** A start may be what no scorer can make anything of. */
function unscored(error: StepError): StepError {
  if (!(error instanceof EffectFailed)) return error;
  return new EffectFailed(
    error.key,
    error.code,
    `${error.message}; \`score.start\` gives the start a total of its own`,
  );
}

function first({ plan }: Round, start: Scored): State {
  return {
    depth: 0,
    best: start,
    current: start,
    last: start,
    course: courseOf(plan),
    scale: scaleOf(plan),
    error: "",
    failures: 0,
    unanswered: 0,
    guidance: [],
    rung: 0,
    heat: 0,
    ...watching(plan, start),
  };
}
