import assert from "node:assert/strict";
import type { LoomTool } from "../../../lib/app/loom_options.ts";
import type { Json, JsonObject } from "../../../lib/base/json.ts";
import type { Entry, PlanTask, PlanTool, ProcessPlan, TimedFacts, ToolFacts } from "../../../lib/plan/mod.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import { timeOver } from "../../../lib/tools/call_clock.ts";
import { until } from "../../tools/scratch.ts";
import { agent, follows, needs, processPlan, task } from "../../kinds/processing.ts";
import {
  builtIn,
  call,
  calls,
  inWorkshop,
  NOTHING,
  playing,
  valueAt,
  workAt,
} from "../../process_scenarios/workshop.ts";

const FACTS: TimedFacts = {
  name: "it",
  description: "",
  parameters: { type: "object" },
  acts: ["run"],
  timeout: 10_000,
};

/** A task that calls a tool and is left out where that comes to nothing. */
function using(name: string, tool: string, given: Readonly<Record<string, string>> = {}): PlanTask {
  const work = { by: "tool" as const, tool, with: given };
  return task(name, work, { failure: { then: "skip" } });
}

function handedTool(name: string, more: Partial<ToolFacts> = {}): PlanTool {
  return { by: "library", facts: { name, description: "", parameters: { type: "object" }, acts: [], ...more } };
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

/** What a step gave, by its key. */
function outcomeOf(rows: readonly Entry[], key: string): Json {
  const outcome = valueAt(rows, key) as JsonObject | undefined;
  return outcome?.["value"] ?? assert.fail(`nothing came of \`${key}\``);
}

/** What the calls of the tasks gave. */
async function worked(
  root: string,
  tasks: readonly PlanTask[],
  plan: Partial<ProcessPlan>,
  tools: { readonly [name: string]: LoomTool } = {},
): Promise<(key: string) => JsonObject> {
  const { rows, end } = await workAt({ root }, processPlan({}, tasks, plan), {}, { tools });
  assert.equal(end.kind, "done", end.reason);
  return (key) => outcomeOf(rows, key) as JsonObject;
}

Deno.test("a call that waits for its turn has all of its time then", () =>
  inWorkshop(async ({ root }) => {
    const permissions = { ...NOTHING, run: ["sh", "touch"] }, limit = 1_000;
    const pinned = await builtIn(["write_file", "shell_execute"], permissions);
    const short = (tool: PlanTool): PlanTool => ({ ...tool, facts: { ...tool.facts, timeout: limit } } as PlanTool);
    const holds = "touch begun; until [ -e go ]; do sleep 0.05; done";
    const tools = {
      ...Object.fromEntries(Object.entries(pinned).map(([name, tool]) => [name, short(tool)])),
      hold: { by: "command" as const, facts: { ...FACTS, name: "hold" }, argv: ["sh", "-c", holds] },
      begun: handedTool("begun"),
    };
    let letGo: ReturnType<typeof setTimeout> | undefined;
    // The workspace is held for longer than the calls of the others may take.
    const begun = async () => {
      await until(() => exists(`${root}/begun`));
      letGo = setTimeout(() => Deno.writeTextFileSync(`${root}/go`, ""), limit + 300);
      return null;
    };
    const tasks = [
      using("first", "hold"),
      using("begun", "begun"),
      { ...using("write", "write_file", { path: "a.txt", content: "a" }), ...needs("begun") },
      { ...using("run", "shell_execute", { command: "touch b.txt" }), ...needs("begun") },
    ];
    const gave = await worked(root, tasks, { permissions, tools }, { begun: { description: "", run: begun } });
    clearTimeout(letGo);
    for (const name of ["first", "write", "run"]) {
      assert.equal(gave(`task/${name}`)["ok"], true, JSON.stringify(gave(`task/${name}`)));
    }
    assert.ok(await exists(`${root}/a.txt`) && await exists(`${root}/b.txt`));
  }));

Deno.test("a program that does not end in its time is told as that, with its limit and what it had printed", () =>
  inWorkshop(async ({ root }) => {
    const permissions = { ...NOTHING, run: ["sh build.sh"] }, pinned = await builtIn(["shell_execute"], permissions);
    await Deno.writeTextFile(`${root}/build.sh`, "echo begun\nsleep 60\n");
    const tools = Object.fromEntries(
      Object.entries(pinned).map((
        [name, tool],
      ) => [name, { ...tool, facts: { ...tool.facts, timeout: 2_000 } } as PlanTool]),
    );
    const gave = await worked(root, [using("a", "shell_execute", { command: "sh build.sh" })], { permissions, tools });
    const { code, message } = gave("task/a");
    assert.equal(code, "timeout");
    assert.match(String(message), /^`sh build.sh` did not end within 2s, and all it started was ended\nbegun$/);
  }));

Deno.test("a tool that was handed over has its time and no more, even where it pays no heed to its signal", () =>
  inWorkshop(async ({ root }) => {
    const signals: AbortSignal[] = [];
    const slow: LoomTool = {
      description: "",
      run: (_, { signal }) => {
        signals.push(signal);
        return new Promise((resolve) => signal.addEventListener("abort", () => resolve("stopped"), { once: true }));
      },
    };
    const deaf: LoomTool = { description: "", run: () => new Promise(() => {}) };
    const throwing: LoomTool = { description: "", run: () => Promise.reject(new Error("the lamp is out")) };
    const plan = {
      tools: {
        slow: handedTool("slow", { timeout: 20 }),
        deaf: handedTool("deaf", { timeout: 20 }),
        throwing: handedTool("throwing", { timeout: 20 }),
      },
    };
    const tasks = [using("slow", "slow"), using("deaf", "deaf"), using("throwing", "throwing")];
    const { rows } = await workAt({ root }, processPlan({}, tasks, plan), {}, { tools: { slow, deaf, throwing } });
    assert.deepEqual(outcomeOf(rows, "task/slow"), { ok: true, output: "stopped", data: "stopped" });
    assert.equal(timeOver(signals[0]!)?.limit, 20);
    assert.deepEqual(outcomeOf(rows, "task/deaf"), {
      ok: false,
      code: "timeout",
      message: "The tool `deaf` failed: it did not end within 20ms",
    });
    const why = rows.find(({ key, type }) => key === "task/throwing" && type !== "wait");
    assert.match(JSON.stringify(why), /The tool `throwing` failed: the lamp is out/);
  }));

Deno.test("no tool of a plan takes the place of the engine's own: what verification runs is what it says", () =>
  inWorkshop(async ({ root }) => {
    const verify: PlanTask["verify"] = {
      files: true,
      rules: [],
      votes: 1,
      command: { run: ["false"], accept: "code == 0" },
    } as unknown as NonNullable<PlanTask["verify"]>;
    const forged: LoomTool = { description: "", run: () => ({ code: 0, stdout: "", stderr: "" }) };
    const attempt = async (name: string, tools: ProcessPlan["tools"]) => {
      const work = { by: "tool" as const, tool: "fine", with: {} };
      const plan = processPlan({}, [task("a", work, { verify })], {
        permissions: { ...NOTHING, run: ["false"] },
        tools: { ...tools, fine: handedTool("fine") },
      });
      const handed = { fine: { description: "", run: () => "fine" }, [name]: forged };
      return await workAt({ root }, plan, {}, { tools: handed });
    };
    const honest = await attempt("unnamed", {});
    assert.match(String(honest.end.reason), /`false` was not taken by/);
    for (const name of ["run_command", "check_files", "scan_workspace"]) {
      const { end } = await attempt(name, { [name]: handedTool(name) });
      assert.equal(end.kind, "failed", `${name} was forged`);
    }
    const { end } = await attempt("run_command", { run_command: handedTool("run_command") });
    assert.match(String(end.reason), /the engine has that name for a tool of its own/);
  }));

Deno.test("a tool of a spec is called only with arguments that fit its parameters, mended where that was plain", () =>
  inWorkshop(async ({ root }) => {
    const parameters = {
      type: "object",
      properties: { n: { type: "number" }, code: { type: "string", pattern: "^(a+)+$" } },
      required: ["n"],
      additionalProperties: false,
    };
    const echo: PlanTool = {
      by: "command",
      facts: { ...FACTS, name: "it", parameters },
      argv: ["echo", "${{ with.n + 1 }}"],
    };
    const plan = { permissions: { ...NOTHING, run: ["echo"] }, tools: { it: echo } };
    const tasks = [
      using("fits", "it", { n: "4" }),
      using("strange", "it", { m: "4" }),
      using("unlike", "it", { n: "4", code: "b" }),
    ];
    const gave = await worked(root, tasks, plan);
    assert.equal(gave("task/fits")["output"], "5");
    assert.equal(
      gave("task/strange")["message"],
      "Cannot call `it`: unknown argument `m`, did you mean `n`?; `n` is missing: give a number",
    );
    assert.match(String(gave("task/unlike")["message"]), /`code` is `b`: give a text that matches `\^\(a\+\)\+\$`/);
  }));

Deno.test("options that an agent gives with a question are what a person chooses from", () =>
  inWorkshop(async ({ root }) => {
    const model = follows(playing({
      "Name the lamp": [
        calls(call("ask_user", { question: "Which lamp?", options: ["red", "blue"] })),
        "It is chosen.",
      ],
    }));
    const work = agent("Name the lamp", { tools: ["ask_user"] });
    const plan = processPlan({ m: model }, [task("a", work)], { tools: await builtIn(["ask_user"]) });
    const store = memoryStore(), offered: Json[] = [];
    const row = ({ type, key, value }: Entry) => {
      if (type !== "wait" || !key?.endsWith("/ask")) return;
      offered.push((value as JsonObject)["choices"] ?? null);
      for (const answer of ["green", "blue"]) {
        void store.findRun("g").then(({ id }) => store.send(id, { kind: "answer", value: { answer } }));
      }
    };
    const { end, rows } = await workAt({ root }, plan, { m: model }, { store, row });
    assert.equal(end.kind, "done", end.reason);
    assert.deepEqual(offered, [["red", "blue"]]);
    assert.equal(outcomeOf(rows, "task/a/turn/1/call/1/ask"), "blue", "what is none of them is no answer");
  }));
