import assert from "node:assert/strict";
import { isToolModule, readTool, toolName } from "../../lib/compile/definition_tool_module.ts";

function refused(text: string): string {
  const read = readTool("tools/count.ts", text);
  assert.ok(!read.ok, text);
  return read.line === undefined ? read.reason : `${read.line}: ${read.reason}`;
}

Deno.test("a module says what its tool is in plain data, parameters as shapes", () => {
  const read = readTool(
    "tools/page-views.ts",
    `import { load } from "./_load.ts";

/** Says what the tool is. */
export const tool: { readonly description: string } = {
  description: "Counts the views of a page" +
    " in a span of days",
  parameters: {
    page: { type: "string", description: "Its path" },
    days: "int(1..90)",
    "unit?": ["day", "week"],
    filter: { country: "string", type: "string" },
  },
  timeout: "2m",
} as const;

export default async function ({ page }) { return await load(page); }
`,
  );
  assert.ok(read.ok);
  assert.deepEqual(read.tool, {
    name: "page_views",
    description: "Counts the views of a page in a span of days",
    timeout: 120_000,
    parameters: {
      type: "object",
      properties: {
        page: { type: "string", description: "Its path" },
        days: { type: "integer", minimum: 1, maximum: 90 },
        unit: { anyOf: [{ type: "string", enum: ["day", "week"] }, { type: "null" }] },
        filter: {
          type: "object",
          properties: { country: { type: "string" }, type: { type: "string" } },
          required: ["country", "type"],
          additionalProperties: false,
        },
      },
      required: ["page", "days", "filter"],
      additionalProperties: false,
    },
  });
});

Deno.test("a tool without parameters takes none, and a JSON Schema is taken as it is", () => {
  const bare = readTool("now.js", 'export const tool = { description: "Tells the time" };');
  assert.ok(bare.ok);
  assert.deepEqual([bare.tool.name, bare.tool.timeout, bare.tool.parameters["properties"]], ["now", 60_000, {}]);
  const schema = { type: "object", properties: { a: { type: "string", pattern: "^x" } } };
  const read = readTool("a.ts", `export const tool = {description: "A", parameters: ${JSON.stringify(schema)}};`);
  assert.ok(read.ok);
  assert.deepEqual(read.tool.parameters, schema);
});

Deno.test("what is wrong with a module's tool is said with its line", () => {
  assert.match(refused("export default () => 1;\n"), /^it does not say what it does: add `export const tool = /);
  assert.match(refused("// export const tool = {}\n"), /^it does not say/);
  assert.match(
    refused("export const tool = {description: 'a'};\nexport const tool = {};"),
    /^2: it exports `tool` twice$/,
  );
  assert.match(
    refused("\nexport const tool = {\n  description: TEXT };"),
    /^3: `tool` is plain data, and `TEXT` is no plain/,
  );
  assert.match(refused("export const tool = [];"), /^1: `tool` is a map/);
  assert.match(refused("export const tool = {description: ' '};"), /^1: `tool` needs a `description`$/);
  assert.match(refused("export const tool = {description: 'a', permissions: {}};"), /^1: `tool` has no `permissions`/);
  assert.match(refused("export const tool = {description: 'a', timeout: 5};"), /^1: `timeout` is a duration/);
  assert.match(refused("export const tool = {description: 'a', timeout: '3d'};"), /^1: `timeout` is a duration/);
  assert.match(refused("export const tool = {description: 'a', parameters: {a: 'strng'}};"), /^1: the parameter `a`: /);
  assert.match(
    refused("export const tool = {description: 'a', parameters: {'a b': 'string'}};"),
    /^1: `a b` cannot be/,
  );
  assert.match(
    refused("export const tool = {description: 'a', parameters: 'x'};"),
    /^1: `parameters` is a map of shapes/,
  );
});

Deno.test("modules are tools by their names; those that begin with `_` are parts of others", () => {
  assert.deepEqual(["a.ts", "b-c.mjs", "D.js", "e.mts"].map(isToolModule), [true, true, true, true]);
  assert.deepEqual(
    ["_a.ts", "a.py", "a.json", "a.test.ts", "1a.ts", "README.md"].map(isToolModule),
    Array(6).fill(false),
  );
  assert.equal(toolName("tools/a-b.ts"), "a_b");
});
