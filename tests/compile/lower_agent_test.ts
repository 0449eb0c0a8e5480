import assert from "node:assert/strict";
import type { AgentCall, GenerateCall } from "../../lib/plan/mod.ts";
import { memoryWorld } from "./memory_world.ts";
import { diagnosed, processPlanOf, PROJECT, taskOf, told } from "./processing.ts";

const MODEL = "models: {m: openai/gpt-5.2}";

async function agentOf(agent: string, more = MODEL): Promise<AgentCall> {
  const { work } = await taskOf("a", { more, tasks: [`a: {agent: ${agent}}`] });
  assert.ok(work.by === "agent");
  return work.agent;
}

Deno.test("what holds for every agent gives way to what a task says", async () => {
  const standing = "agent: {model: m, system: 'For ${{ spec.name }}', tools: [read_file], turns: 3, max_tokens: 100, " +
    "sampling: {temperature: 0.5}, context: 8k, approve: always, depth: 2}";
  const { prompt: _, ...all } = await agentOf("Do it", `${MODEL}\n${standing}`);
  assert.deepEqual(all, {
    model: "m",
    ladder: [],
    system: { template: "For ${{ spec.name }}" },
    tools: ["read_file"],
    turns: 3,
    maxTokens: 100,
    sampling: { temperature: 0.5 },
    context: 8_000,
    approve: { policy: "always" },
    depth: 2,
  });
  const own =
    "{prompt: x, system: {file: ask.md}, tools: [], turns: 9, sampling: {top_p: 0.9}, approve: {policy: never}, depth: 0}";
  const { turns, sampling, approve, depth, tools, system, context } = await agentOf(own, `${MODEL}\n${standing}`);
  assert.deepEqual([turns, sampling, approve, depth, tools, context], [
    9,
    { top_p: 0.9 },
    { policy: "never" },
    0,
    [],
    8_000,
  ]);
  assert.deepEqual(system, { template: "Keep it short\n" });
});

Deno.test("an answer is as long as is usual, and no longer than its model gives", async () => {
  const length = async (entry: string, agent = "{model: m, prompt: x}") =>
    (await agentOf(agent, `models: {m: ${entry}}`)).maxTokens;
  assert.equal(await length("openai/gpt-5.2"), 4_096);
  assert.equal(await length("{use: openai/gpt-5.2, max_output: 1k}"), 1_000);
  assert.equal(await length("{use: openai/gpt-5.2, context: 4k}"), 2_000);
  assert.equal(await length("openai/gpt-5.2", "{model: m, prompt: x, max_tokens: 9000}"), 9_000);
  const more = "models: {m: {use: openai/gpt-5.2, max_output: 1k, context: 4k}}";
  assert.deepEqual(await told({ more, tasks: ["a: {agent: {model: m, prompt: x, max_tokens: 2000, context: 5k}}"] }), [
    "small-output 2000",
    "small-window 5k",
  ]);
});

Deno.test("a task that names no model has the one with the role, and those of higher tiers take over", async () => {
  const role = (tier: number, role = "executor") => `{use: openai/gpt-5.2, roles: [${role}], tier: ${tier}}`;
  const models = `models: {c: ${role(3)}, a: ${role(1)}, b: ${role(2)}, other: ${role(2)}}`;
  const parts = { more: models, tasks: ["a: {agent: Do it}", "g: {generate: Say it}"] };
  const plan = await processPlanOf(parts), [agent, generate] = plan.tasks.map(({ work }) => work);
  assert.ok(agent?.by === "agent" && generate?.by === "generate");
  assert.deepEqual([agent.agent.model, agent.agent.ladder], ["executor", ["executor@2", "executor@3"]]);
  assert.deepEqual([generate.call.model, generate.call.ladder], ["executor", ["executor@2", "executor@3"]]);
  assert.deepEqual(Object.keys(plan.models), ["executor", "executor@2", "executor@3"]);
  assert.deepEqual(await told(parts), ["unused-model other"]);
  assert.deepEqual((await agentOf("{model: b, prompt: x}", models)).ladder, []);
  assert.deepEqual((await agentOf("{model: executor@2, prompt: x}", models)).ladder, ["executor@3"]);
  assert.deepEqual((await agentOf("{model: a, prompt: x, escalate: [b, c]}", models)).ladder, ["b", "c"]);
  assert.deepEqual((await agentOf("{model: a, prompt: x}", `${models}\nagent: {escalate: c}`)).ladder, ["c"]);
});

Deno.test("roles may be in a loom.toml, and where none is there that is told", async () => {
  const text = '[models.small]\nuse = "openai/gpt-5.2"\nroles = "executor"\n';
  const world = memoryWorld({ defaults: [{ name: "loom.toml", text }] });
  assert.deepEqual(await told({ tasks: ["a: {agent: Do it}"] }, world), []);
  const [found] = await diagnosed({ tasks: ["a: {agent: Do it}"] });
  assert.equal(found!.message, "no model is named here to do a task, and none has the role `executor`");
  assert.deepEqual(await told({ more: "agent: {model: gone}", tasks: ["a: {agent: Do it}"] }), ["unknown-model gone"]);
});

