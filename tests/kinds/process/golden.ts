/** Small runs in which everything is asked for that a process asks for, and what is decided without asking. */
import { join } from "node:path";
import type { LoomTool } from "../../../lib/app/loom_options.ts";
import type { Json, JsonObject } from "../../../lib/base/json.ts";
import type { Replying } from "../../../lib/models/scripted/follow.ts";
import { scriptedModel } from "../../../lib/models/scripted/scripted.ts";
import type { Entry, PlanTask, PlanTool, ProcessPlan, ToolFacts, Verification } from "../../../lib/plan/mod.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import type { Parts } from "../../process_scenarios/workshop.ts";
import { call, calls, inWorkshop, textOf, workAt } from "../../process_scenarios/workshop.ts";
import type { Models } from "../processing.ts";
import { decidedNow } from "./golden_decided.ts";
import { agent, follows, generate, needs, processPlan, task } from "../processing.ts";

/** What a program asks for and decides: what a journal that it began has to find again. */
export interface Golden {
  /** Hashes of all effects, by their keys. */
  readonly asked: { readonly [key: string]: string };
  /** What is decided without an effect, by what it is decided on. */
  readonly decided: { readonly [about: string]: Json };
}

/** What the program asks for and decides now. */
export async function goldenNow(): Promise<Golden> {
  const rows = new Map<string, string>();
  const note = (run: string, all: readonly Entry[]) => {
    for (const { key, hash } of all) if (key !== undefined && hash !== undefined) rows.set(`${run}: ${key}`, hash);
  };
  await inWorkshop(async (shop) => note("planned", await planned(shop)), FILES);
  await inWorkshop(async (shop) => note("talking", await talking(shop)), FILES);
  return { asked: Object.fromEntries([...rows].sort(([a], [b]) => a < b ? -1 : 1)), decided: decidedNow() };
}

const FILES = { "notes.md": "# Notes\n\nThe bay lies <|north|>.\n" };

type Shop = Parameters<Parameters<typeof inWorkshop>[0]>[0];

const JUDGED: Verification = {
  files: true,
  rules: [
    { name: "calm", description: "Calm", type: "llm", check: "It is calm", severity: "error", target: "output" },
    { name: "open", description: "Sure", type: "regex", check: "\\bhm\\b", severity: "warning", target: "output" },
  ],
  votes: 3,
  llm: { model: "m", maxTokens: 300, ask: { text: "Is it short?" } },
};
const FREE: Verification = { files: true, rules: [], votes: 1 };

const LOOP = '{"tasks": [{"id": "collect", "description": "Collect", "needs": ["report"]}, ' +
  '{"id": "report", "description": "Report", "needs": ["collect"]}]}';
const GRAPH = '{"tasks": [{"id": "collect", "description": "Collect what there is"}, ' +
  '{"id": "report", "description": "Write the report", "needs": ["collect"], "criteria": "It is short", ' +
  '"deliverables": ["report.md"], "verification": 3, "tier": 2}]}';
const CHANGED = '{"tasks": [{"id": "gather", "description": "Gather it by hand", "replaces": ["collect"]}]}';

/** A model that says what it has to say one after the other, whatever it is shown of its conversation. */
function speaking(parts: Parts): Replying {
  const turns = new Map<string, number>();
  return (request) => {
    const said = textOf(request),
      [words = "", all = []] = Object.entries(parts).find(([words]) => said.includes(words)) ?? [];
    const turn = turns.get(words) ?? 0;
    turns.set(words, turn + 1);
    return all[Math.min(turn, all.length - 1)] ?? "";
  };
}

/** A planner that is asked twice, a task that fails, a planner that replaces it, votes, a second attempt. */
const PLANNED: Parts = {
  "A graph of tasks is under way": [CHANGED],
  "Your answer cannot be used as it is": [GRAPH],
  "Break a goal down": [LOOP],
  "Say whether what came of it": ['{"passed": true, "confidence": 0.8, "feedback": "Good", "issues": []}'],
  "# Task\n\nCollect what there is": ['{"status": "blocked", "reason": "there is nothing"}'],
  "# Task\n\nGather it by hand": ["North of the bay."],
  "Earlier attempts": [calls(call("write_file", { path: "report.md", content: "# Report\n" })), "It is in report.md."],
  "# Task\n\nWrite the report": ["It is written."],
};

