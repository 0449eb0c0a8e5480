import { unreachable } from "../../base/unreachable.ts";
import type { Values } from "../../expr/evaluate.ts";
import type { Program } from "../../plan/mod.ts";
import { all, demand } from "../../plan/mod.ts";
import { choose } from "./choose.ts";
import { likelihood } from "./likelihood.ts";
import { score } from "./score.ts";
import type { Candidate, Graded, Round, State } from "./state.ts";
import { roundOf } from "./state.ts";
import { numberOf } from "../value_of.ts";
import { pathText } from "./values.ts";

/** Gives every candidate its grade. */
export function* gradeAll(round: Round, state: State, candidates: readonly Candidate[]): Program<readonly Graded[]> {
  const { grade } = round.plan;
  if (candidates.length === 0) return [];
  switch (grade.by) {
    case "expression": {
      const values = yield* valuesOf(round, state, candidates);
      return candidates.map((candidate, i) => ({
        candidate,
        score: numberOf(round, { field: "grade.by", expression: grade.expression }, values[i]!),
      }));
    }
    case "script": {
      const values = yield* valuesOf(round, state, candidates);
      return yield* all(
        candidates.map((candidate, i) => () => byScript(state, { candidate, script: grade.script, input: values[i]! })),
      );
    }
    case "model": {
      if (grade.mode === "logprob") return yield* likelihood(round, state, { grade, candidates });
      if (grade.mode === "score") return yield* score(round, state, { grade, candidates });
      return yield* choose(round, state, { grade, candidates });
    }
    default:
      return unreachable(grade);
  }
}

/** What an expression or a script sees of each candidate; a script is given the text, for nobody knows what it looks at. */
function* valuesOf(round: Round, state: State, candidates: readonly Candidate[]): Program<readonly Values[]> {
  const { inputs } = round.context, n = candidates.length, values: Values[] = [];
  const wantsText = round.plan.grade.by === "script" || round.plan.uses.includes("text");
  for (const [i, candidate] of candidates.entries()) {
    const { index, text, tokens, logprob, finish, model, path } = candidate;
    values.push({
      inputs,
      spec: { name: round.plan.name },
      candidate: { index, text, tokens, finish, model, logprob: logprob ?? null },
      text: wantsText ? yield* pathText(round, path) : "",
      score: path.score,
      round: roundOf(state),
      depth: state.depth,
      i,
      n,
      t: n === 1 ? 0.5 : i / (n - 1),
    });
  }
  return values;
}

interface ScriptGrade {
  readonly candidate: Candidate;
  readonly script: string;
  readonly input: Values;
}

function* byScript(state: State, { candidate, script, input }: ScriptGrade): Program<Graded> {
  const key = `round/${roundOf(state)}/grade/${candidate.index}`;
  // The engine holds what comes back to the shape.
  const score = (yield* demand({ do: "script", key, script, input, returns: "number" })) as number;
  return { candidate, score };
}
