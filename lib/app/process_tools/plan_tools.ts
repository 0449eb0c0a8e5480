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
import { isObject } from "../../base/is_object.ts";
import { ENGINE_TOOLS } from "../../plan/engine_tools.ts";
import type { PlanTool, ProcessPlan, ToolCall, ToolFacts } from "../../plan/mod.ts";
import type { RunHead, Store } from "../../store/store.ts";
import { isInside } from "../../tools/is_inside.ts";
import { callInTime, unlessLate } from "../../tools/call_in_time.ts";
import { lazyReaper } from "../../tools/lazy_reaper.ts";
import type { ScriptHost } from "../../tools/script_host.ts";
import type { SnapshotOptions } from "../../tools/snapshot/take_snapshot.ts";
import type { Tool, ToolContext, ToolResult } from "../../tools/tool.ts";
import type { McpServers } from "../../tools/user/mcp_servers.ts";
import { no } from "../../tools/user/tool_output.ts";
import type { TakenBack, TakingBack } from "../changes/take_back.ts";
import { takenBackWords } from "../changes/taken_back_words.ts";
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
  /** What snapshots of the workspace hold. */
  readonly #snapshot: SnapshotOptions;
  #builtIn: Promise<ReadonlyMap<string, Tool>> | undefined;
  #engine: Promise<ReadonlyMap<string, Tool>> | undefined;
  #left: Promise<Set<string>> | undefined;
  /** Aborted when nothing of this may go on: the lease is given back after that. */
  readonly #ended = new AbortController();
  readonly #reaper = lazyReaper();
  readonly #underway = new Set<Promise<unknown>>();
  #servers: McpServers | undefined;

  constructor(parts: PlanToolsParts) {
    this.#parts = parts;
    this.#workspace = parts.setup.workspace ?? parts.setup.folder;
    const inside = parts.database.filter((path) => isInside(path, this.#workspace));
    const { without: patterns = [], ...kept } = parts.plan.snapshot ?? {};
    this.#snapshot = { ...kept, patterns, without: inside.map((path) => relative(this.#workspace, path)) };
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
    // That it cannot be is no result for a model: the run rests until people have mended it.
    await this.#takeBack(effect.key);
    try {
      const result = await this.#run(effect, signal);
      return { ok: true, value: secrets.maskJson(result as unknown as Json) };
    } catch (error) {
      const masked = withoutSecrets(error, secrets), why = masked instanceof Error ? masked.message : String(masked);
      return { ok: false, failure: { code: "tool", message: `The tool \`${effect.tool}\` failed: ${why}` } };
    }
  }

  /** Calls in the air were aborted by whoever made them; nothing of theirs may go on when the lease is given back. */
  async close(): Promise<void> {
    this.#ended.abort();
    let late: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<void>((resolve) => late = setTimeout(resolve, GRACE));
    await Promise.race([Promise.allSettled(this.#underway), over]);
    clearTimeout(late);
    await this.#servers?.close();
    await this.#reaper.close();
  }

  /** What a life that was killed had changed in the middle of a step is undone before anything else is done. */
  async #takeBack(key: string): Promise<void> {
    const { takeBack, takeBackOpen } = await import("../changes/take_back.ts");
    try {
      // Looked for once, for what this life does itself comes after that; one that has failed is tried again.
      const left = await (this.#left ??= this.#cutOff(takeBackOpen).catch((error) => {
        this.#left = undefined;
        throw error;
      }));
      if (!left.has(key)) return;
      this.#tell(await takeBack(await this.#taking(), key));
      left.delete(key);
    } catch (error) {
      throw (await import("../changes/not_taken_back.ts")).notTakenBack(this.#parts.run, error);
    }
  }

  /** Keys of steps that have changed something; what commands of earlier lives have left in the middle is put back at once. */
  async #cutOff(takeBackOpen: (taking: TakingBack) => Promise<TakenBack>): Promise<Set<string>> {
    const { store: { changes }, run: { id, lease } } = this.#parts;
    const [guards, stored] = await Promise.all([changes.guards(id), changes.list(id)]);
    if (lease.epoch > 1) await this.#sweep();
    if (guards.length > 0) this.#tell(await takeBackOpen(await this.#taking()));
    return new Set(stored.map(({ by }) => by));
  }

  #tell(taken: TakenBack): void {
    const { run: { name }, log } = this.#parts;
    for (const words of takenBackWords(name, taken)) log("take-back", words);
  }

  /** What was written and not put in its place by lives that were killed. Nothing that follows needs it to be gone. */
  async #sweep(): Promise<void> {
    const { WorkspaceTrouble } = await import("../../tools/workspace/trouble.ts");
    try {
      const { workspace, signal } = await this.#taking();
      (await import("../../tools/workspace/sweep_staged.ts")).sweepStaged(workspace, signal);
    } catch (error) {
      if (!(error instanceof WorkspaceTrouble)) throw error;
      this.#parts.log("take-back", `what was half written could not be cleared up: ${error.message}`);
    }
  }

  async #taking(): Promise<TakingBack> {
    const { store, run } = this.#parts, { openWorkspace } = await import("../../tools/workspace/workspace.ts");
    return {
      store,
      run: run.id,
      epoch: run.lease.epoch,
      workspace: await openWorkspace(this.#workspace),
      patterns: this.#snapshot.patterns ?? [],
      tell: (words) => this.#parts.log("take-back", words),
      signal: this.#ended.signal,
    };
  }

  async #run({ tool: name, input, key }: ToolCall, signal: AbortSignal): Promise<ToolResult> {
    const { plan, handed } = this.#parts, given = isObject(input) ? input : undefined;
    if (!given) return no("invalid", `Cannot call \`${name}\`: give it a map of arguments`);
    const tool = Object.hasOwn(plan.tools, name) ? plan.tools[name] : undefined;
    // Whoever calls it, an agent or the engine: it is not said which of both is meant.
    if (tool && ENGINE_TOOLS.has(name)) {
      return no(
        "refused",
        `Cannot call \`${name}\`: the engine has that name for a tool of its own; call yours otherwise`,
      );
    }
    if (!tool) return await this.#built(name, { key, given, signal });
    switch (tool.by) {
      case "built-in":
        return await this.#built(tool.facts.name, { key, given, signal }, tool.facts);
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
  async #built(name: string, { key, given, signal }: Calling, pinned?: ToolFacts): Promise<ToolResult> {
    const { store, run } = this.#parts;
    if (name === "conversation_recall") return await (await import("./recall.ts")).recall(store, run, given);
    const tool = (await this.#offered()).get(name) ?? (await this.#own()).get(name);
    if (!tool) return no("missing", `Cannot find the tool \`${name}\`: the plan has none of that name`);
    const { timeout } = pinned ?? tool;
    return await callInTime({ name, timeout, signal }, async (own) => tool.run(given, await this.#context(key, own)));
  }

  /** Those that models may be offered. */
  async #offered(): Promise<ReadonlyMap<string, Tool>> {
    const { plan: { permissions }, setup: { home } } = this.#parts;
    return await (this.#builtIn ??= import("./built_in_tools.ts").then(async ({ builtInTools }) =>
      byName(await builtInTools({ permissions, home, snapshot: this.#snapshot, reaper: this.#reaper }))
    ));
  }

  /** Those of the engine alone. */
  async #own(): Promise<ReadonlyMap<string, Tool>> {
    const { plan: { permissions }, setup: { home } } = this.#parts;
    return await (this.#engine ??= import("./built_in_tools.ts").then(async ({ engineTools }) =>
      byName(await engineTools({ permissions, home, snapshot: this.#snapshot, reaper: this.#reaper }))
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
      context: await this.#context(key, signal),
      secret: (ref) => secrets.find(ref),
      scripts,
      servers: () => this.#mcp(),
      reaper: this.#reaper,
      snapshot: this.#snapshot,
      log,
    });
  }

  async #context(key: string, signal: AbortSignal): Promise<ToolContext> {
    const { store, run } = this.#parts, { storedChanges } = await import("../changes/stored_changes.ts");
    return {
      workspace: this.#workspace,
      signal,
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

/** A tool of a library user gives what it likes: what it throws has failed, and what does not end is left alone. */
async function callHanded(
  handed: { readonly [name: string]: LoomTool },
  { facts: { name, timeout } }: Extract<PlanTool, { readonly by: "library" }>,
  { given, signal }: Omit<Calling, "key">,
): Promise<ToolResult> {
  const tool = Object.hasOwn(handed, name) ? handed[name] : undefined;
  if (!tool) return no("missing", `Cannot find the tool \`${name}\`: hand it to openLoom`);
  return await callInTime({ name, timeout, signal }, async (own) => {
    const data = await unlessLate(own, async () => await tool.run(given, { signal: own }));
    return { ok: true, output: typeof data === "string" ? data : JSON.stringify(data), data };
  });
}
