import { type Json, type JsonObject, toJson } from "../../base/json.ts";
import { nearest } from "../../base/near.ts";
import { exactText } from "../files/file_kind.ts";
import { neededText, parameters, textOf } from "../files/input.ts";
import { walkFiles } from "../files/walk_files.ts";
import type { Tool, ToolContext, ToolResult } from "../tool.ts";
import { entryAt, readFile } from "../workspace/read_file.ts";
import { asResult, WorkspaceTrouble } from "../workspace/trouble.ts";
import { openWorkspace, type Workspace } from "../workspace/workspace.ts";
import { shown } from "../workspace/workspace_path.ts";
import { languageOf, LANGUAGES, rulesOf } from "./languages.ts";
import { type ParseEnd, parseTexts } from "./parse_texts.ts";
import { readJson } from "./read_json.ts";
import { type Analysis, type Detail, shownAnalysis } from "./show_outline.ts";

/** Bytes of a file. */
const MOST_BYTES = 1_000_000;
/** Files of a folder. */
const MOST_FILES = 20;
/** Characters of the answer. */
const MOST_OUTPUT = 30_000;

const NAMES: readonly string[] = [...Object.keys(LANGUAGES), "json"];
const DETAILS: readonly Detail[] = ["full", "outline"];

/** Tells what code is made of. */
export const analyzeCode: Tool = {
  name: "analyze_code",
  description:
    "Tells what a file of code is made of, with the lines where it stands: imports, types with their methods, functions, " +
    `exports, and syntax errors. Knows ${
      NAMES.join(", ")
    }. Of a folder it tells the declarations at the top of its first ` +
    `${MOST_FILES} files. Give \`path\`, or \`source\` with its \`language\`. Read the lines that you need with \`read_file\`.`,
  parameters: parameters({
    path: { type: "string", description: "The file or folder, relative to the workspace; a file has 1 MB at most" },
    source: { type: "string", description: "Code to look at instead of a file" },
    language: {
      type: "string",
      enum: NAMES,
      description: "Language of `source`, or of a file whose name does not tell",
    },
    detail: { type: "string", enum: DETAILS, description: "full: everything; outline: declarations at the top alone" },
  }, []),
  acts: ["read"],
  timeout: 12_000,
  run: (input, context) =>
    asResult(async () => {
      const wanted = textOf(input, "detail"), source = textOf(input, "source");
      const detail = DETAILS.find((one) => one === wanted);
      if (wanted !== undefined && !detail) throw invalid("`detail` is `full` or `outline`: give one of them");
      if (source !== undefined) return await ofSource(source, input, { detail: detail ?? "full", context });
      if (textOf(input, "path") === undefined) throw invalid("Give `path`, or `source` with its `language`");
      const workspace = await openWorkspace(context.workspace), path = workspace.path(neededText(input, "path"));
      return entryAt(workspace, path, `Cannot analyze \`${shown(path)}\``).is === "folder"
        ? await ofFolder(workspace, path, { detail: detail ?? "outline", context })
        : await ofFile(workspace, path, { detail: detail ?? "full", context, language: languageIn(input) });
    }),
};

interface Asked {
  readonly detail: Detail;
  readonly context: ToolContext;
}

interface Code {
  readonly name: string;
  readonly language: string;
  readonly text: string;
}

async function ofSource(text: string, input: JsonObject, asked: Asked): Promise<ToolResult> {
  const language = languageIn(input);
  if (language === undefined) throw invalid(`\`language\` is missing: give one of ${NAMES.join(", ")}`);
  if (text.length > MOST_BYTES) throw invalid(`\`source\` has ${text.length} characters, ${MOST_BYTES} are allowed`);
  return await analysis([{ name: "source", language, text }], asked);
}

async function ofFile(
  workspace: Workspace,
  path: string,
  { language = languageFor(path), ...asked }: Asked & { readonly language: string | undefined },
): Promise<ToolResult> {
  const act = `Cannot analyze \`${shown(path)}\``, { bytes } = await readFile(workspace, path, act), { length } = bytes;
  if (language === undefined) throw invalid(`${act}: its name tells no known language; give \`language\``);
  const text = exactText(bytes), most = MOST_BYTES.toLocaleString("en-US");
  if (length > MOST_BYTES) throw invalid(`${act}: it has ${length.toLocaleString("en-US")} bytes, ${most} are allowed`);
  if (text === undefined || text.includes("\0")) throw invalid(`${act}: it is no text in UTF-8`);
  return await analysis([{ name: path, language, text }], asked);
}

