import assert from "node:assert/strict";
import type { Verification } from "../../lib/plan/mod.ts";
import { taskOf, told } from "./processing.ts";

const MODELS = "models: {m: openai/gpt-5.2, j: {use: ollama/x, roles: verifier}}";

async function verifyOf(verify: string): Promise<Verification | undefined> {
  return (await taskOf("a", { more: MODELS, tasks: [`a: {agent: {model: m, prompt: x}, verify: ${verify}}`] })).verify;
}

async function found(verify: string, task = "agent: {model: m, prompt: x}"): Promise<readonly string[]> {
  const all = await told({ more: MODELS, tasks: [`a: {${task}, verify: ${verify}}`] });
  return all.filter((one) => !one.startsWith("unused-model"));
}

Deno.test("a verification is what is written, and what costs nothing where only that is wanted", async () => {
  assert.deepEqual(await verifyOf("true"), { files: true, rules: [], votes: 1 });
  assert.deepEqual(await verifyOf("{files: false, check: size(out.text) > 3}"), {
    files: false,
    check: "size(out.text) > 3",
    rules: [],
    votes: 1,
  });
  assert.deepEqual(
    await verifyOf(
      "{command: {run: [git, diff], accept: code < 2}, rules: [{name: a, check: b, type: regex}, " +
        "{name: c, check: d, type: llm, severity: warning, target: deliverables, description: e}], llm: {ask: 'Is ${{ out.text }} good?', max_tokens: 99}, votes: 3, pause: 0.4}",
    ),
    {
      files: true,
      command: { run: ["git", "diff"], accept: "code < 2" },
      rules: [
        { name: "a", check: "b", type: "regex", severity: "error", target: "output", description: "" },
        { name: "c", check: "d", type: "llm", severity: "warning", target: "deliverables", description: "e" },
      ],
      llm: { model: "verifier", ask: { template: "Is ${{ out.text }} good?" }, maxTokens: 99 },
      votes: 3,
      pause: 0.4,
    },
  );
  assert.deepEqual((await verifyOf("{llm: j}"))!.llm, { model: "j", maxTokens: 1_024 });
  assert.deepEqual((await verifyOf("{llm: true}"))!.llm, { model: "verifier", maxTokens: 1_024 });
});

Deno.test("what is verified knows the result, of its type, and the paths that changed", async () => {
  assert.deepEqual(await found(`{check: "size(out.text) > 3 && changed.exists(path, path == 'a')"}`), []);
  assert.deepEqual(await found("{check: out.text}"), ["unexpected-result out.text"]);
  assert.deepEqual(await found("{check: out.txt == ''}"), ["unknown-field txt"]);
  assert.deepEqual(await found("{check: out.n > 3}", "agent: {model: m, prompt: x}, returns: {n: int}"), []);
  assert.deepEqual(
    await found("{check: out.answer == item}", 'each: "[1]", script: ./score.ts, returns: {answer: number}'),
    [],
  );
  assert.deepEqual(await found('{command: [git, "${{ out.text }}"]}'), []);
  assert.deepEqual(await found("{command: [svn]}"), ["ungranted-program svn"]);
  assert.deepEqual(await found('{check: "true"}'), ['constant "true"']);
});

Deno.test("demands and votes need a model that judges", async () => {
  assert.deepEqual(await found("{rules: [{name: kind, check: It is kind, type: llm}], votes: 3}"), [
    "no-judge {name: kind, check: It is kind, type: llm}",
    "no-effect votes",
  ]);
  assert.deepEqual(await found("{llm: gone}"), ["unknown-model gone"]);
  assert.deepEqual(await found("{llm: {modle: j}}"), ["unknown-key modle"]);
  assert.deepEqual(await told({ tasks: ["a: {command: [git], verify: {llm: true}}"] }), ["no-model true"]);
});

Deno.test("criteria that no model reads are told", async () => {
  assert.deepEqual(await told({ tasks: ["a: {command: [git], criteria: It is short}"] }), ["no-effect criteria"]);
  assert.deepEqual(
    await told({ more: MODELS, tasks: ["a: {command: [git], criteria: It is short, verify: {llm: m}}"] }),
    ["unused-model j"],
  );
});
