import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { countTests, runSteps, type Step } from "./steps.ts";

/** What the steps wrote, and their tally. */
async function run(...steps: readonly Step[]) {
  let text = "";
  const tally = await runSteps(steps, (more) => text += more);
  return { text, tally };
}

/** A step that writes `said` and ends with `code`. */
function saying(said: string, code: number, counts: "tests" | "one" = "one"): Step {
  return { name: "saying", counts, args: ["eval", `console.log(${JSON.stringify(said)}); Deno.exit(${code})`] };
}

Deno.test("the closing line adds up what the steps found and stands alone", async () => {
  const { text, tally } = await run(saying("fine", 0), saying("ok | 12 passed (3 steps) | 0 failed (5ms)", 0, "tests"));
  assert.deepEqual(tally, { passed: 13, failed: 0 });
  assert.match(text, /\n13 passed, 0 failed\n$/);
  assert.doesNotMatch(text, /fine/);
});

Deno.test("a failing step is shown whole, counts as a failure, and the next step still runs", async () => {
  const { text, tally } = await run(saying("first\nlast", 1), saying("fine", 0));
  assert.deepEqual(tally, { passed: 1, failed: 1 });
  assert.match(text, /FAILED.*\n\nfirst\nlast\n/);
  assert.match(text, /\n1 passed, 1 failed\n$/);
});

Deno.test("parts of a step run side by side, all that they found counts, and those that fail are shown alone", async () => {
  const folder = await Deno.makeTempDir();
  // Each waits until the other has begun: one after the other they would never end.
  const part = (own: string, other: string, said: string, code: number) => [
    "eval",
    `Deno.writeTextFileSync("${folder}/${own}", "");
    while (!await Deno.stat("${folder}/${other}").catch(() => null)) await new Promise((next) => setTimeout(next, 5));
    console.log(${JSON.stringify(said)});
    Deno.exit(${code});`,
  ];
  const { text, tally } = await run({
    name: "sides",
    counts: "tests",
    jobs: 2,
    parts: [
      part("a", "b", "a fine one\nok | 4 passed | 0 failed (5ms)", 0),
      part("b", "a", "what went wrong\nFAILED | 2 passed | 1 failed (5ms)", 1),
      ["eval", 'console.log("more\\nok | 3 passed | 0 failed (1ms)")'],
    ],
  });
  assert.deepEqual(tally, { passed: 9, failed: 1 });
  assert.match(text, /FAILED: 1 of 10 .*\n\nwhat went wrong\n/);
  assert.doesNotMatch(text, /a fine one|more/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a step that does not end is stopped, and what it said until then is shown", async () => {
  const folder = await Deno.makeTempDir(), said = `${folder}/said`;
  const script = `console.log(1 + 1); Deno.writeTextFileSync("${said}", ""); setInterval(() => {}, 1000)`;
  const args = ["task", "--quiet", "--eval", `deno eval '${script}'`];
  const stop = new AbortController();
  let text = "";
  const running = runSteps([{ name: "endless", counts: "one", args }], (more) => text += more, () => stop.signal);
  while (!existsSync(said)) await new Promise((next) => setTimeout(next, 10));
  stop.abort();
  assert.deepEqual(await running, { passed: 0, failed: 1 });
  assert.match(text, /FAILED.*\n\n2\n/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a skipped step says why and counts as nothing", async () => {
  const { text, tally } = await run({ name: "package", skip: "there is no mod.ts" });
  assert.deepEqual(tally, { passed: 0, failed: 0 });
  assert.match(text, /package .*skipped: there is no mod\.ts/);
});

Deno.test("tests that never ran are a failure, whatever the reason", () => {
  assert.deepEqual(countTests("error: Type checking failed.", false), { passed: 0, failed: 1 });
  assert.deepEqual(countTests("", true), { passed: 0, failed: 1 });
  assert.deepEqual(countTests("ok | 5 passed | 0 failed (3ms)", false), { passed: 5, failed: 1 });
});

Deno.test("failures are counted one by one, and only the runner's own closing line is read", () => {
  const output =
    "ok | 99 passed | 0 failed (from a test's own output)\n\nFAILED | 3 passed | 2 failed | 1 ignored (9ms)\n";
  assert.deepEqual(countTests(output, false), { passed: 3, failed: 2 });
});
