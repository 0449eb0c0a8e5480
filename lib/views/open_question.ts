import type { Json } from "../base/json.ts";
import type { RunStatus } from "../plan/mod.ts";

/** A question that waits for a person. */
export interface OpenQuestion {
  /** The run that asks: whose name an answer is given to. */
  readonly run: string;
  /** What it is of: the name of its spec or program. */
  readonly title: string;
  readonly status: RunStatus;
  /** The run that is resumed to go on with this one: itself, or the one at the top. */
  readonly root: string;
  /** That one follows code of somebody's own, which alone goes on with it. */
  readonly byCode: boolean;
  /** The step that asks. */
  readonly key: string;
  readonly question: string;
  /** What may be answered; absent: anything. */
  readonly choices?: readonly string[];
  /** When it was asked: milliseconds since 1970. */
  readonly since: number;
  /** When it is answered by itself: milliseconds since 1970. */
  readonly due?: number;
  /** The answer it gets then, where the journal tells it. */
  readonly otherwise?: Json;
  /** Somebody has answered; the run takes that in when it goes on. */
  readonly answered: boolean;
}
