/** The path without what changes nothing in it: `./a//b` is `a/b`. */
export function plainPath(path: string): string {
  return path.split("/").filter((part) => part !== "" && part !== ".").join("/");
}

/** Why a path cannot be delivered to a workspace; undefined where it can. */
export function deliverableFault(path: string): string | undefined {
  const parts = path.split("/");
  if (plainPath(path) === "") return "it names no file";
  if ([...path].some((letter) => letter < " " || letter === "\u007f")) return "it holds a control character";
  if (path.includes("\\")) return "folders are parted by `/`";
  if (path.startsWith("/") || path.startsWith("~") || /^[A-Za-z]:/.test(path)) {
    return "it does not lie in the workspace";
  }
  if (parts.includes("..")) return "it leads out of its folder";
  if (parts.some((part) => part.toLowerCase() === ".git")) return "what stands in `.git` belongs to git";
  if (parts.some((part) => part.toLowerCase() === ".loom")) return "what stands in `.loom` belongs to Loom";
  if (path.length > LONGEST) return `it is longer than ${LONGEST} characters`;
  return undefined;
}

const LONGEST = 400;
