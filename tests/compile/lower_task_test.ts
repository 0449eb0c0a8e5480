import assert from "node:assert/strict";
import { processPlanOf, taskOf, told } from "./processing.ts";

const LOG = "log: {command: [git, log]}";

async function found(task: string, more = ""): Promise<readonly string[]> {
  return await told({ ...(more === "" ? {} : { more }), tasks: [LOG, task] });
}

Deno.test("a task is done once for each item of a list, which its fields know by name", async () => {
  const task = await taskOf("b", {
    tasks: [
      LOG,
      'b: {each: "tasks.log.stdout.split(\\"\\\\n\\")", as: line, concurrency: 3, command: [git, show, "${{ line.trim() }}", "${{ i }}/${{ n }}"]}',
    ],
  });
  assert.deepEqual(task.each, { list: 'tasks.log.stdout.split("\\n")', as: "line", width: 3 });
  assert.deepEqual(await found('b: {each: "[1, 2]", command: [git, "${{ item + 1 }}"]}'), []);
  assert.deepEqual(await found('b: {each: "[1, 2]", command: [git, "${{ item.x }}"]}'), ["unknown-field x"]);
  assert.deepEqual(await found('b: {each: tasks.log.stdout, command: [git, "${{ item }}"]}'), [
    "unexpected-result tasks.log.stdout",
  ]);
  assert.deepEqual(await found('b: {command: [git, "${{ item }}", "${{ i }}"]}'), [
    "unknown-name item",
    "unknown-name i",
  ]);
});

Deno.test("whether a task is done at all is known before its items are", async () => {
  assert.deepEqual(await found('b: {each: "[1]", if: item > 1, command: [git]}'), ["unknown-name item"]);
  assert.deepEqual(await found("b: {if: tasks.log.stdout, command: [git]}"), ["unexpected-result tasks.log.stdout"]);
  assert.deepEqual(await found('b: {if: "1 > 2", command: [git]}'), ['constant "1 > 2"']);
  assert.deepEqual(await found("b: {if: false, command: [git]}"), ["constant false"]);
  assert.deepEqual(await found("b: {if: 3, command: [git]}"), ["wrong-value 3"]);
  assert.equal((await taskOf("b", { tasks: [LOG, "b: {if: true, command: [git]}"] })).if, "true");
  assert.equal(
    (await taskOf("b", { tasks: [LOG, "b: {if: tasks.log.code == 0, command: [git]}"] })).if,
    "tasks.log.code == 0",
  );
});

Deno.test("an item takes no name that expressions have already", async () => {
  for (const name of ["tasks", "inputs", "out", "i", "code", "goal"]) {
    assert.deepEqual(await found(`b: {each: "[1]", as: ${name}, command: [git]}`), [`name-taken ${name}`]);
  }
});

Deno.test("keys that say more of another one need it", async () => {
  assert.deepEqual(await found("b: {command: [git], as: x, concurrency: 2}"), [
    "lonely-key as",
    "lonely-key concurrency",
  ]);
});

Deno.test("keys that belong to another sort of work have no place", async () => {
  const apart = async (task: string) => (await found(`b: {${task}}`)).map((one) => one.replace(/^keys-apart /, ""));
  assert.deepEqual(await apart("command: [git], with: {a: 1}, returns: text"), ["with", "returns"]);
  assert.deepEqual(await apart("ask: Ok?, attempts: 2, verify: true, deliverables: [a]"), [
    "attempts",
    "verify",
    "deliverables",
  ]);
  assert.deepEqual(await apart("command: [git], choices: [a], otherwise: a"), ["choices", "otherwise"]);
});

Deno.test("how often a task is tried is said by it, by its verification, or by that there is one", async () => {
  const attempts = async (parts: string) =>
    (await taskOf("b", { tasks: [LOG, `b: {command: [git]${parts}}`] })).attempts;
  assert.equal(await attempts(""), 1);
  assert.equal(await attempts(", verify: true"), 3);
  assert.equal(await attempts(", verify: {attempts: 5}"), 5);
  assert.equal(await attempts(", attempts: 2, verify: {check: out.code == 0}"), 2);
  assert.equal(await attempts(", deliverables: [a.txt]"), 1);
  assert.deepEqual(await found("b: {command: [git], attempts: 2, verify: {attempts: 3}}"), ["no-effect attempts"]);
  assert.deepEqual(await found("b: {command: [git], pause: 3s}"), ["no-effect pause"]);
});

