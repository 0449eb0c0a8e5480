import assert from "node:assert/strict";
import { diagnosed, processPlanOf, PROJECT, taskOf, told } from "./processing.ts";

async function found(task: string, more = "inputs: {n: {type: int, default: 3}}"): Promise<readonly string[]> {
  return (await told({ more, tasks: [task] })).filter((one) => one !== "unused-input n");
}

Deno.test("a tool is given what it takes, values and templates alike", async () => {
  const given = async (arguments_: string) => await found(`a: {tool: read_file, with: {${arguments_}}}`);
  assert.deepEqual(await given("path: a.txt, from: 3"), []);
  assert.deepEqual(await given('path: "${{ spec.name }}.txt", from: "${{ inputs.n }}"'), []);
  assert.deepEqual(await given("from: 3"), ["missing-argument read_file"]);
  assert.deepEqual(await given("path: a.txt, form: 3"), ["unknown-argument form"]);
  assert.deepEqual(await given("path: 3"), ["wrong-value 3"]);
  assert.deepEqual(await given("path: a.txt, from: 0"), ["wrong-value 0"]);
  assert.deepEqual(await given("path: a.txt, from: 1.5"), ["wrong-value 1.5"]);
  assert.deepEqual(await given('path: a.txt, from: "${{ spec.name }}"'), ["unexpected-result spec.name"]);
  assert.deepEqual(await given('path: a.txt, from: "line ${{ inputs.n }}"'), [
    "unexpected-result line ${{ inputs.n }}",
  ]);
  assert.deepEqual(await given("path: {env: HOME}"), ["wrong-value {env: HOME}", "misplaced-secret {env: HOME}"]);
  assert.deepEqual(await found("a: {tool: read_file}"), ["missing-argument read_file"]);
  assert.deepEqual(await found("a: {tool: web_fetch, with: {url: a, as: pdf}}"), ["wrong-value pdf"]);
});

Deno.test("a tool that there is not is told with the one that may be meant", async () => {
  assert.deepEqual(await found("a: {tool: read_fil, with: {path: a}}"), ["unknown-tool read_fil"]);
  assert.deepEqual(await found("a: {tool: reading}"), ["many-tools tool"]);
  assert.deepEqual(await found("a: {tool: nowhere/find}"), ["unknown-server nowhere/find"]);
});

Deno.test("what an agent works by itself is no task's work, and it is said what to write instead", async () => {
  const acts = [] as const, parameters = { type: "object" };
  const tools = ["ask_user", "task_tracker", "delegate_task", "conversation_recall"];
  const world = {
    ...PROJECT,
    tools: () => tools.map((name) => ({ name, description: "", parameters, acts })),
    handed: [],
  };
  const hints = async (tool: string) => {
    const found = await diagnosed({ tasks: [`a: {tool: ${tool}}`] }, world);
    return found.map(({ code, source, span, hint }) => [code, source.text.slice(span.start, span.end), hint]);
  };
  assert.deepEqual(await hints("ask_user"), [
    ["agent-tool", "ask_user", "write `ask` instead: `ask: What is to be done?`"],
  ]);
  assert.deepEqual((await hints("delegate_task"))[0]?.[2], "write `agent` instead: `agent: What is to be done`");
  assert.match(String((await hints("task_tracker"))[0]?.[2]), /^leave it out/);
  assert.deepEqual(await hints("conversation_recall"), [], "looking up what was said is work like any other");
  const handed = [{ name: "ask_user", description: "", parameters, acts }];
  assert.deepEqual(await told({ tasks: ["a: {tool: ask_user}"] }, { ...world, handed }), []);
});

Deno.test("a tool that is handed over under a name of the engine's own is refused wherever it is named", async () => {
  const handed = ["run_command", "check_files", "scan_workspace", "fine"].map((name) => ({
    name,
    description: "",
    parameters: { type: "object" },
    acts: [],
  }));
  const world = { ...PROJECT, handed }, more = "models: {m: openai/gpt-5.2}";
  const named = async (tools: string) =>
    await told({ more, tasks: [`a: {agent: {model: m, prompt: x, tools: [${tools}]}}`] }, world);
  assert.deepEqual(await named("fine, run_command"), ["name-taken run_command"]);
  assert.deepEqual(await named("check_files"), ["name-taken check_files"]);
  assert.deepEqual(await named("all"), ["name-taken all"]);
  assert.deepEqual(await told({ tasks: ["a: {tool: scan_workspace}"] }, world), ["name-taken scan_workspace"]);
  assert.deepEqual(await named("fine"), []);
});

Deno.test("the plan pins the facts of the tools that its agents and tasks use, and of no other", async () => {
  const { tools } = await processPlanOf({
    more: "models: {m: openai/gpt-5.2}\ntools: {status: {run: [git, status]}, idle: {run: [git]}}",
    tasks: ["a: {tool: status}", "b: {agent: {model: m, prompt: x, tools: [reading, calculator]}}"],
  });
  assert.deepEqual(Object.entries(tools).map(([name, { by, facts }]) => [name, by, facts.name, facts.acts]), [
    ["calculator", "built-in", "calculator", []],
    ["list_directory", "built-in", "list_directory", ["read"]],
    ["read_file", "built-in", "read_file", ["read"]],
    ["status", "command", "status", ["run"]],
  ]);
});

