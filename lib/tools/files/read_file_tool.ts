import type { JsonObject } from "../../base/json.ts";
import type { Tool, ToolResult } from "../tool.ts";
import { MOST_BYTES, readFileUpTo } from "../workspace/read_file.ts";
import { asResult, WorkspaceTrouble } from "../workspace/trouble.ts";
import { openWorkspace, type Workspace } from "../workspace/workspace.ts";
import { type FileKind, fileKind } from "./file_kind.ts";
import { imageSize } from "./image_size.ts";
import { countOf, flagOf, neededText, parameters } from "./input.ts";

/** Characters of a text that are given at once. */
const MOST_SHOWN = 30_000;
/** Characters of one line. */
const MOST_IN_LINE = 2_000;

/** Bytes of a PDF document, and of an image that is given with its content. */
const MOST_PDF = 32_000_000, MOST_IMAGE = 5_000_000;

/** Media types of images that models can be shown. */
const IMAGES: Partial<Record<FileKind, string>> = {
  "PNG image": "image/png",
  "JPEG image": "image/jpeg",
  "GIF image": "image/gif",
  "WebP image": "image/webp",
};

/** Reads a text file or some of its lines, pages of a PDF document, or an image. */
export const readFileTool: Tool = {
  name: "read_file",
  description:
    "Reads a text file of the workspace, whole or from one line to another; the text of a PDF document, 20 pages at a " +
    "time; or an image (PNG, JPEG, GIF, WebP; 5 MB at most). Long files are given in parts. Of other binary files it " +
    "tells how large they are.",
  parameters: parameters({
    path: { type: "string", description: "The file, relative to the workspace" },
    from: { type: "integer", minimum: 1, description: "First line, from 1" },
    to: { type: "integer", minimum: 1, description: "Last line, included" },
    numbered: { type: "boolean", description: "Put its number before each line; default false" },
    page_start: { type: "integer", minimum: 1, description: "First page of a PDF document, from 1" },
    page_end: { type: "integer", minimum: 1, description: "Last page of a PDF document, included" },
  }, ["path"]),
  acts: ["read"],
  timeout: 10_000,
  run: (input, context) =>
    asResult(async () => {
      const workspace = await openWorkspace(context.workspace), path = workspace.path(neededText(input, "path"));
      const from = countOf(input, "from") ?? 1, to = countOf(input, "to") ?? Infinity;
      if (to < from) throw new WorkspaceTrouble("invalid", "`to` comes before `from`: give a later line");
      const bytes = await bytesOf(workspace, path), kind = fileKind(bytes);
      if (kind === "PDF document") return await pdf(path, bytes, { input, signal: context.signal });
      if (kind !== "text") return picture(path, bytes, kind);
      const text = new TextDecoder().decode(bytes);
      const shown = page(path, text, { from, to, numbered: flagOf(input, "numbered") ?? false });
      return shown.ok && /\.svg$/i.test(path)
        ? { ...shown, output: `${shown.output}\n… an SVG image, as it is written` }
        : shown;
    }),
};

/** The content of a file. Only a PDF document may have more bytes than others. */
async function bytesOf(workspace: Workspace, path: string): Promise<Uint8Array> {
  const act = `Cannot read \`${path}\``, { bytes } = await readFileUpTo(workspace, path, { act, most: MOST_PDF });
  if (bytes.length <= MOST_BYTES || fileKind(bytes) === "PDF document") return bytes;
  const found = bytes.length.toLocaleString("en-US"), most = MOST_BYTES.toLocaleString("en-US");
  throw new WorkspaceTrouble("refused", `${act}: it has ${found} bytes, ${most} are allowed`);
}

async function pdf(
  path: string,
  bytes: Uint8Array,
  { input, signal }: { readonly input: JsonObject; readonly signal: AbortSignal },
): Promise<ToolResult> {
  const from = countOf(input, "page_start"), to = countOf(input, "page_end");
  if (to !== undefined && to < (from ?? 1)) {
    throw new WorkspaceTrouble("invalid", "`page_end` comes before `page_start`: give a later page");
  }
  const { shownPdf } = await import("../pdf/shown_pdf.ts");
  return await shownPdf({ path, bytes, from, to, signal });
}

/** What a file that is no text is; an image that models can be shown comes along. */
function picture(path: string, bytes: Uint8Array, kind: FileKind): ToolResult {
  const what = kind === "binary" ? "a binary file" : `a ${kind}`, size = imageSize(bytes), type = IMAGES[kind];
  const told = `\`${path}\` is ${what} of ${bytes.length.toLocaleString("en-US")} bytes`;
  const data = { kind, bytes: bytes.length, ...size }, pixels = size ? `, ${size.width} × ${size.height} pixels` : "";
  if (type === undefined || size === undefined) {
    return { ok: true, output: `${told}${pixels}; its content is not shown as text`, data };
  }
  if (bytes.length > MOST_IMAGE) {
    const most = MOST_IMAGE.toLocaleString("en-US");
    return {
      ok: true,
      output: `${told}${pixels}; images of more than ${most} bytes are not shown: make it smaller`,
      data,
    };
  }
  return { ok: true, output: told + pixels, data: { ...data, image: { type, data: bytes.toBase64() } } };
}

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
