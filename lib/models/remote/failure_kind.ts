import type { ModelFailure } from "../model.ts";
import type { Complaint } from "./complaint.ts";

/** What to do about each kind of failure, as the end of a sentence. */
export const ADVICE: Readonly<Record<ModelFailure, string>> = {
  rate: "it is asked again; a lower `concurrency` of the model asks less often",
  server: "it is asked again",
  network: "it is asked again until the network is back",
  malformed: "it is asked again",
  auth: "check that the `key` of the model is one the provider accepts",
  money: "add credit with the provider, then go on",
  request: "change what is asked: the prompt or the settings of the model",
  model: "check the name of the model and its `base_url`",
};

/** Names that providers have for what is wrong, surest first. */
const NAMES: readonly (readonly [RegExp, ModelFailure])[] = [
  [/billing|insufficient_(?:quota|credit|balance|fund)|payment_required|credit_exhausted|spend_limit/, "money"],
  [/rate_?limit|too_many_requests|resource_exhausted/, "rate"],
  [/model_not_found|not_?found/, "model"],
  [/authentication|api_key|permission|unauthorized|unauthenticated|forbidden/, "auth"],
  [/overloaded|server_error|internal|unavailable|timeout|api_error/, "server"],
  [/invalid|bad_?request|context_length|content_filter|unprocessable/, "request"],
];

/** The kind of failure that an HTTP status and what came with it mean. */
export function failureOfStatus(status: number, { words, codes }: Complaint): ModelFailure {
  const wantsMoney = codes.some((code) => named(code) === "money") || /credit balance is too low/i.test(words);
  if (status === 402 || ((status === 429 || status === 400 || status === 403) && wantsMoney)) return "money";
  if (status === 429) return "rate";
  if (status === 408 || status === 409 || status >= 500) return "server";
  if (status === 401 || status === 403) return "auth";
  return status === 404 ? "model" : "request";
}

/** The kind of failure that is told inside an answer; what nobody has a name for is the provider's own trouble. */
export function failureOfComplaint(complaint: Complaint): ModelFailure {
  if (complaint.status !== undefined) return failureOfStatus(complaint.status, complaint);
  return complaint.codes.map(named).find((failure) => failure !== undefined) ?? "server";
}

function named(code: string): ModelFailure | undefined {
  return NAMES.find(([name]) => name.test(code))?.[1];
}
