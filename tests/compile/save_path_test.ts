import assert from "node:assert/strict";
import { savePathProblem } from "../../lib/compile/save_path.ts";

Deno.test("a text is saved to a file inside the project folder that is no tool's", () => {
  for (const path of ["a.txt", "./a/b c.txt", "..a.txt", "a../b", ".gitignore", "a/.loomed/x", "é.txt"]) {
    assert.equal(savePathProblem(path), undefined, path);
  }
  const wrong: Readonly<Record<string, RegExp>> = {
    "": /empty/,
    " ": /empty/,
    "/a.txt": /absolute/,
    "C:\\a.txt": /absolute/,
    "~/a.txt": /`~`/,
    "a/../../b": /`\.\.`/,
    "a\\..\\b": /`\.\.`/,
    "a\nb.txt": /control character/,
    "\u001b[2Ja.txt": /control character/,
    ".git/hooks/pre-commit": /`\.git` belongs to a tool/,
    "deep/.GIT/x": /`\.GIT` belongs to a tool/,
    ".loom/x.txt": /`\.loom` belongs to a tool/,
    ".loom": /`\.loom`/,
    "a/": /folder/,
    ".": /folder/,
  };
  for (const [path, says] of Object.entries(wrong)) assert.match(savePathProblem(path) ?? "sound", says, path);
});
