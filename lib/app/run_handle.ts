import type { Json } from "../base/json.ts";
import { usd } from "../base/money.ts";
import type { Driving } from "../engine/host.ts";
import type { EndKind, Failure } from "../plan/mod.ts";
import type { Store } from "../store/store.ts";
import type { Unheard } from "./observer.ts";
import type { Unsaved } from "./saver.ts";

/** How a run came to rest. */
export interface RunEnd {
  /** Name of the run. */
  readonly run: string;
  /** How it ended; `paused` when it was stopped on purpose and can be resumed. */
  readonly kind: EndKind | "paused";
  /** One sentence that explains it. */
  readonly reason: string;
  /** What it is worth: the plan's outputs, or what the program returned or last committed. */
  readonly outputs: Json;
  /** Why it failed, when it did. */
  readonly failure?: Failure;
  /** Where its text could not be saved and why, when it could not; a resume tries again. */
  readonly unsaved?: Unsaved;
  /** Where the function `on` of the loom failed first, when it did; the run is as good as without it. */
  readonly unheard?: Unheard;
  /** What it has spent in all its lives: dollars, tokens, calls. */
  readonly spent: { readonly usd: number; readonly tokens: number; readonly calls: number };
}

/** A run that is being driven in this process. */
export interface RunHandle {
  /** Name of the run: what every command and call takes. */
  readonly name: string;
  /** How it came to rest. Rejects only when it could not go on: the database failed, or another process took over. */
  readonly end: Promise<RunEnd>;
  /** Lets the calls in the air finish, then rests; a resume goes on. `abort` ends them instead. */
  pause(options?: { readonly abort?: boolean }): void;
  /** Ends it for good. */
  cancel(reason?: string): void;
}

/** What a handle tells of beside the driving itself. */
export interface Told {
  /** Name of the run. */
  readonly name: string;
  /** Where it is kept. */
  readonly store: Store;
  /** Number of the run. */
  readonly run: number;
  /** What the last save failed for. */
  readonly unsaved: () => Unsaved | undefined;
  /** What its observer failed for. */
  readonly unheard: () => Unheard | undefined;
}

/** A handle on what is being driven. */
export function handleOf(driving: Driving, { name, store, run, ...told }: Told): RunHandle {
  const end = driving.rest.then(async (rest): Promise<RunEnd> => {
    const { ledger: { spent } } = await store.run(run), unsaved = told.unsaved(), unheard = told.unheard();
    const known = {
      run: name,
      spent: { usd: usd(spent.usd), tokens: spent.tokens, calls: spent.calls },
      ...(unsaved === undefined ? {} : { unsaved }),
      ...(unheard === undefined ? {} : { unheard }),
    };
    if (rest.rest !== "ended") {
      return { ...known, kind: "paused", reason: "stopped; resume it to go on", outputs: null };
    }
    const { kind, reason, failure } = rest.end;
    return { ...known, kind, reason, outputs: rest.outputs, ...(failure ? { failure } : {}) };
  });
  // Whoever only follows events never looks at the end.
  end.catch(() => {});
  return {
    name,
    end,
    pause: ({ abort = false } = {}) => driving.stop({ stop: "pause", abort }),
    cancel: (reason = "cancelled") => driving.stop({ stop: "cancel", reason }),
  };
}
