import assert from "node:assert/strict";
import type { LoomTool } from "../../../lib/app/loom_options.ts";
import { scripted } from "../../../lib/models/scripted/scripted.ts";
import type { AgentResult } from "../../../lib/kinds/agent/agent_task.ts";
import type { ToolUse } from "../../../lib/plan/mod.ts";
import fc from "../../properties.ts";
import type { Lived, Remains, Turn } from "./lives.ts";
import { broken, chatModel, lived, turnsIn } from "./lives.ts";

const use = (id: string, name: string, input: unknown): ToolUse => ({ id, name, arguments: JSON.stringify(input) });

/** An agent with everything in it: calls side by side, a mistake, an approval, a list, work that is handed on. */
const TURNS: readonly Turn[] = [
  { text: "I look.", calls: [use("a", "read_file", { path: "a" }), use("b", "read_file", { path: "b" })] },
  { calls: [use("c", "nope", {})] },
  { calls: [use("d", "shell_execute", { command: "make" })] },
  {
    calls: [use("e", "task_tracker", { action: "add", content: "x" }), use("f", "delegate_task", { goal: "Write c." })],
  },
  {},
  { text: "All is done: 3 files." },
];

const INNER: readonly Turn[] = [
  { calls: [use("g", "write_file", { path: "c", content: "x" })] },
  { text: "Wrote c." },
];

interface Counted {
  /** Keys of prompts that were bought, by their text. */
  readonly bought: string[];
  /** Calls of tools. */
  readonly done: string[];
}

function eventful(counted: Counted = { bought: [], done: [] }): Lived {
  const hand = (name: string): LoomTool => ({
    description: name,
    run: (input) => {
      counted.done.push(`${name} ${JSON.stringify(input)}`);
      return { ok: true, output: `${name} did it`, ...(name === "write_file" ? { changed: ["c"] } : {}) };
    },
  });
  return {
    model: () =>
      chatModel((request) => {
        counted.bought.push(JSON.stringify([request.prompt, request.seed]));
        const { prompt } = request;
        const isInner = prompt.form === "chat" && prompt.messages[0]!.text.includes("hands this part of it to you");
        // An empty turn leaves no message behind.
        const nudged = JSON.stringify(prompt).includes("Your last answer was empty");
        return (isInner ? INNER : TURNS)[turnsIn(request) + (nudged ? 1 : 0)]!;
      }),
    hands: () => ({
      read_file: hand("read_file"),
      shell_execute: hand("shell_execute"),
      write_file: hand("write_file"),
    }),
    settings: {
      tools: ["read_file", "shell_execute", "task_tracker", "delegate_task", "write_file"],
      approve: { policy: "always" },
      depth: 1,
    },
    task: { reminder: "count" },
    person: "yes",
  };
}

const resultOf = ({ end }: Remains) => end.outputs as unknown as AgentResult;

Deno.test("an agent in a run of the engine works to its end", async () => {
  const counted: Counted = { bought: [], done: [] }, found = await lived(eventful(counted)), result = resultOf(found);
  assert.equal(found.end.kind, "done", found.end.reason);
  assert.ok(result.ok);
  assert.deepEqual([result.text, result.changed, result.turns], ["All is done: 3 files.", ["c"], 6]);
  assert.deepEqual(result.calls.map(({ tool, came }) => `${tool} ${came}`), [
    "read_file ok",
    "read_file ok",
    "nope invalid",
    "shell_execute ok",
    "task_tracker ok",
    "write_file ok",
    "delegate_task ok",
  ]);
  assert.equal(counted.bought.length, 8);
});

Deno.test("an agent that is paused after any row goes on with the same conversation, and nothing is bought or done twice", async () => {
  const once: Counted = { bought: [], done: [] }, calm = await lived(eventful(once));
  for (let row = 1; row < calm.rows.length; row++) {
    const counted: Counted = { bought: [], done: [] };
    const found = await lived(eventful(counted), (life) => life === 0 ? row : Infinity);
    assert.deepEqual(found.end.outputs, calm.end.outputs, `paused after row ${row}`);
    assert.deepEqual(counted.bought, once.bought, `paused after row ${row}`);
    assert.deepEqual(counted.done, once.done, `paused after row ${row}`);
  }
});

Deno.test("so does one that is paused again and again", async () => {
  const once: Counted = { bought: [], done: [] }, calm = await lived(eventful(once));
  for (const gap of [3, 4, 7]) {
    const counted: Counted = { bought: [], done: [] }, found = await lived(eventful(counted), () => gap);
    assert.ok(found.lives > 2);
    assert.deepEqual([found.end.outputs, counted], [calm.end.outputs, once]);
  }
});

Deno.test("an agent whose store breaks at any batch buys nothing again that was committed", async () => {
  const once: Counted = { bought: [], done: [] }, calm = await lived(eventful(once));
  for (const when of ["before", "after"] as const) {
    let batch = 1;
    for (;; batch++) {
      const counted: Counted = { bought: [], done: [] }, found = await broken(eventful(counted), batch, when);
      assert.deepEqual(found.end.outputs, calm.end.outputs, `broken ${when} batch ${batch}`);
      // What was in the air when the store broke is the one thing that may come again.
      assert.deepEqual([...new Set(counted.bought)], once.bought);
      assert.ok(counted.bought.length <= once.bought.length + 1 && counted.done.length <= once.done.length + 1);
      if (found.lives === 1) break;
    }
    assert.ok(batch > 15, `only ${batch} batches`);
  }
});

Deno.test("a model that writes its calls as text works as well, and whatever it writes, the agent comes to an end", async () => {
  const wrote = scripted({
    reply: (_, i) => i === 0 ? '```tool\n{"tool": "read_file", "arguments": {"path": "a"}}\n```' : "One file.",
  });
  const found = await lived({ ...eventful(), model: () => wrote });
  assert.deepEqual([resultOf(found).ok, resultOf(found).text], [true, "One file."]);
  const part = fc.constantFrom(
    "```tool\n",
    "\n```\n",
    '{"tool": "read_file", "arguments": {"path": "\u{1f600}"}}',
    '{"tool": "constructor", "arguments": {}}',
    '{"status": "blocked"}',
    "<tool_call>",
    "</tool_call>",
    "<think>",
    "</think>\n",
    "words\n",
    "\ud800",
    "'",
    "{",
    "",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(part, { maxLength: 6 }), { minLength: 1, maxLength: 5 }), async (turns) => {
      const model = scripted({ reply: (_, i) => turns[i % turns.length]!.join("") });
      const { end } = await lived({ ...eventful(), model: () => model });
      assert.equal(end.kind, "done", end.reason);
      assert.equal(typeof resultOf({ end, rows: [], lives: 1 }).ok, "boolean");
    }),
    { numRuns: 60 },
  );
});