Deno.test("files that a task promises are looked at", async () => {
  const { verify, deliverables } = await taskOf("b", {
    tasks: [LOG, "b: {command: [git], deliverables: [./out//a.txt]}"],
  });
  assert.deepEqual([deliverables, verify], [["out/a.txt"], { files: true, rules: [], votes: 1 }]);
});

Deno.test("a value that stands for that of a task that failed is held to its type", async () => {
  const error = async (value: string, task = "command: [git]") => await found(`b: {${task}, on_error: ${value}}`);
  const whole = '{otherwise: {code: 1, stdout: "", stderr: "${{ tasks.log.stderr }}", changed: []}}';
  assert.deepEqual(await error(whole), []);
  assert.deepEqual(await error("{otherwise: {code: 1, stdout: a, changed: []}}"), ["missing-key otherwise"]);
  assert.deepEqual(await error("{otherwise: {code: x, stdout: a, stderr: a, changed: []}}"), ["wrong-value x"]);
  assert.deepEqual(await error('{otherwise: {code: "${{ tasks.log.stdout }}", stdout: a, stderr: a, changed: []}}'), [
    "unexpected-result tasks.log.stdout",
  ]);
  assert.deepEqual(await error("{otherwise: a}"), ["wrong-value a"]);
  assert.deepEqual(await error("{otherwise: [a]}", 'ask: Ok?, each: "[1]"'), ["wrong-value a"]);
  assert.deepEqual(await error("{otherwise: [{answer: a}]}", 'ask: Ok?, each: "[1]"'), []);
  for (const word of ["fail", "skip", "ask"] as const) {
    assert.deepEqual((await taskOf("b", { tasks: [LOG, `b: {command: [git], on_error: ${word}}`] })).failure, {
      then: word,
    });
  }
  assert.deepEqual(await error("{otherwise: {env: TOKEN}}", "script: ./score.ts"), ["misplaced-secret {env: TOKEN}"]);
});

Deno.test("what a task gives has the type of its work, or the shape that it is asked for", async () => {
  const models =
    "models: {m: openai/gpt-5.2}\nimport: {polish: ./polish.yaml}\ntools: {t: {run: [git]}, j: {run: [git], read: json}}";
  const wrong = async (task: string, expression: string) =>
    await told({ more: models, tasks: [task, `z: {command: [git], if: "${expression} == 12345"}`] });
  const cases: readonly (readonly [string, string, string])[] = [
    [
      "a: {agent: {model: m, prompt: x}}",
      "tasks.a",
      "{text: string, changed: list(string), confidence: number(0..1)?}",
    ],
    [
      "a: {agent: {model: m, prompt: x}, verify: {check: 'size(out.text) > 1'}}",
      "tasks.a",
      "{text: string, changed: list(string), confidence: number(0..1)}",
    ],
    [
      "a: {agent: {model: m, prompt: x}, deliverables: [a.md]}",
      "tasks.a",
      "{text: string, changed: list(string), confidence: number(0..1)}",
    ],
    ["a: {agent: {model: m, prompt: x}, returns: {n: int, 's?': text}}", "tasks.a", "{n: int, s?: string?}"],
    ["a: {generate: {model: m, prompt: x}}", "tasks.a", "{text: string}"],
    ["a: {generate: {model: m, prompt: x}, returns: [yes, no]}", "tasks.a", '"yes" | "no"'],
    ["a: {command: [git]}", "tasks.a", "{code: int, stdout: string, stderr: string, changed: list(string)}"],
    [
      "a: {tool: t}",
      "tasks.a",
      "{text: string, data: any, changed: list(string), code: int, stdout: string, stderr: string}",
    ],
    ["a: {tool: j}", "tasks.a", "{text: string, data: any, changed: list(string)}"],
    ["a: {tool: t, returns: {x: bool}}", "tasks.a", "{x: bool}"],
    ["a: {run: polish, with: {draft: x}}", "tasks.a", "{text: string, score: number}"],
    ["a: {ask: Ok?}", "tasks.a", "{answer: string}"],
    ["a: {ask: Ok?, choices: [yes, no]}", "tasks.a.answer", '"yes" | "no"'],
    ['a: {each: "[1]", ask: Ok?}', "tasks.a", "list({answer: string})"],
  ];
  for (const [task, expression, type] of cases) {
    const [first] = await wrong(task, expression);
    assert.match(first!, /^types-differ|^never-equal/, `${task}: ${type}`);
  }
  const parts = { more: models, tasks: cases.map(([task], i) => task.replace("a:", `a${i}:`)) };
  const { outputs } = await processPlanOf({
    ...parts,
    more: `${models}\noutputs: {${
      cases.map(([, path], i) => `o${i}: ${path.replace("tasks.a", `tasks.a${i}`)}`).join(", ")
    }}`,
  });
  assert.equal(Object.keys(outputs).length, cases.length);
  const script = ["a: {script: ./score.ts}", "z: {command: [git], if: tasks.a.anything.at.all == 12345}"];
  assert.deepEqual(await told({ tasks: script }), []);
});

