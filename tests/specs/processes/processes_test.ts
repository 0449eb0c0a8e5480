import assert from "node:assert/strict";
import { formatSpec } from "../../../lib/compile/format_spec.ts";
import type { ProcessPlan } from "../../../lib/plan/mod.ts";
import { encodePlan, inOrder } from "../../../lib/plan/mod.ts";
import { planOf } from "../../compile/defining.ts";

const FOLDER = new URL("../../../specs/processes/", import.meta.url);
/** Those for a sort of work; another one is for any goal. */
const NAMES = [
  "code-change.yaml",
  "competitive-intel.yaml",
  "consulting-engagement.yaml",
  "document-review.yaml",
  "investment-analysis.yaml",
  "marketing-strategy.yaml",
  "research-report.yaml",
];
const SNAPSHOTS = new URL("snapshots/", import.meta.url);

/** `deno task test:unit tests/specs -- --update` writes the plans anew. */
const updating = Deno.args.includes("--update");

/** Those whose whole plan is kept. */
const GOLDEN = ["investment-analysis.yaml", "research-report.yaml"];

const TOOLS = [
  ...["read_file", "write_file", "edit_file", "delete_file", "move_file", "search_files", "list_directory"],
  ...["glob_find", "ripgrep_search", "shell_execute", "git_command", "web_fetch", "web_search", "analyze_code"],
  ...["calculator", "spreadsheet", "document_write", "task_tracker", "ask_user", "conversation_recall"],
  "delegate_task",
];

function textOf(name: string): string {
  return Deno.readTextFileSync(new URL(name, FOLDER));
}

async function planned(name: string): Promise<ProcessPlan> {
  return await planOf({ text: textOf(name), name, tools: TOOLS });
}

for (const name of NAMES) {
  Deno.test(`specs/processes/${name} compiles without a word, and is in its usual form`, async () => {
    const plan = await planned(name), text = textOf(name), formatted = await formatSpec({ name, text });
    assert.equal(`${plan.name}.yaml`, name);
    assert.ok(formatted.ok);
    assert.equal(formatted.text, text);
    assert.match(text, /^# \w/);
    assert.equal(inOrder(plan.tasks).length, plan.tasks.length);
  });

  Deno.test(`specs/processes/${name} has what a process of use has: files, criteria, patterns, judges, an end`, async () => {
    const { planner, tasks, memory } = await planned(name);
    const steps = planner?.phases ?? tasks, last = steps.filter(({ deliverables }) => deliverables.length > 0);
    assert.ok(steps.length >= 3);
    assert.ok(last.length >= steps.length - 2);
    for (const { criteria = "" } of steps) assert.notEqual(criteria, "");
    const { rules } = planner?.pattern.verify[2] ?? tasks.at(-1)!.verify!;
    assert.ok(rules.some(({ type, severity }) => type === "regex" && severity === "error"));
    assert.ok(rules.some(({ type }) => type === "llm"));
    assert.ok(memory!.types.length >= 2);
    const needed = new Set(steps.flatMap(({ needs }) => needs.map(({ task }) => task)));
    assert.equal(steps.filter((step) => !needed.has(step.name)).length, 1);
  });
}

for (const name of GOLDEN) {
  Deno.test(`specs/processes/${name} is the plan it always was`, async () => {
    const written = `${JSON.stringify(JSON.parse(encodePlan(await planned(name))), null, 2)}\n`;
    const path = new URL(`${name}.json`, SNAPSHOTS);
    if (updating) Deno.writeTextFileSync(path, written);
    assert.equal(written, Deno.readTextFileSync(path));
  });
}

Deno.test("the ready processes are all there, and no plan is left from one that is gone", () => {
  const there = [...Deno.readDirSync(FOLDER)].map(({ name }) => name);
  for (const name of NAMES) assert.ok(there.includes(name), name);
  const left = [...Deno.readDirSync(SNAPSHOTS)].map(({ name }) => name).sort();
  assert.deepEqual(left, GOLDEN.map((name) => `${name}.json`));
});
