import assert from "node:assert/strict";
import { compileGoal } from "../../lib/app/goal/compile_goal.ts";
import type { ProcessPlan } from "../../lib/plan/mod.ts";
import { withEnv } from "../app/folders.ts";
import { loom, scratch } from "../cli/fake_host.ts";
import { follows } from "../kinds/processing.ts";
import { answersIn, call, calls, fill, inWorkshop, textOf, workAt } from "./workshop.ts";

const SETTINGS = '[models.m]\nuse = "scripted/m"\nreplies = ["x"]\n';

const READY = [
  "code-change",
  "competitive-intel",
  "consulting-engagement",
  "document-review",
  "general",
  "investment-analysis",
  "marketing-strategy",
  "research-report",
];

/** A model that plans what was suggested, leaves behind the files that it is asked for, and finds all of it good. */
function willing(plan: ProcessPlan) {
  const phases = plan.planner?.phases ?? [],
    tasks = phases.length === 0
      ? [{ id: "only", description: "Do it all", deliverables: ["all.md"] }]
      : phases.map(({ name, needs, about }) => ({
        id: name,
        description: about,
        needs: needs.map(({ task }) => task),
      }));
  return follows((request) => {
    const said = textOf(request);
    if (said.includes("Break a goal down")) return JSON.stringify({ tasks });
    if (said.includes("Somebody else has done")) {
      return '{"passed": true, "confidence": 0.9, "feedback": "", "issues": []}';
    }
    if (said.includes("A task has come to its end")) return "[]";
    const [, list = ""] = /# Files to leave behind\n\n((?:- .*\n?)+)/.exec(said) ?? [];
    const paths = list.split("\n").filter((line) => line !== "").map((line) => line.slice(2));
    if (paths.length === 0 || answersIn(request).length > 0) return "It is done, and all of it is in the files.";
    return calls(...paths.map((path) => call("write_file", { path, content: contentOf(path) })));
  });
}

function contentOf(path: string): string {
  if (path.endsWith(".json")) return '{"found": 3}\n';
  return path.endsWith(".csv") ? "name,count\nthings,3\n" : "# What was found\n\nThere are 3 things.\n";
}

for (const name of READY) {
  Deno.test(`[V2] the ready process ${name} comes to its end with a model that does what it is asked, each phase at the first try`, () =>
    inWorkshop(async ({ root, outside }) => {
      await fill(root, { "loom.toml": SETTINGS, "notes.md": "# Notes\n" });
      const { plan, diagnostics, home } = await withEnv(
        { HOME: outside, XDG_CONFIG_HOME: outside },
        () => compileGoal({ process: name, folder: root, workspace: root, at: root, approve: "never" }),
      );
      assert.ok(plan, JSON.stringify(diagnostics));
      const { end, told } = await workAt({ root }, plan, { m: willing(plan) }, {
        start: { home, inputs: { goal: "Say how many things there are" } },
      });
      assert.equal(end.kind, "done", end.reason);
      const ends = told.flatMap((one) => one.told === "task" ? [one] : []),
        [graph] = told.flatMap((one) => one.told === "planned" ? [one.tasks] : []);
      assert.deepEqual(
        ends.map(({ task }) => task).toSorted(),
        (graph ?? plan.tasks).map((task) => task.name).toSorted(),
      );
      assert.deepEqual(ends.filter(({ is, attempts }) => is !== "done" || attempts !== 1), []);
    }));
}

/** An event as a line of JSON. */
interface Told {
  readonly type: string;
  readonly key?: string;
  readonly effect?: { readonly do: string };
  readonly entry?: { readonly key?: string };
}

Deno.test("[V9] a process that is named on the command line is the one that is followed, and every turn and tool of it is told", async () => {
  const calling = '{ calls = [{ name = "write_file", arguments = { path = "it.md", content = "It.\\n" } }] }';
  const rules = [
    '{ match = "Remember what you are here for", reply = "It is written." }',
    `{ match = "Write it down", reply = ${calling} }`,
  ];
  await using folder = await scratch();
  await fill(folder.path, {
    "loom.toml": `[models.m]\nuse = "scripted/m"\nrules = [${rules.join(", ")}]\n`,
    ".loom/processes/notes.yaml":
      "name: notes\nphase_mode: strict\nphases:\n  - {id: write, description: Write it down, deliverables: [it.md]}\n",
  });
  const { code, out, err } = await loom(folder.path, ["do", "Notes", "--process", "notes", "--name", "n", "--json"]);
  assert.equal(code, 0, err);
  const events = out.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Told);
  const started = events.flatMap(({ effect }) => effect?.do ?? []),
    kept = events.flatMap(({ entry }) => entry?.key ?? []);
  assert.ok(started.includes("generate") && started.includes("tool"), started.join());
  assert.ok(
    events.some(({ type, key }) => type === "text" && key?.startsWith("task/write/turn/")),
    "tokens are told as they come",
  );
  assert.ok(kept.includes("task/write/turn/1/call/1"));
  assert.equal(await Deno.readTextFile(`${folder.path}/it.md`), "It.\n");
});
