import assert from "node:assert/strict";
import { compile } from "../../lib/app/compile_spec.ts";
import { handedFacts, patternProblem, serverFacts } from "../../lib/app/spec_tools.ts";

const NOTHING = { read: [], write: [], net: [], run: [], env: [] };

Deno.test("a process may name the tools that Loom brings along, and those that are handed over", async () => {
  const tools = {
    look_up: {
      description: "Looks up",
      parameters: { type: "object", properties: { word: { type: "string" } }, required: ["word"] },
    },
  };
  const spec = (call: string) =>
    `loom: 1\nkind: process\ntasks: {a: {tool: ${call}}, b: {tool: read_file, with: {path: a.txt}}}\n`;
  const { plan, diagnostics } = await compile(spec("look_up, with: {word: lamp}"), { tools });
  assert.deepEqual(diagnostics, []);
  assert.ok(plan?.kind === "process");
  assert.deepEqual(Object.entries(plan.tools).map(([name, { by }]) => `${name} ${by}`), [
    "look_up library",
    "read_file built-in",
  ]);
  assert.deepEqual((await compile(spec("look_up, with: {wrd: lamp}"), { tools })).diagnostics.map(({ code }) => code), [
    "missing-argument",
    "unknown-argument",
  ]);
  assert.deepEqual((await compile(spec("look_up"))).diagnostics.map(({ code }) => code), ["unknown-tool"]);
});

Deno.test("of a tool that is handed over with nothing but words everything is thought possible", () => {
  const [facts] = handedFacts({ look_up: { description: "Looks up" } });
  assert.deepEqual([facts!.parameters, facts!.acts], [{ type: "object" }, ["read", "write", "run", "net", "ask"]]);
  assert.equal(facts!.timeout, 60_000);
  assert.equal(handedFacts({ look_up: { description: "Looks up", timeout: 5 } })[0]!.timeout, 5);
});

Deno.test("a pattern is held to what results are searched with", async () => {
  assert.equal(await patternProblem("\\bOPEN\\b"), undefined);
  assert.equal(await patternProblem("(?i)open"), undefined);
  assert.equal(await patternProblem("^$"), undefined);
  for (const pattern of ["(OPEN", "a(?=b)", "(a)\\1", "[a"]) {
    const problem = await patternProblem(pattern);
    assert.ok(problem && !problem.startsWith("Cannot"), `${pattern}: ${problem}`);
  }
});

Deno.test("a server that cannot be had is told with why", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const server = { run: ["there-is-no-such-program"], env: {} };
    const found = await serverFacts({ name: "notes", server, permissions: { ...NOTHING, run: server.run } }, folder);
    assert.ok(!found.ok && found.reason.includes("there-is-no-such-program"), JSON.stringify(found));
    const secret = { run: ["there-is-no-such-program"], env: { KEY: { env: "LOOM_TEST_NO_SUCH_KEY" } } };
    const unset = await serverFacts(
      { name: "notes", server: secret, permissions: { ...NOTHING, run: server.run } },
      folder,
    );
    assert.ok(!unset.ok && unset.reason.includes("LOOM_TEST_NO_SUCH_KEY"), JSON.stringify(unset));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
