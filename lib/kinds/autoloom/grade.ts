import type { Json } from "../../base/json.ts";
import { unreachable } from "../../base/unreachable.ts";
import { evaluate } from "../../expr/evaluate.ts";
import type { Values } from "../../expr/evaluate.ts";
import type { Program } from "../../plan/mod.ts";
import { all, demand } from "../../plan/mod.ts";
import { choose, score } from "./judge.ts";
import { likelihood } from "./likelihood.ts";
import type { Candidate, Graded, Round, State } from "./state.ts";
import { roundOf } from "./state.ts";
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
        score: evaluate(grade.expression, values[i]!, { functions: round.context.functions }) as number,
      }));
    }
    case "script": {
      const values = yield* valuesOf(round, state, candidates);
      return yield* all(
        candidates.map((candidate, i) => () =>
          byScript(round, state, { candidate, script: grade.script, input: values[i]! })
        ),
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

/** What an expression or a script sees of each candidate. */
function* valuesOf(round: Round, state: State, candidates: readonly Candidate[]): Program<readonly Values[]> {
  const { inputs } = round.context, n = candidates.length, values: Values[] = [];
  for (const [i, candidate] of candidates.entries()) {
    const { index, text, tokens, logprob, finish, model, path } = candidate;
    values.push({
      inputs,
      candidate: { index, text, tokens, finish, model, logprob: logprob ?? null },
      text: yield* pathText(round, path),
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

function* byScript(_round: Round, state: State, { candidate, script, input }: ScriptGrade): Program<Graded> {
  const value: Json = yield* demand({
    do: "script",
    key: `round/${roundOf(state)}/grade/${candidate.index}`,
    script,
    input,
    returns: "number",
  });
  return { candidate, score: value as number };
}