Deno.test("a script gives anything, and so does a shape that is wrong, which is told once", async () => {
  assert.deepEqual(
    await told({ tasks: ["a: {script: ./score.ts, returns: {n: intt}}", 'b: {command: [git, "${{ tasks.a.m.x }}"]}'] }),
    ["bad-shape intt"],
  );
});

Deno.test("of a task that only comes first in order the value may be null", async () => {
  const b = (needs: string, condition: string) => `b: {command: [git], needs: [${needs}], if: "${condition}"}`;
  assert.deepEqual(await found(b('"log?"', "tasks.log.code == 0")), ["maybe-null tasks.log"]);
  assert.deepEqual(await found(b('"log?"', "has(tasks.log) && tasks.log.code == 0")), []);
  assert.deepEqual(await found(b("log", "tasks.log.code == 0")), []);
});

Deno.test("an output guards what may have been left out, and what needs that", async () => {
  const outputs = async (text: string, ...tasks: readonly string[]) =>
    await told({ more: `outputs: {a: "${text}"}`, tasks: [LOG, ...tasks] });
  const maybe = "b: {command: [git], if: tasks.log.code == 0}", after = "c: {command: [git], needs: [b]}";
  assert.deepEqual(await outputs("tasks.log.stdout", maybe), []);
  assert.deepEqual(await outputs("tasks.b.stdout", maybe), ["maybe-null tasks.b"]);
  assert.deepEqual(await outputs("tasks.c.stdout", maybe, after), ["maybe-null tasks.c"]);
  assert.deepEqual(await outputs("tasks.c.stdout", maybe, after.replace("[b]", '["b?"]')), []);
  assert.deepEqual(await outputs("has(tasks.c) ? tasks.c.stdout : ''", maybe, after), []);
  assert.deepEqual(await outputs("tasks.b.stdout", "b: {command: [git], on_error: skip}"), ["maybe-null tasks.b"]);
  assert.deepEqual(await outputs("tasks", maybe), []);
});

Deno.test("a task names what it needs one by one, and outputs may take all", async () => {
  assert.deepEqual(await found('b: {command: [git, "${{ json(tasks) }}"]}'), ["all-tasks tasks"]);
  assert.deepEqual(await found('b: {command: [git, "${{ tasks[inputs.x] }}"]}', "inputs: {x: text}"), [
    "all-tasks tasks",
  ]);
  assert.deepEqual(await found("b: {command: [git, \"${{ ['log'].map(tasks, tasks).join() }}\"]}"), []);
  assert.deepEqual(await found("b: {command: [git]}", 'outputs: {all: json(tasks), names: "tasks.map(t, t)"}'), []);
});
