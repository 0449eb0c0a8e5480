import type { Tool, ToolContext, ToolResult } from "../tool.ts";
import { type AppliedEdit, applyEdits, type Edited } from "./apply_edits.ts";
import { sayEditProblem } from "./edit_problem.ts";
import type { FileAccess, FileFailure } from "./file_access.ts";
import { EDIT_PARAMETERS, type EditRequest, readEdits } from "./read_edits.ts";
import { boundedDiff, keptDiff, unifiedDiff } from "./unified_diff.ts";

/** Milliseconds. */
const TIMEOUT = 30_000;
/** Lines of the diff that the caller is shown. */
const SHOWN_LINES = 40;

const DESCRIPTION = "Replace text in a file. Give old_str as it stands in the file, with enough lines to be found in " +
  "one place only, and new_str as it should read; or several of them as edits, made in order, all or none. " +
  "Blanks that differ a little are forgiven where no other lines could be meant. An empty old_str fills a new file.";

/** The tool `edit_file`; `files` gives it the files of a call's workspace. */
export function editFile(files: (context: ToolContext) => FileAccess): Tool {
  return {
    name: "edit_file",
    description: DESCRIPTION,
    parameters: EDIT_PARAMETERS,
    acts: ["read", "write"],
    timeout: TIMEOUT,
    run: async (input, context) => {
      const request = readEdits(input);
      if (!request.ok) return { ok: false, code: "invalid", message: request.message };
      const access = files(context);
      const first = await attempt(request, { access, signal: context.signal });
      if (first.ok || first.code !== "conflict") return first;
      // Somebody else has written meanwhile: what was asked for may well fit what is there now.
      const second = await attempt(request, { access, signal: context.signal });
      return second.ok || second.code === "aborted" ? second : changed(request, second);
    },
  };
}

type Asked = Extract<EditRequest, { ok: true }>;

async function attempt(
  { path, edits }: Asked,
  { access, signal }: { access: FileAccess; signal: AbortSignal },
): Promise<ToolResult> {
  if (signal.aborted) return aborted(path);
  const file = await access.read(path);
  if (!file.ok) return file;
  if (file.text === undefined && edits[0]?.from !== "") return missing(path);
  const edited = applyEdits(file.text ?? "", edits);
  if (!edited.ok) return refused(edited, path, edits.length);
  if (edited.text === file.text) return { ok: true, output: `${path} reads like that already: nothing was changed` };
  if (signal.aborted) return aborted(path);
  const written = await access.replace(path, file.text, edited.text);
  if (!written.ok) return written;
  return report({ path, before: file.text, after: edited.text }, edited.applied);
}

function report(
  change: { readonly path: string; readonly before: string | undefined; readonly after: string },
  applied: readonly AppliedEdit[],
): ToolResult {
  const diff = unifiedDiff(change), { path } = change;
  const many = applied.length > 1 ? `: made ${applied.length} edits` : "";
  const lines = applied.map((edit, i) => (many ? `${i + 1}. ${sayApplied(edit)}` : sayApplied(edit)));
  const head = many ? [`Edited ${path}${many}`, ...lines].join("\n") : `Edited ${path}: ${lines[0]}`;
  const shown = diff === undefined ? "Too many lines changed to show them" : boundedDiff(diff, SHOWN_LINES);
  const kept = keptDiff(diff).diff;
  return {
    ok: true,
    output: `${head}\n${shown}`,
    data: { edits: applied.map((edit) => ({ ...edit })) },
    changed: [path],
    ...(kept === undefined ? {} : { diff: kept }),
  };
}

function sayApplied({ line, places, removed, added, similarity, isFuzzy }: AppliedEdit): string {
  const where = places > 1 ? ` in ${places} places, from line ${line} on` : ` at line ${line}`;
  const done = `replaced ${counted(removed)} with ${counted(added)}${where}`;
  // Never rounded up to 100: that would say that nothing differed.
  const percent = Math.min(99, Math.floor(similarity * 100));
  const alike = similarity === 1 ? "all but for blanks the same" : `${percent} % alike`;
  return isFuzzy ? `${done} (old_str did not stand there exactly; these lines are ${alike})` : done;
}

function counted(lines: number): string {
  return lines === 1 ? "1 line" : `${lines} lines`;
}

function refused(edited: Extract<Edited, { ok: false }>, path: string, edits: number): FileFailure {
  const which = edits > 1 ? `edit ${edited.edit} of ${edits} cannot be made and none was: ` : "";
  return {
    ok: false,
    code: "invalid",
    message: `Cannot edit \`${path}\`: ${which}${sayEditProblem(edited.problem)}`,
  };
}

function missing(path: string): FileFailure {
  return {
    ok: false,
    code: "missing",
    message: `Cannot edit \`${path}\`: there is no such file; list the folder to find its name, ` +
      "or leave `old_str` empty to make it",
  };
}

function aborted(path: string): FileFailure {
  return { ok: false, code: "aborted", message: `Cannot edit \`${path}\`: the call was ended; nothing was changed` };
}

function changed({ path }: Asked, { message }: FileFailure): FileFailure {
  return {
    ok: false,
    code: "conflict",
    message: `Cannot edit \`${path}\`: it was changed while it was edited, and a second attempt failed; ` +
      `read it again. ${message}`,
  };
}
