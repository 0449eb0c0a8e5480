/** What is done about a loop that gets no better. */
import { stringify } from "../../base/json.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { End, Program, Rung, ToldRound } from "../../plan/mod.ts";
import { demand } from "../../plan/mod.ts";
import { textOf } from "../value_of.ts";
import { shown } from "./reasons.ts";
import type { Round, State } from "./state.ts";
import { loopValues } from "./values.ts";

/** A loop that is stuck, and what is done about it. */
export interface Stuck {
  readonly rung: Rung;
  readonly told: NonNullable<ToldRound["stalled"]>;
}

/** Whether a round leaves the loop stuck, and the rung of the ladder that is next; after the last one it ends. */
export function stuckAt({ plan: { stall } }: Round, { progress, rung: taken }: State): Stuck | undefined {
  if (!stall || !progress || progress.rounds < stall.after) return undefined;
  const rung = stall.then[taken] ?? { rung: "fail" };
  return { rung, told: { rounds: progress.rounds, step: wordsOf(rung) } };
}

function wordsOf(rung: Rung): string {
  switch (rung.rung) {
    case "use":
      return `use \`${rung.model}\``;
    case "heat":
      return `heat by ${shown(rung.by)}`;
    case "ask":
    case "fail":
      return rung.rung;
    default:
      return unreachable(rung);
  }
}

/** Takes a rung; the count begins anew. A person is waited for, durably. */
export function* climb(round: Round, state: State, { rung, told: { rounds } }: Stuck): Program<State> {
  const next: State = { ...state, rung: state.rung + 1, progress: { ...state.progress!, rounds: 0 } };
  switch (rung.rung) {
    case "use":
      return { ...next, model: rung.model };
    case "heat":
      return { ...next, heat: next.heat + rung.by };
    case "ask":
      return yield* asked(round, { state, next, rounds }, rung.question);
    case "fail":
      return { ...state, end: stalled(state, rounds, "") };
    default:
      return unreachable(rung);
  }
}

interface Asked {
  readonly state: State;
  readonly next: State;
  readonly rounds: number;
}

/** The answer that ends a run. */
const STOP = "stop";

function* asked(round: Round, { state, next, rounds }: Asked, question: string | undefined): Program<State> {
  const answer = yield* demand({
    do: "ask",
    key: `round/${state.depth}/stall`,
    question: question === undefined
      ? `${flat(state, rounds)}. Say what to do next, or answer \`${STOP}\` to end the run`
      : textOf(round, { field: "stall.then.ask", expression: question }, yield* loopValues(round, state)),
  });
  const text = typeof answer === "string" ? answer.trim() : answer === null ? "" : stringify(answer);
  if (text.toLowerCase() === STOP) return { ...state, end: stalled(state, rounds, "; a person ended it") };
  return text === "" ? next : { ...next, guidance: [...next.guidance, text] };
}

function stalled(state: State, rounds: number, by: string): End {
  return { kind: "stalled", reason: `${flat(state, rounds)}${by}`, cause: "stall" };
}

function flat({ best }: State, rounds: number): string {
  const times = rounds === 1 ? "1 round" : `${rounds} rounds`;
  return `${times} made nothing better: best.total is ${shown(best.total)}, of round ${best.round}`;
}
