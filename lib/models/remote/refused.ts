import { ModelError } from "../model.ts";
import type { Complaint } from "./complaint.ts";
import { ADVICE, failureOfComplaint, failureOfStatus } from "./failure_kind.ts";
import { pauseTold, resetTold } from "./retry_after.ts";

/** An answer that is no success. */
export interface Refusal {
  /** `provider/model`. */
  readonly id: string;
  /** Who answered. */
  readonly host: string;
  /** HTTP status. */
  readonly status: number;
  /** Headers of the answer. */
  readonly headers: Headers;
  /** What its body says. */
  readonly complaint: Complaint;
}

/** Who stands between gave up waiting: the provider itself may still be at it. */
const GATEWAY_TIMEOUTS: readonly number[] = [504, 524];

/** The error of an answer that is no success. */
export function refused({ id, host, status, headers, complaint }: Refusal): ModelError {
  const failure = failureOfStatus(status, complaint), { words } = complaint;
  const told = words === "" ? "" : ` and says: ${words}`;
  const wait = failure === "rate" ? pauseTold(headers) ?? resetTold(headers) : pauseTold(headers);
  return new ModelError(failure, `Cannot ask \`${id}\`: ${host} answers ${status}${told}; ${ADVICE[failure]}`, {
    status,
    mayBill: GATEWAY_TIMEOUTS.includes(status),
    ...(wait === undefined ? {} : { retryAfter: wait }),
  });
}

/** The error of an answer that points elsewhere: it is not followed, for the key was not meant for that place. */
export function redirected(
  { id, host, status, location }: {
    readonly id: string;
    readonly host: string;
    readonly status: number;
    readonly location: string;
  },
): ModelError {
  const where = URL.canParse(location, `https://${host}`) ? new URL(location, `https://${host}`) : undefined;
  // Not the path: keys stand in the paths of some addresses.
  const to = location === "" || !where
    ? "elsewhere"
    : where.host === host
    ? "to another place there"
    : `to ${where.origin}`;
  const message = `Cannot ask \`${id}\`: ${host} answers ${status} and points ${to}; ` +
    "set `base_url` of the model to where the provider is, for keys follow no redirect";
  return new ModelError("request", message, { status });
}

/** The error of a complaint inside an answer that began as a success. */
export function complained(complaint: Complaint, id: string): ModelError {
  const failure = failureOfComplaint(complaint), words = complaint.words || "without saying why";
  return new ModelError(failure, `The answer of \`${id}\` broke off: ${words}; ${ADVICE[failure]}`, {
    status: 200,
    mayBill: true,
  });
}
