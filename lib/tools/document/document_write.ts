import type { JsonObject } from "../../base/json.ts";
import { boundedDiff, unifiedDiff } from "../edit/unified_diff.ts";
import { exactText } from "../files/file_kind.ts";
import { flagOf, neededText, parameters } from "../files/input.ts";
import type { Tool } from "../tool.ts";
import { changeFile } from "../workspace/change_file.ts";
import { asResult, WorkspaceTrouble } from "../workspace/trouble.ts";
import { openWorkspace } from "../workspace/workspace.ts";
import { appended, composed, type DocumentParts } from "./compose.ts";
import { readParts } from "./read_parts.ts";

/** Bytes of a document. */
const MOST_BYTES = 1_000_000;
/** Lines of the diff. */
const DIFF_LINES = 200;

const SECTION: JsonObject = {
  type: "object",
  properties: {
    heading: { type: "string", description: "One line" },
    level: { type: "integer", minimum: 2, maximum: 4, description: "Level of the heading; default 2" },
    body: { type: "string", description: "Markdown below the heading" },
  },
  required: ["heading"],
  additionalProperties: false,
};

/** Writes documents in Markdown. */
export const documentWrite: Tool = {
  name: "document_write",
  description:
    "Writes a document in Markdown: front matter of `metadata`, the `title` as its first heading, `content`, and then " +
    "`sections`. It replaces a file that is there; with `append` it writes `content` and `sections` behind what is in it. " +
    "The document ends with a line end and has 1 MB at most.",
  parameters: parameters({
    path: { type: "string", description: "The file, relative to the workspace, such as `report.md`" },
    title: { type: "string", description: "Title of the document, one line" },
    content: { type: "string", description: "Markdown that stands before the sections" },
    sections: { type: "array", items: SECTION, description: "Parts with headings, in their order" },
    metadata: { type: "object", description: "Fields of the front matter: texts, numbers, lists, maps" },
    append: { type: "boolean", description: "Write behind what is in the file; default false" },
  }, ["path"]),
  acts: ["write"],
  timeout: 30_000,
  run: (input, context) =>
    asResult(async () => {
      const workspace = await openWorkspace(context.workspace), path = workspace.path(neededText(input, "path"));
      const parts = readParts(input), append = flagOf(input, "append") ?? false;
      const whole = await wholeText(parts),
        { before, after } = await changeFile(workspace, path, {
          log: context.changes,
          signal: context.signal,
          make: (file) => bounded(path, append && file ? longer(path, file.bytes, parts) : whole),
        });
      const act = before ? append ? "Wrote more to" : "Overwrote" : "Created";
      const old = before && exactText(before), text = exactText(after)!;
      const diff = before && old === undefined ? undefined : unifiedDiff({ path, before: old, after: text });
      return {
        ok: true,
        output: `${act} \`${path}\`: ${after.length.toLocaleString("en-US")} bytes`,
        changed: [path],
        ...(diff && { diff: boundedDiff(diff, DIFF_LINES) }),
      };
    }),
};

async function wholeText(parts: DocumentParts): Promise<string> {
  const text = composed(parts);
  if (!parts.metadata) return text;
  const { frontMatter } = await import("./front_matter.ts");
  return frontMatter(parts.metadata) + (text && `\n${text}`);
}

function longer(path: string, bytes: Uint8Array, parts: DocumentParts): string {
  const act = `Cannot append to \`${path}\``, before = exactText(bytes);
  if (before === undefined) throw new WorkspaceTrouble("invalid", `${act}: it is not UTF-8; write another file`);
  const first = parts.metadata ? "metadata" : parts.title === undefined ? undefined : "title";
  if (first === undefined) return appended(before, composed(parts));
  throw new WorkspaceTrouble(
    "invalid",
    `${act}: \`${first}\` belongs at its beginning; leave it out, or use a section`,
  );
}

function bounded(path: string, text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text), most = MOST_BYTES.toLocaleString("en-US");
  if (bytes.length <= MOST_BYTES) return bytes;
  const found = `it would have ${bytes.length.toLocaleString("en-US")} bytes, ${most} are allowed`;
  throw new WorkspaceTrouble("invalid", `Cannot write \`${path}\`: ${found}; write several documents`);
}
