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

/**
 * Watches over a call that `outer` may abort. It ends the waiting itself: signals that are made of others are held weakly,
 * and an abort that has to pass through several of them may reach nobody once garbage was collected.
 */
export function watchOf(outer: AbortSignal | null, at: Watched): Watch {
  const own = new AbortController(), { signal } = own;
  if (outer?.aborted) own.abort(outer.reason);
  outer?.addEventListener("abort", () => own.abort(outer.reason), { once: true });
  return {
    signal,
    async during(work, status) {
      const { promise: given, reject: giveUp } = Promise.withResolvers<never>();
      signal.throwIfAborted();
      const end = () => giveUp(signal.reason), timer = setTimeout(() => own.abort(silence(at, status)), at.idle);
      signal.addEventListener("abort", end, { once: true });
      try {
        return await Promise.race([work(), given]);
      } finally {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
      }
    },
  };
}

function silence({ id, host, idle }: Watched, status: number | undefined): ModelError {
  const message = `Cannot wait for \`${id}\` any longer: nothing has come from ${host} for ${formatDuration(idle)}; ` +
    "it is asked again, and `timeout` of the model says how long to wait";
  return new ModelError("server", message, { mayBill: true, ...(status === undefined ? {} : { status }) });
}
