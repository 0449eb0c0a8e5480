/** Processes at work in folders of their own: plans over the real tools, and models that know their parts. */
import { join } from "node:path";
import { openLoom } from "../../lib/app/loom.ts";
import type { LoomOptions, StartOptions } from "../../lib/app/loom_options.ts";
import { builtInTools } from "../../lib/app/process_tools/built_in_tools.ts";
import { INNER_FACTS } from "../../lib/app/process_tools/inner_facts.ts";
import type { RunEnd, RunHandle } from "../../lib/app/run_handle.ts";
import type { Json, JsonObject } from "../../lib/base/json.ts";
import type { RunEvent } from "../../lib/engine/world.ts";
import type { ModelRequest } from "../../lib/models/model.ts";
import type { Replying } from "../../lib/models/scripted/follow.ts";
import type { Reply, ReplyCall } from "../../lib/models/scripted/options.ts";
import type { Entry, Permissions, PlanTool, ProcessPlan, ToldProcess, ToolFacts } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { Store } from "../../lib/store/store.ts";
import { inFolder } from "../app/folders.ts";
import type { Models } from "../kinds/processing.ts";
import { toldOf } from "../kinds/processing.ts";

/** Nothing is granted. */
export const NOTHING: Permissions = { read: [], write: [], net: [], run: [], env: [] };

/** A folder that a process works in, and another one beside it that it must never reach. */
export interface Workshop {
  /** What it works in. */
  readonly root: string;
  /** Holds `secret.txt`. */
  readonly outside: string;
}

/** What {@link Workshop.outside} holds. */
export const SECRET = "the safe opens at 4-8-15";

/** Does something in folders that are gone afterwards. `files` are there from the beginning. */
export function inWorkshop(
  work: (workshop: Workshop) => Promise<void>,
  files: Readonly<Record<string, string>> = {},
): Promise<void> {
  return inFolder(async (home) => {
    const root = join(home, "work"), outside = join(home, "outside");
    await Deno.mkdir(outside);
    await Deno.writeTextFile(join(outside, "secret.txt"), SECRET);
    await fill(root, files);
    await work({ root, outside });
  });
}

/** Makes a folder with these files. */
export async function fill(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  await Deno.mkdir(root, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await Deno.mkdir(join(root, path, ".."), { recursive: true });
    await Deno.writeTextFile(join(root, path), text);
  }
}

/** Tools of Loom's own as a plan pins them, by their names. */
export async function builtIn(
  names: readonly string[],
  permissions: Permissions = NOTHING,
): Promise<{ readonly [name: string]: PlanTool }> {
  const all: readonly ToolFacts[] = [...await builtInTools({ permissions }), ...INNER_FACTS];
  const facts = new Map(all.map((tool) => [tool.name, factsOf(tool)]));
  return Object.fromEntries(names.map((name): [string, PlanTool] => {
    const known = facts.get(name);
    if (!known) throw new Error(`there is no tool \`${name}\``);
    return [name, { by: "built-in", facts: known }];
  }));
}

function factsOf({ name, description, parameters, acts, timeout }: ToolFacts): ToolFacts {
  return { name, description, parameters, acts, ...(timeout === undefined ? {} : { timeout }) };
}

/** Asks for a tool. */
export function call(name: string, given: JsonObject = {}): ReplyCall {
  return { name, arguments: given };
}

/** A turn of calls. */
export function calls(...all: readonly ReplyCall[]): Reply {
  return { calls: all };
}

/** What models say, turn by turn, by words of what they are asked: the first part whose words are there speaks. */
export interface Parts {
  readonly [words: string]: readonly (string | Reply)[];
}

/** A model that knows its parts. It remembers nothing: what it says follows from the conversation alone. */
export function playing(parts: Parts): Replying {
  return (request) => {
    const said = textOf(request), entry = Object.entries(parts).find(([words]) => said.includes(words));
    if (!entry) throw new Error(`nobody has a part in: ${said.slice(0, 400)}`);
    const [, turns] = entry;
    return turns[Math.min(turnsOf(request), turns.length - 1)]!;
  };
}

/** How often the model has spoken in a conversation. */
export function turnsOf({ prompt }: ModelRequest): number {
  return prompt.form === "chat" ? prompt.messages.filter(({ role }) => role === "assistant").length : 0;
}

/** Everything that a model is told. */
export function textOf({ prompt }: ModelRequest): string {
  return prompt.form === "text" ? prompt.text : prompt.messages.map(({ text }) => text).join("\n\n");
}

/** What was answered to the calls of a conversation, oldest first. */
export function answersIn({ prompt }: ModelRequest): readonly string[] {
  return prompt.form === "chat" ? prompt.messages.filter(({ role }) => role === "tool").map(({ text }) => text) : [];
}

/** How a plan is worked at. */
export interface Working extends LoomOptions {
  readonly start?: StartOptions;
  /** Is told of each row and may pause the run. */
  readonly row?: (entry: Entry, run: RunHandle) => void;
}

/** A run that came to rest, and all that is left of it. */
export interface Worked {
  readonly end: RunEnd;
  readonly store: Store;
  readonly rows: readonly Entry[];
  readonly told: readonly ToldProcess[];
  readonly events: readonly RunEvent[];
}

/** Runs a plan in a workshop to its end, or goes on with it where its store knows it. */
export async function workAt(
  { root }: Pick<Workshop, "root">,
  plan: ProcessPlan,
  models: Models,
  { start, row, ...options }: Working = {},
): Promise<Worked> {
  const store = options.store ?? memoryStore(), events: RunEvent[] = [], driven: { run?: RunHandle } = {};
  const early: Entry[] = [];
  const on = (event: RunEvent): void => {
    events.push(event);
    if (event.type !== "entry") return;
    if (driven.run) row?.(event.entry, driven.run);
    else early.push(event.entry);
  };
  const loom = await openLoom({
    retry: { base: 1, cap: 2, attempts: 2 },
    folder: root,
    ...options,
    store,
    models,
    on,
  });
  const isNew = !(await store.runs()).some(({ name }) => name === "g");
  const run = isNew
    ? await loom.start(plan, { seed: 7, name: "g", workspace: root, ...start })
    : await loom.resume("g");
  driven.run = run;
  for (const entry of early) row?.(entry, run);
  const end = await run.end;
  return { end, store, events, ...await toldOf(store, "g") };
}

/** The outcome of a step, as its row has it. */
export function valueAt(rows: readonly Entry[], key: string): Json | undefined {
  const row = rows.findLast((row) => row.key === key && (row.type === "done" || row.type === "result"));
  return row && "value" in row ? row.value as Json : undefined;
}
