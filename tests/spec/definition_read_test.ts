import assert from "node:assert/strict";
import type { Definition } from "../../lib/spec/definition.ts";
import { readSpec } from "../../lib/spec/read_spec.ts";
import type { Diagnostic } from "../../lib/text/diagnostic.ts";
import { reportInto } from "../../lib/text/diagnostic.ts";

interface Read {
  readonly kind?: string;
  readonly value?: Definition;
  /** Severity, the text pointed at, and the sentence. */
  readonly said: readonly string[];
}

async function read(text: string, name = "review.yaml"): Promise<Read> {
  const found: Diagnostic[] = [], source = { name, text }, spec = await readSpec(source, reportInto(found, source));
  const said = found.map(({ severity, span, message }) =>
    `${severity} ${text.slice(span.start, span.end)} | ${message}`
  );
  return spec?.kind === "definition"
    ? { kind: spec.kind, value: spec.value, said }
    : spec
    ? { kind: spec.kind, said }
    : { said };
}

/** Everything that a definition may say. */
const WHOLE = `name: whole-one
version: 2.10
description: All of it
author: Somebody
tags: [a, 2024]
persona: |
  You are careful.
tool_guidance: Read first
tools:
  guidance: Never seen
  required: [read_file]
  excluded: [shell_execute, git_command]
phase_mode: strict
phases:
  - id: one
    description: |
      First
      of all
    deliverables:
      - one.md — what is in it — really
      - plain-name.csv
  - id: 2
    description: Second
    depends_on: [one]
    model_tier: 3
    verification_tier: 2
    is_critical_path: yes
    is_synthesis: true
    acceptance_criteria: It is good
verification:
  rules:
    - name: no-gaps
      description: Nothing is missing
      check: '\\[TBD\\]'
      severity: error
      type: regex
      target: deliverables
    - {name: fair, check: It is fair}
memory:
  extract_types: [{type: fact, description: A fact}]
  extraction_guidance: Be exact
workspace_analysis:
  scan_for: ["*.md, *.txt — notes"]
  guidance: Nothing there
planner_examples: [{goal: G, subtasks: [{id: a, description: A, depends_on: [], model_tier: 1}]}]
replanning: {triggers: T, guidance: U}
dependencies: [pandas, requests]
`;

Deno.test("every key of a definition is read, with nothing said", async () => {
  const { kind, value, said } = await read(WHOLE);
  assert.deepEqual([kind, said], ["definition", []]);
  assert.deepEqual(JSON.parse(JSON.stringify(value)), {
    name: "whole-one",
    version: "2.10",
    description: "All of it",
    author: "Somebody",
    tags: ["a", "2024"],
    persona: "You are careful.",
    toolGuidance: "Read first",
    required: ["read_file"],
    excluded: ["shell_execute", "git_command"],
    mode: "strict",
    phases: [
      {
        id: "one",
        description: "First\nof all",
        needs: [],
        modelTier: 2,
        verificationTier: 1,
        critical: false,
        synthesis: false,
        criteria: "",
        deliverables: [{ name: "one.md", about: "what is in it — really" }, { name: "plain-name.csv", about: "" }],
      },
      {
        id: "2",
        description: "Second",
        needs: ["one"],
        modelTier: 3,
        verificationTier: 2,
        critical: true,
        synthesis: true,
        criteria: "It is good",
        deliverables: [],
      },
    ],
    rules: [
      {
        name: "no-gaps",
        description: "Nothing is missing",
        check: "\\[TBD\\]",
        severity: "error",
        type: "regex",
        target: "deliverables",
      },
      { name: "fair", description: "", check: "It is fair", severity: "warning", type: "llm", target: "output" },
    ],
    memory: { types: [{ name: "fact", about: "A fact" }], guidance: "Be exact" },
    workspace: { scan: [{ name: "*.md, *.txt", about: "notes" }], guidance: "Nothing there" },
    examples: [{ goal: "G", subtasks: [{ id: "a", description: "A", depends_on: [], model_tier: 1 }] }],
    replanning: { triggers: "T", guidance: "U" },
    dependencies: ["pandas", "requests"],
  });
});

Deno.test("what a definition does not say has a default", async () => {
  const { value, said } = await read("name: x\nphases: []\n");
  assert.deepEqual(said, []);
  assert.deepEqual(value, {
    name: "x",
    version: "1.0",
    description: "",
    author: "",
    tags: [],
    persona: "",
    toolGuidance: "",
    required: [],
    excluded: [],
    mode: "guided",
    phases: [],
    rules: [],
    memory: { types: [], guidance: "" },
    workspace: { scan: [], guidance: "" },
    examples: [],
    replanning: { triggers: "", guidance: "" },
    dependencies: [],
  });
  assert.equal((await read("name: x\nphases: []\ntools: {guidance: G}\n")).value!.toolGuidance, "G");
});

