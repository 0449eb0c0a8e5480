import type { Tool, ToolResult } from "../tool.ts";
import { readFile } from "../workspace/read_file.ts";
import { asResult, WorkspaceTrouble } from "../workspace/trouble.ts";
import { openWorkspace } from "../workspace/workspace.ts";
import { fileKind } from "./file_kind.ts";
import { countOf, flagOf, neededText, parameters } from "./input.ts";

/** Characters of a text that are given at once. */
const MOST_SHOWN = 30_000;
/** Characters of one line. */
const MOST_IN_LINE = 2_000;

/** Reads a text file, or some of its lines. */
export const readFileTool: Tool = {
  name: "read_file",
  description:
    "Reads a text file of the workspace, whole or from one line to another. Long files are given in parts. " +
    "Of images, PDF and other binary files it tells what they are and how large.",
  parameters: parameters({
    path: { type: "string", description: "The file, relative to the workspace" },
    from: { type: "integer", minimum: 1, description: "First line, from 1" },
    to: { type: "integer", minimum: 1, description: "Last line, included" },
    numbered: { type: "boolean", description: "Put its number before each line; default false" },
  }, ["path"]),
  acts: ["read"],
  timeout: 10_000,
  run: (input, context) =>
    asResult(async () => {
      const workspace = await openWorkspace(context.workspace), path = workspace.path(neededText(input, "path"));
      const from = countOf(input, "from") ?? 1, to = countOf(input, "to") ?? Infinity;
      if (to < from) throw new WorkspaceTrouble("invalid", "`to` comes before `from`: give a later line");
      const { bytes } = await readFile(workspace, path), kind = fileKind(bytes);
      const size = bytes.length.toLocaleString("en-US");
      if (kind !== "text") {
        const what = kind === "binary" ? "a binary file" : `a ${kind}`;
        const output = `\`${path}\` is ${what} of ${size} bytes; its content is not shown as text`;
        return { ok: true, output, data: { kind, bytes: bytes.length } };
      }
      return page(path, new TextDecoder().decode(bytes), { from, to, numbered: flagOf(input, "numbered") ?? false });
    }),
};

interface Page {
  readonly from: number;
  readonly to: number;
  readonly numbered: boolean;
}

function page(path: string, text: string, { from, to, numbered }: Page): ToolResult {
  const lines = text.replace(/\r?\n$/, "").split("\n").map((line) => line.replace(/\r$/, "")), shown: string[] = [];
  if (text === "") return { ok: true, output: `\`${path}\` is empty`, data: { lines: 0 } };
  if (from > lines.length) {
    const message = `Cannot read \`${path}\` from line ${from}: it has ${lines.length} lines; begin earlier`;
    return { ok: false, code: "invalid", message };
  }
  let held = 0, last = from - 1;
  for (const line of lines.slice(from - 1, to)) {
    const whole = line.length > MOST_IN_LINE ? `${line.slice(0, MOST_IN_LINE)} … line cut` : line;
    const told = numbered ? `${last + 1}\t${whole}` : whole;
    if (shown.length > 0 && held + told.length > MOST_SHOWN) break;
    shown.push(told), held += told.length + 1, last++;
  }
  const data = { lines: lines.length, from, to: last, crlf: text.includes("\r\n") };
  const isWhole = last >= Math.min(to, lines.length);
  const note = isWhole ? "" : `\n… lines ${from} to ${last} of ${lines.length}; go on with \`from\`: ${last + 1}`;
  return { ok: true, output: (shown.join("\n") + note).toWellFormed(), data };
}
