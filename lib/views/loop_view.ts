import type { Booking, End, Entry, Limits, RunStatus } from "../plan/mod.ts";
import type { RunHead } from "../store/store.ts";
import { endIn } from "./end_row.ts";
import type { ChildCosts, OpenRound, RoundView } from "./rounds.ts";
import { Rounds } from "./rounds.ts";
import type { RunTotals } from "./run_view.ts";
import { standing } from "./standing.ts";

/** A run that goes in rounds, for people: its rounds and sums, without its single steps. */
export interface LoopView {
  readonly name: string;
  readonly title: string;
  /** Program and version. */
  readonly program: string;
  readonly status: RunStatus;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** How often somebody began to drive it. */
  readonly drives: number;
  readonly totals: RunTotals;
  readonly limits: Limits;
  /** Why it ended, when it has. */
  readonly end?: End;
  /** Rounds that are over, oldest first. */
  readonly rounds: readonly RoundView[];
  /** The round that is under way, or was when the run came to rest. */
  readonly open?: OpenRound;
  /** What it asks a person and waits for. */
  readonly question?: string;
}

/** Folds a journal, row by row, into a {@link LoopView}. */
export class LoopFold {
  readonly #rounds: Rounds;
  #drives = 0;
  #retries = 0;
  #reused = 0;
  #end: End | undefined;

  /** `children`: what its child runs have cost. */
  constructor(children?: ChildCosts) {
    this.#rounds = new Rounds(children);
  }

  /** Takes the next row. */
  take(entry: Entry): void {
    this.#rounds.take(entry);
    if (entry.reused) this.#reused++;
    if (entry.type === "drive") this.#drives++;
    else if (entry.type === "failure") this.#retries++;
    else if (entry.type === "reopen") this.#end = undefined;
    else if (entry.type === "end") this.#end = endIn(entry);
  }

  /** What all rows so far come to. `gone`: its driver is known to be gone. */
  view(head: RunHead, { gone }: { readonly gone: boolean }): LoopView {
    const { name, title, program, created, steps, ledger: { spent, reserved, wall, limits } } = head;
    const { rounds, open, question } = this.#rounds;
    return {
      name,
      title,
      program,
      status: standing(head, { gone }),
      created,
      drives: this.#drives,
      totals: { spent, reserved, wall, steps, retries: this.#retries, reused: this.#reused },
      limits,
      ...(this.#end ? { end: this.#end } : {}),
      rounds,
      ...(open ? { open } : {}),
      ...(question === undefined || this.#end ? {} : { question }),
    };
  }
}

/** What child runs have cost, by the steps that started them. */
export function childCosts(children: readonly RunHead[]): ReadonlyMap<string, Booking> {
  return new Map(children.flatMap(({ parent, ledger }) => parent ? [[parent.key, ledger.spent] as const] : []));
}
