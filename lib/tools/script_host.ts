/**
 * Runs users' scripts in processes of their own, with what their spec grants and nothing else.
 *
 * What holds a script back is Deno's permission system, not the checks of the compiler: the modules are imported in a
 * way that asks for permission at every step, and only the pinned copy and the granted paths may be read. That holds
 * for computed imports, for imports with attributes, and for code made by `eval` or a package. A program that a script
 * is granted to run is not held back by anything.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { Permissions, PinnedScript } from "../plan/plan.ts";
import type { Environment } from "./clean_environment.ts";
import { ScriptDesk } from "./script_desk.ts";
import type { ScriptOutcome } from "./script_outcome.ts";
import { openWorkshop } from "./script_workshop.ts";
import type { Workshop } from "./script_workshop.ts";

/** Milliseconds a call may take unless told otherwise. */
export const SCRIPT_TIMEOUT = 30_000;

/** What scripts run with. */
export interface ScriptHostOptions {
  /** Scripts by the names they are called by. */
  readonly scripts: { readonly [name: string]: PinnedScript };
  /** What the spec grants. */
  readonly permissions: Permissions;
  /** The spec's folder: scripts run in it, and paths in grants start from it. */
  readonly folder: string;
  /** Path of the Deno executable. Default: the one we run in. */
  readonly denoPath?: string;
  /** Milliseconds a call may take, and a module to load. Default {@link SCRIPT_TIMEOUT}. */
  readonly timeoutMs?: number;
  /** The environment that PATH, HOME, LANG and the grants are taken from. Default: this process's. */
  readonly env?: Environment;
  /** Megabytes a script may hold in values, and again in buffers. Default 512. */
  readonly memory?: number;
  /** UTF-8 bytes a result may have as JSON. Default 1,048,576. */
  readonly maxResult?: number;
  /** UTF-16 code units of logs kept for each call. Default 65,536. */
  readonly maxLogs?: number;
}

/** Scripts, ready to be called. */
export interface ScriptHost {
  /**
   * Calls a script's function. Calls of one script share a process, which is started by the first and kept. Never
   * rejects for what a script does.
   *
   * @throws {TypeError} when there is no script of that name.
   */
  call(name: string, input: Json, options?: CallOptions): Promise<ScriptOutcome>;
  /** Gives up all calls, ends all processes, and removes every trace of them. */
  close(): Promise<void>;
}

/** How one call is made. */
export interface CallOptions {
  /** Gives the call up. */
  readonly signal?: AbortSignal;
  /** Milliseconds it may take. Default: the host's. */
  readonly timeout?: number;
}

/** Opens a host. Nothing is started or written before the first call. */
export function openScripts(options: ScriptHostOptions): ScriptHost {
  const settings = { timeoutMs: SCRIPT_TIMEOUT, memory: 512, maxResult: 1_048_576, maxLogs: 65_536, ...options };
  const desks = new Map<string, ScriptDesk>();
  let workshop: Promise<Workshop> | undefined, closed = false, ids = 0;

  function deskOf(name: string): ScriptDesk {
    const script = Object.hasOwn(options.scripts, name) ? options.scripts[name] : undefined;
    if (!script) throw new TypeError(`Cannot call the script \`${name}\`: there is none of that name`);
    const known = desks.get(name);
    if (known) return known;
    workshop ??= openWorkshop({ denoPath: Deno.execPath(), env: Deno.env.toObject(), ...settings });
    const desk = new ScriptDesk(script, workshop.then((shop) => shop.prepare(script)), settings);
    desks.set(name, desk);
    return desk;
  }

  return {
    call(name, input, { signal, timeout = settings.timeoutMs } = {}) {
      if (closed) throw new TypeError(`Cannot call the script \`${name}\`: the host is closed`);
      return deskOf(name).call({ id: ++ids, input, timeout }, signal);
    },
    async close() {
      closed = true;
      await Promise.all([...desks.values()].map((desk) => desk.close()));
      await workshop?.then((shop) => shop.close(), () => {});
    },
  };
}
