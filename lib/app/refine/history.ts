import { recordsOf } from "../../kinds/refine_code/log.ts";
import type { StepRecord } from "./record.ts";
import { stepRecord } from "./record.ts";

/** The steps of a run, read from the log of its cursor: only what was added since it was last looked at. */
export class History {
  #log = "";
  #records: StepRecord[] = [];

  /** All steps of a log. A list of its own: whoever changes it changes nothing else. */
  of(log: string): readonly StepRecord[] {
    const goesOn = log.length >= this.#log.length && this.#records.length > 0;
    if (!goesOn) this.#records = [];
    const fresh = goesOn ? log.slice(this.#log.length) : log;
    for (const record of recordsOf(fresh)) this.#records.push(stepRecord(record));
    this.#log = log;
    return this.#records.slice();
  }
}
