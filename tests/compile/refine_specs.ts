/**
 * Specs of kind `refine` that say as much as one can.
 *
 * @module
 */

/** One that models make better, with every way to score, to stop and to be stuck. */
export const BY_MODELS = `loom: 1
kind: refine
name: abstract-polish
inputs:
  draft: {type: text, default: The lamp went out at four.}
  readers: {type: [general, expert], default: general}
models:
  writer: {use: openai/gpt-5.2, temperature: 0.7}
  strong: {use: anthropic/claude-opus-4-6}
  judge: {use: ollama/qwen3:32b, temperature: 0}
  vectors: {use: ngram/builtin}
permissions: {run: [deno]}
start: \${{ inputs.draft }}
propose:
  model: [writer, strong]
  n: 3
  system: You write for a \${{ inputs.readers }} reader
  prompt: |
    Rewrite. Fix first: \${{ last.feedback }} \${{ last.error }} \${{ guidance }}
    ---
    \${{ best.text }}
  max_tokens: 512 + 64 * i
  sampling: {temperature: "lerp(0.5, 1, t)"}
score:
  gates: {short: size(candidate.text) <= 1200, other: candidate.text != best.text}
  script: {script: ./score.ts#rhythm, returns: {beats: number, "note?": string}}
  command: {run: [deno, fmt, --check, draft.md], file: draft.md, files: [seed.txt], timeout: 30s, read: exit}
  judge: {model: judge, prompt: {file: judge.md}, returns: {score: number(0..10), feedback: string}, samples: 3}
  compare: {model: judge, ask: Which is clearer?, samples: 1}
  total: judge.score + compare + command + script.beats / 10
goal: max
accept: total >= best.total && code == 0
backtrack: best_score
on_error: {attempts: 3, pause: 2s, then: backtrack, most: 4}
stall: {after: 3, min_delta: 0.1, then: [{use: strong}, {heat: 0.2}, {ask: "Best is \${{ best.total }}"}, ask, fail]}
stop:
  converged: best.total >= 9.0
  done: "budget.spent.calls > 100 || history.exists(h, h.error != '')"
  plateau: {patience: 3, min_delta: 0.01}
  all: [{similar: {threshold: 0.1, model: vectors}}, {not: {depth: 2}}]
  judge: {model: judge, ask: Is the task complete?}
budget: {usd: 1.00, iterations: 25, wall: 20m}
outputs: {text: best.text, score: best.total, notes: last.feedback}
save: out/\${{ spec.name }}.md
`;

/** One that another spec makes better, in TOML. */
export const BY_RUN = `loom = 1
kind = "refine"
start = { file = "seed.txt" }
backtrack = "last_good"
goal = "min"
accept = "total < best.total"

[import]
polish = "polish.yaml"

[inputs]
seed = { type = "text", default = "x" }

[propose]
run = "polish"
n = 2
with = { draft = "\${{ best.text }} \${{ inputs.seed }}", rounds = 3 }
text = "outputs.text"

[score]
script = "score.ts"

[score.gates]
long = "size(candidate.text) > 3"

[stop]
plateau = 4
similar = 0.1

[[stop.any]]
depth = 9
`;
