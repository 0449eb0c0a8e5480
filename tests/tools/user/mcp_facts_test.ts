import assert from "node:assert/strict";
import type { JsonObject } from "../../../lib/base/json.ts";
import { readMcpTool } from "../../../lib/tools/user/mcp_facts.ts";
import type { McpTool } from "../../../lib/tools/user/mcp_facts.ts";
import type { Tool } from "../../../lib/tools/user/mcp_sdk.ts";

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

Deno.test("a tool keeps the name that its server gave it: the compiler finds it one that plans may use", () => {
  for (const name of ["it", "get.it", "x".repeat(200), "é/ü"]) {
    const { tool, facts } = read({ name });
    assert.deepEqual([tool, facts.name], [name, name]);
  }
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