async function ofFolder(workspace: Workspace, path: string, asked: Asked): Promise<ToolResult> {
  const act = `Cannot analyze \`${shown(path)}\``, { signal } = asked.context, codes: Code[] = [];
  let more = 0;
  for (const file of walkFiles(workspace, path, { act, signal })) {
    // JSON is data: among code it would only be in the way.
    const language = languageOf(file.path);
    if (language === undefined) continue;
    const text = codes.length < MOST_FILES ? await textIn(workspace, file.path) : undefined;
    if (text !== undefined) codes.push({ name: file.path, language, text });
    else more++;
  }
  if (codes.length === 0) return { ok: true, output: `There is no code in \`${shown(path)}\` that is known` };
  const note = more > 0
    ? `\n… ${more} more ${more === 1 ? "file is" : "files are"} left out; analyze a folder in it`
    : "";
  const result = await analysis(codes, asked);
  return result.ok ? { ...result, output: result.output + note } : result;
}

/** The text of a file of code; undefined for one that is too large, no text, or cannot be read. */
async function textIn(workspace: Workspace, path: string): Promise<string | undefined> {
  try {
    const { bytes } = await readFile(workspace, path), text = bytes.length > MOST_BYTES ? undefined : exactText(bytes);
    return text?.includes("\0") ? undefined : text;
  } catch (error) {
    if (error instanceof WorkspaceTrouble) return undefined;
    throw error;
  }
}

async function analysis(codes: readonly Code[], { detail, context }: Asked): Promise<ToolResult> {
  const others = codes.filter(({ language }) => language !== "json");
  const { parsed, end } = await parseTexts(others, context.signal);
  if (end === "aborted" || end === "unavailable") return notParsed(end);
  const found = codes.map((code): Analysis => {
    const { name, language, text } = code, lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
    if (language === "json") return { name, language, lines, ...ofJson(text), strict: true };
    const result = parsed[others.indexOf(code)], strict = rulesOf(language)!.strict;
    const { outline, faults } = result?.ok ? result : { outline: undefined, faults: [] };
    return { name, language, lines, faults, strict, ...(outline && { outline }) };
  });
  const output = found.map((one) => shownAnalysis(one, detail)).join("\n\n");
  return {
    ok: true,
    output: output.length > MOST_OUTPUT
      ? `${output.slice(0, MOST_OUTPUT).toWellFormed()}\n… cut: ${shorter(codes)}`
      : output,
    data: { files: found.map((one) => dataOf(one, detail)) },
  };
}

function dataOf({ outline, ...rest }: Analysis, detail: Detail): Json {
  return toJson(detail === "full" ? { ...rest, outline } : rest);
}

function ofJson(text: string): Pick<Analysis, "outline" | "faults"> {
  const read = readJson(text), outline = { imports: [], types: [], functions: [], exports: [] };
  return read.ok ? { outline: { ...outline, types: read.keys }, faults: [] } : { outline, faults: [read.fault] };
}

function shorter(codes: readonly Code[]): string {
  return codes.length > 1 ? "analyze fewer files" : "ask for the `outline`, or read the file with `read_file`";
}

function notParsed(end: Extract<ParseEnd, "aborted" | "unavailable">): ToolResult {
  return end === "aborted"
    ? { ok: false, code: "aborted", message: "Cannot analyze the code: the call was ended before it was done" }
    : {
      ok: false,
      code: "failed",
      message: "Cannot analyze code here: Deno may not start a process; read the file instead",
    };
}

function languageFor(path: string): string | undefined {
  return /\.json$/i.test(path) ? "json" : languageOf(path);
}

function languageIn(input: JsonObject): string | undefined {
  const language = textOf(input, "language");
  if (language === undefined || NAMES.includes(language)) return language;
  const near = nearest(language, NAMES), meant = near ? `did you mean \`${near}\`?` : `there are ${NAMES.join(", ")}`;
  throw invalid(`\`${language.slice(0, 50).toWellFormed()}\` is no known language: ${meant}`);
}

function invalid(message: string): WorkspaceTrouble {
  return new WorkspaceTrouble("invalid", message);
}
