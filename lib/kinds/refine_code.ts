/**
 * Refine over functions: a round calls a function of the user on a state, scores what comes of it, and goes on from there
 * or goes back. The rules are those of refine specs; what is called is handed in.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import { nanos } from "../base/money.ts";
import type { Booking, Conclusion, Definition, End, Program, ToldRound } from "../plan/mod.ts";
import { commit, demand, take } from "../plan/mod.ts";
import { isBetter } from "./refine/better.ts";
import { withScore } from "./refine/plateau.ts";
import { conditionsOf } from "./refine/combined.ts";
import type { Attempted, InVain } from "./refine_code/attempts.ts";
import { attempted, called, wordsOf } from "./refine_code/attempts.ts";
import type { RefineCode, RoundRecord, ScoreResult, StepResult } from "./refine_code/code.ts";
import { logged } from "./refine_code/log.ts";
import { outputsOf } from "./refine_code/outputs.ts";
import { stuckAfter, takeRung } from "./refine_code/stall.ts";
import type { CodeState, HeldState } from "./refine_code/state.ts";
import { dearer, FIRST, holding, less, NOTHING, plus, stateAt } from "./refine_code/state.ts";
import type { Finished } from "./refine_code/stops.ts";
import { decide } from "./refine_code/stops.ts";

/** The program of a loop over functions; `start` is the state it begins with. */
export function refineCode(code: RefineCode, start: Json): Definition {
  return {
    program: code.program,
    opening: code.scores === "all" ? 1 : 0,
    begin: (from) => improve({ code, start }, from as CodeState | undefined),
    outputs: (state) => soFar(start, state as CodeState | undefined),
  };
}

/** A loop and what it begins with. */
interface Loop {
  readonly code: RefineCode;
  readonly start: Json;
}

// deno-lint-ignore require-yield
function* soFar(start: Json, state: CodeState | undefined): Program<Json> {
  return outputsOf(state ?? FIRST, start);
}

function* improve(loop: Loop, from: CodeState | undefined): Program<Conclusion> {
  const { code, start } = loop;
  let state: CodeState = from && from.end?.by !== code.program ? { ...from, end: null } : from ?? FIRST;
  if (!from && code.scores === "all") {
    const first = yield* scoreStart(loop);
    if ("end" in first) return first;
    yield* commit(state = first.state);
  }
  while (!state.end) {
    state = yield* heed(state);
    const round = yield* makeRound(loop, state);
    if ("end" in round) return round;
    yield* commit(state = round.state);
  }
  const { by: _, ...end } = state.end;
  return { end, outputs: outputsOf(state, start) };
}

/** A loop that goes on, or ends without a commit: what failed is tried again by a resume. */
type Went = { readonly state: CodeState } | Conclusion;

/** Takes in what people have said since the last round. */
function* heed(state: CodeState): Program<CodeState> {
  const texts: string[] = [];
  for (const message of yield* take(`round/${state.round + 1}/heed`)) {
    const { kind, value } = message as { readonly kind: string; readonly value: { readonly text?: Json } | null };
    if (kind === "guide" && typeof value?.text === "string") texts.push(value.text);
  }
  return texts.length === 0 ? state : { ...state, guidance: [...state.guidance, ...texts] };
}

function* scoreStart(loop: Loop): Program<Went> {
  const { start } = loop, scored = yield* score(loop, FIRST, { round: 0, made: start, reserve: NOTHING });
  if (!scored.ok) return { end: endOf(scored.vain), outputs: outputsOf(FIRST, start) };
  return yield* finish(loop, FIRST, { round: 0, made: start, result: { ok: true, score: scored.value.score } });
}

/** What a round has made so far. */
interface Made {
  readonly round: number;
  /** Null where it made nothing. */
  readonly made: Json;
  /** Its score, or why it came to nothing. */
  readonly result: { readonly ok: true; readonly score: number | null } | { readonly ok: false; readonly vain: InVain };
  /** What it has booked; absent where that is not all it has cost, or not known. */
  readonly booked?: Booking | undefined;
}

