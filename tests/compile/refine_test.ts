import assert from "node:assert/strict";
import { planHash } from "../../lib/plan/codec.ts";
import { findIn } from "./compiling.ts";
import { memoryWorld } from "./memory_world.ts";
import { BY_MODELS } from "./refine_specs.ts";
import { PROJECT, refinePlanOf, refinePlanOfText, told } from "./refining.ts";

Deno.test("a spec of four lines is a plan with every default in it", async () => {
  const plan = await refinePlanOf({ propose: "propose: {script: ./score.ts}" });
  assert.deepEqual(plan, {
    version: 1,
    kind: "refine",
    program: "refine@1",
    name: "spec",
    inputs: {},
    models: {},
    budget: {},
    outputs: {},
    permissions: { read: [], write: [], net: [], run: [], env: [] },
    scripts: {
      "score.ts#default": {
        entry: "score.ts",
        name: "default",
        modules: { "score.ts": "export const rhythm = () => 1;\n" },
        npm: [],
      },
    },
    imports: {},
    uses: [],
    durability: "normal",
    start: { from: "text", text: "It began with" },
    n: 1,
    propose: { by: "script", script: "score.ts#default" },
    score: { gates: {}, total: "0 - size(candidate.text)" },
    goal: "max",
    accept: "total >= best.total",
    backtrack: "best_score",
    errors: { attempts: 1, pause: 1_000, then: "backtrack", most: 3 },
    stop: { stop: "depth", depth: 8 },
  });
});

const EXAMPLE = `loom: 1
kind: refine
name: abstract-polish
inputs:
  draft: {type: text}
models:
  writer: {use: openai/gpt-5.2, temperature: 0.7}
  strong: {use: anthropic/claude-opus-4-6}
  judge:  {use: ollama/qwen3:32b, temperature: 0}
start: \${{ inputs.draft }}
propose:
  model: writer
  n: 3
  prompt: |
    Rewrite for a general reader. Fix first: \${{ last.feedback }}
    ---
    \${{ best.text }}
score:
  gates: {short: size(candidate.text) <= 1200}
  judge: {model: judge, prompt: {file: judge.md}, returns: {score: "number(0..10)", feedback: string}, samples: 3}
  total: judge.score
accept: total >= best.total
backtrack: best_score
stop:
  converged: best.total >= 9.0
  plateau: {patience: 3, min_delta: 0.01}
  similar: {threshold: 0.05}
  judge: {model: judge, ask: Is the task complete?}
stall: {after: 3, then: [{use: strong}, ask, fail]}
budget: {usd: 1.00, iterations: 25, wall: 20m}
outputs: {text: best.text, score: best.total}
`;

const SAME_IN_TOML = `loom = 1
kind = "refine"
name = "abstract-polish"
start = "\${{ inputs.draft }}"
accept = "total >= best.total"
backtrack = "best_score"

[inputs.draft]
type = "text"

[models]
writer = { use = "openai/gpt-5.2", temperature = 0.7 }
strong.use = "anthropic/claude-opus-4-6"
judge = { use = "ollama/qwen3:32b", temperature = 0 }

[propose]
model = "writer"
n = 3
prompt = """
Rewrite for a general reader. Fix first: \${{ last.feedback }}
---
\${{ best.text }}
"""

[score]
gates.short = "size(candidate.text) <= 1200"
total = "judge.score"

[score.judge]
model = "judge"
prompt.file = "judge.md"
returns = { score = "number(0..10)", feedback = "string" }
samples = 3

[stop]
converged = "best.total >= 9.0"
plateau = { patience = 3, min_delta = 0.01 }
similar.threshold = 0.05
judge = { model = "judge", ask = "Is the task complete?" }

[stall]
after = 3
then = [{ use = "strong" }, "ask", "fail"]

[budget]
usd = 1.00
iterations = 25
wall = "20m"

[outputs]
text = "best.text"
score = "best.total"
`;

