/** The engine's own tools: steps of a process call them by these names, so no other tool of a plan can have one. */
export const ENGINE_TOOLS: ReadonlySet<string> = new Set(["run_command", "check_files", "scan_workspace"]);
