import { ModelError } from "../model.ts";
import { complaintOf } from "./complaint.ts";
import { complained } from "./refused.ts";

/** How many causes are looked at. */
const DEPTH = 8;

/**
 * What an SDK threw, as a {@link ModelError}: the one that the guarded fetch threw below it, or what the SDK's own error
 * means. Reasons of an abort stay as they are, and so does everything that is no error of a call.
 */
export function modelErrorOf(error: unknown, id: string): unknown {
  const chain = causesOf(error), found = chain.find((one) => one instanceof ModelError);
  if (found) return found;
  const broken = chain.find((one) => one instanceof SyntaxError);
  if (broken) {
    return new ModelError("malformed", `Cannot read the answer of \`${id}\`: it is not JSON; it is asked again`);
  }
  if (!(error instanceof Error) || isAbort(error)) return error;
  const told = (error as { readonly error?: unknown }).error;
  if (told !== undefined && told !== null) return complained(complaintOf({ error: told }), id);
  return isOfAnSdk(error)
    ? new ModelError("request", `Cannot ask \`${id}\`: ${error.message}`, { cause: error })
    : error;
}

function causesOf(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  for (let at = error; at instanceof Error && chain.length < DEPTH; at = at.cause) chain.push(at);
  return chain;
}

function isAbort({ name, constructor }: Error): boolean {
  return name === "AbortError" || name === "TimeoutError" || constructor.name === "APIUserAbortError";
}

/** Errors of the SDKs have classes of their own; what is thrown by the language or by us is a mistake of ours. */
function isOfAnSdk(error: Error): boolean {
  return !(error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError);
}
