import assert from "node:assert/strict";
import { compile } from "../../lib/compile/compile.ts";
import { explain } from "../../lib/compile/explain.ts";
import { explainedMermaid, explainedText } from "../../lib/compile/render_explained.ts";
import fc from "../properties.ts";
import { processSpec } from "../project/gen/diagnostic_example.ts";
import { memoryWorld } from "./memory_world.ts";
import { FULL, SMALL } from "./process_specs.ts";
import { processPlanOf, processPlanOfText } from "./processing.ts";

Deno.test("an explanation of a process shows its tasks level by level", async () => {
  assert.equal(
    explainedText(explain(await processPlanOfText(SMALL, "small.toml"))),
    `small: process (process@1)
 1. begin with the goal \`A sorted list\`
      tasks work in the folder that the run is started for
      every task begins as soon as it can
level 1 of 3
 2. list: run \`printf b\\na\\n\`
      it did what it should when \`code == 0\`
level 2 of 3
 3. sort: run \`sort\`
      after list
      only if \`tasks.list.code == 0\`
      it reads \`\${{ tasks.list.stdout }}\` on its standard input
      it did what it should when \`code == 0\`
level 3 of 3
 4. ask: ask a person: \`Go on?\`
      after sort, whatever becomes of it
      the answer is waited for 1h
      then it is \`no\`
 5. give what it is worth
      lines: has(tasks.sort) ? tasks.sort.stdout : ''
      a task that fails lets nothing begin that needs it; the rest goes on, and the run ends as failed
      there is no budget
`,
  );
});

Deno.test("an explanation tells what a process does in each of its forms", async () => {
  const said = explainedText(explain(await processPlanOfText(FULL)));
  for (
    const part of [
      "begin with the goal `A changelog of ${{ inputs.repo }} that a user understands`",
      "tasks work in the folder `work`",
      "4 tasks at a time",
      "planner may refine the graph",
      "it looks for `*.md`, `docs/*.md`: what was said before",
      "its tasks are done by agents of executor, executor@2, executor@3, as able as they have to be",
      "level 9 of 9",
      "log: call the tool git_log",
      "group: an agent of executor works on it",
      "write: an agent of strong works on it, for each g of `tasks.group.groups`",
      "3 items at a time",
      "tools: read_file, list_directory, write_file, git_log, notes_find_notes, notes_add",
      "12 turns at most, each of 2000 tokens at most, seeing 16k tokens",
      "a person is asked before calls that may do harm; after 10m nobody's answer is a no",
      "nobody is asked before its calls",
      "from the third attempt on: executor@2, then executor@3",
      "tried 4 times, 2s before the second time and twice as long with each",
      "it leaves `news.md`, `more/old.md`",
      "verified: `./check.sh ${{ g.name }}` ends well",
      "verified: open, nothing in its files is like `\\[OPEN\\]`",
      "told where not: tone, a model finds that `It is friendly`",
      "verified: most of 3 votes of verifier say so",
      "a person is asked before a result is taken whose confidence is below 0.5",
      "edit: run polish",
      'when it fails, its value is `{"text":"${{ tasks.log.stdout }}","score":0}`',
      "score: call the script score.ts#default",
      "it gives `number(0..10)`",
      "title: judge answers once",
      "the answer is one of: yes, no",
      "only if `tasks.approve.answer == 'yes'`",
      "publish: call the tool post: `POST https://blog.example.com/api/${{ with.topic }}`",
      "when it fails, a person says whether it is tried again, left out, or fails",
      "when it fails, it is left out, and so is what needs it",
      "after tag, whatever becomes of it; publish, whatever becomes of it; counted",
      "found: call the tool find: find-notes of the server notes",
      "when it fails, the run ends at once",
      "when a task has failed for good, strong may add tasks",
      "of what models find out, extractor keeps what is worth remembering",
      "the budget ends it in any case: $5.00, 2h of work",
    ]
  ) assert.ok(said.includes(part), `${part}\n\n${said}`);
});

Deno.test("an explanation says where the models of a process come from, with each step they have a part in", async () => {
  const text =
    '[models.small]\nuse = "ollama/x"\nroles = ["executor", "verifier", "extractor"]\n[defaults]\nbudget = {calls = 9}\n';
  const world = memoryWorld({ defaults: [{ name: "loom.toml", text }] });
  const spec = processSpec({
    more: "memory: {}",
    tasks: ["a: {agent: Do it, verify: {llm: true}}", "b: {command: [git]}"],
  });
  const { plan, origins } = await compile({ name: "spec.yaml", text: spec }, world);
  const said = explain(plan!, origins).steps.flatMap(({ id, details }) =>
    details.filter((line) => line.includes("loom.toml")).map((line) => `${id}: ${line}`)
  );
  assert.deepEqual(said, [
    "task/a: executor is a role of small in loom.toml",
    "task/a: verifier is a role of small in loom.toml",
    "memory: extractor is a role of small in loom.toml",
    "finish: the budget is that of loom.toml, for the spec has none",
  ]);
});