Deno.test("a model with tools calls them or can be told how to; one without follows instructions", async () => {
  const able = async (entry: string, agent: string) =>
    await told({ more: `models: {m: ${entry}}`, tasks: [`a: {agent: {model: m, prompt: x${agent}}}`] });
  const told_ = "{use: openai/x, abilities: {tools: false}}",
    mute = "{use: openai/x, abilities: {tools: false, instructs: false}}";
  assert.deepEqual(await able(told_, ", tools: [read_file]"), []);
  assert.deepEqual(await able("{use: openai/x, abilities: {instructs: false}}", ", tools: [read_file]"), []);
  assert.deepEqual(await able(mute, ", tools: [read_file]"), ["cannot-use-tools m"]);
  assert.deepEqual(await able(mute, ""), ["cannot-follow m"]);
  assert.deepEqual(await told({ tasks: ["a: {generate: {model: ngram/builtin, prompt: x}}"] }), [
    "cannot-follow ngram/builtin",
  ]);
  const parts = {
    more: MODEL,
    tasks: [
      "a: {command: [git], verify: {llm: ngram/builtin}}",
      "b: {agent: {model: m, prompt: x, escalate: ngram/builtin}}",
    ],
  };
  assert.deepEqual(await told(parts), ["cannot-follow ngram/builtin", "cannot-follow ngram/builtin"]);
});

Deno.test("a budget in dollars needs the price of every model that a process names", async () => {
  const more = "budget: {usd: 1}\nmodels: {m: openai/unknown, j: {use: openai/other, roles: verifier}}";
  assert.deepEqual(await told({ more, tasks: ["a: {agent: {model: m, prompt: x}, verify: {llm: true}}"] }), [
    "unpriced m",
    "unpriced true",
  ]);
});

Deno.test("a single answer has a prompt and no tools", async () => {
  const task = await taskOf("a", {
    more: MODEL,
    tasks: ["a: {generate: {model: m, system: Be brief, prompt: x, max_tokens: 60, sampling: {temperature: 1}}}"],
  });
  const call: GenerateCall = {
    model: "m",
    ladder: [],
    system: { template: "Be brief" },
    prompt: { template: "x" },
    maxTokens: 60,
    sampling: { temperature: 1 },
  };
  assert.deepEqual([task.work, task.timeout], [{ by: "generate", call }, undefined]);
  assert.deepEqual(await told({ more: MODEL, tasks: ["a: {generate: {model: m, prompt: x, tools: [read_file]}}"] }), [
    "keys-apart tools",
  ]);
  assert.deepEqual(await told({ more: MODEL, tasks: ["a: {agent: {model: m}}"] }), ["missing-key agent"]);
});

Deno.test("samplers that models do not take, or that are hardly meant, are told", async () => {
  const more = "models: {m: openai/picky-base, n: openai/gpt-5.2}";
  assert.deepEqual(
    await told({ more, tasks: ["a: {agent: {model: n, prompt: x, sampling: {temperature: 3}}}"] }),
    ["unused-model m", "unusual-sampler 3"],
  );
});

Deno.test("what every agent is told knows no task, and a prompt knows its attempt", async () => {
  assert.deepEqual(
    await told({
      more: `${MODEL}\nagent: {system: "\${{ tasks.a.text }}"}`,
      tasks: ["a: {agent: {model: m, prompt: x}}"],
    }),
    [
      "unknown-name tasks",
    ],
  );
  assert.deepEqual(
    await told({
      more: `${MODEL}\ngoal: A goal`,
      tasks: ['a: {agent: {model: m, prompt: "${{ goal }} ${{ attempt }} ${{ run.date }}"}}'],
    }),
    [],
  );
  assert.deepEqual(await told({ more: MODEL, tasks: ['a: {agent: {model: m, prompt: "${{ goal }}"}}'] }), [
    "unknown-name goal",
  ]);
});

Deno.test("a goal and prompts may stand in files, and what is wrong in one is told there", async () => {
  const world = memoryWorld({ files: { "goal.md": "Of ${{ inputs.who }}", "ask.md": "\n${{ tasks.b }}" } });
  const more = `${MODEL}\ninputs: {who: text}\ngoal: {file: goal.md}`;
  assert.equal((await processPlanOf({ more, tasks: ["a: {command: [git]}"] }, world)).goal, "Of ${{ inputs.who }}");
  const found = await diagnosed({ more, tasks: ["a: {agent: {model: m, prompt: {file: ask.md}}}"] }, world);
  assert.deepEqual(found.map(({ code, source }) => [code, source.name]), [["unknown-task", "ask.md"]]);
  assert.deepEqual(await told({ more: "goal: {file: gone.md}", tasks: ["a: {command: [git]}"] }, PROJECT), [
    "missing-file gone.md",
  ]);
});
