import assert from "node:assert/strict";
import { mcpNames } from "../../lib/compile/mcp_names.ts";
import type { ServedTool } from "../../lib/compile/mcp_names.ts";
import fc from "../properties.ts";

const NONE: ReadonlySet<string> = new Set();
const named = (tool: string, taken: ReadonlySet<string> = NONE, server = "web") =>
  mcpNames([{ server, tool }], taken)[0]!;

Deno.test("a tool of a server is called SERVER_tool, in characters that every model takes", () => {
  assert.equal(named("get_page"), "web_get_page");
  assert.equal(named("get-page.now"), "web_get_page_now");
  assert.match(named("größe"), /^web_gr_e_[0-9a-z]{6}$/, "what was left out is told apart at the end");
  assert.match(named("x".repeat(100)), /^web_x{53}_[0-9a-z]{6}$/);
});

Deno.test("a name that another tool has is never taken, be it the engine's, the spec's or one of two servers'", () => {
  assert.match(named("file", new Set(["read_file"]), "read"), /^read_file_[0-9a-z]{6}$/);
  assert.match(named("command", new Set(["run_command"]), "run"), /^run_command_[0-9a-z]{6}$/);
  const both = mcpNames([{ server: "a", tool: "b_c" }, { server: "a_b", tool: "c" }], NONE);
  for (const name of both) assert.match(name, /^a_b_c_[0-9a-z]{6}$/);
  assert.notEqual(both[0], both[1]);
});

const tools = fc.uniqueArray(
  fc.record({
    server: fc.constantFrom("a", "a_a", "b"),
    tool: fc.string({ unit: fc.constantFrom("a", "_", "-", ".", "/", "é", "x".repeat(30)), minLength: 1 }),
  }),
  { selector: ({ server, tool }) => `${server}\n${tool}` },
);

Deno.test("whatever servers call their tools: no two have one name, none is taken, and the order is of no account", () => {
  fc.assert(fc.property(tools, fc.array(fc.constantFrom("a_a", "a_x", "b_a", "b_")), (served, others) => {
    const taken = new Set(others), names = mcpNames(served, taken);
    for (const name of names) assert.match(name, /^[A-Za-z][A-Za-z0-9_]{0,63}$/);
    assert.equal(new Set([...names, ...taken]).size, names.length + taken.size);
    const byTool = (all: readonly ServedTool[]) => {
      const own = mcpNames(all, taken);
      return new Map(all.map(({ server, tool }, i) => [`${server}\n${tool}`, own[i]]));
    };
    const backwards = byTool(served.toReversed());
    for (const [tool, name] of byTool(served)) assert.equal(backwards.get(tool), name);
  }));
});
