/**
 * The tools of a process as its world offers them: built-in ones over the workspace, those that the spec declares, and the
 * engine's own. What a call changes is recorded under the key of its step before it is made; a call that was cut off by a
 * kill is taken back before it is made again.
 *
 * @module
 */
import { relative } from "node:path";
import type { Json, JsonObject } from "../../base/json.ts";
import { unreachable } from "../../base/unreachable.ts";
import { GRACE } from "../../engine/world.ts";
import type { Ran } from "../../engine/world.ts";
import type { PlanTool, ProcessPlan, ToolCall } from "../../plan/mod.ts";
import type { RunHead, Store } from "../../store/store.ts";
import { isInside } from "../../tools/is_inside.ts";
import { lazyReaper } from "../../tools/lazy_reaper.ts";
import type { ScriptHost } from "../../tools/script_host.ts";
import type { Tool, ToolContext, ToolResult } from "../../tools/tool.ts";
import type { McpServers } from "../../tools/user/mcp_servers.ts";
import type { TakingBack } from "../changes/take_back.ts";
import { withoutSecrets } from "../masked_model.ts";
import type { LoomTool } from "../loom_options.ts";
import type { Secrets } from "../secrets.ts";
import type { Setup } from "../setup.ts";
import type { CallValues } from "./user_call.ts";

/** What the tools of one run are made of. */
export interface PlanToolsParts {
  /** Where the run is kept. */
  readonly store: Store;
  /** The run. */
  readonly run: RunHead;
  /** Its plan. */
  readonly plan: ProcessPlan;
  /** What it was given. */
  readonly setup: Setup;
  /** Tools that were handed to the loom. */
  readonly handed: { readonly [name: string]: LoomTool };
  /** Files that are neither recorded nor put back: those of the database. */
  readonly database: readonly string[];
  /** What to find and to mask. */
  readonly secrets: Secrets;
  /** The scripts of its plan. */
  readonly scripts: () => Promise<ScriptHost>;
  /** Takes what a script wrote beside its result. */
  readonly log: (script: string, text: string) => void;
}

/** The tools of one run, and how to end what they have started. */
export interface PlanTools {
  /** Calls a tool: its value is a {@link ToolResult}. */
  call(effect: ToolCall, signal: AbortSignal): Promise<Ran<Json>>;
  /** Ends servers and processes. */
  close(): Promise<void>;
}

/** The tools of a run. Nothing is loaded or started before it is used. */
export function planTools(parts: PlanToolsParts): PlanTools {
  return new Desk(parts);
}

class Desk implements PlanTools {
  readonly #parts: PlanToolsParts;
  readonly #workspace: string;
  /** Paths in the workspace that no snapshot holds. */
  readonly #without: readonly string[];
  #builtIn: Promise<ReadonlyMap<string, Tool>> | undefined;
  #engine: Promise<ReadonlyMap<string, Tool>> | undefined;
  #left: Promise<Set<string>> | undefined;
  readonly #reaper = lazyReaper();
  readonly #underway = new Set<Promise<unknown>>();
  #servers: McpServers | undefined;

