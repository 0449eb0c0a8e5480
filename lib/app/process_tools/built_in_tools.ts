/** Loom's own tools over a folder: those that models may be offered, and those of the engine. */
import type { Permissions } from "../../plan/mod.ts";
import type { Reaper } from "../../tools/reaper.ts";
import type { SnapshotOptions } from "../../tools/snapshot/take_snapshot.ts";
import type { Tool } from "../../tools/tool.ts";

/** What tools may reach, and who clears up after what they start. */
export interface BuiltInTerms {
  /** Programs that may be run, private hosts that may be asked, variables that may be seen. */
  readonly permissions: Pick<Permissions, "run" | "net" | "env">;
  /** The spec's folder: paths of programs that are granted start from it. Absent: from the workspace. */
  readonly home?: string;
  /** What is taken down of the workspace before a program runs, so that what it changes can be undone. */
  readonly snapshot?: SnapshotOptions;
  /** Ends what they start if this process is killed. */
  readonly reaper?: Reaper;
}

/** What the engine's own tools need beside that. */
export interface EngineTerms extends BuiltInTerms {
  readonly home: string;
}

/** The tools that models may be offered, all but those that need no more than their conversation. */
export async function builtInTools(
  { permissions, home, snapshot = {}, reaper }: BuiltInTerms,
): Promise<readonly Tool[]> {
  const { run, net, env } = permissions, kept = { snapshot, ...(reaper ? { reaper } : {}) };
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
  const [calculator, sheet, document, ripgrep, code, shell, git] = await Promise.all([
    import("../../tools/calculator/calculator.ts"),
    import("../../tools/spreadsheet/spreadsheet.ts"),
    import("../../tools/document/document_write.ts"),
    import("../../tools/search/ripgrep_search.ts"),
    import("../../tools/code/analyze_code.ts"),
    import("../../tools/shell/shell_tool.ts"),
    import("../../tools/git/git_tool.ts"),
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
    code.analyzeCode,
    shell.shellExecute({ run, env, net, ...(home === undefined ? {} : { folder: home }), ...kept }),
    git.gitCommand({ env, net, ...kept }),
    web.webFetch({ net }),
    finder.webSearch({ net }),
    calculator.calculator,
    sheet.spreadsheet,
    document.documentWrite,
  ];
}

/** The engine's own, which no model is offered: programs of the plan, checks of files, a look at the workspace. */
export async function engineTools({ permissions, home, snapshot = {}, reaper }: EngineTerms): Promise<readonly Tool[]> {
  const [command, checks, scan, syntax, code] = await Promise.all([
    import("../../tools/run_command.ts"),
    import("../../tools/checks/check_files.ts"),
    import("../../tools/checks/scan_workspace.ts"),
    import("../../tools/code/syntax_errors.ts"),
    import("../../tools/code/analyze_code.ts"),
  ]);
  return [
    command.runCommandTool({ permissions, home, snapshot, ...(reaper ? { reaper } : {}) }),
    checks.checkFiles({ syntaxErrors: (path, text, signal) => syntax.syntaxErrors({ path, text }, signal) }),
    scan.scanWorkspace({
      outline: async (context) => {
        const told = await code.analyzeCode.run({ path: ".", detail: "outline" }, context);
        return told.ok ? told.output : undefined;
      },
    }),
  ];
}
