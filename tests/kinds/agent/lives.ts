/** Agents in runs of the real engine, which may be interrupted. */
import { openLoom } from "../../../lib/app/loom.ts";
import type { LoomTool } from "../../../lib/app/loom_options.ts";
import { program } from "../../../lib/app/own_program.ts";
import type { RunEnd, RunHandle } from "../../../lib/app/run_handle.ts";
import type { RunEvent } from "../../../lib/engine/world.ts";
import { runAgent } from "../../../lib/kinds/agent/run_agent.ts";
import type { Model, ModelEvent, ModelRequest } from "../../../lib/models/model.ts";
import type { Entry, ModelFacts, ToolUse } from "../../../lib/plan/mod.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import type { Store } from "../../../lib/store/store.ts";
import { StoreError } from "../../../lib/store/store.ts";
import type { Making } from "./by_hand.ts";
import { facts, making } from "./by_hand.ts";

/** What a model says to a request. */
export interface Turn {
  readonly text?: string;
  readonly calls?: readonly ToolUse[];
}

/** A free model that says what a function makes of a request, and what it was asked. */
export function chatModel(
  reply: (request: ModelRequest) => Turn,
  known: ModelFacts = facts(),
): Model & { readonly asked: ModelRequest[] } {
  const asked: ModelRequest[] = [];
  return {
    asked,
    facts: known,
    count: (text) => Math.ceil(text.length / 4),
    async *generate(request): AsyncIterable<ModelEvent> {
      asked.push(request);
      await Promise.resolve();
      const { text = "", calls = [] } = reply(request);
      if (text !== "") yield { type: "text", text };
      for (const call of calls) yield { type: "call", call };
      yield { type: "end", finish: calls.length > 0 ? "tools" : "end", usage: { input: 10, output: 5 } };
    },
  };
}

/** How often the model has spoken in a conversation. */
export function turnsIn({ prompt }: ModelRequest): number {
  return prompt.form === "chat" ? prompt.messages.filter(({ role }) => role === "assistant").length : 0;
}

/** An agent and its world. Models and tools are made anew for every life, as a new process would. */
export interface Lived extends Making {
  readonly model: () => Model;
  readonly hands: () => { readonly [name: string]: LoomTool };
  /** Answers whatever a person is asked. */
  readonly person?: string;
}

/** What is left of a run. */
export interface Remains {
  readonly end: RunEnd;
  readonly rows: readonly Entry[];
  readonly lives: number;
}

/** Runs it; each life is paused after so many rows. */
export async function lived(
  what: Lived,
  rowsOf: (life: number) => number = () => Infinity,
  store: Store = memoryStore(),
): Promise<Remains> {
  const { round, task } = making(what), own = program("agent@1", () => runAgent(round, task));
  for (let life = 0;; life++) {
    const driven: { handle?: RunHandle } = {}, limit = rowsOf(life);
    let rows = 0;
    const on = (event: RunEvent): void => {
      if (event.type !== "entry") return;
      if (++rows === limit) driven.handle?.pause();
    };
    const loom = await openLoom({ store, models: { m: what.model() }, tools: what.hands(), programs: [own], on });
    const isNew = (await store.runs()).length === 0;
    const handle = isNew ? await loom.start(own, { name: "g", seed: 5 }) : await loom.resume("g");
    driven.handle = handle;
    if (rows >= limit) handle.pause();
    const { id } = await store.findRun("g"), { person } = what;
    if (person !== undefined) await answerAll(store, id, person);
    const end = await handle.end;
    if (end.kind !== "paused") return { end, rows: await store.entries(id, 0), lives: life + 1 };
  }
}

/** More than any of these agents asks. */
const MOST_ASKED = 4;

/** Answers are taken when their question is asked, also where they come first. */
async function answerAll(store: Store, id: number, answer: string): Promise<void> {
  for (let i = 0; i < MOST_ASKED; i++) await store.send(id, { kind: "answer", value: { answer } });
}

/** Runs it over a store that breaks at one batch, before or after it is in, and goes on from what is stored. */
export async function broken(what: Lived, batch: number, when: "before" | "after"): Promise<Remains> {
  const store = memoryStore();
  let batches = 0;
  const breaking: Store = {
    ...store,
    append: async (run, epoch, writes) => {
      const isLast = ++batches === batch, fault = new StoreError("full", "Cannot write: the disk is full");
      if (isLast && when === "before") throw fault;
      const accepted = await store.append(run, epoch, writes);
      if (isLast) throw fault;
      return accepted;
    },
    entriesAt: (run, seqs) =>
      batches >= batch ? Promise.reject(new StoreError("full", "gone")) : store.entriesAt(run, seqs),
  };
  try {
    return await lived(what, () => Infinity, breaking);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
  }
  return { ...await lived(what, () => Infinity, store), lives: 2 };
}