Deno.test("a whole spec is one plan, in YAML and in TOML", async () => {
  const plan = await refinePlanOfText(EXAMPLE), same = await refinePlanOfText(SAME_IN_TOML, "spec.toml");
  assert.equal(planHash(plan), planHash(same));
  const { models, version: _v, program: _p, permissions: _r, scripts: _s, imports: _i, ...own } = plan;
  assert.deepEqual(Object.keys(models), ["writer", "strong", "judge"]);
  assert.deepEqual(own, {
    kind: "refine",
    name: "abstract-polish",
    inputs: { draft: { type: "string" } },
    budget: { usd: 1e9, iterations: 25, wall: 1_200_000 },
    outputs: { text: "best.text", score: "best.total" },
    uses: ["text"],
    durability: "full",
    start: { from: "text", text: "${{ inputs.draft }}" },
    n: 3,
    propose: {
      by: "model",
      models: ["writer"],
      prompt: "Rewrite for a general reader. Fix first: ${{ last.feedback }}\n---\n${{ best.text }}\n",
      maxTokens: "2048",
      sampling: {},
    },
    score: {
      gates: { short: "size(candidate.text) <= 1200" },
      judge: {
        model: "judge",
        prompt: "Grade ${{ candidate.text }}\n",
        returns: "{score: number(0..10), feedback: string}",
        samples: 3,
        attempts: 2,
        maxTokens: 1_024,
      },
      total: "judge.score",
    },
    goal: "max",
    accept: "total >= best.total",
    backtrack: "best_score",
    errors: { attempts: 1, pause: 1_000, then: "backtrack", most: 3 },
    stall: { after: 3, minDelta: 0, then: [{ rung: "use", model: "strong" }, { rung: "ask" }, { rung: "fail" }] },
    stop: {
      stop: "any",
      of: [
        { stop: "converged", when: "best.total >= 9.0" },
        { stop: "plateau", patience: 3, minDelta: 0.01 },
        { stop: "similar", threshold: 0.05 },
        { stop: "judge", model: "judge", ask: "Is the task complete?", attempts: 2, maxTokens: 1_024 },
      ],
    },
  });
});

Deno.test("a spec that says as much as one can compiles without a word", async () => {
  assert.deepEqual(await findIn(BY_MODELS, PROJECT), []);
});

Deno.test("what is wrong with a refine spec is told at once, and nothing twice for following from something else", async () => {
  const found = await told({
    more: "goal: maximum\nexpand: {model: x}",
    propose: "propose: {model: w, prompt: 'Fix ${{ last.feedbak }} ${{ candidate.text }}', n: 2000}",
    score: "score: {judge: {model: openai/gpt-5.2, returns: {score: number}, ask: x, sample: 3}, total: judge.scor}",
    stop: "stop: {repeats: 3, converged: best.total}",
  });
  assert.deepEqual(found, [
    "wrong-value maximum",
    "unknown-key expand",
    "unknown-model w",
    "unknown-field feedbak",
    "unknown-name candidate",
    "wrong-value 2000",
    "unknown-key sample",
    "unknown-field scor",
    "unknown-key repeats",
    "unexpected-result best.total",
  ]);
  assert.deepEqual(await told({ score: "score: {judge: 3, total: judge.score + judge.x + last.y}" }), [
    "wrong-value 3",
  ]);
  assert.deepEqual(
    await told({
      score: "score: {judge: {model: openai/gpt-5.2, ask: x, returns: {a: txt}}, total: judge.a + judge.b}",
    }),
    ["bad-shape txt"],
  );
});

Deno.test("a key of another kind is told to be one", async () => {
  const hints = async (text: string) => (await findIn(text, memoryWorld())).map(({ code, hint = "" }) => [code, hint]);
  const [[code, hint]] = await hints(
    "loom: 1\nkind: refine\ngrade: {}\nstart: a\npropose: {model: openai/gpt-5.2, prompt: a}\nstop: {depth: 1}\n",
  ) as [[string, string]];
  assert.equal(code, "unknown-key");
  assert.match(hint, /belongs to specs of kind `autoloom`/);
  const [[, other]] = await hints(
    "loom: 1\nkind: autoloom\nstart: a\nexpand: {model: ngram/builtin, width: 1}\nstop: {plateau: 3}\n",
  ) as [[string, string]];
  assert.match(other, /belongs to specs of kind `refine`/);
});

