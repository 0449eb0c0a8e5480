import { formatDuration } from "../../base/duration.ts";
import { ModelError } from "../model.ts";

/** Whose call is watched, and how long it may be silent. */
export interface Watched {
  /** `provider/model`, for messages. */
  readonly id: string;
  /** Who answers. */
  readonly host: string;
  /** Milliseconds without a sign of life. */
  readonly idle: number;
}

/** Aborts work that stays silent for too long. */
export interface Watch {
  /** Aborted by the caller or by silence. */
  readonly signal: AbortSignal;
  /** Waits for one sign of life; `status` once there is one. */
  during<T>(work: () => Promise<T>, status?: number): Promise<T>;
}

/** Watches over a call that `outer` may abort. */
export function watchOf(outer: AbortSignal | null, at: Watched): Watch {
  const own = new AbortController(), signal = outer ? AbortSignal.any([outer, own.signal]) : own.signal;
  return {
    signal,
    async during(work, status) {
      const timer = setTimeout(() => own.abort(silence(at, status)), at.idle);
      try {
        return await work();
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

function silence({ id, host, idle }: Watched, status: number | undefined): ModelError {
  const message = `Cannot wait for \`${id}\` any longer: nothing has come from ${host} for ${formatDuration(idle)}; ` +
    "it is asked again, and `timeout` of the model says how long to wait";
  return new ModelError("server", message, { mayBill: true, ...(status === undefined ? {} : { status }) });
}