Deno.test("what the author of a definition suggests to its planner is shown level by level", async () => {
  const text = "name: minutes\nphase_mode: guided\nphases:\n" +
    "  - {id: read, description: Read the notes, model_tier: 1}\n" +
    "  - {id: write, description: Write the minutes, depends_on: [read], verification_tier: 2, is_critical_path: true, deliverables: [minutes.md — all of it], acceptance_criteria: Short}\n";
  const settings = {
    name: "loom.toml",
    text: '[models.m]\nuse = "openai/gpt-5.2"\nroles = ["executor", "planner", "verifier"]\n',
  };
  const { plan } = await compile({ name: "minutes.yaml", text }, memoryWorld({ defaults: [settings] }));
  const explained = explain(plan!), said = explainedText(explained);
  const part = said.slice(said.indexOf("demanded, level 1"), said.indexOf("demanded, level 2") + 260);
  assert.match(
    part,
    /^demanded, level 1 of 2\n 3\. read: Read the notes\n {6}by an agent of tier 1, verified by program\ndemanded, level 2 of 2\n 4\. write: Write the minutes\n {6}after read\n {6}by an agent of tier 2, verified by a model too\n {6}it leaves `minutes\.md`\n {6}it is done well when: `Short`\n {6}when it fails, the run ends at once\n/,
  );
  assert.match(said, /give what it is worth\n {6}what those tasks give that nobody needs\n/);
  assert.match(explainedMermaid(explained), /^ {2}plan --> n2\n {2}n2 --> n3\n {2}n3 --> finish$/m);
});

Deno.test("a chart of a process has an arrow for every need, and says when one is taken", async () => {
  const plan = await processPlanOf({
    tasks: [
      "end: {command: [git, log]}",
      'start: {command: [git, "${{ tasks.end.stdout }}"], if: tasks.end.code == 0}',
      'subgraph: {ask: "Done?", needs: ["start?"]}',
    ],
  });
  assert.equal(
    explainedMermaid(explain(plan)),
    `flowchart TD
  start(["begin with the tasks that need nothing"])
  n1["end: run #96;git log#96;"]
  n2["start: run #96;git $#123;#123; tasks.end.stdout #125;#125;#96;"]
  n3["subgraph: ask a person: #96;Done#63;#96;"]
  finish(["give what it is worth"])
  start --> n1
  n1 -->|"if #96;tasks.end.code == 0#96;"| n2
  n2 -->|whatever becomes of it| n3
  n3 --> finish
`,
  );
});

Deno.test("no text of a spec breaks out of its chart", async () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      '"]; click n1 "javascript:alert(1)"',
      "|end|",
      "--> x",
      "%%{init: {}}%%",
      "<script>",
      "`;end",
      "a\n  b --> c",
      "}}",
      "]",
      "#quot;",
    ),
    fc.string({ maxLength: 40, unit: "grapheme" }),
  ).filter((text) => !text.includes("${{") && text.trim() !== "" && !/[\p{Cs}\p{Cc}]/u.test(text.replaceAll("\n", "")));
  const line =
    /^ {2}(?:n\d+|[a-z]+)(?:(?:\(\["[^"|\][{}<>`]*"\]\)|\["[^"|\][{}<>`]*"\])| -->(?:\|(?:[a-z ,]+|"[^"|\][{}<>`]*")\|)? (?:n\d+|[a-z]+))$/u;
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (text, other) => {
      const quoted = (value: string) =>
        JSON.stringify(value).replaceAll(
          /[\u007f-\uffff]/g,
          (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
        );
      const condition = JSON.stringify(`tasks.a.code == 0 || ${JSON.stringify(other)} == tasks.a.stdout`);
      const plan = await processPlanOf({
        more: `goal: ${quoted(text)}`,
        tasks: [
          `a: {command: [git, ${quoted(text)}], description: ${quoted(other)}}`,
          `b: {ask: ${quoted(other)}, if: ${condition}, needs: ["a?"]}`.replace(', needs: ["a?"]', ""),
        ],
      });
      const [head, ...lines] = explainedMermaid(explain(plan)).trimEnd().split("\n");
      assert.equal(head, "flowchart TD");
      for (const one of lines) assert.match(one, line);
      assert.equal(lines.length, 4 + 3);
    }),
    { numRuns: 150 },
  );
});
