import { boundedDiff, keptDiff, unifiedDiff } from "../edit/unified_diff.ts";
import type { Tool } from "../tool.ts";
import { changeFile } from "../workspace/change_file.ts";
import { asResult, WorkspaceTrouble } from "../workspace/trouble.ts";
import { openWorkspace } from "../workspace/workspace.ts";
import { exactText, fileKind } from "./file_kind.ts";
import { neededText, parameters } from "./input.ts";

/** Bytes of a text that is written at once. */
const MOST_WRITTEN = 1_000_000;
/** Lines of the diff. */
const DIFF_LINES = 200;

/** Writes a whole text file. */
export const writeFileTool: Tool = {
  name: "write_file",
  description: "Writes a whole text file of the workspace, with the folders it lies in. It replaces a file that is " +
    "there; that one's line ends (CRLF), byte order mark and permissions are kept.",
  parameters: parameters({
    path: { type: "string", description: "The file, relative to the workspace" },
    content: { type: "string", description: "The whole text; 1 MB at most" },
  }, ["path", "content"]),
  acts: ["write"],
  timeout: 30_000,
  run: (input, context) =>
    asResult(async () => {
      const workspace = await openWorkspace(context.workspace), path = workspace.path(neededText(input, "path"));
      const content = checked(neededText(input, "content"), path);
      const { before, after } = await changeFile(workspace, path, {
        log: context.changes,
        signal: context.signal,
        make: (file) => new TextEncoder().encode(file ? inShape(content, file.bytes) : content),
      });
      const act = before ? "Overwrote" : "Created", size = after.length.toLocaleString("en-US");
      const { diff, note } = keptDiff(diffOf(path, before, after)), more = note === undefined ? "" : `. ${note}`;
      return {
        ok: true,
        output: `${act} \`${path}\`: ${size} bytes${more}`,
        changed: [path],
        ...(diff === undefined ? {} : { diff }),
      };
    }),
};

function checked(content: string, path: string): string {
  if (!content.isWellFormed()) {
    throw new WorkspaceTrouble("invalid", `Cannot write \`${path}\`: the content is not a well-formed text`);
  }
  const bytes = new TextEncoder().encode(content).length, most = MOST_WRITTEN.toLocaleString("en-US");
  if (bytes <= MOST_WRITTEN) return content;
  const found = `the content has ${bytes.toLocaleString("en-US")} bytes, ${most} are allowed`;
  throw new WorkspaceTrouble("invalid", `Cannot write \`${path}\`: ${found}; write it in several files`);
}

/** The text with the line ends and the byte order mark of what it replaces, which a reader of lines does not see. */
function inShape(content: string, before: Uint8Array): string {
  const old = exactText(before);
  if (old === undefined || fileKind(before) !== "text") return content;
  const onlyCrlf = old.includes("\r\n") && !/(?<!\r)\n/.test(old);
  const ended = onlyCrlf && !content.includes("\r") ? content.replaceAll("\n", "\r\n") : content;
  return old.startsWith("\ufeff") && !ended.startsWith("\ufeff") ? `\ufeff${ended}` : ended;
}

function diffOf(path: string, before: Uint8Array | undefined, after: Uint8Array): string | undefined {
  const old = before && exactText(before), text = exactText(after);
  if (text === undefined || (before && (old === undefined || fileKind(before) !== "text"))) return undefined;
  const diff = old === text ? undefined : unifiedDiff({ path, before: old, after: text });
  return diff && boundedDiff(diff, DIFF_LINES);
}
