/** What users bring along: their scripts, commands and tools, each started when it is first used. */
import type { Json } from "../base/json.ts";
import type { Failure, Plan } from "../plan/mod.ts";
import type { Ran, World } from "../engine/world.ts";
import type { Reaper } from "../tools/reaper.ts";
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
  /** Ends every process it started. */
  close(): Promise<void>;
}

const NOTHING = { read: [], write: [], net: [], run: [], env: [] };

/** Users' code of one run. What it gives is masked before anyone sees it. */
export function userCode({ plan, home: folder, tools, secrets, log }: UserCodeParts): UserCode {
  const permissions = plan?.permissions ?? NOTHING;
  let scripts: Promise<ScriptHost> | undefined, reaper: Promise<Reaper> | undefined;
  return {
    script: async (name, input, signal) => {
      scripts ??= import("../tools/script_host.ts").then(({ openScripts }) =>
        openScripts({ scripts: plan?.scripts ?? {}, permissions, folder })
      );
      const outcome = await (await scripts).call(name, input, { signal });
      if (outcome.logs) log(name, secrets.mask(outcome.logs));
      return outcome.ok ? value(outcome.value, secrets) : failed(outcome, secrets);
    },
    command: async (argv, options) => {
      const { runCommand } = await import("../tools/command.ts");
      reaper ??= import("../tools/reaper.ts").then(({ openReaper }) => openReaper());
      const outcome = await runCommand(argv, { folder, permissions, reaper: await reaper, ...options });
      return outcome.ok ? value(outcome.result, secrets) : failed(outcome, secrets);
    },
    tool: async (name, input, signal) => {
      const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
      if (!tool) {
        const message = `Cannot find the tool \`${name}\`: none of that name was handed to openLoom`;
        return failed({ code: "tool", message }, secrets);
      }
      try {
        return value(await tool.run(input, { signal }), secrets);
      } catch (error) {
        const masked = withoutSecrets(error, secrets), why = masked instanceof Error ? masked.message : String(masked);
        return failed({ code: "tool", message: `The tool \`${name}\` failed: ${why}` }, secrets);
      }
    },
    close: async () => {
      await (await scripts)?.close();
      await (await reaper)?.close();
    },
  };
}

function value<T>(found: T, secrets: Secrets): Ran<T> {
  return { ok: true, value: secrets.maskJson(found as Json) as T };
}

function failed({ code, message }: Failure, secrets: Secrets): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { code, message: secrets.mask(message) } };
}
