import assert from "node:assert/strict";
import { define } from "./defining.ts";

/** What is found in a definition with these phases. */
async function inPhases(
  ...phases: readonly string[]
): Promise<{ readonly found: readonly string[]; readonly said: readonly string[] }> {
  return await define({ text: `name: review\nphases:\n${phases.map((phase) => `  - {${phase}}\n`).join("")}` });
}

Deno.test("[P1] phases that wait for each other are an error that tells the way around", async () => {
  const two = await inPhases("id: a, description: A, depends_on: [b]", "id: b, description: B, depends_on: [a]");
  assert.deepEqual(two.found, ["error phase-cycle 3:41"]);
  assert.match(two.said[0]!, /: a -> b -> a$/);
  assert.match((await inPhases("id: a, description: A, depends_on: [a]")).said[0]!, /: a -> a$/);
  const three = await inPhases(
    "id: a, description: A",
    "id: b, description: B, depends_on: [a, d]",
    "id: c, description: C, depends_on: [b]",
    "id: d, description: D, depends_on: [c]",
  );
  assert.deepEqual(three.said, ["these phases wait for each other: b -> d -> c -> b"]);
});

Deno.test("[P2] a dependency that there is not is an error at its place, with the one that was meant", async () => {
  const { found, said } = await inPhases(
    "id: gather, description: G",
    "id: write, description: W, depends_on: [gathr]",
  );
  assert.deepEqual([found, said], [["error unknown-phase 4:46"], ["there is no phase `gathr`"]]);
});

Deno.test("[P3] two phases of one id are an error", async () => {
  const { found, said } = await inPhases("id: a, description: A", "id: a, description: B");
  assert.deepEqual([found, said], [["error repeated-name 4:10"], ["there are two phases `a`"]]);
});

Deno.test("[P4] a phase says what it does", async () => {
  for (const description of ['""', '"  "', "null", "[a]"]) {
    const { found } = await inPhases(`id: a, description: ${description}`);
    assert.equal(found.length, 1, description);
    assert.match(found[0]!, /^error (wrong|missing)-value 3:/, description);
  }
  assert.deepEqual((await inPhases("id: a")).found, ["error missing-key 3:5"]);
  assert.deepEqual((await inPhases("description: A")).found, ["error missing-key 3:5"]);
});

Deno.test("[P7] a file has one phase that delivers it, by what stands before the em dash", async () => {
  const { found, said } = await inPhases(
    "id: a, description: A, deliverables: [notes.md — the first, a-b.md]",
    "id: b, description: B, deliverables: [./notes.md — the second, a.md - b]",
  );
  assert.deepEqual(found, ["error shared-deliverable 4:44"]);
  assert.equal(said[0], "`./notes.md` is a deliverable of the phase `a` as well");
  const same = await inPhases("id: a, description: A, deliverables: [notes.md — one, notes.md — the other]");
  assert.deepEqual(same.found, []);
});

Deno.test("a deliverable that leads out of the workspace is an error, and one with folders is none", async () => {
  const unsafe = ["../a.md", "/etc/a", "~/a.md", "a/../../b", "'C:/a'", "'a\\b'", "— nothing", ".git/hooks/x", "'.'"];
  for (const file of unsafe) {
    const { found } = await inPhases(`id: a, description: A, deliverables: [${file}]`);
    assert.deepEqual(found, ["error unsafe-deliverable 3:44"], file);
  }
  const { found } = await inPhases("id: a, description: A, deliverables: [a/b/c.md — deep, ..a.md, '.github/x.yml']");
  assert.deepEqual(found, []);
});

Deno.test("[P8] a tool is not both required and excluded", async () => {
  const { found } = await define({
    text:
      "name: x\nphases: [{id: a, description: A}]\ntools: {required: [read_file, write_file], excluded: [write_file]}\n",
  });
  assert.deepEqual(found, ["error required-excluded 3:31"]);
});

Deno.test("a tool that is required and that there is not is an error; excluding one that there is not is a warning", async () => {
  const { found, said } = await define({
    text:
      "name: x\nphases: [{id: a, description: A}]\ntools: {required: read_fil, excluded: [shell, shell, write_file]}\n",
  });
  assert.deepEqual(found, ["error missing-tool 3:19", "warning unknown-tool-excluded 3:40"]);
  assert.deepEqual(said[0], "the process requires the tool `read_fil`, and there is none of that name");
});

Deno.test("[P9] patterns are read, and severities and types are known ones", async () => {
  const rule = (more: string) =>
    define({ text: `name: x\nphases: [{id: a, description: A}]\nverification: {rules: [{name: r, ${more}}]}\n` });
  assert.deepEqual((await rule("type: regex, check: '('")).found, ["error broken-pattern 3:54"]);
  assert.deepEqual((await rule("type: regex, check: '(?P<a>b)(?P=a)$'")).found, []);
  assert.deepEqual((await rule("check: '('")).found, []);
  assert.deepEqual((await rule("check: a, severity: fatal")).found, ["error wrong-value 3:54"]);
  assert.deepEqual((await rule("check: a, type: python")).found, ["error wrong-value 3:50"]);
  assert.deepEqual((await rule("check: ''")).found, ["error wrong-value 3:41"]);
  assert.deepEqual((await rule("type: llm")).found, ["error missing-key 3:24"]);
  assert.deepEqual((await rule("check: a, target: files")).found, ["warning ignored-value 3:52"]);
});

Deno.test("[P10] everything that is wrong is told at once, with the file and its place", async () => {
  const { found } = await define({
    text: `name: Two Words
phase_mode: loose
phases:
  - {id: a, description: "", depends_on: [b], model_tier: 7, deliverables: [../x]}
  - {id: a, description: A}
tools: {required: [nothing], excluded: [nothing]}
verification: {rules: [{name: r, type: regex, check: "["}]}
`,
  });
  assert.deepEqual(found, [
    "error wrong-value 1:7",
    "error wrong-value 2:13",
    "error wrong-value 4:26",
    "error unknown-phase 4:43",
    "warning tier-out-of-range 4:59",
    "error unsafe-deliverable 4:77",
    "error repeated-name 5:10",
    "error required-excluded 6:20",
    "error broken-pattern 7:54",
  ]);
});

Deno.test("tiers that there are not are told, and taken for the nearest", async () => {
  const { found, said } = await inPhases("id: a, description: A, model_tier: 0, verification_tier: 2.2");
  assert.deepEqual(found, ["warning tier-out-of-range 3:41", "warning tier-out-of-range 3:63"]);
  assert.deepEqual(said, [
    "`model_tier` is 0, and tiers are 1, 2 and 3: it is taken for 1",
    "`verification_tier` is 2.2, and tiers are 1, 2 and 3: it is taken for 2",
  ]);
});

Deno.test("of two types to remember with one name the second is left out with a word", async () => {
  const { plan, found } = await define({
    text: "name: x\nphases: [{id: a, description: A}]\n" +
      "memory: {extract_types: [{type: fact, description: one}, {type: fact, description: two}, {type: risk}]}\n",
  });
  assert.deepEqual(found, ["warning ignored-value 3:58"]);
  assert.deepEqual(plan!.memory!.types, [{ type: "fact", about: "one" }, { type: "risk", about: "" }]);
});

Deno.test("packages of Python are named as not needed, and a strict process without phases is told", async () => {
  const { plan, found } = await define({ text: "name: x\nphase_mode: strict\ndependencies: [pandas]\n" });
  assert.deepEqual(found, ["warning no-phases 2:1", "warning not-needed 3:1"]);
  assert.equal(plan!.planner!.mode, "suggestive");
});
