import assert from "node:assert/strict";
import fc from "../properties.ts";
import type { Diagnostic } from "../../lib/text/diagnostic.ts";
import { diagnostic } from "../../lib/text/diagnostic.ts";
import { render } from "../../lib/text/render.ts";
import { widthOf } from "../../lib/text/visible.ts";

const SPEC = `loom: 1\nkind: refine\n${"# …\n".repeat(15)}  done: scor >= 0.92\n`;
const story = { name: "story.yaml", text: SPEC };

function unknownName(name: string, scope: readonly string[], text = SPEC): Diagnostic {
  const start = text.indexOf(name), source = { name: "story.yaml", text };
  return diagnostic(source, "unknown-name", { start, end: start + name.length }, { name, near: scope[0], scope });
}

function human(found: readonly Diagnostic[], width = 80): string {
  return render(found, { format: "human", colour: false, width });
}

const scor = unknownName("scor", ["score", "best", "depth", "budget"]);

Deno.test("a diagnostic is its sentence, its place, its line and carets with the hint after them", () => {
  assert.equal(
    human([scor], 82),
    `error[L0142]: unknown name \`scor\`
  story.yaml:18:9
   18 |   done: scor >= 0.92
      |         ^^^^ did you mean \`score\`?   in scope: score, best, depth, budget

1 error in story.yaml
`,
  );
});

Deno.test("a hint longer than its line goes on in the same column", () => {
  assert.deepEqual(human([scor], 70).split("\n").slice(3, 5), [
    "      |         ^^^^ did you mean `score`?   in scope: score, best,",
    "      |              depth, budget",
  ]);
});

Deno.test("a hint without room beside the carets goes below them", () => {
  const text = `stop: {done: ${"best.total + ".repeat(4)}scor > 1}\n`;
  const lines = human([unknownName("scor", ["score", "best", "depth", "budget", "round", "history"], text)], 80).split(
    "\n",
  );
  assert.match(lines[3]!, /^ {6}\| +\^\^\^\^$/);
  assert.equal(lines[4], "      | did you mean `score`?   in scope: score, best, depth, budget, round,");
  assert.equal(lines[5], "      | history");
});

Deno.test("no line but the sentence and the name of the file is wider than asked for, and none less than 40", () => {
  const scope = Array.from({ length: 12 }, (_, i) => `candidate_${i}`);
  for (const width of [0, 40, 60, 80, 200]) {
    const lines = human([unknownName("scor", scope)], width).split("\n").slice(2);
    assert.ok(lines.every((line) => widthOf(line) <= Math.max(40, width)), lines.join("\n"));
    assert.ok(lines.join(" ").includes("candidate_11"));
  }
});

Deno.test("the last line counts errors and warnings, and files when there are more", () => {
  const warning: Diagnostic = { ...scor, severity: "warning", number: "L9999" };
  const other: Diagnostic = { ...scor, source: { ...story, name: "other.yaml" } };
  assert.match(human([scor, { ...scor, number: "L0143" }, warning]), /\n\n2 errors, 1 warning in story\.yaml\n$/);
  assert.match(human([warning, other]), /\n\n1 error, 1 warning in 2 files\n$/);
  assert.equal(human([]), "");
});

Deno.test("colour is used when it is asked for, and never changes the text", () => {
  const coloured = render([scor], { format: "human", colour: true, width: 80 });
  // deno-lint-ignore no-control-regex
  assert.match(coloured, /^\x1b\[1;31merror\[L0142\]\x1b\[0m/);
  // deno-lint-ignore no-control-regex
  assert.equal(coloured.replace(/\x1b\[[\d;]*m/g, ""), human([scor]));
});

Deno.test("a diagnostic about a file whose text is not to be had has no picture of it", () => {
  const found = diagnostic({ name: "a.yaml", text: "" }, "too-large", { start: 0, end: 0 }, { bytes: 3e6, limit: 2e6 });
  assert.equal(
    human([found]),
    `error[L0104]: the file has 3,000,000 bytes, and the limit is 2,000,000
  a.yaml:1:1
  put long texts in files of their own and name them with \`{file: path}\`

1 error in a.yaml
`,
  );
});

Deno.test("a message with a name nobody can read is cut", () => {
  const name = "x".repeat(1_000_000);
  assert.ok(human([diagnostic(story, "unknown-key", { start: 0, end: 4 }, { key: name, allowed: [] })]).length < 2_000);
});

Deno.test("nothing of the user's steers the terminal: not the text, the name of the file or the names in a message", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.constantFrom("\x1b[2J", "\x9b31m", "\r", "\u202e", "\x07"),
      (text, bad) => {
        const name = `${bad}${text}`, source = { name, text: `a: ${name}\nb: ${bad}` };
        const found = diagnostic(source, "unknown-name", { start: 3, end: 5 + text.length }, {
          name,
          near: name,
          scope: [name],
        });
        for (const format of ["human", "json", "github", "sarif"] as const) {
          const said = render([found], { format, colour: false, width: 80 });
          // deno-lint-ignore no-control-regex
          assert.doesNotMatch(said, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
        }
      },
    ),
    { seed: 6, numRuns: 200 },
  );
});
