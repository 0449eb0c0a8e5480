import type { Json } from "../base/json.ts";
import type { TextRef } from "./prompt.ts";
import type { End } from "./outcome.ts";
import type { Program } from "./program.ts";

/** What a program comes to: how it ended and the value people get. */
export interface Conclusion {
  /** How and why. */
  readonly end: End;
  /** The value people get. */
  readonly outputs: Json;
}

/** Something the engine can drive: a kind over its plan, or a library user's own program. */
export interface Definition {
  /** Name and version, such as `autoloom@1`: a run is only resumed by the program that began it. */
  readonly program: string;
  /** The program from its last committed state; undefined at the very beginning. */
  begin(from: Json | undefined): Program<Conclusion>;
  /** What a run is worth that ended before its time; may only read texts. */
  outputs(state: Json | undefined): Program<Json>;
  /** Commits that only prepare and are no iteration of a budget. Default 0. */
  readonly opening?: number;
  /** The text that is saved to a file after a commit. */
  saves?(state: Json): TextRef | undefined;
}