Deno.test("a document without `loom` is a definition by its keys, or by the name of a package's file", async () => {
  const kindOf = async (text: string, name?: string) => (await read(text, name)).kind;
  assert.equal(await kindOf("name: x\nphases: []\n"), "definition");
  assert.equal(await kindOf("name: x\npersona: P\n"), "definition");
  assert.equal(await kindOf("name: x\nphases: []\nplan: x\n"), "definition");
  assert.equal(await kindOf("name: x\n", "a/process.yaml"), "definition");
  assert.equal(await kindOf('name = "x"\nphase_mode = "guided"\n', "x.toml"), "definition");
  assert.equal(await kindOf("name: x\n"), undefined);
  assert.equal(await kindOf("version: 1\nstart: It began\n"), undefined);
  const { kind, said } = await read("kind: autoloom\nphases: []\n", "process.yaml");
  assert.deepEqual([kind, said[0]], ["autoloom", "error kind | the spec needs `loom`"]);
});

Deno.test("[P5] a name is lower-case letters, digits and dashes", async () => {
  for (const name of ["Two", "a_b", "-a", "a b", "''", "a.b"]) {
    const { value, said } = await read(`name: ${name}\nphases: []\n`);
    assert.equal(value!.name, undefined);
    assert.match(said[0]!, /^error .* must be a name of lower-case letters, digits and `-`, beginning with/, name);
  }
  assert.deepEqual((await read("phases: []\n")).said, ["error phases | the spec needs `name`"]);
  for (const name of ["a", "0-day", "a--b-"]) assert.deepEqual((await read(`name: ${name}\nphases: []\n`)).said, []);
});

Deno.test("[P6] a mode is one of three", async () => {
  assert.deepEqual((await read("name: x\nphase_mode: free\n")).said, [
    "error free | `phase_mode` must be `strict`, `guided` or `suggestive`, not `free`",
  ]);
});

Deno.test("[V24] a part of the wrong type is a warning, and the rest is read as if it were not there", async () => {
  const { value, said } = await read(
    "name: x\nphases:\n  - {id: a, description: A, model_tier: high, is_synthesis: perhaps, deliverables: {a: 1}}\n" +
      "tags: {a: 1}\nauthor:\nmemory: all\nverification: []\nreplanning: 5\ntools: none\nplanner_examples: {}\n" +
      "workspace_analysis: {scan_for: {a: 1}, guidance: here}\n",
  );
  assert.deepEqual(
    said,
    [
      "warning author | `author` has no value: `author` is left out",
      "warning high | `model_tier` must be a whole number from 1 to 3, not `high`: `model_tier` is left out",
      "warning perhaps | `is_synthesis` must be `true` or `false`, not `perhaps`: `is_synthesis` is left out",
      "warning {a: 1} | `deliverables` must be a list of texts, not a map with 1 key: `deliverables` is left out",
      "warning {a: 1} | `tags` must be a list of texts, not a map with 1 key: `tags` is left out",
      "warning none | `tools` must be a map with `guidance`, `required` or `excluded`, not `none`: `tools` is left out",
      "warning [] | `verification` must be a map with `rules`, not an empty list: `verification` is left out",
      "warning all | `memory` must be a map with `extract_types`, not `all`: `memory` is left out",
      "warning {a: 1} | `scan_for` must be a list of texts, not a map with 1 key: `scan_for` is left out",
      "warning {} | `planner_examples` must be a list of examples, not an empty map: `planner_examples` is left out",
      "warning 5 | `replanning` must be a map with `triggers` or `guidance`, not `5`: `replanning` is left out",
    ].sort((a, b) => said.indexOf(a) - said.indexOf(b)),
  );
  assert.deepEqual([value!.phases[0]!.modelTier, value!.phases[0]!.synthesis, value!.workspace.guidance], [
    2,
    false,
    "here",
  ]);
});

Deno.test("[V24] an unknown key is a warning with the one that was meant, at any depth", async () => {
  const { said } = await read(
    "name: x\npersna: P\nphases: [{id: a, description: A, depend_on: [b]}]\nverification: {rules: [], policy: 1}\n",
  );
  assert.deepEqual(said.toSorted(), [
    "warning depend_on | unknown key `depend_on`: it is passed over",
    "warning persna | unknown key `persna`: it is passed over",
    "warning policy | unknown key `policy`: it is passed over",
  ]);
});

Deno.test("what a process cannot do without, and what it is granted, are errors where they are wrong", async () => {
  const { said } = await read(
    "name: x\nphases: [{id: a, description: A, depends_on: {b: 1}}, a]\npermissions: {nett: [a.b], run: git}\n",
  );
  assert.deepEqual(said.map((one) => one.split(" ")[0]), ["error", "error", "error", "error"]);
  assert.deepEqual((await read("name: x\nphases: all\n")).said, [
    "error all | `phases` must be a list of phases, not `all`",
  ]);
});

Deno.test("a document that cannot be read, or holds no map, is no definition", async () => {
  for (const text of ["", "- a\n", "5\n"]) assert.equal((await read(text, "process.yaml")).kind, undefined);
});
