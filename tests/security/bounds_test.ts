import assert from "node:assert/strict";
import { join } from "node:path";
import type { Json, JsonObject } from "../../lib/base/json.ts";
import type { ReplyCall } from "../../lib/models/scripted/options.ts";
import type { PlanTool, Verification } from "../../lib/plan/mod.ts";
import { agent, carry, follows, generate, needs, processPlan, task } from "../kinds/processing.ts";
import {
  answersIn,
  builtIn,
  call,
  calls,
  inWorkshop,
  NOTHING,
  textOf,
  turnsOf,
  workAt,
} from "../process_scenarios/workshop.ts";
import { attack } from "./hostile.ts";

const sizeOf = (rows: Json | readonly unknown[]): number => JSON.stringify(rows).length;

/** Processes of this machine whose command line holds a word. */
async function alive(word: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const line = await Deno.readTextFile(`/proc/${name}/cmdline`).catch(() => "");
    if (line.includes(word)) found.push(line.replaceAll("\0", " "));
  }
  return found;
}

Deno.test({
  name:
    "a command that never ends is ended at its time, as a call of an agent, as a task and as a check, with nothing left running",
  // Processes are looked for where Linux tells of them.
  ignore: Deno.build.os !== "linux",
  fn: () =>
    inWorkshop(async (shop) => {
      const name = `endless-${crypto.randomUUID()}`, permissions = { ...NOTHING, run: ["tail"] };
      await Deno.writeTextFile(join(shop.root, name), "");
      const tools = await builtIn(["shell_execute"], permissions), command = ["tail", "-f", name];
      const m = follows((request) =>
        textOf(request).includes("Follow") && answersIn(request).length === 0
          ? calls(call("shell_execute", { command, timeout: 0.1 }))
          : "done"
      );
      const endless = { run: command, accept: "code == 0" };
      const verify: Verification = { files: false, rules: [], votes: 1, command: endless };
      const plan = processPlan({ m }, [
        task("call", agent("Follow it", { tools: ["shell_execute"] })),
        task("work", { by: "command", command: endless }, { ...needs("call?"), timeout: 100 }),
      ], { tools, permissions });
      const { end, rows } = await workAt(shop, plan, { m });
      assert.equal(end.kind, "failed");
      assert.match(end.reason, /^the task `work` failed: .*it took longer than 100ms$/);
      assert.match(JSON.stringify(rows), /did not end within/);
      assert.deepEqual(await alive(name), []);

      // A check has no time of its own: it is given up with its run.
      const checked = processPlan({ m }, [task("say", generate("Say"), { verify })], { permissions });
      const given = await workAt(shop, checked, { m }, {
        row: ({ key }, run) => void (key === "task/say" && setTimeout(run.cancel, 100)),
      });
      assert.equal(given.end.kind, "cancelled", given.end.reason);
      assert.deepEqual(await alive(name), []);
    }),
});

Deno.test("an agent that never answers ends with its turns, and one that hands on without end with the budget", () =>
  inWorkshop(async (shop) => {
    const tools = await builtIn(["read_file", "delegate_task"]);
    const endless = follows((request) => calls(call("read_file", { path: `f${turnsOf(request)}.txt` })));
    const turned = await workAt(
      shop,
      processPlan({ m: endless }, [task("go", agent("Go", { tools: ["read_file"], turns: 12 }))], { tools }),
      { m: endless },
    );
    assert.deepEqual([turned.end.kind, endless.asked.length], ["failed", 12]);
    let n = 0;
    const handing = follows(() =>
      calls(...Array.from({ length: 40 }, () => call("delegate_task", { goal: `Go on ${++n}` })))
    );
    const handed = await workAt(
      shop,
      processPlan({ m: handing }, [task("go", agent("Go", { tools: ["delegate_task"], turns: 20, depth: 9 }))], {
        tools,
        budget: { calls: 50 },
      }),
      { m: handing },
    );
    assert.equal(handed.end.kind, "exhausted", handed.end.reason);
    assert.ok(handing.asked.length <= 50, `${handing.asked.length} calls`);
    const shallow = follows((request) =>
      textOf(request).includes("hands this part of it to you") && turnsOf(request) > 0
        ? "done"
        : calls(call("delegate_task", { goal: `Go on ${++n}` }))
    );
    const deep = await workAt(
      shop,
      processPlan({ m: shallow }, [task("go", agent("Go", { tools: ["delegate_task"], turns: 2, depth: 2 }))], {
        tools,
      }),
      { m: shallow },
    );
    assert.equal(deep.end.kind, "failed");
    const depths = deep.rows.map(({ key = "" }) => key.split("/agent").length - 1);
    assert.equal(Math.max(...depths), 2, "as deep as it may, and no deeper");
  }));

