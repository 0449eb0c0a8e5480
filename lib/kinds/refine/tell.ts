import type { Json } from "../../base/json.ts";
import type { Program, ToldRound } from "../../plan/mod.ts";
import { demand } from "../../plan/mod.ts";
import type { Decision } from "./decide.ts";
import type { State } from "./state.ts";

/** A round that is over. */
export interface Over {
  readonly before: State;
  readonly after: State;
  readonly decision: Decision;
  /** Texts it made. */
  readonly candidates: number;
  /** What was done about a loop that is stuck. */
  readonly stalled?: ToldRound["stalled"];
  /** What else came to nothing. */
  readonly error?: string;
}

/** Tells what the start is worth. */
export function* tellStart({ best: { total, node, error } }: State): Program<void> {
  yield* tell({
    round: 0,
    verdict: "accepted",
    score: total,
    best: { score: total, round: 0 },
    from: 0,
    node,
    ...(error === undefined ? {} : { error }),
  });
}

/** Tells what a round came to. */
export function* tellRound({ before, after, decision, candidates, stalled, error: more }: Over): Program<void> {
  const { winner, verdict } = decision, { best, current, depth, error } = after;
  const node = winner?.candidate.node ?? ("node" in decision ? decision.node : undefined);
  const wrong = [error, more ?? ""].filter((text) => text !== "").join("; ");
  yield* tell({
    round: depth,
    verdict,
    score: winner?.worth.total ?? null,
    best: { score: best.total, round: best.round },
    from: before.current.round,
    ...(verdict === "accepted" ? {} : { back: current.round }),
    candidates,
    ...(wrong === "" ? {} : { error: wrong }),
    ...(stalled ? { stalled } : {}),
    ...(node === undefined ? {} : { node }),
  });
}

function* tell(told: ToldRound): Program<void> {
  yield* demand({ do: "tell", key: `round/${told.round}/told`, value: told as unknown as Json });
}
