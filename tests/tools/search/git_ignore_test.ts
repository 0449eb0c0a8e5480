import assert from "node:assert/strict";
import { readIgnore } from "../../../lib/tools/search/git_ignore.ts";
import fc from "../../properties.ts";

/** Whether a file is left out, by its own path or a folder on its way. */
function isOut(rules: string, path: string): boolean {
  const read = readIgnore(rules), names = path.split("/");
  const folders = names.slice(1).map((_, index) => names.slice(0, index + 1).join("/"));
  return folders.some((folder) => read.verdict(folder, "folder")) || read.verdict(path, "file") === true;
}

Deno.test("rules leave out what they leave out for Git", () => {
  for (
    const [rules, out, kept] of [
      ["*.log", ["a.log", "d/a.log"], ["a.txt", "log"]],
      ["/a", ["a", "a/b"], ["d/a"]],
      ["a/", ["a/b", "d/a/b"], ["a"]],
      ["d/a", ["d/a"], ["e/d/a", "a"]],
      ["**/a", ["a", "d/a"], ["ab"]],
      ["a/**", ["a/b", "a/b/c"], ["a", "b/a"]],
      ["a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["b", "a/x"]],
      ["*\n!keep", ["x", "d/keep"], ["keep"]],
      ["d/*\n!d/keep", ["d/x"], ["d/keep"]],
      ["!a\na", ["a"], []],
      ["[a-c]?", ["ax", "c1"], ["a", "dx"]],
      ["[!a]", ["b"], ["a"]],
      ["[]x]", ["]", "x"], ["a"]],
      ["\\#a\n\\!b", ["#a", "!b"], ["a", "b"]],
      ["# a comment\n\n   \n a\t ", [" a"], ["a", "# a comment"]],
      ["a\\ ", ["a "], ["a"]],
      ["\ufeffa\r\nb\r\n", ["a", "b"], ["c"]],
      ["{a,b}", ["{a,b}"], ["a"]],
      ["/", [], ["a"]],
    ] as const
  ) {
    for (const path of out) assert.equal(isOut(rules, path), true, `${rules} leaves out ${path}`);
    for (const path of kept) assert.equal(isOut(rules, path), false, `${rules} keeps ${path}`);
  }
});

Deno.test("no rule takes long, and any text is a set of rules", () => {
  const long = "a".repeat(10_000);
  for (const rule of ["*a".repeat(150), "**/".repeat(100), "[a-".repeat(99), "\\".repeat(299), "*".repeat(300)]) {
    assert.equal(typeof isOut(`${rule}\n`.repeat(50), `${long}/${long}b`), "boolean");
  }
  fc.assert(fc.property(fc.string(), fc.string({ minLength: 1 }), (rules, path) => {
    assert.equal(typeof isOut(rules, path), "boolean");
  }));
});