Deno.test("several candidates that nothing scores are an error, and so a goal without a score is a warning", async () => {
  const propose = (n: number) => `propose: {model: openai/gpt-5.2, n: ${n}, prompt: "a \${{ best.text }}"}`;
  assert.deepEqual(await told({ propose: propose(2), score: "" }), ["no-score n"]);
  assert.deepEqual(await told({ propose: propose(1), score: "" }), []);
  assert.deepEqual(await told({ propose: propose(2), score: "score: {gates: {a: candidate.index > 0}}" }), []);
  assert.deepEqual(await told({ propose: propose(1), score: "", more: "goal: min" }), ["no-effect goal"]);
  const { score } = await refinePlanOf({ propose: propose(1), score: "" });
  assert.deepEqual(score, { gates: {}, total: "0" });
});

Deno.test("models that a refine spec asks follow instructions, and those that tell texts apart make embeddings", async () => {
  const models = "models: {base: ngram/builtin, chat: openai/gpt-5.2}", more = `budget: {calls: 9}\n${models}`;
  const propose = 'propose: {model: [chat, base], prompt: "a ${{ best.text }}"}';
  assert.deepEqual(await told({ more, propose }), ["cannot-follow base"]);
  assert.deepEqual(await told({ more, score: "score: {judge: {model: base, ask: a}}" }), ["cannot-follow base"]);
  assert.deepEqual(await told({ more, score: "score: {compare: {model: base}}" }), ["cannot-follow base"]);
  assert.deepEqual(await told({ more, stop: "stop: {judge: {model: base, ask: Done?}, depth: 2}" }), [
    "cannot-follow base",
  ]);
  assert.deepEqual(await told({ more, stop: "stop: {not: {similar: {model: chat}}, depth: 2}" }), [
    "cannot-embed chat",
  ]);
  assert.deepEqual(await told({ more, stop: "stop: {any: [{similar: {model: base}}], depth: 2}" }), [
    "unused-model chat",
  ]);
  assert.deepEqual(await told({ more, stop: "stop: {depth: 2}\nstall: {after: 2, then: [{use: base}]}" }), [
    "cannot-follow base",
  ]);
});

Deno.test("every model of a refine spec is priced under a budget in dollars, those of the ladder as well", async () => {
  const more = "budget: {usd: 1}", unpriced = "openai/unpriced";
  assert.deepEqual(await told({ more, stop: `stop: {depth: 2}\nstall: {after: 2, then: [{use: ${unpriced}}]}` }), [
    `unpriced ${unpriced}`,
  ]);
  assert.deepEqual(await told({ more, score: `score: {judge: {model: ${unpriced}, ask: a}}` }), [
    `unpriced ${unpriced}`,
  ]);
  assert.deepEqual(await told({ more, stop: `stop: {depth: 3, judge: {model: ${unpriced}, ask: a}}` }), [
    `unpriced ${unpriced}`,
  ]);
});

Deno.test("scripts of a refine spec are pinned once each, and are given every input", async () => {
  const more = "inputs: {a: {type: text, default: x}}";
  assert.deepEqual(await told({ more }), ["unused-input a"]);
  assert.deepEqual(await told({ more, score: "score: {script: ./score.ts}" }), []);
  const plan = await refinePlanOf({
    propose: "propose: {script: ./score.ts#rhythm}",
    score: "score: {script: {script: ./score.ts, returns: {a: number}}}",
  });
  assert.deepEqual(Object.keys(plan.scripts), ["score.ts#rhythm", "score.ts#default"]);
  assert.deepEqual(plan.score.script, { script: "score.ts#default", returns: { a: "number" } });
  assert.equal(plan.score.total, "script.a");
});

Deno.test("a name that would be no key of an ordinary object is refused wherever a spec has names of its own", async () => {
  const named = (code: string) => [`bad-name ${code}`];
  assert.deepEqual(await told({ score: "score: {gates: {__proto__: 'best.valid'}}" }), named("__proto__"));
  const judge = "score: {judge: {model: ollama/x, ask: a, returns: {__proto__: number, score: number}}}";
  assert.deepEqual(await told({ score: judge }), named("__proto__"));
  const propose = "propose: {run: polish, with: {draft: a, __proto__: b}}";
  assert.deepEqual(await told({ more: "import: {polish: polish.yaml}", propose }), named("__proto__"));
});
