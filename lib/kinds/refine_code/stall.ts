import type { End, Goal, Program } from "../../plan/mod.ts";
import { demand } from "../../plan/mod.ts";
import { progressAfter } from "../refine/progress.ts";
import type { CodeRung, CodeStall, RefineCode } from "./code.ts";
import type { CodeState } from "./state.ts";
import { shown, steps } from "./stops.ts";

/** What a round says of a loop that may be stuck. */
export interface Stuck {
  readonly progress: CodeState["progress"];
  /** Absent: nothing is done. */
  readonly step?: { readonly rounds: number; readonly rung: CodeRung | "end"; readonly words: string };
}

/** Whether the loop is stuck after a round that left this best, and what is done next. */
export function stuckAfter(
  { stall, goal }: { readonly stall?: CodeStall; readonly goal: Goal },
  { progress, rungs }: CodeState,
  best: number | null,
): Stuck {
  if (!stall) return { progress };
  const { minDelta, after, then } = stall, next = progressAfter(progress, best, { goal, minDelta });
  if (next.rounds < after) return { progress: next };
  const rung = then[rungs] ?? "end", { rounds } = next;
  return { progress: { ...next, rounds: 0 }, step: { rounds, rung, words: wordsOf(rung) } };
}

function wordsOf(rung: CodeRung | "end"): string {
  if (rung === "end" || rung.rung === "fail") return "fail";
  if (rung.rung === "ask") return "ask";
  const text = typeof rung.value === "string" ? rung.value : JSON.stringify(rung.value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Takes the rung of a stuck loop: the cursor afterwards, with an end where it ends. */
export function* takeRung(code: RefineCode, state: CodeState, stuck: Stuck): Program<CodeState> {
  const { step } = stuck;
  if (!step) return state;
  const { program: by } = code, { rung, rounds } = step, next: CodeState = { ...state, rungs: state.rungs + 1 };
  if (rung === "end" || rung.rung === "fail") return { ...next, end: { ...stalled(state, rounds), by } };
  if (rung.rung === "value") return { ...next, escalation: state.rungs };
  const question = rung.question ?? questionOf(code, state, rounds);
  const answer = yield* demand({ do: "ask", key: `round/${state.round}/stall`, question });
  const said = typeof answer === "string" ? answer.trim() : JSON.stringify(answer);
  if (said.toLowerCase() === "stop") {
    return { ...next, end: { ...stalled(state, rounds, "a person wants it to stop"), by } };
  }
  return said === "" ? next : { ...next, guidance: [...state.guidance, said] };
}

function questionOf({ program }: RefineCode, state: CodeState, rounds: number): string {
  return `\`${program.replace(/@.*/, "")}\` has got no better for ${steps(rounds)}${bestOf(state)}. ` +
    "What should it try? (`stop` ends it)";
}

function stalled(state: CodeState, rounds: number, why?: string): End {
  const reason = `no better score for ${steps(rounds)}${bestOf(state)}${why === undefined ? "" : `; ${why}`}`;
  return { kind: "stalled", reason, cause: "stall" };
}

function bestOf({ best }: CodeState): string {
  return best ? `: the best is ${shown(best.score)}, of step ${best.step}` : ": none has a score";
}
