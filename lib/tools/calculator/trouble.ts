/** Why an expression has no value. `at` is the place of its cause, in UTF-16 code units from 0; undefined for all of it. */
export class CalculatorTrouble extends Error {
  /** Tells it from other errors. */
  override readonly name = "CalculatorTrouble";
  /** Where the cause stands. */
  readonly at: number | undefined;

  /** Says what is wrong and what to do, without the place. */
  constructor(message: string, at?: number) {
    super(message);
    this.at = at;
  }
}
