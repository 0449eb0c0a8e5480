/** Folders that tools keep to themselves: a text that is saved there could be run, or undo what they know. */
const RESERVED = /^\.(?:git|hg|svn|jj|loom)$/i;

/** Why no text is saved to a path that is relative to the project folder; undefined where one can be. */
export function savePathProblem(path: string): string | undefined {
  if (path.trim() === "") return "the path is empty";
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(path)) return "the path holds a control character";
  if (/^(?:[/\\]|[A-Za-z]:[/\\])/.test(path)) return "the path is absolute";
  if (path.startsWith("~")) return "`~` is not expanded";
  const parts = path.split(/[/\\]/);
  if (parts.includes("..")) return "`..` leads out of folders";
  const reserved = parts.find((part) => RESERVED.test(part));
  if (reserved !== undefined) return `\`${reserved}\` belongs to a tool`;
  const last = parts.at(-1)!;
  return last === "" || last === "." ? "the path names a folder" : undefined;
}
