import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Confined, runConfined } from "../../../lib/tools/confined/run_confined.ts";

/** Runs a program of one file, and gives how it ended with the lines it printed. */
async function run(program: string, more: Partial<Confined> = {}): Promise<readonly string[]> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "loom-confined-" })), lines: string[] = [];
  try {
    const file = join(folder, "program.ts");
    await Deno.writeTextFile(file, program);
    const end = await runConfined({
      program: pathToFileURL(file).href,
      reads: [],
      input: "",
      memory: 64,
      timeout: 60_000,
      output: 10_000,
      signal: new AbortController().signal,
      onLine: (line) => lines.push(line),
      ...more,
    });
    return [end, ...lines];
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const SAY = "const say = (text: unknown) => Deno.stdout.writeSync(new TextEncoder().encode(`${text}\\n`));";

Deno.test("a program reads its input and gives its lines, whole ones alone", async () => {
  const program = `${SAY} const input = await new Response(Deno.stdin.readable).text();
    say(input.length); Deno.stdout.writeSync(new TextEncoder().encode("half a line"));`;
  assert.deepEqual(await run(program, { input: "é".repeat(200_000) }), ["done", "200000"]);
});

Deno.test("a program reads what it is told, and reaches nothing else", async () => {
  const secret = await Deno.makeTempFile();
  const attempt = (what: string) => `try { ${what}; say("did it") } catch (error) { say((error as Error).name) }`;
  const program = `${SAY}
    ${attempt(`Deno.readTextFileSync(${JSON.stringify(secret)})`)}
    ${attempt(`Deno.writeTextFileSync(${JSON.stringify(secret)}, "")`)}
    ${attempt(`Deno.env.get("HOME")`)}
    ${attempt(`new Deno.Command("true").outputSync()`)}
    ${attempt(`await fetch("http://127.0.0.1:4321/")`)}
    ${attempt(`await import("npm:left" + "-pad")`)}`;
  try {
    const [end, ...said] = await run(program);
    assert.equal(end, "done");
    assert.deepEqual(said.slice(0, 5), Array(5).fill("NotCapable"));
    assert.notEqual(said[5], "did it");
    assert.deepEqual((await run(program, { reads: [secret] })).slice(0, 3), ["done", "did it", "NotCapable"]);
  } finally {
    await Deno.remove(secret);
  }
});

Deno.test("a program that never ends is ended, by its time and by the signal", async () => {
  const program = `${SAY} say("began"); for (;;);`;
  assert.deepEqual(await run(program, { timeout: 4_000 }), ["timeout", "began"]);
  const abort = new AbortController();
  assert.deepEqual(await run(program, { signal: abort.signal, onLine: () => abort.abort() }), ["aborted"]);
  assert.deepEqual(await run(program, { signal: AbortSignal.abort() }), ["aborted"]);
});

Deno.test("a program that takes all memory, prints without end or fails is broken, and takes nobody along", async () => {
  const all = "const held: unknown[] = [];";
  assert.deepEqual(await run(`${all} for (;;) held.push(new Array(1e5).fill(1.5));`), ["broken"]);
  assert.deepEqual(await run(`${all} for (;;) held.push(new Uint8Array(1e8).fill(1));`), ["broken"]);
  assert.equal((await run(`${SAY} for (;;) say("x".repeat(999));`))[0], "broken");
  assert.deepEqual(await run("throw new Error()"), ["broken"]);
});
