/**
 * The schema of tools and of servers that have tools.
 *
 * @module
 */
import type { z } from "zod";
import { SHAPE } from "./schema_common.ts";
import {
  DURATION,
  either,
  FIELD,
  map,
  named,
  oneOf,
  SCRIPT_PATH,
  several,
  TEMPLATE,
  text,
  TEXT_OR_SECRET,
  textLike,
  VARIABLE,
} from "./schema_parts.ts";
import type { McpToolSpec, RunToolSpec, ScriptToolSpec, SecretTexts, ServerSpec, ToolSpec } from "./spec_tool.ts";
import type { HttpToolSpec, ParametersSpec } from "./spec_tool.ts";

const A_PARAMETER = "a type such as `text` or `int(1..5)`, or `{type: …, description: …}`";

const PARAMETER = either(
  A_PARAMETER,
  text(),
  several(text("a choice"), "at least one choice"),
  map({ type: SHAPE, description: text().describe("What it is for: models are told.").exactOptional() }, A_PARAMETER),
);

const PARAMETERS: z.ZodType<ParametersSpec> = named(PARAMETER, { key: FIELD, expected: "a map of parameters" });

const base = {
  description: text().describe("What it does and when to use it: models are told.").exactOptional(),
  parameters: PARAMETERS.describe(
    "What it takes. Holes of the tool see the values as `with.name`. Nothing unless said.",
  )
    .exactOptional(),
  timeout: DURATION.describe("How long a call may take. `30s` unless said, `60s` for a tool of a server.")
    .exactOptional(),
} as const;

const read = oneOf("text", "json").describe("What it gives is taken for. `text` unless said.").exactOptional();

const A_HEADER = textLike(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "the name of a header");

const HEADERS: z.ZodType<SecretTexts> = named(TEXT_OR_SECRET, { key: A_HEADER, expected: "a map of headers" });

const A_METHOD = "a method such as `GET` or `POST`";

const HTTP = map({
  method: textLike(/^[A-Za-z]+$/, A_METHOD).describe("How it is asked. `GET` unless said, `POST` where a body is sent.")
    .exactOptional(),
  url: TEXT_OR_SECRET.describe("The whole address: a template, whose host `permissions.net` grants."),
  headers: HEADERS.describe("Headers by name.").exactOptional(),
  query: named(TEXT_OR_SECRET, { key: text("a name"), expected: "a map of texts" })
    .describe("What is added to the query of the address.").exactOptional(),
  body: oneOf("json", "form", "text").describe(
    "How what is sent is written: the argument `body` where there is one, else all arguments. Nothing is sent unless said.",
  ).exactOptional(),
}, "a map with `url`");

const A_TOOL = "a map with `run`, `http`, `script` or `mcp`";

/** A tool of a spec. */
export const TOOL: z.ZodType<ToolSpec> = either(
  A_TOOL,
  map(
    {
      run: several(TEMPLATE, "a program and its arguments, as a list")
        .describe("A program and its arguments, each a template. `permissions.run` must grant it."),
      stdin: TEMPLATE.describe("What it reads on standard input.").exactOptional(),
      read,
      ...base,
    },
    A_TOOL,
    ["http", "script", "mcp", "tool"],
  ) satisfies z.ZodType<RunToolSpec>,
  map({ http: HTTP.describe("An address that is asked."), read, ...base }, A_TOOL, [
    "run",
    "stdin",
    "script",
    "mcp",
    "tool",
  ]) satisfies z.ZodType<HttpToolSpec>,
  map({ script: SCRIPT_PATH, ...base }, A_TOOL, ["run", "stdin", "read", "http", "mcp", "tool"]) satisfies z.ZodType<
    ScriptToolSpec
  >,
  map(
    {
      mcp: text("the name of a server").describe("A name in `servers`."),
      tool: text("the name of a tool").min(1, { error: "the name of a tool" }).describe(
        "What the tool is called there.",
      ),
      ...base,
    },
    A_TOOL,
    ["run", "stdin", "read", "http", "script"],
  ) satisfies z.ZodType<McpToolSpec>,
).meta({
  id: "tool",
  description: "A tool of the spec's own: a program, an address, a function, or a tool of a server.",
});

const A_SERVER = "a map with `run` or `url`";

/** An MCP server. */
export const SERVER: z.ZodType<ServerSpec> = either(
  A_SERVER,
  map(
    {
      run: several(text("an argument"), "a program and its arguments, as a list")
        .describe("A program that speaks MCP on its standard input and output. `permissions.run` must grant it."),
      env: named(TEXT_OR_SECRET, { key: VARIABLE, expected: "a map of variables" })
        .describe("Variables of its environment: texts or secrets.").exactOptional(),
    },
    A_SERVER,
    ["url", "headers"],
  ),
  map(
    {
      url: TEXT_OR_SECRET.describe("An address that speaks MCP over HTTP, whose host `permissions.net` grants."),
      headers: HEADERS.describe("Headers of every request: texts or secrets.").exactOptional(),
    },
    A_SERVER,
    ["run", "env"],
  ),
).meta({ id: "server", description: "An MCP server: a program, or an address. Its tools are `NAME/TOOL`." });
