import type { Json } from "../../base/json.ts";
import type { CodeState, HeldState } from "./state.ts";
import { stateAt } from "./state.ts";

/** A state and where it stands, as a run gives it. */
export interface OutputState {
  readonly step: number;
  readonly score: number | null;
  readonly state: Json;
}

/** What a loop is worth: its best state, its newest, and how many rounds it has done. */
export interface Outputs {
  readonly best: OutputState | null;
  readonly last: OutputState | null;
  readonly steps: number;
}

/** What a loop is worth. */
export function outputsOf(state: CodeState, start: Json): Json {
  const whole = (held: HeldState | null): OutputState | null =>
    held && { step: held.step, score: held.score, state: stateAt(state, held.step, start) };
  const outputs: Outputs = { best: whole(state.best), last: whole(state.last), steps: state.round };
  return outputs as unknown as Json;
}
