import type { Json } from "../../base/json.ts";
import type { Program, Tuning } from "../../plan/mod.ts";
import { demand, take, tuned } from "../../plan/mod.ts";
import type { Path, Round, State } from "./state.ts";
import { roundOf } from "./state.ts";

/** What a person can send a run that grows a text. */
interface Sent {
  readonly kind: string;
  readonly value: Json;
}

/** Takes in what people have sent since the last round: settings that hold from here on, and a node to go on from. */
export function* heed(round: Round, state: State): Program<State> {
  let heard = state;
  for (const message of yield* take(`round/${roundOf(state)}/heed`)) {
    const { kind, value } = message as unknown as Sent;
    if (kind === "tune") heard = { ...heard, tuned: { ...heard.tuned, ...value as Tuning } };
    const pick = kind === "guide" ? (value as { readonly pick?: string } | null)?.pick : undefined;
    if (pick !== undefined) heard = turned(heard, pick);
  }
  if (heard.paths !== state.paths) yield* noteTurn(round, state, heard.paths[0]!.node);
  return heard;
}

/** The plan as this round follows it. */
export function roundWith(round: Round, { tuned: tuning }: State): Round {
  return tuning ? { ...round, plan: tuned(round.plan, tuning) } : round;
}

/** The state with a node in the place of its best path. In a beam the others stay, and the last makes room. */
function turned(state: State, node: string): State {
  const { paths } = state, [best] = paths;
  if (best!.node === node) return state;
  const known = paths.find((path) => path.node === node), first: Path = known ?? { node, score: best!.score };
  return { ...state, paths: [first, ...paths.filter((path) => path !== known)].slice(0, paths.length) };
}

function* noteTurn({ context: { document } }: Round, state: State, node: string): Program<void> {
  const round = roundOf(state), switched = state.paths[0]!.node;
  if (switched === node) return;
  const value = { round, rank: 0, switched, by: "person" };
  yield* demand({ do: "annotate", key: `round/${round}/turn`, notes: [{ document, node, kind: "choice", value }] });
}
