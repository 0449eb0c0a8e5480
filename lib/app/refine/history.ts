import type { Log } from "../../kinds/refine_code/log.ts";
import { recordsOf } from "../../kinds/refine_code/log.ts";
import type { StepRecord } from "./record.ts";
import { stepRecord } from "./record.ts";

/** The steps of a run, read from the log of its cursor: only what was added since it was last looked at. */
export class History {
  readonly #records: StepRecord[] = [];

  /** All steps of a log. A list of its own: whoever changes it changes nothing else. */
  of(log: Log): readonly StepRecord[] {
    for (const record of recordsOf(log, this.#records.length)) this.#records.push(stepRecord(record));
    return this.#records.slice(0, log.lines);
  }
}
