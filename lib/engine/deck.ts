import type { Definition } from "../plan/mod.ts";
import type { RunHead, Write } from "../store/store.ts";
import type { Family } from "./family.ts";
import type { Landed } from "./flight.ts";
import type { Texts } from "./texts.ts";
import type { World } from "./world.ts";

/** What a driver is made of. */
export interface DriverParts {
  readonly run: RunHead;
  readonly epoch: number;
  readonly world: World;
  readonly definition: Definition;
  readonly family: Family;
}

/** What the parts of one driver share. */
export interface Deck {
  readonly run: RunHead;
  readonly epoch: number;
  readonly world: World;
  readonly texts: Texts;
  readonly family: Family;
  /** Takes a flight that came down. */
  land(landed: Landed): void;
  /** The next position in the journal. */
  nextSeq(): number;
  /** Commits rows; says for each whether it is in. */
  append(writes: readonly Write[]): Promise<readonly boolean[]>;
}