Deno.test("groups are made of what calling a tool may do, and what is no tool over a folder stands apart", async () => {
  const names = async (group: string) => {
    const more = "models: {m: openai/gpt-5.2}\ntools: {status: {run: [git, status]}}";
    const { work } = await taskOf("a", { more, tasks: [`a: {agent: {model: m, prompt: x, tools: [${group}]}}`] });
    return work.by === "agent" ? work.agent.tools.join(" ") : "";
  };
  assert.equal(await names("reading"), "read_file list_directory");
  assert.equal(await names("writing"), "write_file");
  assert.equal(await names("running"), "shell_execute");
  assert.equal(await names("web"), "web_fetch");
  assert.equal(await names("reading, read_file"), "read_file list_directory");
  assert.equal(
    await names("all"),
    "read_file list_directory write_file shell_execute web_fetch calculator delegate_task status",
  );
});

Deno.test("tools that a program hands over are named like any other", async () => {
  const facts = { description: "Looks up", parameters: { type: "object" }, acts: ["net" as const], timeout: 9 };
  const world = { ...PROJECT, handed: [{ name: "look_up", ...facts }] };
  const { tools } = await processPlanOf({ tasks: ["a: {tool: look_up, with: {anything: [1]}}"] }, world);
  assert.deepEqual(tools, { look_up: { by: "library", facts: { name: "look_up", ...facts } } });
});

Deno.test("a spec that is run is given its inputs, held to their types, and its outputs are known", async () => {
  const polish = "import: {polish: ./polish.yaml}\ninputs: {n: {type: int, default: 3}}";
  const run = async (given: string) => await found(`a: {run: polish, with: {${given}}}`, polish);
  assert.deepEqual(await run("draft: x, rounds: 3, tone: dry"), []);
  assert.deepEqual(await run('draft: "${{ spec.name }}", rounds: "${{ inputs.n }}"'), []);
  assert.deepEqual(await run("rounds: 3"), ["missing-input polish"]);
  assert.deepEqual(await run("draft: x, rounds: 12"), ["wrong-value 12"]);
  assert.deepEqual(await run("draft: x, mood: 12"), ["unknown-input mood"]);
  assert.deepEqual(await run("draft: [x]"), ["wrong-value [x]"]);
  assert.deepEqual(await found("a: {run: polsh}", polish), ["unused-import polish", "unknown-import polsh"].slice(1));
  const { work } = await taskOf("a", { more: polish, tasks: ["a: {run: polish, with: {draft: x, rounds: 3}}"] });
  assert.deepEqual(work, { by: "run", plan: "polish", with: { draft: "x", rounds: 3 } });
});

Deno.test("imports that no task runs are told, and how one would", async () => {
  const found = await told({ more: "import: {polish: ./polish.yaml}", tasks: ["a: {command: [git]}"] });
  assert.deepEqual(found, ["unused-import polish"]);
});

Deno.test("a function is pinned and given anything", async () => {
  const task = await taskOf("a", {
    tasks: ["a: {script: ./score.ts#rhythm, with: {a: [1, {b: '${{ spec.name }}'}]}}"],
  });
  assert.deepEqual(task.work, { by: "script", script: "score.ts#rhythm", with: { a: [1, { b: "${{ spec.name }}" }] } });
  assert.deepEqual(await found("a: {script: ./gone.ts}"), ["bad-script ./gone.ts"]);
  assert.deepEqual(await found("a: {script: ./score.ts, with: {a: {b: '${{ nothing }}'}}}"), ["unknown-name nothing"]);
});

Deno.test("a program of a task is granted, and knows its own results where it is accepted", async () => {
  assert.deepEqual(await found("a: {command: [svn, log]}"), ["ungranted-program svn"]);
  assert.deepEqual(await found("a: {command: {run: [git], accept: code < 2 && stdout.contains('a')}}"), []);
  assert.deepEqual(await found("a: {command: {run: [git], accept: stdout}}"), ["unexpected-result stdout"]);
  assert.deepEqual(await found('a: {command: [git, "${{ stdout }}"]}'), ["unknown-name stdout"]);
  assert.deepEqual(await found("a: {command: {run: [git], file: a.txt}}"), ["keys-apart file"]);
  assert.deepEqual(await found('a: {command: ["${{ spec.name }}"]}'), ['bad-command "${{ spec.name }}"']);
  const { work } = await taskOf("a", { tasks: ['a: {command: {run: [git], stdin: ""}}'] });
  assert.deepEqual(work, { by: "command", command: { run: ["git"], stdin: "", accept: "code == 0" } });
});

Deno.test("a person is asked, and what stands for no answer is one of the choices", async () => {
  const task = await taskOf("a", { tasks: ["a: {ask: Ok?, choices: [yes, no], timeout: 2d, otherwise: no}"] });
  assert.deepEqual(task.work, {
    by: "ask",
    question: "Ok?",
    choices: ["yes", "no"],
    timeout: 172_800_000,
    otherwise: "no",
  });
  assert.equal(task.timeout, undefined);
  assert.deepEqual(await found("a: {ask: Ok?, choices: [yes, no], timeout: 2d, otherwise: maybe}"), [
    "wrong-value maybe",
  ]);
  assert.deepEqual(await found("a: {ask: Ok?, otherwise: no}"), ["no-effect otherwise"]);
  assert.deepEqual(await found('a: {ask: "${{ wat }}"}'), ["unknown-name wat"]);
});
