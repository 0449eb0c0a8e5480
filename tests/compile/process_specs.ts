/**
 * Specs of kind `process` that say as much as one can.
 *
 * @module
 */

/** One with every sort of work, tool and verification, and with planners. */
export const FULL = `loom: 1
kind: process
name: changelog
description: What has changed, for people
goal: A changelog of \${{ inputs.repo }} that a user understands
inputs:
  repo: {type: text, default: .}
  since: {type: date, default: "2026-01-01"}
  topics: {type: list(string), default: [new, mended]}
workspace: work
width: 4
models:
  small: {use: ollama/qwen3:8b, roles: [executor, extractor], tier: 1}
  strong: {use: openai/gpt-5.2, roles: [executor, planner], tier: 2}
  best: {use: anthropic/claude-opus-4-6, roles: executor, tier: 3}
  judge: {use: openai/gpt-5.2, roles: verifier, temperature: 0}
permissions: {run: [git, ./check.sh], net: [blog.example.com, "127.0.0.1:8080"]}
import: {polish: ./polish.yaml}
tools:
  git_log:
    run: [git, -C, "\${{ inputs.repo }}", log, --oneline, --since, "\${{ with.since }}"]
    description: What has changed since a day
    parameters: {since: {type: date, description: The first day}, "most?": int(1..500)}
    stdin: "\${{ json(with) }}"
    timeout: 10s
  post:
    http:
      url: https://blog.example.com/api/\${{ with.topic }}
      headers: {authorization: {env: BLOG_TOKEN}, x-client: loom}
      query: {draft: "yes", key: {key: blog}}
      body: json
    read: json
    description: Publishes a text
    parameters: {topic: [new, mended], text: text}
  count: {script: ./score.ts#count, description: Counts words, parameters: {text: text}}
  find: {mcp: notes, tool: find-notes, description: Looks for notes}
  note: {mcp: other, tool: write, description: Writes a note, parameters: {text: text}}
servers:
  notes: {run: [git, mcp], env: {NOTES_KEY: {env: NOTES_KEY}, LANG: C}}
  other: {url: "http://127.0.0.1:8080/mcp", headers: {authorization: {key: notes}}}
agent:
  system: You keep the changelog of \${{ spec.name }}
  tools: [reading, git_log]
  turns: 12
  max_tokens: 2000
  sampling: {temperature: 0.2}
  context: 16k
  approve: {policy: risky, timeout: 10m}
  depth: 1
tasks:
  log: {tool: git_log, with: {since: "\${{ inputs.since }}", most: 100}, description: Commits}
  group:
    agent:
      prompt: "Group these commits:\\n\${{ tasks.log.stdout }}"
      approve: never
    returns: {groups: "list({name: string, commits: list(string)})", "note?": string}
    attempts: 4
    pause: 2s
    timeout: 5m
    criteria: Every commit is in one group
  write:
    each: tasks.group.groups
    as: g
    concurrency: 3
    agent:
      model: strong
      prompt: "Write about \${{ g.name }}, \${{ i + 1 }} of \${{ n }}, attempt \${{ attempt }}"
      tools: [reading, writing, git_log, notes/*]
      escalate: [best]
      system: {file: ask.md}
    deliverables: [news.md, ./more/old.md]
    verify:
      files: true
      check: size(out.text) < 2000 && size(changed) > 0
      command: {run: [./check.sh, "\${{ g.name }}"], stdin: "\${{ out.text }}", accept: code < 2}
      rules:
        - {name: open, check: '\\[OPEN\\]', type: regex, target: deliverables, description: Nothing is left open}
        - {name: tone, check: It is friendly, type: llm, severity: warning}
      llm: {ask: "Is \${{ g.name }} told well?", max_tokens: 500}
      votes: 3
      attempts: 2
      pause: 0.5
  edit:
    run: polish
    with: {draft: '\${{ tasks.write.map(w, w.text).join("\\n") }}', rounds: 2}
    on_error: {otherwise: {text: "\${{ tasks.log.stdout }}", score: 0}}
  score: {script: ./score.ts, with: {text: "\${{ tasks.edit.text }}", deep: [1, {a: "\${{ tasks.log.code }}"}]}, returns: number(0..10)}
  title: {generate: {model: judge, prompt: "A title for \${{ tasks.edit.text }}", max_tokens: 60, sampling: {temperature: 1}}, returns: {title: string}}
  approve: {ask: "Publish \${{ tasks.title.title }} (\${{ tasks.score }})?", choices: [yes, no], timeout: 2d, otherwise: no}
  publish:
    if: tasks.approve.answer == 'yes'
    tool: post
    with: {topic: new, text: "\${{ tasks.edit.text }}"}
    on_error: ask
    critical: false
  tag: {command: {run: [git, tag, "\${{ tasks.title.title }}"], accept: code == 0 || stderr.contains('exists')}, needs: [publish], on_error: skip}
  counted: {tool: count, with: {text: "\${{ goal }}"}, verify: true}
  noted: {tool: note, with: {text: "\${{ tasks.counted.text }}"}, needs: ["tag?", "publish?"], if: "has(tasks.publish)"}
  found: {tool: find, with: {query: changes}, critical: true}
plan:
  mode: guided
  max_tasks: 20
  max_tokens: 3000
  scan: [{files: ["*.md", "docs/*.md"], about: what was said before}, {files: "*.txt"}]
  guidance: {file: ask.md}
  examples: [{goal: A letter, tasks: [{id: write, description: Write it, needs: []}]}]
replan: {model: strong, when: failed, max: 1, may: [add], guidance: Rather ask than guess}
memory: {types: {decision: what was decided, style: how it should sound}, guidance: Only what lasts, max_tokens: 400}
budget: {usd: 5.00, wall: 2h}
outputs: {text: tasks.edit.text, score: tasks.score, published: "has(tasks.publish)"}
on: {cron: 0 3 * * *, tz: Europe/London}
`;

/** A small one in TOML, as it is written there. */
export const SMALL = `loom = 1
kind = "process"
goal = "A sorted list"
outputs = { lines = "has(tasks.sort) ? tasks.sort.stdout : ''" }
permissions.run = ["printf", "sort"]

[tasks.list]
command = ["printf", "b\\\\na\\\\n"]

[tasks.sort]
if = "tasks.list.code == 0"
command = { run = ["sort"], stdin = "\${{ tasks.list.stdout }}" }

[tasks.ask]
ask = "Go on?"
needs = ["sort?"]
timeout = "1h"
otherwise = "no"
`;
