/** What users bring along: their scripts, commands and tools, each started when it is first used. */
import type { Json } from "../base/json.ts";
import type { Failure, Permissions, Plan } from "../plan/mod.ts";
import type { Ran, World } from "../engine/world.ts";
import { callClock } from "../tools/call_clock.ts";
import { unlessLate } from "../tools/call_in_time.ts";
import type { CommandOutcome } from "../tools/command.ts";
import type { Reaper } from "../tools/reaper.ts";
import type { ScratchRoom } from "../tools/scratch.ts";
import type { ScriptHost } from "../tools/script_host.ts";
import { withoutSecrets } from "./masked_model.ts";
import type { LoomTool } from "./loom_options.ts";
import type { Secrets } from "./secrets.ts";

/** What users' code runs with. */
export interface UserCodeParts {
  /** Holds scripts and permissions; without one there are none. */
  readonly plan: Plan | undefined;
  /** The folder it runs in. */
  readonly home: string;
  /** Tools by name. */
  readonly tools: { readonly [name: string]: LoomTool };
  /** What to mask. */
  readonly secrets: Secrets;
  /** Takes what a script wrote beside its result. */
  readonly log: (script: string, text: string) => void;
}

/** Users' code as a world offers it, and how to end it. */
export interface UserCode extends Pick<World, "script" | "command" | "tool"> {
  /** Where scripts run, started when it is first asked for. */
  scripts(): Promise<ScriptHost>;
  /** Ends every process it started. */
  close(): Promise<void>;
}

const NOTHING = { read: [], write: [], net: [], run: [], env: [] };

/** Users' code of one run. What it gives is masked before anyone sees it. */
export function userCode({ plan, home: folder, tools, secrets, log }: UserCodeParts): UserCode {
  const permissions = plan?.permissions ?? NOTHING;
  const commands = commandRunner({ folder, permissions });
  let scripts: Promise<ScriptHost> | undefined;
  const open = () =>
    scripts ??= import("../tools/script_host.ts").then(({ openScripts }) =>
      openScripts({ scripts: plan?.scripts ?? {}, permissions, folder })
    );
  return {
    scripts: open,
    script: async (name, input, signal) => {
      const outcome = await (await open()).call(name, input, { signal });
      if (outcome.logs) log(name, secrets.mask(outcome.logs));
      return outcome.ok ? value(outcome.value, secrets) : failed(outcome, secrets);
    },
    command: async (argv, options) => {
      const outcome = await commands.run(argv, options);
      return outcome.ok ? value(outcome.result, secrets) : failed(outcome, secrets);
    },
    tool: async ({ tool: name, input }, signal) => {
      const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
      if (!tool) {
        const message = `Cannot find the tool \`${name}\`: none of that name was handed to openLoom`;
        return failed({ code: "tool", message }, secrets);
      }
      try {
        return value(await runTool(tool, input, signal), secrets);
      } catch (error) {
        const masked = withoutSecrets(error, secrets), why = masked instanceof Error ? masked.message : String(masked);
        return failed({ code: "tool", message: `The tool \`${name}\` failed: ${why}` }, secrets);
      }
    },
    close: async () => {
      await (await scripts)?.close();
      await commands.close();
    },
  };
}

/** Calls a tool within its time, where it has one. */
async function runTool(tool: LoomTool, input: Json, signal: AbortSignal): Promise<Json> {
  if (tool.timeout === undefined) return await tool.run(input, { signal });
  using clock = callClock(tool.timeout, signal);
  return await unlessLate(clock.signal, async () => await tool.run(input, { signal: clock.signal }));
}

/** Runs commands, in the spec's folder or in one of their own; whoever clears up after them is there from the first. */
function commandRunner(terms: { readonly folder: string; readonly permissions: Permissions }): {
  run(...[argv, options]: Parameters<World["command"]>): Promise<CommandOutcome>;
  close(): Promise<void>;
} {
  let reaper: Promise<Reaper> | undefined, room: Promise<ScratchRoom> | undefined;
  return {
    run: async (argv, { scratch, ...options }) => {
      if (scratch === undefined) {
        const { runCommand } = await import("../tools/command.ts");
        reaper ??= import("../tools/reaper.ts").then(({ openReaper }) => openReaper());
        return await runCommand(argv, { ...terms, ...options, reaper: await reaper });
      }
      const { openScratchRoom, runInScratch } = await import("../tools/scratch.ts");
      room ??= openScratchRoom();
      return await runInScratch(argv, { ...terms, ...options, scratch, room: await room });
    },
    close: async () => {
      await (await reaper)?.close();
      await (await room)?.close();
    },
  };
}

function value<T>(found: T, secrets: Secrets): Ran<T> {
  return { ok: true, value: secrets.maskJson(found as Json) as T };
}

function failed({ code, message }: Failure, secrets: Secrets): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { code, message: secrets.mask(message) } };
}
