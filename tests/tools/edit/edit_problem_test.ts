import assert from "node:assert/strict";
import { type EditProblem, sayEditProblem } from "../../../lib/tools/edit/edit_problem.ts";

const PROBLEMS: readonly EditProblem[] = [
  { is: "no-edits" },
  { is: "empty" },
  { is: "same" },
  { is: "ill-formed", which: "new" },
  { is: "several", lines: [1, 2], isMore: false },
  { is: "ambiguous", lines: [1, 2] },
  { is: "costly" },
  { is: "too-long", characters: 20, most: 10 },
  { is: "too-many", most: 10 },
  { is: "missing", isDone: false },
  { is: "missing", isDone: true, changedBy: 1 },
];

Deno.test("every problem says what to do, with no full stop and no contraction", () => {
  for (const problem of PROBLEMS) {
    const said = sayEditProblem(problem);
    assert.match(said, /: give|; copy|: copy|; read|: write/, said);
    assert.doesNotMatch(said, /\.$|n't|'s\b/, said);
  }
});

Deno.test("several places are named by their lines, ten at most", () => {
  const several = (lines: readonly number[], isMore: boolean) => sayEditProblem({ is: "several", lines, isMore });
  assert.match(several([3, 14, 15], false), /^`old_str` stands there 3 times, in lines 3, 14 and 15: /);
  const many = Array.from({ length: 100 }, (_, i) => i + 1);
  assert.match(several(many, true), /^`old_str` stands there more than 100 times, in lines 1, 2, .*, 10, …: /);
});

Deno.test("a text that is missing comes with the lines that are closest", () => {
  const said = sayEditProblem({ is: "missing", isDone: false, closest: "1| a\n2| b" });
  assert.ok(said.endsWith(":\n1| a\n2| b"));
});