function* makeRound(loop: Loop, before: CodeState): Program<Went> {
  const { code } = loop, round = before.round + 1, reserve = bookingOf(code.acts.reserve(before));
  const stepped = yield* attempted<StepResult>(`round/${round}/step`, code.errors, ({ key, attempt }) => {
    return called(key, code.acts.step({ key, round, attempt, reserve, state: before }), reserve);
  });
  if (!stepped.ok) return yield* finish(loop, before, { round, made: null, result: stepped });
  const { state: made, spent, trouble } = stepped.value;
  const state = { ...before, dearest: dearer(before.dearest, spent) };
  for (const what of trouble) {
    const amended = yield* attempted<null>(`round/${round}/${what}`, code.errors, ({ key, attempt }) => {
      return called(key, code.acts.amend(what, { key, round, attempt, reserve: NOTHING, state, made }));
    });
    if (!amended.ok) return yield* finish(loop, state, { round, made, result: amended });
  }
  const known = trouble.length === 0 ? bookedBy(stepped) : undefined;
  if (code.scores === "none") {
    return yield* finish(loop, state, { round, made, result: { ok: true, score: null }, booked: known });
  }
  const scored = yield* score(loop, state, { round, made, reserve: less(reserve, spent) });
  if (!scored.ok) return yield* finish(loop, state, { round, made, result: scored });
  const whole = { ...state, dearest: dearer(state.dearest, plus(spent, scored.value.spent)) };
  const more = bookedBy(scored), booked = known && more && plus(known, more);
  return yield* finish(loop, whole, { round, made, result: { ok: true, score: scored.value.score }, booked });
}

/** What a step has cost, where it was tried once and ran nothing else. */
function bookedBy(
  { value: { spent, nests }, attempts }: Extract<Attempted<StepResult | ScoreResult>, { ok: true }>,
): Booking | undefined {
  return attempts === 1 && !nests ? spent : undefined;
}

function* score(
  { code }: Loop,
  state: CodeState,
  { round, made, reserve }: { readonly round: number; readonly made: Json; readonly reserve: Booking },
): Program<Attempted<ScoreResult>> {
  return yield* attempted<ScoreResult>(`round/${round}/score`, code.errors, ({ key, attempt }) => {
    return called(key, code.acts.score({ key, round, attempt, reserve, state, made }), reserve);
  });
}

/** Holds a round against those before it, tells of it, and says how the loop goes on. */
function* finish(loop: Loop, before: CodeState, made: Made): Program<Went> {
  const { code, start } = loop, { round, result, booked } = made, fatal = fatalEnd(code, before, result);
  const spent = fatal ? before.spent : booked ? plus(before.spent, booked) : yield* spentBy(`round/${round}/spent`);
  const judged = judge(loop, before, { ...made, cost: less(spent, before.spent) });
  if (fatal) return yield* failing(loop, judged, fatal);
  const { after, record } = judged;
  const previous = before.last ? stateAt(before, before.last.step, start) : round > 0 ? start : null;
  const finished: Finished = {
    before,
    scores: after.scores,
    best: after.best,
    record,
    made: result.ok ? made.made : null,
    previous,
  };
  const decision = yield* decide(code, finished);
  if (!decision.ok) return yield* failing(loop, judged, endOf(decision.vain));
  const costly: RoundRecord = { ...record, cost: plus(record.cost, decision.spent) };
  const stuck = decision.end || round === 0 ? { progress: after.progress } : stuckAfter(code, after, bestScore(after));
  yield* tell(loop, { ...judged, record: costly }, stuck.step);
  const dearestStop = dearer(after.dearestStop, decision.spent), log = logged(after.log, costly);
  const noted: CodeState = {
    ...after,
    progress: round === 0 ? { mark: bestScore(after), rounds: 0 } : stuck.progress,
    spent: plus(spent, decision.spent),
    dearestStop,
    log,
    end: decision.end && { ...decision.end, by: code.program },
  };
  return { state: yield* takeRung(code, noted, stuck) };
}

/** A round and the cursor after it. */
interface Judged {
  readonly before: CodeState;
  readonly after: CodeState;
  readonly record: RoundRecord;
  readonly made: Json;
}

