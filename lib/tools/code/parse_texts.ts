import { fileURLToPath } from "node:url";
import { runConfined } from "../confined/run_confined.ts";
import type { CodeText, Parsed } from "./outline.ts";
import type { ParseWork } from "./parse_child.ts";

/** How far the parsing of all texts of a call may go. */
export interface ParseLimits {
  /** Milliseconds. Default: 9 seconds. */
  readonly timeout?: number;
  /** Megabytes. Default 512; a text of 1 MB takes 100 where it goes well. */
  readonly memory?: number;
}

/** Milliseconds that each of several texts may take. */
const EACH = 3_000;
/** UTF-16 code units of outlines, for each text. */
const OUTPUT = 2_000_000;

/** Why texts were not parsed. unavailable: no process can be started here; others are those of the work itself. */
export type ParseEnd = "done" | "timeout" | "aborted" | "broken" | "unavailable";

/** Texts as far as they were parsed, in their order; a text that takes too long has no outline, nor have those behind it. */
export async function parseTexts(
  texts: readonly CodeText[],
  signal: AbortSignal,
  { timeout = 9_000, memory = 512 }: ParseLimits = {},
): Promise<{ readonly parsed: readonly Parsed[]; readonly end: ParseEnd }> {
  if (texts.length === 0) return { parsed: [], end: "done" };
  const { folder, yaml } = await packages(), parsed: Parsed[] = [];
  const work: ParseWork = { folder, yaml, texts, each: texts.length === 1 ? timeout : EACH };
  const end = await runConfined({
    program: import.meta.resolve("./parse_child.ts"),
    reads: [new URL("../", folder), new URL("../", yaml)].map((url) => fileURLToPath(url)),
    input: JSON.stringify(work),
    memory,
    timeout,
    output: OUTPUT * texts.length,
    signal,
    onLine: (line) => parsed.push(JSON.parse(line)),
  });
  return { parsed, end };
}

/** Where the parser lies with its grammars, and the reader of YAML. The imports make sure that Deno has fetched them. */
async function packages(): Promise<Pick<ParseWork, "folder" | "yaml">> {
  await Promise.all([
    import("@vscode/tree-sitter-wasm/package.json", { with: { type: "json" } }),
    import("yaml/package.json", { with: { type: "json" } }),
  ]);
  return {
    folder: new URL("./", import.meta.resolve("@vscode/tree-sitter-wasm")).href,
    // The build for browsers: that for Node asks for variables of the environment, which nobody here may have.
    yaml: new URL("../browser/dist/index.js", import.meta.resolve("yaml")).href,
  };
}
