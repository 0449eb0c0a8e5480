import type { Span } from "../text/source.ts";

/** Why something could not be computed, before anyone knows where in the text it stands. */
export class Failure extends Error {
  /** The class, for those who print it. */
  override readonly name = "Failure";
}

/** An expression that could not be evaluated, and the place in what the user wrote. */
export class ExpressionError extends Error implements Span {
  /** The class, for those who print it. */
  override readonly name = "ExpressionError";
  /** Where the part at fault starts in `text`, in UTF-16 units. */
  readonly start: number;
  /** Where it ends. */
  readonly end: number;
  /** The expression or template as the user wrote it. */
  readonly text: string;

  /** Names what failed, and where. */
  constructor(message: string, text: string, { start, end }: Span) {
    super(message);
    this.start = start, this.end = end, this.text = text;
  }
}
