import type { Json } from "../../base/json.ts";
import type { Program } from "../../plan/mod.ts";
import { take } from "../../plan/mod.ts";
import type { State } from "./state.ts";
import { roundOf } from "./state.ts";

/** What a person can send a run. */
interface Sent {
  readonly kind: string;
  readonly value: Json;
}

/** Takes in what people have said since the last round: it is heeded from here on. */
export function* heed(state: State): Program<State> {
  const said = (yield* take(`round/${roundOf(state)}/heed`)).flatMap((message) =>
    guidanceIn(message as unknown as Sent)
  );
  return said.length === 0 ? state : { ...state, guidance: [...state.guidance, ...said] };
}

function guidanceIn({ kind, value }: Sent): readonly string[] {
  const text = kind === "guide" && typeof value === "object" && value !== null
    ? (value as { readonly text?: Json }).text
    : undefined;
  return typeof text === "string" && text.trim() !== "" ? [text.trim()] : [];
}
