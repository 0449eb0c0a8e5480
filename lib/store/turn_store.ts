/** Who says something in a conversation with a model. */
export type TurnRole = "system" | "user" | "assistant" | "tool";

/** Something that was said in a run, word for word. A row of the journal says one thing at most in each role. */
export interface Turn {
  /** The row of the journal that says it. */
  readonly seq: number;
  /** The task in which it was said. */
  readonly task: string;
  /** The model's turn that it belongs to, from 1; 0 is what the model was told first. */
  readonly n: number;
  /** Who said it. */
  readonly role: TurnRole;
  /** The tool that was called, where a tool says it. */
  readonly tool?: string;
  /** What was said. */
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Which turns of a search are given. */
export interface TurnSearch {
  /** At most this many, the newest. Default 10. */
  readonly limit?: number;
  /** Only those of this task. */
  readonly task?: string;
}

/** Which turns of a run are given. */
export interface TurnRange {
  /** Only those of this task. */
  readonly task?: string;
  /** The first of the model's turns. */
  readonly from: number;
  /** The last one, itself included. */
  readonly to: number;
}

/** Which calls of tools are given. */
export interface TurnCalls {
  /** Only those of this tool. */
  readonly tool?: string;
  /** At most this many, the newest. Default 10. */
  readonly limit?: number;
}

/**
 * What was said in runs, found by its words. All of it can be made anew from journals: it is written by whoever has read
 * them, and no run ever sees another's.
 */
export interface TurnStore {
  /** Adds turns, all or none. One that is there already, by its row and role, stays as it is. */
  add(run: number, turns: readonly Turn[]): Promise<void>;
  /** The last row of the journal of which something was added; 0 before the first. */
  last(run: number): Promise<number>;
  /**
   * Turns that hold all words of a query, newest first. A word is found by its beginning, in capitals or not, with accents
   * or without; what is written together, such as `foo_bar` or `a.ts`, is found in this order. Nothing in a query is
   * taken for anything but words; one without words finds nothing.
   */
  search(run: number, query: string, options?: TurnSearch): Promise<readonly Turn[]>;
  /** Everything said in these turns of the model, in the order in which it was said. */
  range(run: number, range: TurnRange): Promise<readonly Turn[]>;
  /** What calls of tools gave, newest first. */
  calls(run: number, options?: TurnCalls): Promise<readonly Turn[]>;
}