/** A value nested so deep that whoever walks it without care runs out of stack. */
function deep(inner: string, depth = 15_000): string {
  return `${'{"a":['.repeat(depth)}${inner}${"]}".repeat(depth)}`;
}

Deno.test("JSON without end of nesting, and without end of size, fails in words wherever a model writes it", () =>
  inWorkshop(async (shop) => {
    const nested = deep("1"),
      wide = `[${"1,".repeat(8_000)}1]`,
      many = `{${Array.from({ length: 3_000 }, (_, i) => `"k${i}":1`).join()}}`;
    const tools = await builtIn(["read_file", "write_file"]),
      judged: Verification = {
        files: false,
        rules: [],
        votes: 1,
        llm: { model: "m", maxTokens: 9_000_000 },
      };
    for (
      const answer of [
        nested,
        wide,
        many,
        `{"tasks":${nested}}`,
        `{"passed":${nested}}`,
        '{"a":'.repeat(15_000),
        "[".repeat(50_000),
      ]
    ) {
      const m = follows((request) =>
        textOf(request).includes("Call it") && turnsOf(request) === 0
          ? calls(
            { name: "write_file", arguments: answer } as unknown as ReplyCall,
            call("read_file", { path: answer.slice(0, 2_000_000) }),
          )
          : textOf(request).includes("Only talk")
          ? "fine"
          : answer
      );
      const settings = { maxTokens: 9_000_000, turns: 3 };
      const { end, rows } = await workAt(
        { root: shop.root },
        processPlan({ m }, [
          task("call", agent("Call it", { tools: Object.keys(tools), ...settings }), { returns: { n: "number" } }),
          task("shape", agent("Answer", settings), { returns: "list(string)" }),
          task("judge", generate("Only talk"), { verify: judged }),
        ], { tools, memory: { model: "m", maxTokens: 9_000_000, types: [{ type: "x", about: "x" }] } }),
        { m },
      );
      assert.equal(end.kind, "failed");
      assert.doesNotMatch(end.reason, /RangeError|TypeError|Maximum call stack/, answer.slice(0, 20));
      assert.ok(end.reason.length < 20_000, `a reason of ${end.reason.length} characters`);
      assert.ok(rows.length < 60, `${rows.length} rows`);
    }
  }));

Deno.test("patterns and sums that would take for ever are refused or come to an end", () =>
  inWorkshop(async (shop) => {
    const line = "a".repeat(40_000),
      patterns = ["(a+)+$", "(a|a)*b", "(a*)*b", "(.*)*x", "(?:a{1,500}){1,500}b", "((a{1,99}){1,99}){1,99}"];
    await Deno.writeTextFile(join(shop.root, "long.txt"), `${line}!\n`);
    const turns: readonly (readonly ReplyCall[])[] = [
      patterns.flatMap((pattern) => [call("search_files", { pattern }), call("ripgrep_search", { pattern })]),
      [
        "**/**/**/**/**/**/**/**/x",
        "*a*a*a*a*a*a*a*a*a*a*b",
        "{a,b}".repeat(30),
        "[".repeat(5_000),
        "*".repeat(50_000),
      ].map((pattern) => call("glob_find", { pattern })),
      ["9**9**9**9", "2**(2**40)", "factorial(10**9)", "1e308*1e308**9", "(".repeat(1_000), "1+".repeat(499) + "1"]
        .map((expression) => call("calculator", { expression })),
      [
        call("analyze_code", { source: "(".repeat(200_000), language: "typescript" }),
        call("analyze_code", { source: "[".repeat(200_000), language: "json" }),
        call("analyze_code", { source: "if x:\n ".repeat(20_000), language: "python" }),
      ],
    ];
    const { end, said } = await attack(shop, {
      tools: ["search_files", "ripgrep_search", "glob_find", "calculator", "analyze_code"],
      agent: { maxTokens: 2_000_000 },
    }, turns);
    assert.equal(end.kind, "done", end.reason);
    assert.equal(said.length, turns.flat().length);
    for (const answer of said) assert.ok(answer.length < 60_000);
  }));

