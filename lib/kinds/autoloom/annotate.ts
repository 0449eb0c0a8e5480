import type { Note, Program } from "../../plan/mod.ts";
import { demand } from "../../plan/mod.ts";
import type { Selection } from "./select.ts";
import type { Graded, Round, State } from "./state.ts";
import { roundOf } from "./state.ts";

/** What a round decided. */
export interface Decided extends Selection {
  /** All candidates with their grades. */
  readonly graded: readonly Graded[];
}

/**
 * Writes the grades and the choice on the nodes: which round, which place among the paths kept; `switched` when the best
 * text no longer continues the node that was best before; `by: person` when somebody chose otherwise.
 */
export function* annotateRound(
  { context: { document } }: Round,
  state: State,
  { graded, kept, vetoed }: Decided,
): Program<void> {
  if (graded.length === 0) return;
  const round = roundOf(state), before = state.paths[0]!.node;
  const grades = graded.map(({ candidate: { node }, score }): Note => ({
    document,
    node,
    kind: "grade",
    value: { round, score },
  }));
  const choices = kept.map(({ candidate: { node, path } }, rank): Note => ({
    document,
    node,
    kind: "choice",
    value: {
      round,
      rank,
      ...(rank === 0 && path.node !== before ? { switched: before } : {}),
      ...(rank === 0 && vetoed ? { by: "person" } : {}),
    },
  }));
  yield* demand({ do: "annotate", key: `round/${round}/notes`, notes: [...grades, ...choices] });
}
