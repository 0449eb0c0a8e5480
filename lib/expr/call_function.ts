import type { Json } from "../base/json.ts";
import { conforms } from "./conforms.ts";
import { describe } from "./describe.ts";
import { Failure } from "./failure.ts";
import { PURE } from "./functions.ts";
import { spend, spendText } from "./meter.ts";
import type { Meter } from "./meter.ts";
import { finite } from "./operators.ts";
import type { Fn, Functions, Param } from "./signature.ts";
import { isList, oneOf } from "./types.ts";

/** A function by name, and what it is given. */
export interface FunctionCall {
  /** The name. */
  readonly name: string;
  /** The arguments, evaluated. */
  readonly args: readonly Json[];
}

/**
 * Calls a function: one of these, or else a pure one of the language. Arguments are held against the signature even after a check: what was `any` then is known only now.
 *
 * @throws {Failure} for an unknown function, arguments it does not take and a number that is not finite.
 */
export function callFunction(functions: Functions, { name, args }: FunctionCall, meter: Meter): Json {
  const found = own(functions, name) ?? own(PURE, name);
  if (!found) throw new Failure(`the function \`${name}\` is not available here`);
  const { params, required = params.length, rest } = found;
  if (args.length < required || (!rest && args.length > params.length)) {
    throw new Failure(`\`${name}\` cannot take ${args.length} arguments`);
  }
  args.forEach((arg, i) => checkArgument(name, { param: params[Math.min(i, params.length - 1)], arg, meter }));
  return checkedResult(found, { name, args }, meter);
}

function own(functions: Functions, name: string): Fn | undefined {
  return Object.hasOwn(functions, name) ? functions[name] : undefined;
}

function checkArgument(
  name: string,
  { param, arg, meter }: { param: Param | undefined; arg: Json; meter: Meter },
): void {
  if (typeof arg === "string") spendText(meter, arg.length);
  else if (arg !== null && typeof arg === "object" && isList(arg)) spend(meter, arg.length);
  if (!param || param.accepts.some((type) => !conforms(type, arg))) return;
  throw new Failure(`\`${param.name}\` of \`${name}\` must be ${oneOf(param.accepts)}, not ${describe(arg)}`);
}

function checkedResult(found: Fn, { name, args }: FunctionCall, meter: Meter): Json {
  const result = found.call(args, meter);
  return typeof result === "number" ? finite(result, () => `${name}(${args.map(describe).join(", ")})`) : result;
}
