/** Calls of tools that a spec declares: their templates are rendered here, each of them once. */
import type { Json, JsonObject } from "../../base/json.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { Values } from "../../expr/evaluate.ts";
import { renderText } from "../../expr/template.ts";
import type { PlanTool, ProcessPlan, SecretRef } from "../../plan/mod.ts";
import { runCommand } from "../../tools/command.ts";
import type { Reaper } from "../../tools/reaper.ts";
import type { ScriptHost } from "../../tools/script_host.ts";
import { changedPaths } from "../../tools/snapshot/changed_paths.ts";
import { guarded } from "../../tools/snapshot/guarded.ts";
import type { SnapshotOptions } from "../../tools/snapshot/take_snapshot.ts";
import type { Change, ToolContext, ToolResult } from "../../tools/tool.ts";
import { checkInput } from "../../tools/user/check_input.ts";
import { callCommandTool } from "../../tools/user/command_tool.ts";
import type { RunIn } from "../../tools/user/command_tool.ts";
import type { McpServers } from "../../tools/user/mcp_servers.ts";
import { openWorkspace } from "../../tools/workspace/workspace.ts";

/** What templates of a tool may speak of beside its arguments. */
export interface CallValues {
  readonly inputs: JsonObject;
  readonly run: { readonly name: string; readonly date: string };
  readonly spec: { readonly name: string };
}

/** What a call needs. */
export interface UserCall {
  /** Key of the step. */
  readonly key: string;
  /** The arguments. */
  readonly given: JsonObject;
  /** Gives the call up. */
  readonly signal: AbortSignal;
  /** What templates may speak of. */
  readonly values: CallValues;
  readonly plan: ProcessPlan;
  /** The spec's folder. */
  readonly home: string;
  readonly context: ToolContext;
  readonly secret: (ref: SecretRef) => Promise<string>;
  readonly scripts: () => Promise<ScriptHost>;
  readonly servers: () => Promise<McpServers>;
  readonly reaper: Reaper;
  /** What is taken down of the workspace before a program runs, so that what it changes can be undone. */
  readonly snapshot: SnapshotOptions;
  readonly log: (script: string, text: string) => void;
}

type UserTool = Extract<PlanTool, { readonly by: "command" | "http" | "script" | "mcp" }>;
type OfKind<B extends UserTool["by"]> = Extract<UserTool, { readonly by: B }>;

/** Calls a tool that the spec declares; arguments that do not fit are told. */
export async function callUserTool(tool: UserTool, call: UserCall): Promise<ToolResult> {
  const checked = checkInput(tool.facts, call.given);
  if (!checked.ok) {
    return {
      ok: false,
      code: "invalid",
      message: `Cannot call \`${tool.facts.name}\`: ${checked.problems.join("; ")}`,
    };
  }
  const fit = { ...call, given: checked.input };
  switch (tool.by) {
    case "command":
      return await byCommand(tool, fit);
    case "http":
      return await byHttp(tool, fit);
    case "script": {
      const { callScriptTool } = await import("../../tools/user/script_tool.ts"), { signal, log } = fit;
      const terms = { scripts: await fit.scripts(), signal, log: (text: string) => log(tool.script, text) };
      return await callScriptTool({ facts: tool.facts, script: tool.script, input: fit.given }, terms);
    }
    case "mcp": {
      const { callMcpTool } = await import("../../tools/user/mcp_client.ts");
      return await callMcpTool(await fit.servers(), { ...tool, input: fit.given }, { signal: fit.signal });
    }
    default:
      return unreachable(tool);
  }
}

function scopeOf({ values, given }: UserCall): Values {
  return { ...values, with: given } as unknown as Values;
}

/** What a program changes in the workspace is recorded as that of any tool. */
async function byCommand({ facts, argv, stdin, reads }: OfKind<"command">, call: UserCall): Promise<ToolResult> {
  const { context, plan: { permissions }, home, signal, snapshot } = call,
    scope = scopeOf(call),
    made: Change[] = [];
  const runIn: RunIn = async (argv, options) => {
    const workspace = await openWorkspace(context.workspace);
    const { value, changes } = await guarded(
      { workspace, log: context.changes, snapshot, signal },
      () => runCommand(argv, options),
    );
    made.push(...changes);
    return value;
  };
  const result = await callCommandTool({
    name: facts.name,
    argv: argv.map((argument) => renderText(argument, scope)),
    stdin: stdin === undefined ? undefined : renderText(stdin, scope),
    reads,
  }, {
    folder: home,
    workspace: context.workspace,
    permissions,
    reaper: call.reaper,
    signal,
    timeout: facts.timeout,
    ...(facts.acts.includes("write") || facts.acts.includes("run") ? { runIn } : {}),
  });
  const changed = changedPaths(made);
  return result.ok && changed.length > 0 ? { ...result, changed } : result;
}

async function byHttp({ facts, request }: OfKind<"http">, call: UserCall): Promise<ToolResult> {
  const { method, url, query, headers, body, reads } = request, scope = scopeOf(call);
  const filled = (value: string | SecretRef) => typeof value === "string" ? renderText(value, scope) : value;
  const all = (map: { readonly [name: string]: string | SecretRef }) =>
    Object.fromEntries(Object.entries(map).map(([name, value]) => [name, filled(value)]));
  const { callHttpTool } = await import("../../tools/user/http_tool.ts");
  return await callHttpTool({
    name: facts.name,
    method,
    url: filled(url),
    query: query && all(query),
    headers: all(headers),
    body: body && { as: body, value: bodyOf(call.given) },
    reads,
    key: call.key,
  }, { net: call.plan.permissions.net, secret: call.secret, timeout: facts.timeout, signal: call.signal });
}

/** The argument `body` where there is one, else all arguments. */
function bodyOf(given: JsonObject): Json {
  return Object.hasOwn(given, "body") ? given["body"]! : given;
}