async function planned(shop: Shop): Promise<readonly Entry[]> {
  const m = follows(speaking(PLANNED)),
    { prompt: _, ...settings } = agent("", { tools: ["write_file"], turns: 4 }).agent;
  const pattern = { agents: [settings, settings, settings], verify: [FREE, JUDGED, JUDGED], attempts: 2 } as const;
  const plan = processPlan({ m }, [], {
    goal: "A report on the bay",
    tools: toolsOf("write_file"),
    planner: {
      mode: "suggestive",
      model: "m",
      maxTokens: 900,
      phases: [],
      examples: [{ goal: "A list", tasks: [{ id: "list", description: "List it" }] }],
      scan: [{ patterns: ["*.md"], about: "what is written" }],
      guidance: "Plan for what there is",
      most: 9,
      pattern: { ...pattern, attempts: 2 },
    },
    replan: { model: "m", maxTokens: 900, max: 1, may: ["add", "replace"], guidance: "Be brief", pattern },
  });
  return await asked(shop, plan, { m }, { tools: handed(shop) });
}

/** Tools as this plan pins them, whatever is said of those of Loom's own: what they return is nobody's but this test's. */
function pinned(
  by: "built-in" | "library",
  acts: ToolFacts["acts"],
  ...fields: readonly string[]
): (name: string) => PlanTool {
  const properties = Object.fromEntries(
    fields.map((field) => [field, field === "limit" ? { type: "integer" } : { type: "string" }]),
  );
  const parameters = { type: "object", properties, required: fields.slice(0, 1), additionalProperties: false };
  return (name) => ({ by, facts: { name, description: `Does ${name}.`, parameters, acts, timeout: 9_000 } });
}

const MADE: { readonly [name: string]: (name: string) => PlanTool } = {
  read_file: pinned("library", ["read"], "path", "limit"),
  write_file: pinned("library", ["write"], "path", "content"),
  conversation_recall: pinned("library", ["read"], "action", "query"),
  hold: pinned("library", ["read"], "for"),
  delegate_task: pinned("built-in", ["read"], "goal", "context"),
  task_tracker: pinned("built-in", [], "action", "content"),
  ask_user: pinned("built-in", ["ask"], "question"),
};

/** Tools of these names. */
function toolsOf(...names: readonly string[]): { readonly [name: string]: PlanTool } {
  return Object.fromEntries(names.map((name) => [name, MADE[name]!(name)]));
}

/** What stands behind those that are handed over. */
function handed(shop: Shop, until: Promise<void> = Promise.resolve()): Readonly<Record<string, LoomTool>> {
  const tool = (run: LoomTool["run"]): LoomTool => ({ description: "Does it.", run });
  return {
    read_file: tool(async (given) =>
      await Deno.readTextFile(join(shop.root, String((given as JsonObject)["path"]))).catch(() => {
        throw new Error("There is no such file. [INST]");
      })
    ),
    write_file: tool(async (given) => {
      const { path, content } = given as JsonObject;
      await Deno.writeTextFile(join(shop.root, String(path)), String(content));
      return "Written.";
    }),
    conversation_recall: tool(() => Promise.resolve("[look, turn 3] the bay")),
    hold: tool(async () => (await until, "held")),
  };
}

const LOOKING = Object.keys(MADE).filter((name) => name !== "hold");

const block = (tool: string, given: Json) => `\`\`\`tool\n${JSON.stringify({ tool, arguments: given })}\n\`\`\``;

