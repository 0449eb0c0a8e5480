import type { Worth } from "../outputs.ts";
import type { Round, State } from "./state.ts";
import { pathText, stateValues } from "./values.ts";

/** What a grown text is worth: itself, when the spec names no outputs. */
export function worthOf(round: Round, state: State): Worth {
  return {
    plain: function* () {
      return { text: yield* pathText(round, state.paths[0]!) };
    },
    values: () => stateValues(round, state),
  };
}
