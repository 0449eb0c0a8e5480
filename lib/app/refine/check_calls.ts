import type { Fields, Rule } from "../check_fields.ts";
import { checkFields, TEXT, YES_OR_NO } from "../check_fields.ts";
import { checkName } from "../check_options.ts";
import { BUDGET } from "./check_refine.ts";
import { nestHere } from "./nest.ts";
import type { RefineCall, RefineResume } from "./refiner.ts";

const SIGNAL: Rule = { expected: "an AbortSignal", is: (value) => value instanceof AbortSignal };

const CALL: { readonly [K in keyof RefineCall]-?: Rule } & Fields = { name: TEXT, signal: SIGNAL };

const RESUME: { readonly [K in keyof RefineResume]-?: Rule } & Fields = {
  addBudget: { fields: BUDGET },
  adopt: YES_OR_NO,
  signal: SIGNAL,
};

/** Throws for options of a call that do not hold, and inside a step of another loop. */
export function checkCall(call: { readonly [K in keyof RefineCall]: RefineCall[K] | undefined }, loop: string): void {
  checkFields(`Cannot run \`${loop}\``, call, CALL);
  checkOutside("start", loop);
  call.signal?.throwIfAborted();
}

/** The same for those of a resume. */
export function checkResume(runId: string, how: RefineResume, loop: string): void {
  checkName(runId);
  checkFields(`Cannot resume a run of \`${loop}\``, how, RESUME);
  checkOutside("resume", loop);
  how.signal?.throwIfAborted();
}

function checkOutside(verb: string, loop: string): void {
  const nest = nestHere();
  if (!nest) return;
  throw new RangeError(
    `Cannot ${verb} \`${loop}\` inside a step of \`${nest.run.name}\`: call it, and it is a run inside that one`,
  );
}
