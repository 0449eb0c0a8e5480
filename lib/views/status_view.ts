import type { Json } from "../base/json.ts";
import type { Booking, End, Entry, Limits, RunStatus } from "../plan/mod.ts";
import type { RunHead } from "../store/store.ts";
import { standing } from "./standing.ts";
import { stepsOf } from "./steps_of.ts";

/** Something a run waits for. */
export interface Awaited {
  readonly key: string;
  /** When it began: milliseconds since 1970. */
  readonly since: number;
  /** What a person is asked; absent for timers and signals. */
  readonly question?: string;
  /** What may be answered; absent: anything. */
  readonly choices?: readonly string[];
  /** When it ends by itself: milliseconds since 1970. */
  readonly due?: number;
  /** The answer when nobody answers in time, where the journal tells it. */
  readonly otherwise?: Json;
}

/** Where a run stands, in a few words. */
export interface StatusView {
  readonly name: string;
  readonly title: string;
  readonly status: RunStatus;
  /** One sentence of a run that has ended: which stop, which step, which limit. */
  readonly reason?: string;
  readonly end?: End;
  /** Steps with an outcome. */
  readonly steps: number;
  readonly spent: Booking;
  readonly limits: Limits;
  /** Milliseconds of working time. */
  readonly wall: number;
  /** What it waits for. */
  readonly awaited: readonly Awaited[];
}

/**
 * Folds the status of a run.
 *
 * @param tail Its rows from its last snapshot on, at least.
 */
export function statusView(
  head: RunHead,
  tail: readonly Entry[],
  { gone }: { readonly gone: boolean },
): StatusView {
  const status = standing(head, { gone });
  const last = tail.findLast(({ type }) => type === "end" || type === "reopen");
  const end = last?.type === "end" ? last.value as unknown as End : undefined;
  return {
    name: head.name,
    title: head.title,
    status,
    ...(end ? { end, reason: end.reason } : {}),
    steps: head.steps,
    spent: head.ledger.spent,
    limits: head.ledger.limits,
    wall: head.ledger.wall,
    awaited: end ? [] : awaitedIn(tail),
  };
}

/** The waits that have begun and not ended. */
function awaitedIn(tail: readonly Entry[]): readonly Awaited[] {
  return stepsOf(tail).filter(({ type, state }) => type === "wait" && state === "open").map((step) => ({
    key: step.key,
    since: step.began,
    ...(step.question === undefined ? {} : { question: step.question }),
    ...(step.choices === undefined ? {} : { choices: step.choices }),
    ...(step.due === undefined ? {} : { due: step.due }),
    ...(step.otherwise === undefined ? {} : { otherwise: step.otherwise }),
  }));
}