  constructor(parts: PlanToolsParts) {
    this.#parts = parts;
    this.#workspace = parts.setup.workspace ?? parts.setup.folder;
    const inside = parts.database.filter((path) => isInside(path, this.#workspace));
    this.#without = inside.map((path) => relative(this.#workspace, path));
  }

  async call(effect: ToolCall, signal: AbortSignal): Promise<Ran<Json>> {
    const made = this.#make(effect, signal);
    this.#underway.add(made);
    try {
      return await made;
    } finally {
      this.#underway.delete(made);
    }
  }

  async #make(effect: ToolCall, signal: AbortSignal): Promise<Ran<Json>> {
    const { secrets } = this.#parts;
    try {
      await this.#takeBack(effect.key);
      const result = await this.#run(effect, signal);
      return { ok: true, value: secrets.maskJson(result as unknown as Json) };
    } catch (error) {
      const masked = withoutSecrets(error, secrets), why = masked instanceof Error ? masked.message : String(masked);
      return { ok: false, failure: { code: "tool", message: `The tool \`${effect.tool}\` failed: ${why}` } };
    }
  }

  /** Calls in the air were aborted by whoever made them; nothing of theirs may go on when the lease is given back. */
  async close(): Promise<void> {
    let late: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<void>((resolve) => late = setTimeout(resolve, GRACE));
    await Promise.race([Promise.all(this.#underway), over]);
    clearTimeout(late);
    await this.#servers?.close();
    await this.#reaper.close();
  }

  /** What a life that was killed had changed in the middle of a step is undone before anything else is done. */
  async #takeBack(key: string): Promise<void> {
    this.#left ??= this.#cutOff();
    const left = await this.#left;
    if (!left.has(key)) return;
    const { takeBack } = await import("../changes/take_back.ts");
    await takeBack(await this.#taking(), key);
    left.delete(key);
  }

  /** Keys of steps that have changed something; what commands have left in the middle is put back at once. */
  async #cutOff(): Promise<Set<string>> {
    const { store: { changes }, run: { id, lease } } = this.#parts;
    const [guards, stored] = await Promise.all([changes.guards(id), changes.list(id)]);
    if (lease.epoch > 1) await this.#sweep();
    if (guards.length > 0) {
      const { takeBackOpen } = await import("../changes/take_back.ts");
      await takeBackOpen(await this.#taking());
    }
    return new Set(stored.map(({ by }) => by));
  }

  /** What was written and not put in its place by lives that were killed. */
  async #sweep(): Promise<void> {
    const { workspace, signal } = await this.#taking();
    (await import("../../tools/workspace/sweep_staged.ts")).sweepStaged(workspace, signal);
  }

  async #taking(): Promise<TakingBack> {
    const { store, run } = this.#parts, { openWorkspace } = await import("../../tools/workspace/workspace.ts");
    return {
      store,
      run: run.id,
      epoch: run.lease.epoch,
      workspace: await openWorkspace(this.#workspace),
      signal: new AbortController().signal,
    };
  }

  async #run({ tool: name, input, key }: ToolCall, signal: AbortSignal): Promise<ToolResult> {
    const { plan, handed } = this.#parts, given = asObject(input);
    if (!given) return { ok: false, code: "invalid", message: `Cannot call \`${name}\`: give it a map of arguments` };
    const tool = Object.hasOwn(plan.tools, name) ? plan.tools[name] : undefined;
    if (!tool) return await this.#built(name, { key, given, signal });
    switch (tool.by) {
      case "built-in":
        return await this.#built(tool.facts.name, { key, given, signal });
      case "library":
        return await callHanded(handed, tool, { given, signal });
      case "command":
      case "http":
      case "script":
      case "mcp":
        return await this.#user(tool, { key, given, signal });
      default:
        return unreachable(tool);
    }
  }

  /** One of Loom's own, also those that no model is offered. */
  async #built(name: string, { key, given, signal }: Calling): Promise<ToolResult> {
    const { store, run } = this.#parts;
    if (name === "conversation_recall") return await (await import("./recall.ts")).recall(store, run, given);
    const tool = (await this.#offered()).get(name) ?? (await this.#own()).get(name);
    if (!tool) {
      return {
        ok: false,
        code: "missing",
        message: `Cannot find the tool \`${name}\`: the plan has none of that name`,
      };
    }
    return await tool.run(given, await this.#context(key, { signal, timeout: timeoutOf(tool, given) }));
  }

  /** Those that models may be offered. */
  async #offered(): Promise<ReadonlyMap<string, Tool>> {
    const { plan: { permissions }, setup: { home } } = this.#parts;
    return await (this.#builtIn ??= import("./built_in_tools.ts").then(async ({ builtInTools }) =>
      byName(await builtInTools({ permissions, home, without: this.#without, reaper: this.#reaper }))
    ));
  }

  /** Those of the engine alone. */
  async #own(): Promise<ReadonlyMap<string, Tool>> {
    const { plan: { permissions }, setup: { home } } = this.#parts;
    return await (this.#engine ??= import("./built_in_tools.ts").then(async ({ engineTools }) =>
      byName(await engineTools({ permissions, home, without: this.#without, reaper: this.#reaper }))
    ));
  }

  async #user(tool: UserTool, { key, given, signal }: Calling): Promise<ToolResult> {
    const { plan, setup, secrets, scripts, log } = this.#parts;
    const { callUserTool } = await import("./user_call.ts");
    const values: CallValues = { inputs: setup.inputs, run: setup.run, spec: { name: plan.name } };
    return await callUserTool(tool, {
      key,
      given,
      signal,
      values,
      plan,
      home: setup.home,
      context: await this.#context(key, { signal, timeout: tool.facts.timeout }),
      secret: (ref) => secrets.find(ref),
      scripts,
      servers: () => this.#mcp(),
      reaper: this.#reaper,
      without: this.#without,
      log,
    });
  }

  async #context(
    key: string,
    { signal, timeout }: { readonly signal: AbortSignal; readonly timeout: number },
  ): Promise<ToolContext> {
    const { store, run } = this.#parts, { storedChanges } = await import("../changes/stored_changes.ts");
    return {
      workspace: this.#workspace,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
      changes: storedChanges({ store, run: run.id, epoch: run.lease.epoch }).log(key),
    };
  }

  async #mcp(): Promise<McpServers> {
    const { plan: { servers, permissions }, setup: { home: folder }, secrets } = this.#parts;
    const { openMcpServers } = await import("../../tools/user/mcp_servers.ts");
    return this.#servers ??= openMcpServers({ servers, permissions, folder, secret: (ref) => secrets.find(ref) });
  }
}

function byName(tools: readonly Tool[]): ReadonlyMap<string, Tool> {
  return new Map(tools.map((tool) => [tool.name, tool]));
}

/** A call that is about to be made. */
interface Calling {
  readonly key: string;
  readonly given: JsonObject;
  readonly signal: AbortSignal;
}

type UserTool = Extract<PlanTool, { readonly by: "command" | "http" | "script" | "mcp" }>;

/** The longest time a call may be given, in milliseconds. */
const LONGEST = 24 * 60 * 60_000;

/** A tool that runs programs may be told how long one may take. */
function timeoutOf({ timeout, acts }: Tool, { timeout: asked }: JsonObject): number {
  if (!acts.includes("run") || typeof asked !== "number" || !(asked > 0)) return timeout;
  return Math.min(LONGEST, Math.max(timeout, asked));
}

/** A tool of a library user gives what it likes: what it throws has failed. */
async function callHanded(
  handed: { readonly [name: string]: LoomTool },
  { facts: { name } }: Extract<PlanTool, { readonly by: "library" }>,
  { given, signal }: Omit<Calling, "key">,
): Promise<ToolResult> {
  const tool = Object.hasOwn(handed, name) ? handed[name] : undefined;
  if (!tool) return { ok: false, code: "missing", message: `Cannot find the tool \`${name}\`: hand it to openLoom` };
  const data = await tool.run(given, { signal });
  return { ok: true, output: typeof data === "string" ? data : JSON.stringify(data), data };
}

function asObject(value: Json): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as JsonObject : undefined;
}
