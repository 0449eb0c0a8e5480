import { ModelError } from "../model.ts";
import { complaintOf } from "../remote/complaint.ts";
import { modelErrorOf } from "../remote/model_error_of.ts";
import { complained } from "../remote/refused.ts";

/** One whole answer, as an object that is no error. */
export async function ask(
  call: () => Promise<unknown>,
  { id, signal }: { readonly id: string; readonly signal: AbortSignal },
): Promise<{ readonly [key: string]: unknown }> {
  signal.throwIfAborted();
  let answer: unknown;
  try {
    answer = await call();
  } catch (error) {
    throw signal.aborted ? signal.reason : modelErrorOf(error, id);
  }
  if (typeof answer !== "object" || answer === null || Array.isArray(answer)) {
    throw new ModelError("malformed", `Cannot read the answer of \`${id}\`: it is no JSON object; it is asked again`, {
      status: 200,
    });
  }
  const fields = answer as { readonly [key: string]: unknown };
  if (fields["error"] || fields["object"] === "error") throw complained(complaintOf(fields), id);
  return fields;
}
