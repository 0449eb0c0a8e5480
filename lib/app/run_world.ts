/**
 * The world of one run: its plan's models, scripts and commands, its file, its secrets.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { Definition, Plan, RunChild, SecretRef } from "../plan/mod.ts";
import type { ChildStart, Ran, RetryPolicy, RunEvent, World } from "../engine/world.ts";
import type { Model } from "../models/model.ts";
import { ModelError } from "../models/model.ts";
import type { RunHead, Store } from "../store/store.ts";
import type { Reaper } from "../tools/reaper.ts";
import type { ScriptHost } from "../tools/script_host.ts";
import type { LoomTool } from "./loom_options.ts";
import type { Secrets } from "./secrets.ts";
import type { Setup } from "./setup.ts";

/** What the worlds of all runs of one program share. */
export interface Grounds {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly retry: RetryPolicy;
  /** Models handed in by a library user, by their name in plans and effects. */
  readonly models: { readonly [name: string]: Model };
  readonly tools: { readonly [name: string]: LoomTool };
  readonly emit: (event: RunEvent) => void;
  /** What a run is driven by. */
  readonly definition: (run: RunHead) => Promise<Definition>;
  readonly child: (effect: RunChild, parent: RunHead) => Promise<ChildStart>;
}

/** A world, and how to leave it. */
export interface RunWorld {
  readonly world: World;
  close(): Promise<void>;
}

/** The world of a run. Nothing is opened before it is used. */
export function runWorld(grounds: Grounds, plan: Plan | undefined, setup: Setup): RunWorld {
  const { secrets, store } = grounds;
  const models = new Map<string, Promise<Model>>(), children: RunWorld[] = [];
  let scripts: Promise<ScriptHost> | undefined, reaper: Promise<Reaper> | undefined;
  const { folder, home } = setup, permissions = plan?.permissions ?? NOTHING;
  const world: World = {
    store,
    model: (name) => {
      const known = models.get(name) ?? openModel(grounds, plan, name);
      models.set(name, known);
      return known;
    },
    script: async (name, input, signal) => {
      scripts ??= import("../tools/script_host.ts").then(({ openScripts }) =>
        openScripts({ scripts: plan?.scripts ?? {}, permissions, folder: home })
      );
      const outcome = await (await scripts).call(name, input, { signal });
      if (outcome.logs) grounds.emit({ type: "log", run: setup.run.name, key: name, text: secrets.mask(outcome.logs) });
      return outcome.ok
        ? outcome
        : { ok: false, failure: { code: outcome.code, message: secrets.mask(outcome.message) } };
    },
    command: async (argv, options) => {
      const { runCommand } = await import("../tools/command.ts");
      reaper ??= import("../tools/reaper.ts").then(({ openReaper }) => openReaper());
      const outcome = await runCommand(argv, { folder: home, permissions, reaper: await reaper, ...options });
      return outcome.ok
        ? { ok: true, value: outcome.result }
        : { ok: false, failure: { code: outcome.code, message: secrets.mask(outcome.message) } };
    },
    tool: (name, input, signal) => callTool(grounds, { name, input, signal }),
    child: grounds.child,
    forChild: async (child) => {
      const childPlan = await store.plan(child.id), own = runWorld(grounds, childPlan, setup);
      children.push(own);
      return { world: own.world, definition: await grounds.definition(child) };
    },
    save: async (run, text) => {
      if (plan?.save === undefined) return;
      const { saveText } = await import("./save_text.ts"), { savePath } = await import("./save_path.ts");
      const path = await saveText({ store, run: run.id, folder, path: savePath(plan, setup), text });
      grounds.emit({ type: "saved", run: run.name, path });
    },
    now: Date.now,
    retry: grounds.retry,
    emit: grounds.emit,
    mask: (text) => secrets.mask(text),
    clean: (value) => secrets.any ? secrets.maskJson(value as Json) as typeof value : value,
  };
  return {
    world,
    close: async () => {
      for (const child of children) await child.close();
      await (await scripts)?.close();
      await (await reaper)?.close();
    },
  };
}

const NOTHING = { read: [], write: [], net: [], run: [], env: [] };

async function openModel({ models, secrets }: Grounds, plan: Plan | undefined, name: string): Promise<Model> {
  const own = Object.hasOwn(models, name) ? models[name] : undefined;
  if (own) return own;
  const planned = plan && Object.hasOwn(plan.models, name) ? plan.models[name] : undefined;
  if (!planned) {
    throw new ModelError(
      "model",
      `Cannot find the model \`${name}\`: it is not in the plan, and none of that name was handed to openLoom`,
    );
  }
  const { openModel } = await import("../models/registry.ts");
  const options = Object.fromEntries(
    await Promise.all(
      Object.entries(planned.options).map(async ([key, value]) =>
        [key, isSecret(value) ? await secrets.find(value) : value] as const
      ),
    ),
  );
  return await openModel(planned.facts, options);
}

function isSecret(value: Json): value is SecretRef {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === "env" || keys[0] === "key");
}

async function callTool(
  { tools }: Grounds,
  { name, input, signal }: { name: string; input: Json; signal: AbortSignal },
): Promise<Ran<Json>> {
  const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
  if (!tool) {
    return {
      ok: false,
      failure: { code: "tool", message: `Cannot find the tool \`${name}\`: none of that name was handed to openLoom` },
    };
  }
  try {
    return { ok: true, value: await tool.run(input, { signal }) };
  } catch (error) {
    return {
      ok: false,
      failure: {
        code: "tool",
        message: `The tool \`${name}\` failed: ${error instanceof Error ? error.message : String(error)}`,
      },
    };
  }
}
