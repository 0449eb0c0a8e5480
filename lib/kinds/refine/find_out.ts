/** Conditions that a model is asked about. */
import { unreachable } from "../../base/unreachable.ts";
import type { Program, RefineCondition } from "../../plan/mod.ts";
import { demand } from "../../plan/mod.ts";
import { askJudge } from "../ask_judge.ts";
import { textOf } from "../value_of.ts";
import type { StepError } from "../step_error.ts";
import type { Attempt } from "./attempt.ts";
import { attempt } from "./attempt.ts";
import { cosineDistance } from "./distance.ts";
import type { State } from "./state.ts";
import type { Finding, Sight } from "./sight.ts";

/** What was found out of a condition. */
export interface Told {
  readonly finding: Finding;
  readonly state: State;
  /** Why nothing was. */
  readonly error?: StepError;
}

/** Finds out whether a condition holds that could not be told for nothing. */
export function* findOut(sight: Sight, condition: RefineCondition, state: State): Program<Told> {
  const place = sight.conditions.indexOf(condition), key = `round/${state.depth}/stop/${place}`;
  switch (condition.stop) {
    case "similar": {
      const { threshold, model } = condition, distance = yield* byEmbeddings(sight, key, model!);
      if (!distance.ok) return { finding: { truth: "false" }, state, error: distance.error };
      const truth = distance.value < threshold ? "true" : "false";
      return { finding: { truth, distance: distance.value }, state };
    }
    case "judge": {
      const said = yield* byJudge(sight, key, condition);
      if (!said.ok) return { finding: { truth: "false" }, state, error: said.error };
      const shown = { ...state.shown, [place]: state.best.round };
      return { finding: { truth: said.value ? "true" : "false" }, state: { ...state, shown } };
    }
    case "depth":
    case "done":
    case "converged":
    case "plateau":
      throw new Error(`Cannot ask about \`${condition.stop}\`: it is known`);
    default:
      return unreachable(condition);
  }
}

function* byEmbeddings({ round, state }: Sight, key: string, model: string): Program<Attempt<number>> {
  const { document } = round.context;
  return yield* attempt(round, key, function* (step) {
    const texts = state.drafts!.map(({ node }) => ({ path: { document, node } }));
    const { vectors } = yield* demand({ do: "embed", key: step, model, texts });
    return cosineDistance(vectors[0]!, vectors[1]!);
  });
}

/** The judge is shown the best text, once: what it has said no to is not shown again. */
function* byJudge(
  { round, state: { best }, values }: Sight,
  key: string,
  { model, ask, attempts, maxTokens }: Extract<RefineCondition, { stop: "judge" }>,
): Program<Attempt<boolean>> {
  const { document } = round.context;
  return yield* attempt(round, key, (step) =>
    askJudge(round, {
      key: step,
      again: (again) => `${step}/asked/${again}`,
      grade: { model, attempts, maxTokens, samples: 1 },
      parts: [
        { text: "Here is a text that is being made better.\n\n<text>\n" },
        { path: { document, node: best.node } },
        {
          text: `\n</text>\n\n${
            textOf(round, { field: "stop.judge.ask", expression: ask }, values)
          }\nAnswer with yes or no and nothing else.`,
        },
      ],
      returns: { as: "choice", labels: ["yes", "no"] },
      read: (answer) => ({ answer: answer === 0 }),
    }));
}
