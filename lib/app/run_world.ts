/**
 * The world of one run: its plan's models, its user's code, its file, its secrets.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { Definition, Plan, ProcessPlan, RunChild } from "../plan/mod.ts";
import { GRACE } from "../engine/world.ts";
import type { ChildStart, RetryPolicy, RunEvent, World } from "../engine/world.ts";
import type { Model } from "../models/model.ts";
import type { RunHead, Store } from "../store/store.ts";
import type { LoomTool } from "./loom_options.ts";
import { openModel } from "./open_model.ts";
import type { PlanTools } from "./process_tools/plan_tools.ts";
import type { Saver, Unsaved } from "./saver.ts";
import type { Secrets } from "./secrets.ts";
import type { Setup } from "./setup.ts";
import { setupOf } from "./setup_of.ts";
import type { UserCode } from "./user_code.ts";
import { userCode } from "./user_code.ts";

/** What the worlds of all runs of one program share. */
export interface Grounds {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly retry: RetryPolicy;
  /** Models handed in by a library user, by their name in plans and effects. */
  readonly models: { readonly [name: string]: Model };
  readonly tools: { readonly [name: string]: LoomTool };
  readonly emit: (event: RunEvent) => void;
  /** Where the project of the database stands now. */
  readonly project: string | undefined;
  /** Files of the database, where it is one of files: no command of a run takes them for its own. */
  readonly database: readonly string[];
  /** What a run is driven by. */
  readonly definition: (run: RunHead, driving?: { readonly ending?: boolean }) => Promise<Definition>;
  readonly child: (effect: RunChild, parent: RunHead) => Promise<ChildStart>;
}

/** The run a world is for. */
export interface Subject {
  /** The run itself. */
  readonly run: RunHead;
  /** Its plan; absent for a program of a library user's own. */
  readonly plan: Plan | undefined;
  /** What it was given. */
  readonly setup: Setup;
}

/** A world, and how to leave it. */
export interface RunWorld {
  readonly world: World;
  /** What the last save failed for; undefined when the text is saved, or need not be. */
  readonly unsaved: () => Unsaved | undefined;
  close(): Promise<void>;
}

/** The world of a run. Nothing is opened before it is used. */
export function runWorld(grounds: Grounds, subject: Subject): RunWorld {
  const { secrets, store, emit, tools: handed } = grounds, { run, plan, setup } = subject;
  const models = new Map<string, Promise<Model>>(), children: RunWorld[] = [];
  secrets.cover(plan?.permissions.env ?? []);
  const log = (key: string, text: string) => emit({ type: "log", run: run.name, key, text: secrets.mask(text) });
  let saver: Saver | undefined;
  const code = userCode({
    plan,
    home: setup.home,
    tools: handed,
    secrets,
    log,
  });
  const processTools = processToolsOf({ grounds, subject, code, log });
  const world: World = {
    grace: GRACE,
    store,
    model: (name) => {
      const known = models.get(name) ?? openModel({ ...grounds, plan }, name);
      models.set(name, known);
      return known;
    },
    script: code.script,
    command: code.command,
    tool: async (call, signal) =>
      plan?.kind === "process" ? await (await processTools.of(plan)).call(call, signal) : await code.tool(call, signal),
    child: grounds.child,
    forChild: async (child, driving) => {
      const own = runWorld(grounds, {
        run: child,
        plan: await store.plan(child.id),
        setup: await setupOf(store, child, grounds.project),
      });
      children.push(own);
      return { world: own.world, definition: await grounds.definition(child, driving) };
    },
    save: async (_, text) => {
      if (plan?.save === undefined) return;
      saver ??= await openSaver(grounds, subject);
      await saver.save(text);
    },
    now: Date.now,
    retry: grounds.retry,
    emit,
    mask: (text) => secrets.mask(text),
    clean: (value) => secrets.any ? secrets.maskJson(value as Json) as typeof value : value,
  };
  return {
    world,
    unsaved: () => saver?.problem,
    close: async () => {
      for (const child of children) await child.close();
      await processTools.close();
      await code.close();
      await saver?.close();
    },
  };
}

interface ToolParts {
  readonly grounds: Grounds;
  readonly subject: Subject;
  readonly code: Pick<UserCode, "scripts">;
  readonly log: (key: string, text: string) => void;
}

/** The tools of a process are its plan's, loaded when the first is called. */
function processToolsOf(
  { grounds: { store, tools: handed, secrets, database }, subject: { run, setup }, code, log }: ToolParts,
) {
  let tools: Promise<PlanTools> | undefined;
  return {
    of: (plan: ProcessPlan): Promise<PlanTools> =>
      tools ??= import("./process_tools/plan_tools.ts").then(({ planTools }) =>
        planTools({ store, run, plan, setup, handed, secrets, database, scripts: code.scripts, log })
      ),
    close: async (): Promise<void> => await (await tools)?.close(),
  };
}

async function openSaver({ store, emit }: Grounds, { run, plan, setup }: Subject): Promise<Saver> {
  const { saverOf } = await import("./saver.ts");
  return saverOf({
    store,
    run,
    plan,
    setup,
    saved: (path) => emit({ type: "saved", run: run.name, path }),
    failed: (problem) => emit({ type: "unsaved", run: run.name, ...problem }),
  });
}
