import { seedFor } from "../../base/seeded.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { Values } from "../../expr/evaluate.ts";
import type { Program } from "../../plan/mod.ts";
import { all, demand, EffectFailed } from "../../plan/mod.ts";
import type { Attempt } from "./attempt.ts";
import { attempt } from "./attempt.ts";
import { byCommand } from "./propose_command.ts";
import { byModel } from "./propose_model.ts";
import { byRun } from "./propose_run.ts";
import { byScript } from "./propose_script.ts";
import type { Round, State } from "./state.ts";
import { roundOf } from "./state.ts";

/** A text that may be gone on from. */
export interface Candidate {
  /** Its place in the round, from 0. */
  readonly index: number;
  readonly node: string;
  readonly text: string;
  /** Name of the model that made it. */
  readonly model?: string;
  /** Tokens that the model generated. */
  readonly tokens?: number;
  /** Why it stopped there. */
  readonly finish?: string;
}

/** One candidate to be made. */
export interface Slot {
  /** Its place in the round, from 0. */
  readonly index: number;
  readonly key: string;
  /** What is known when it is made. */
  readonly values: Values;
  readonly state: State;
}

/** Makes all candidates of a round, side by side. What was tried and came to nothing is told as that. */
export function* propose(round: Round, state: State, values: Values): Program<readonly Attempt<Candidate>[]> {
  const { plan: { n }, context: { seed } } = round;
  return yield* all(Array.from({ length: n }, (_, i) => () => {
    const base = `round/${roundOf(state)}/propose/${i}`;
    return attempt(round, base, (key) => {
      const known = { ...values, i, n, t: n === 1 ? 0.5 : i / (n - 1), seed: seedFor(seed, key) };
      return make(round, { index: i, key, values: known, state });
    });
  }));
}

function* make(round: Round, slot: Slot): Program<Candidate> {
  const { propose } = round.plan;
  switch (propose.by) {
    case "model":
      return filled(slot, yield* byModel(round, slot, propose));
    case "script":
      return yield* woven(round, slot, yield* byScript(slot, propose));
    case "command":
      return yield* woven(round, slot, yield* byCommand(round, slot, propose));
    case "run":
      return yield* woven(round, slot, yield* byRun(round, slot, propose));
    default:
      return unreachable(propose);
  }
}

function filled(slot: Slot, candidate: Candidate): Candidate {
  checkText(slot, candidate.text);
  return candidate;
}

function* woven({ context: { document } }: Round, slot: Slot, text: string): Program<Candidate> {
  checkText(slot, text);
  const weave = { document, parent: null, role: "draft" };
  const { node } = yield* demand({ do: "weave", key: `${slot.key}/text`, weave, text });
  return { index: slot.index, node, text };
}

/** Characters of the longest text that is a candidate. What a program prints beyond about as many is cut. */
const MOST = 1_000_000;

/** An empty candidate is none, and neither is one that nobody could want. */
function checkText({ key }: Slot, text: string): void {
  if (text.trim() === "") throw new EffectFailed(key, "empty", "the candidate is empty");
  if (text.length <= MOST) return;
  throw new EffectFailed(key, "too-long", `the candidate has ${text.length} characters; ${MOST} are the most`);
}
