import type { Definition } from "../plan/mod.ts";
import type { RunHead, Write } from "../store/store.ts";
import type { Clock } from "./clock.ts";
import type { Family } from "./family.ts";
import type { Landed } from "./flight.ts";
import type { Stop } from "./stop.ts";
import type { Texts } from "./texts.ts";
import type { World } from "./world.ts";

/** What a driver is made of. */
export interface DriverParts {
  readonly run: RunHead;
  readonly epoch: number;
  readonly world: World;
  readonly definition: Definition;
  readonly family: Family;
  /** Commits of the parent before it asked for this run. Default 0. */
  readonly after?: number;
  /** Is told that {@link Driver.standing} has changed. */
  readonly changed?: () => void;
}

/** How far a program is. */
export interface Progress {
  /** Commits so far. */
  readonly commits: number;
  /** Those of them that count as iterations of a budget. */
  readonly iterations: number;
}

/** What the parts of one driver share. */
export interface Deck {
  readonly run: RunHead;
  readonly epoch: number;
  readonly world: World;
  readonly texts: Texts;
  readonly family: Family;
  /** Working time of the run. */
  readonly clock: Clock;
  /** How far the program is. */
  readonly progress: Progress;
  /** Takes a flight that came down; a second time counts for nothing. */
  land(landed: Landed): void;
  /** The next position in the journal. */
  nextSeq(): number;
  /** Commits rows; says for each whether it is in. */
  append(writes: readonly Write[]): Promise<readonly boolean[]>;
  /** Makes the run rest. */
  stop(stop: Stop): void;
  /** Makes driving fail: it cannot go on now, and the run stays as it is. */
  crash(error: unknown): void;
}
