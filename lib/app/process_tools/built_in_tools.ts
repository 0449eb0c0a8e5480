/** Loom's own tools over a folder: those that models may be offered, and those of the engine. */
import type { Permissions } from "../../plan/mod.ts";
import type { Reaper } from "../../tools/reaper.ts";
import type { Tool } from "../../tools/tool.ts";

/** What tools may reach, and who clears up after what they start. */
export interface BuiltInTerms {
  /** Programs that may be run, private hosts that may be asked, variables that may be seen. */
  readonly permissions: Pick<Permissions, "run" | "net" | "env">;
  /** Ends what they start if this process is killed; asked when something is started. */
  readonly reaper?: () => Promise<Reaper>;
}

/** What the engine's own tools need beside that. */
export interface EngineTerms extends BuiltInTerms {
  /** The spec's folder: paths of programs and grants start from it. */
  readonly home: string;
}

/** The tools that models may be offered, all but those that need no more than their conversation. */
export async function builtInTools({ permissions }: BuiltInTerms): Promise<readonly Tool[]> {
  const { net } = permissions;
  const [read, write, edit, remove, move, list, glob, search, access, web, finder] = await Promise.all([
    import("../../tools/files/read_file_tool.ts"),
    import("../../tools/files/write_file_tool.ts"),
    import("../../tools/edit/edit_file.ts"),
    import("../../tools/files/delete_file_tool.ts"),
    import("../../tools/files/move_file_tool.ts"),
    import("../../tools/files/list_directory_tool.ts"),
    import("../../tools/files/glob_find_tool.ts"),
    import("../../tools/files/search_files_tool.ts"),
    import("../../tools/files/workspace_access.ts"),
    import("../../tools/web/web_fetch.ts"),
    import("../../tools/web/web_search.ts"),
  ]);
  const [calculator, sheet, document, ripgrep] = await Promise.all([
    import("../../tools/calculator/calculator.ts"),
    import("../../tools/spreadsheet/spreadsheet.ts"),
    import("../../tools/document/document_write.ts"),
    import("../../tools/search/ripgrep_search.ts"),
  ]);
  return [
    read.readFileTool,
    write.writeFileTool,
    edit.editFile(access.workspaceAccess),
    remove.deleteFileTool,
    move.moveFileTool,
    list.listDirectoryTool,
    glob.globFindTool,
    search.searchFilesTool,
    ripgrep.ripgrepSearch,
    web.webFetch({ net }),
    finder.webSearch({ net }),
    calculator.calculator,
    sheet.spreadsheet,
    document.documentWrite,
  ];
}

/** The engine's own, which no model is offered: programs of the plan, checks of files, a look at the workspace. */
export async function engineTools({ permissions, home, reaper }: EngineTerms): Promise<readonly Tool[]> {
  const [command, checks, scan, syntax, outline] = await Promise.all([
    import("../../tools/run_command.ts"),
    import("../../tools/checks/check_files.ts"),
    import("../../tools/checks/scan_workspace.ts"),
    import("../../tools/code/syntax_errors.ts"),
    import("../../tools/code/outline_text.ts"),
  ]);
  return [
    command.runCommandTool({ permissions, home, ...(reaper ? { reaper } : {}) }),
    checks.checkFiles({ syntaxErrors: (path, text) => syntax.syntaxErrors({ path, text }) }),
    scan.scanWorkspace({ analyze: (path, text) => outline.outlineText({ path, text }) }),
  ];
}
