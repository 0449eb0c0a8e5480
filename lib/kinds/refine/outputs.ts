import type { Worth } from "../outputs.ts";
import type { Round, State } from "./state.ts";
import { endValues, textIn } from "./values.ts";

/** What a text that was made better is worth: the best one and its total, when the spec names no outputs. */
export function worthOf(round: Round, state: State): Worth {
  return {
    plain: function* () {
      return { text: yield* textIn(round, state.best), score: state.best.total };
    },
    values: () => endValues(round, state),
  };
}