Deno.test("what an agent reads, writes and lets grow stays in bounds, on the disk and in what is kept", () =>
  inWorkshop(async (shop) => {
    await Deno.writeTextFile(join(shop.root, "big.txt"), `${"0123456789".repeat(9)}\n`.repeat(120_000));
    await Deno.writeTextFile(join(shop.root, "grow.txt"), "x".repeat(1_000));
    const turns = [
      Array.from({ length: 8 }, (_, i) => call("read_file", { path: "big.txt", from: i + 1 })),
      [
        call("shell_execute", { command: "cat big.txt" }),
        call("search_files", { pattern: "0" }),
        call("ripgrep_search", { pattern: "0" }),
      ],
      Array.from(
        { length: 4 },
        () => call("edit_file", { path: "grow.txt", old_str: "x", new_str: "x".repeat(1_000), all: true }),
      ),
      Array.from({ length: 12 }, (_, i) => call("write_file", { path: `w${i}.txt`, content: "y".repeat(900_000) })),
      [
        call("spreadsheet", { operation: "create", path: "s.csv", headers: ["a"] }),
        call("spreadsheet", {
          operation: "update_cell",
          path: "s.csv",
          row_index: 2_000_000_000,
          column_name: "a",
          value: "x",
        }),
      ],
    ];
    const { end, rows, said } = await attack(shop, {
      tools: ["read_file", "shell_execute", "search_files", "ripgrep_search", "edit_file", "write_file", "spreadsheet"],
      permissions: { run: ["cat"] },
      agent: { maxTokens: 9_000_000 },
    }, turns);
    assert.equal(end.kind, "done", end.reason);
    for (const answer of said) assert.ok(answer.length < 60_000, `an answer of ${answer.length} characters`);
    for (const row of rows.filter(({ key }) => key?.includes("/call/"))) {
      // What looks is told in parts; what writes keeps a diff that is short, for contents are kept with its changes.
      const most = /\/turn\/[12]\//.test(row.key!) ? 70_000 : 110_000;
      assert.ok(sizeOf([row]) < most, `${sizeOf([row])} characters are kept of ${row.key}`);
    }
    let disk = 0;
    for (const { name, isFile } of Deno.readDirSync(shop.root)) {
      if (isFile) disk += Deno.statSync(join(shop.root, name)).size;
    }
    assert.ok(disk < 11_000_000 + 12 * 900_000 + 16_000_000 + 1_000_000, `${disk} bytes`);
  }));

Deno.test("a list that a tool or a model gives is no reason to begin a million pieces of work", async () => {
  const list = Array.from({ length: 100_001 }, (_, i) => i), m = follows(() => "x");
  const facts: PlanTool = {
    by: "library",
    facts: {
      name: "list",
      description: "Lists",
      parameters: { type: "object" } as JsonObject,
      acts: ["read"],
      timeout: 9_000,
    },
  };
  const { end, rows } = await carry(
    processPlan({ m }, [
      task("list", { by: "tool", tool: "list", with: {} }),
      task("each", generate("Say ${{ item }}"), { ...needs("list"), each: { list: "tasks.list.data", as: "item" } }),
    ], { tools: { list: facts } }),
    { m },
    { tools: { list: { description: "Lists", run: () => list } } },
  );
  assert.equal(end.kind, "failed");
  assert.match(end.reason, /a list of 100001 is too long/);
  assert.ok(rows.length < 20);
});
