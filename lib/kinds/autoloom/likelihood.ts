import type { Program } from "../../plan/mod.ts";
import { all, demand } from "../../plan/mod.ts";
import type { Judged } from "./judged.ts";
import { contextBeside } from "./judged.ts";
import type { Graded, Round, State } from "./state.ts";
import { roundOf } from "./state.ts";

/** Grades by how likely another model finds each candidate: its mean log-probability a token, 0 at best. */
export function* likelihood(round: Round, state: State, { grade, candidates }: Judged): Program<readonly Graded[]> {
  const families = [...Map.groupBy(candidates, ({ path }) => path)], { document } = round.context;
  const graded = yield* all(families.map(([path, siblings], family) =>
    function* (): Program<readonly Graded[]> {
      const { scores } = yield* demand({
        do: "score",
        key: `round/${roundOf(state)}/grade/${family}`,
        model: grade.model,
        prompt: [{ path: { document, node: path.node }, fit: contextBeside(grade.context, siblings) }],
        texts: siblings.map(({ node }) => ({ node: { document, node } })),
      });
      return siblings.map((candidate, i) => ({
        candidate,
        score: scores[i]!.logprob / Math.max(1, scores[i]!.tokens),
      }));
    }
  ));
  return graded.flat();
}