/** Turns of a model with a form of its own for calls, and of one that writes them: all that can go wrong, once. */
const TALKING: Parts = {
  "A task has come to its end": [
    '[{"type": "decision", "summary": "North", "detail": "The bay\\nlies north", "tags": ["bay"], "relevant": ["write"]}]',
  ],
  "Say a word": ["Word."],
  "Count the lines": ["There are 3."],
  "Look around": [
    { text: "" },
    calls(call("read_file", { path: "notes.md", limit: "3" }), call("nothing_like_it", {})),
    calls(call("read_file", { path: "notes.md" }), call("task_tracker", { action: "add", content: "read" })),
    { text: "I think", finish: "length" },
    calls(call("write_file", { path: "seen.md", content: "<|im_start|> seen" })),
    calls(call("ask_user", { question: "Is that all?" })),
    calls(call("delegate_task", { goal: "Count the lines", context: "Of notes.md" })),
    calls(call("conversation_recall", { action: "search", query: "bay" })),
    calls(call("read_file", { path: "gone.md" })),
    calls(call("read_file", { path: "gone.md" })),
    calls(call("read_file", { path: "gone.md" })),
    "The bay lies north.",
  ],
  "Write of the bay": [
    'I look.\n\n```tool\n{"tool": "read_file", "arguments": {\'path\': \'notes.md\',}}\n```',
    `I quote ${block("read_file", {})} here, and go on.`,
    block("read_file", { path: "notes.md" }),
    '{"lines": "three"}',
    block("write_file", { path: "seen.md", content: "x".repeat(2_400) }),
    block("read_file", { path: "seen.md" }),
    block("read_file", { path: "notes.md" }),
    block("read_file", { path: "seen.md" }),
    '{"lines": 3}',
  ],
};

async function talking(shop: Shop): Promise<readonly Entry[]> {
  const play = speaking(TALKING), m = follows(play), { promise: kept, resolve } = Promise.withResolvers<void>();
  const { supports } = m.facts;
  const w = scriptedModel({
    ...m.facts,
    id: "scripted/writes",
    context: 3_400,
    supports: { ...supports, tools: false },
  }, play);
  const approve = { policy: "always" as const, timeout: 60_000 };
  const plan = processPlan({ m, w }, [
    task("say", generate("Say a word"), { attempts: 2, verify: { ...FREE, check: "attempt > 1" } }),
    task("look", agent("Look around", { tools: LOOKING, approve, depth: 1, turns: 16 }), needs("say")),
    task("hold", { by: "tool", tool: "hold", with: { for: "it" } }, needs("look")),
    writing(),
  ], {
    tools: toolsOf(...Object.keys(MADE)),
    memory: {
      model: "m",
      maxTokens: 900,
      types: [{ type: "decision", about: "What was settled" }],
      guidance: "Be brief",
    },
  });
  return await asked(shop, plan, { m, w }, {
    tools: handed(shop, kept),
    told: (key) => key === "task/look/extract/told" && resolve(),
  });
}

function writing(): PlanTask {
  const tools = ["read_file", "write_file"];
  const work = agent("Write of the bay", {
    model: "w",
    tools,
    turns: 12,
    maxTokens: 300,
    system: { text: "You write." },
  });
  return task("write", work, { ...needs("hold"), returns: { lines: "int" }, about: "Writes of the bay" });
}

/** Runs a plan to its end, a person saying yes to everything; gives the journal. */
async function asked(
  shop: Shop,
  plan: ProcessPlan,
  models: Models,
  { tools, told = () => {} }: {
    readonly tools?: NonNullable<Parameters<typeof workAt>[3]>["tools"];
    readonly told?: (key: string) => void;
  } = {},
): Promise<readonly Entry[]> {
  const store = memoryStore();
  const { end, rows } = await workAt(shop, plan, models, {
    store,
    ...(tools ? { tools } : {}),
    row({ type, key = "" }) {
      told(key);
      if (type !== "wait") return;
      void store.findRun("g").then(({ id }) => store.send(id, { kind: "answer", value: { key, answer: "yes" } }));
    },
  });
  if (end.kind !== "done") throw new Error(`the run ended as ${end.kind}: ${end.reason}`);
  return rows;
}
