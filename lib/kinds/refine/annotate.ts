import type { Json } from "../../base/json.ts";
import type { Note, Program } from "../../plan/mod.ts";
import { demand } from "../../plan/mod.ts";
import { stepWordsOf } from "../step_error.ts";
import type { Decision } from "./decide.ts";
import { wordsOfGates } from "./gates.ts";
import type { Judged } from "./judge_all.ts";
import type { Round, Scored, State } from "./state.ts";
import { roundOf } from "./state.ts";

/** Notes on the start what it is worth. */
export function* annotateStart({ context: { document } }: Round, start: Scored): Program<void> {
  const { node, total, valid, error } = start;
  const value = { round: 0, from: null, total, valid, accepted: true, ...(error === undefined ? {} : { error }) };
  yield* demand({ do: "annotate", key: "round/0/notes", notes: [{ document, node, kind: "draft", value }] });
}

/** Notes on every candidate of a round which text it was made from, what it is worth, and what became of it. */
export function* annotateRound(
  { context: { document } }: Round,
  before: State,
  { judged, decision }: { readonly judged: readonly Judged[]; readonly decision: Decision },
): Program<void> {
  if (judged.length === 0) return;
  const round = roundOf(before), from = before.current.node;
  const notes = judged.map((one): Note => {
    const { candidate: { index, node, model } } = one, isWinner = decision.winner?.candidate.node === node;
    const value = {
      round,
      index,
      from,
      total: one.worth?.ok ? one.worth.value.total : null,
      valid: one.refused.length === 0,
      accepted: isWinner && decision.verdict === "accepted",
      ...(model === undefined ? {} : { model }),
      ...errorOf(one),
    };
    return { document, node, kind: "draft", value };
  });
  yield* demand({ do: "annotate", key: `round/${round}/notes`, notes });
}

function errorOf({ refused, worth }: Judged): { readonly [name: string]: Json } {
  if (refused.length > 0) return { error: wordsOfGates(refused) };
  return worth && !worth.ok ? { error: stepWordsOf(worth.error) } : {};
}
