/** Definitions from their folder to what their runs leave behind. */
import assert from "node:assert/strict";
import { loadProcess } from "../../../lib/app/processes/load_process.ts";
import type { ProcessPlan } from "../../../lib/plan/mod.ts";
import { follows } from "../../kinds/processing.ts";
import { call, calls, inWorkshop, playing, textOf, workAt } from "../../process_scenarios/workshop.ts";
import { withEnv } from "../folders.ts";
import { write } from "./packages.ts";

const MODELS =
  '[models.local]\nuse = "scripted/local"\nreplies = ["x"]\nroles = ["planner", "executor", "verifier", "extractor"]\n';

const TOOL = `export const tool = { description: "Counts words", parameters: { text: "string" } };
export default ({ text }: { text: string }): { words: number } => ({ words: text.split(/\\s+/).length });
`;

async function planned(
  root: string,
  definition: string,
): Promise<{ readonly plan: ProcessPlan; readonly home: string }> {
  await write(root, { "loom.toml": MODELS, "pack/process.yaml": definition, "pack/tools/count-words.ts": TOOL });
  return await withEnv({ HOME: root, XDG_CONFIG_HOME: `${root}/.config` }, async () => {
    const { plan, diagnostics, home } = await loadProcess("./pack", { folder: root, at: root });
    assert.deepEqual(diagnostics, []);
    assert.equal(plan!.kind, "process");
    return { plan: plan as ProcessPlan, home };
  });
}

/** What only a phase is told that comes after another. */
const BEFORE = "What the phases before this one came to";

/** What a judge is told. */
const JUDGING = "Somebody else has done";

const STRICT = `name: notes
persona: You keep minutes.
phase_mode: strict
tools: {required: [count_words]}
phases:
  - {id: count, description: Count the words of the draft, deliverables: [count.md — the number]}
  - id: write up
    description: "Write \${{ up }}"
    depends_on: [count]
    verification_tier: 2
    acceptance_criteria: It is short
verification:
  rules: [{name: no-gaps, type: regex, check: '(?i)\\[tbd\\]', severity: error}]
memory: {extract_types: [{type: number, description: A number}]}
`;

Deno.test("[P16] [V2] a strict process does its phases in order, each with its own files, its tools and what came before", async () => {
  await inWorkshop(async ({ root }) => {
    const { plan, home } = await planned(root, STRICT), asked: string[] = [];
    const part = playing({
      [JUDGING]: ['{"passed": true, "confidence": 0.9, "feedback": "", "issues": []}'],
      "A task has come to its end": [
        '[{"type": "number", "summary": "It has 3 words", "detail": "3", "tags": [], "relevant": []}]',
      ],
      "Count the words of the draft": [
        calls(call("count_words", { text: "one two three" })),
        calls(call("write_file", { path: "count.md", content: "3\n" })),
        "It has three words.",
      ],
    });
    const drafts = ["Still [tbd]", "All is written."];
    const local = follows((request, ...rest) => {
      const said = textOf(request);
      if (!said.includes(JUDGING)) asked.push(said);
      return said.includes(BEFORE) && !said.includes(JUDGING) ? drafts.shift()! : part(request, ...rest);
    });
    const { end, told } = await workAt({ root }, plan, { local }, {
      start: { home, inputs: { goal: "Minutes", context: "Of today" } },
    });
    assert.equal(end.kind, "done", end.reason);
    assert.equal(Deno.readTextFileSync(`${root}/count.md`), "3\n");
    const first = asked.find((said) => said.includes("Count the words of the draft"))!;
    assert.match(first, /You keep minutes\./);
    assert.match(first, /Minutes\n\nOf today/);
    assert.match(first, /What is to be in the files:\n- count\.md: the number/);
    const second = asked.filter((said) => said.includes(BEFORE));
    assert.match(second[0]!, /Write \$\{\{ up \}\}/);
    assert.match(second[0]!, /## count\nIt has three words\./);
    assert.match(second[1]!, /no-gaps/);
    assert.deepEqual(told.flatMap((one) => one.told === "task" ? [[one.task, one.is, one.attempts]] : []), [
      ["count", "done", 1],
      ["write-up", "done", 2],
    ]);
    assert.ok(told.some((one) => one.told === "memory" && one.entries.some(({ type }) => type === "number")));
  });
});

Deno.test("a guided process is planned around its phases, which all have to be there", async () => {
  await inWorkshop(async ({ root }) => {
    const definition =
      "name: guided\nphases:\n  - {id: look, description: Look around}\n  - {id: tell, description: Tell, depends_on: [look]}\n" +
      "planner_examples: [{goal: g, subtasks: [{id: x, description: X, depends_on: []}]}]\n";
    const { plan, home } = await planned(root, definition);
    const graphs = [
      { tasks: [{ id: "tell", description: "Tell all", needs: [] }] },
      {
        tasks: [{ id: "look", description: "" }, { id: "more", description: "More" }, { id: "tell", needs: ["more"] }],
      },
    ];
    let plans = 0;
    const local = follows((request) => {
      const said = textOf(request);
      return said.includes("Break a goal down") ? JSON.stringify(graphs[Math.min(plans++, 1)]) : "Done.";
    });
    const { end, told } = await workAt({ root }, plan, { local }, { start: { home, inputs: { goal: "All of it" } } });
    assert.equal(end.kind, "done", end.reason);
    assert.equal(plans, 2);
    const graph = told.flatMap((one) => one.told === "planned" ? one.tasks : []);
    assert.deepEqual(graph.map(({ name, needs }) => [name, needs.toSorted()]), [
      ["look", []],
      ["more", []],
      ["tell", ["look", "more"]],
    ]);
  });
});
