import type { JsonObject } from "../../base/json.ts";
import type { RunHead, Store } from "../../store/store.ts";
import type { Turn } from "../../store/turn_store.ts";
import type { ToolResult } from "../../tools/tool.ts";
import { indexTurns } from "../turns/index_turns.ts";

/** Characters of one turn, and of all that is given. */
const ONE = 2_000, ALL = 30_000;

/** Turns that are given unless more are asked for, and the most. */
const SOME = 10, MOST = 50;

/** Finds what was said earlier in a run: the journal is read first as far as it goes now. */
export async function recall(store: Store, run: RunHead, input: JsonObject): Promise<ToolResult> {
  const { action, query, tool_name: tool, task: only, start_turn: first, end_turn: last, limit } = input;
  await indexTurns(store, run);
  const most = Math.min(typeof limit === "number" ? limit : SOME, MOST),
    task = typeof only === "string" ? { task: only } : {};
  switch (action) {
    case "search": {
      if (typeof query !== "string" || query.trim() === "") return missing("query", "words to search for");
      return shown(
        await store.turns.search(run.id, query, { ...task, limit: most }),
        `nothing was said of \`${query}\``,
      );
    }
    case "range": {
      const from = typeof first === "number" ? first : 0, to = typeof last === "number" ? last : from + most - 1;
      const found = await store.turns.range(run.id, { ...task, from, to });
      return shown(found, `there is no turn from ${from} to ${to}`);
    }
    case "tool_calls": {
      const calls = await store.turns.calls(run.id, { ...(typeof tool === "string" ? { tool } : {}), limit: most });
      return shown(calls, typeof tool === "string" ? `\`${tool}\` was never called` : "no tool was called");
    }
    case "summary":
      return summary(await store.turns.range(run.id, { ...task, from: 0, to: Number.MAX_SAFE_INTEGER }));
    default:
      return missing("action", "`search`, `range`, `tool_calls` or `summary`");
  }
}

function missing(name: string, what: string): ToolResult {
  return { ok: false, code: "invalid", message: `Cannot recall: \`${name}\` is missing; give ${what}` };
}

function shown(turns: readonly Turn[], none: string): ToolResult {
  if (turns.length === 0) return { ok: true, output: `Nothing found: ${none}.`, data: { found: 0 } };
  const lines: string[] = [];
  let held = 0;
  for (const { task, n, role, tool, text } of turns) {
    const cut = text.length > ONE
      ? `${text.slice(0, ONE)} … (${text.length - ONE} characters left out)`.toWellFormed()
      : text;
    const line = `[${task}, turn ${n}, ${tool ?? role}]\n${cut}`;
    if (held + line.length > ALL) break;
    held += line.length;
    lines.push(line);
  }
  const left = turns.length - lines.length, more = left > 0 ? [`… ${left} more; ask for fewer at a time`] : [];
  return { ok: true, output: [...lines, ...more].join("\n\n"), data: { found: turns.length } };
}

function summary(turns: readonly Turn[]): ToolResult {
  const tasks = new Map<string, { turns: number; calls: number }>();
  for (const { task, role } of turns) {
    const counted = tasks.get(task) ?? { turns: 0, calls: 0 };
    tasks.set(task, {
      turns: counted.turns + (role === "assistant" ? 1 : 0),
      calls: counted.calls + (role === "tool" ? 1 : 0),
    });
  }
  const lines = [...tasks].map(([task, { turns, calls }]) => `- ${task}: ${turns} turns, ${calls} calls of tools`);
  return { ok: true, output: lines.join("\n") || "Nothing was said yet.", data: { tasks: tasks.size } };
}