function judge(
  { code, start }: Loop,
  before: CodeState,
  { round, made, result, cost }: Made & { readonly cost: Booking },
): Judged {
  const score = result.ok ? result.score : null, verdict = verdictOf(code, before, result);
  const whole = (held: HeldState): HeldState =>
    held.step === 0 ? held : { ...held, state: stateAt(before, held.step, start) };
  const own: HeldState = { step: round, score, ...(round === 0 ? {} : { state: made }) };
  const isBest = result.ok && score !== null && (!before.best || !isBetter(code.goal, before.best.score, score));
  const best = isBest ? { ...own, score } : before.best && { ...whole(before.best), score: before.best.score };
  const current = verdict === "accepted" ? own : goneBackTo(code, before, whole);
  const last = made === null || round === 0 ? before.last && whole(before.last) : own;
  const after: CodeState = {
    ...holding(before, { last, best, current }),
    round,
    failures: result.ok ? 0 : before.failures + 1,
    scores: score === null
      ? before.scores
      : withScore(before.scores, score, { patience: patienceOf(code), goal: code.goal }),
  };
  const record: RoundRecord = {
    step: round,
    verdict,
    score,
    cost,
    from: before.current.step,
    ...(verdict === "accepted" ? {} : { back: current.step }),
    ...(result.ok ? {} : { error: wordsOf(result.vain) }),
  };
  return { before, after, record, made };
}

function verdictOf(
  { backtrack, goal }: RefineCode,
  { best }: CodeState,
  result: Made["result"],
): RoundRecord["verdict"] {
  if (!result.ok) return "failed";
  const isWorse = best !== null && result.score !== null && isBetter(goal, best.score, result.score);
  return backtrack === "best_score" && isWorse ? "rejected" : "accepted";
}

function goneBackTo(
  { backtrack }: RefineCode,
  { best, current }: CodeState,
  whole: (held: HeldState) => HeldState,
): HeldState {
  return whole(backtrack === "best_score" && best ? best : current);
}

/** Scores that the plateaus of a loop look at. */
function patienceOf({ stop }: RefineCode): number {
  return Math.max(1, ...(stop ? conditionsOf(stop) : []).map((one) => one.stop === "plateau" ? one.patience : 1));
}

function bestScore({ best }: CodeState): number | null {
  return best?.score ?? null;
}

/** The end of a run that a round which came to nothing ends; undefined: it goes back and on. */
function fatalEnd({ backtrack, errors }: RefineCode, { failures }: CodeState, result: Made["result"]): End | undefined {
  if (result.ok) return undefined;
  if (backtrack === "none") return endOf(result.vain);
  if (failures + 1 < errors.most) return undefined;
  const end = endOf(result.vain), rounds = errors.most === 1 ? "" : `${errors.most} rounds in a row came to nothing; `;
  return { ...end, reason: `${rounds}${end.reason}` };
}

function endOf(vain: InVain): End {
  const { key, code, message } = vain;
  return { kind: "failed", reason: wordsOf(vain), cause: key, failure: { code, message } };
}

/** Tells of a round that ends the run; the cursor stays before it, so that a resume tries again what failed. */
function* failing(loop: Loop, judged: Judged, end: End): Program<Conclusion> {
  const { record, after } = judged, error = record.error ?? end.reason;
  yield* tell(loop, { ...judged, record: { ...record, error } });
  return { end, outputs: outputsOf(after, loop.start) };
}

/** What the run has spent, runs inside it included. */
function* spentBy(key: string): Program<Booking> {
  const { spent: { usd, tokens, calls } } = yield* demand({ do: "budget", key });
  return { usd: nanos(usd), tokens, calls };
}

function* tell(
  { code }: Loop,
  { after, record, made }: Judged,
  stalled?: { readonly rounds: number; readonly words: string },
): Program<void> {
  const { step: round, verdict, score, from, back, error } = record, { best } = after;
  const told: ToldRound = {
    round,
    verdict,
    score,
    best: best && { score: best.score, round: best.step },
    from,
    ...(back === undefined ? {} : { back }),
    ...(error === undefined ? {} : { error }),
    ...(stalled ? { stalled: { rounds: stalled.rounds, step: stalled.words } } : {}),
  };
  yield* demand({ do: "tell", key: `round/${round}/told`, value: told as unknown as Json });
  code.acts.told({ record, made, best: best && { score: best.score, step: best.step } });
}

function bookingOf({ usd = 0, tokens = 0, calls = 0 }: Partial<Booking>): Booking {
  return { usd, tokens, calls };
}
