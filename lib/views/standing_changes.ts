/** What a run has changed in its workspace and stands there, as people are told of it. */
export interface StandingChanges {
  /** Files and links that are not as they were, each once. */
  readonly files: readonly string[];
  /** The same by the tasks that changed them. */
  readonly byTask: ReadonlyMap<string, readonly string[]>;
  /** How many changes stand, those of folders among them. */
  readonly changes: number;
  /** What people have had undone, and when they last did. */
  readonly undone?: UndoneChanges;
  /** Where a program was cut off, and nobody has put back since what it left. */
  readonly cutOff?: CutOffProgram;
}

/** Changes of a run that were undone. */
export interface UndoneChanges {
  /** How many. */
  readonly changes: number;
  /** Milliseconds since 1970 of the last of them. */
  readonly at: number;
}

/** A program that a kill has cut off. */
export interface CutOffProgram {
  /** The run whose resume puts back what it left; absent where nothing is gone on with any more. */
  readonly resume?: string;
}
