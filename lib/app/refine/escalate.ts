import type { Json } from "../../base/json.ts";
import { toJson } from "../../base/json.ts";
import { nameOfValue } from "../../plan/begin.ts";
import type { CodeRung, CodeStall } from "../../kinds/refine_code/code.ts";

/** A question to a person, as a rung of {@link escalate}. */
export interface AskRung {
  /** What is asked. */
  readonly ask: string;
}

/** When a loop is held to be stuck, and what is done then; see {@link escalate}. */
export interface Escalation extends CodeStall {
  /** Tells it from other options. */
  readonly escalates: true;
}

/**
 * Says when a loop is stuck and what is done about it: after `after` steps in a row without a better best the first of
 * `then` is done, after as many again the next. After the last one the run ends as `stalled`; without `then`, at once.
 *
 * - Any value: steps are handed it as `ctx.escalation` from then on, such as the name of a stronger model.
 * - `"ask"`, or `ask("question")`: a person is asked, durably. The answer becomes guidance; `stop` ends the run.
 * - `"fail"`: the run ends as `stalled`.
 *
 * @example
 * ```ts
 * import { ask, escalate } from "@loom/loom";
 * import assert from "node:assert/strict";
 *
 * const ladder = escalate({ after: 3, then: [{ model: "strong" }, ask("What is missing?"), "fail"] });
 * assert.deepEqual(ladder.then.map(({ rung }) => rung), ["value", "ask", "fail"]);
 * ```
 *
 * @param options `after`: steps, from 1 on. `minDelta`: what a best must be better by, default 0: better at all.
 * @throws {RangeError} for numbers out of range, a {@link NotJson} for values that cannot be kept.
 */
export function escalate(
  options: {
    readonly after: number;
    readonly minDelta?: number;
    readonly then?: readonly (Json | AskRung)[];
  },
): Escalation {
  const { after, minDelta = 0, then = [] } = options;
  if (!Number.isSafeInteger(after) || after < 1) {
    throw new RangeError(`Cannot escalate: \`after\` is ${nameOfValue(after)}; give a whole number from 1 on`);
  }
  if (!(typeof minDelta === "number" && minDelta >= 0 && minDelta < Infinity)) {
    throw new RangeError(`Cannot escalate: \`minDelta\` is ${nameOfValue(minDelta)}; give a number from 0 on`);
  }
  return { escalates: true, after, minDelta, then: then.map(rungOf) };
}

/** A question to a person, as one of the things that {@link escalate} does. */
export function ask(question: string): AskRung {
  return { ask: question };
}

function rungOf(rung: Json | AskRung): CodeRung {
  if (rung === "ask") return { rung: "ask" };
  if (rung === "fail") return { rung: "fail" };
  const { ask: question, ...more } = typeof rung === "object" && rung !== null ? rung as Partial<AskRung> : {};
  if (typeof question === "string" && Object.keys(more).length === 0) return { rung: "ask", question };
  return { rung: "value", value: toJson(rung) };
}
