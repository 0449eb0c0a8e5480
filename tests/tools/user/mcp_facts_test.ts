import assert from "node:assert/strict";
import type { JsonObject } from "../../../lib/base/json.ts";
import { readMcpTool, withOwnNames } from "../../../lib/tools/user/mcp_facts.ts";
import type { McpTool } from "../../../lib/tools/user/mcp_facts.ts";
import type { Tool } from "../../../lib/tools/user/mcp_sdk.ts";
import fc from "../../properties.ts";

const inputSchema: Tool["inputSchema"] = { type: "object" };

function read(tool: Partial<Tool>, far = false): McpTool {
  const found = readMcpTool("web", { name: "it", inputSchema, ...tool }, { far });
  if (!found.ok) throw new Error(found.why);
  return found.tool;
}

Deno.test("what a tool may do is what its server says, the worse where that says nothing", () => {
  const cases: readonly (readonly [Tool["annotations"], readonly string[]])[] = [
    [undefined, ["run", "write", "net"]],
    [{ title: "x" }, ["run", "write", "net"]],
    [{ readOnlyHint: true }, ["read", "net"]],
    [{ readOnlyHint: true, openWorldHint: false }, ["read"]],
    [{ readOnlyHint: true, destructiveHint: true, openWorldHint: false }, ["read"]],
    [{ readOnlyHint: false }, ["run", "write", "net"]],
    [{ destructiveHint: false }, ["write", "net"]],
    [{ destructiveHint: false, openWorldHint: false }, ["write"]],
    [{ openWorldHint: false }, ["run", "write"]],
  ];
  for (const [annotations, acts] of cases) assert.deepEqual(read({ annotations }).facts.acts, acts);
  assert.deepEqual(read({ annotations: { readOnlyHint: true, openWorldHint: false } }, true).facts.acts, [
    "read",
    "net",
  ]);
});

Deno.test("names are what every model takes, and no two are the same, whatever servers call their tools", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ unit: fc.constantFrom("a", "_", "-", ".", "/", "é", "x".repeat(30)) })),
      (all) => {
        const tools = withOwnNames(all.map((name) => read({ name })));
        assert.deepEqual(tools.map(({ tool }) => tool), all, "the server is asked by the name it gave");
        for (const { facts } of tools) assert.match(facts.name, /^web_[A-Za-z0-9_]{0,60}$/);
        assert.equal(new Set(tools.map(({ facts }) => facts.name)).size, all.length);
      },
    ),
  );
});

Deno.test("descriptions are cut and freed of what nobody sees; schemas that cannot be kept are no tool", () => {
  assert.equal(read({ description: `a\u0007b\u202e${"x".repeat(9_000)}` }).facts.description, `ab${"x".repeat(3_998)}`);
  const why = (schema: unknown): string => {
    const found = readMcpTool("web", { name: "it", inputSchema: schema as Tool["inputSchema"] }, { far: false });
    return found.ok ? "fine" : found.why;
  };
  let deep: JsonObject = {};
  for (let i = 0; i < 1_000; i++) deep = { items: deep };
  assert.match(why(deep), /nested more than 200 deep/);
  assert.match(why({ type: "object", description: "x".repeat(70_000) }), /more than 64 kB/);
});
