import assert from "node:assert/strict";
import fc from "../../properties.ts";
import { applyEdits, type Edit, type Edited } from "../../../lib/tools/edit/apply_edits.ts";
import type { EditProblem } from "../../../lib/tools/edit/edit_problem.ts";
import { anyText, distinctLines } from "./texts.ts";

function edit(text: string, from: string, to: string): string {
  const edited = applyEdits(text, [{ from, to }]);
  assert.ok(edited.ok, JSON.stringify(edited));
  return edited.text;
}

function problem(text: string, ...edits: readonly Edit[]): EditProblem & { readonly edit: number } {
  const edited = applyEdits(text, edits);
  assert.ok(!edited.ok, JSON.stringify(edited));
  return { ...edited.problem, edit: edited.edit };
}

const PYTHON = `def area(shape):
    if shape.kind == "square":
        side = shape.side
        return side * side
    return shape.width * shape.height
`;

Deno.test("a text that stands in one place is replaced there, and nothing else is", () => {
  assert.equal(edit("one two three", "two", "2"), "one 2 three");
  assert.equal(edit("one two three", "two ", ""), "one three");
});

Deno.test("patterns of replacing mean nothing: the new text is put in as it is", () => {
  assert.equal(edit("a b c", "b", "$& $1 $$ \\n"), "a $& $1 $$ \\n c");
});

Deno.test("an exact edit is what replacing makes of the text, whatever stands in it", () => {
  fc.assert(fc.property(anyText(), anyText(), fc.nat(), fc.nat(), (text, to, a, b) => {
    const text1 = text.replaceAll("\r", ""), to1 = to.replaceAll("\r", "");
    const start = a % (text1.length + 1), from = text1.slice(start, start + 1 + b % 8);
    if (from === "" || !from.isWellFormed() || from === to1) return;
    const edited = applyEdits(text1, [{ from, to: to1 }]);
    if (text1.indexOf(from) === text1.lastIndexOf(from)) {
      assert.equal(edited.ok && edited.text, text1.replace(from, () => to1));
    } else assert.equal(!edited.ok && edited.problem.is, "several");
  }));
});

Deno.test("every character outside of the place stays, in texts of mixed line ends too", () => {
  fc.assert(fc.property(anyText(), anyText(), anyText(), (before, after, to) => {
    // On lines of its own, so that its line ends are not halves of others.
    const text = `${before}|<old>|${after}`, edited = applyEdits(text, [{ from: "<old>", to }]);
    assert.ok(edited.ok);
    assert.ok(edited.text.startsWith(`${before}|`) && edited.text.endsWith(`|${after}`));
    const put = edited.text.slice(before.length + 1, edited.text.length - after.length - 1);
    assert.equal(put.replaceAll("\r\n", "\n"), to.replaceAll("\r\n", "\n"));
  }));
});

Deno.test("an edit and its reverse leave the text as it was", () => {
  const end = fc.constantFrom("\n", "\r\n");
  fc.assert(fc.property(distinctLines(), end, fc.nat(), fc.boolean(), (lines, end, at, closed) => {
    const text = lines.join(end) + (closed ? end : ""), from = lines.slice(at % lines.length).slice(0, 3).join("\n");
    const to = "something(new)\nof_two(lines)\n";
    if (text.replaceAll("\r\n", "\n").split(from).length !== 2) return;
    assert.equal(edit(edit(text, from, to), to, from), text);
  }));
});

Deno.test("a file of \\r\\n stays one, however the texts of the edit end their lines", () => {
  const dos = PYTHON.replaceAll("\n", "\r\n");
  for (const end of ["\n", "\r\n"]) {
    const lines = (...texts: string[]) => texts.map((text) => text + end).join("");
    const exact = edit(
      dos,
      lines("        return side * side"),
      lines("        size = side", "        return size ** 2"),
    );
    const fuzzy = edit(dos, lines("\treturn side * side "), lines("\tsize = side", "\treturn size ** 2"));
    for (const text of [exact, fuzzy]) {
      assert.equal(text, dos.replace("return side * side", "size = side\r\n        return size ** 2"));
    }
  }
});

Deno.test("a \\r\\n is never cut in two", () => {
  assert.equal(edit("a\r\nb\r\nc", "\nb", "\nx"), "a\r\nx\r\nc");
  assert.equal(edit("a\r\nb\r\nc", "b\n", ""), "a\r\nc");
  assert.equal(edit("a\r\n\rb", "\rb", "c"), "a\r\nc");
  assert.equal(edit("alpha = 1\r\nb", "alpha = 1\r", "c"), "c\r\nb");
});

Deno.test("form feeds, separators, marks and NUL are characters like any other", () => {
  const odd = "\ufeffa\fb\n\vc\u2028d\n\0e\u2029f\u0085\nlast = call( one )";
  assert.equal(edit(odd, "\0e", "E"), odd.replace("\0e", "E"));
  assert.equal(edit(odd, "last  = call( one )", "last = 1"), odd.replace("last = call( one )", "last = 1"));
  assert.equal(edit(odd, "a\fb", "x"), odd.replace("a\fb", "x"));
  assert.equal(edit("\ufefffirst = line( one )\nb", "first = line(  one )", "a"), "\ufeffa\nb");
});

Deno.test("a text in several places names their lines and is left alone", () => {
  assert.deepEqual(problem("a\nb a\nc\na", { from: "a", to: "x" }), {
    is: "several",
    edit: 1,
    lines: [1, 2, 4],
    isMore: false,
  });
  const many = problem("a\n".repeat(150), { from: "a", to: "x" });
  assert.ok(many.is === "several" && many.isMore && many.lines.length === 100);
  assert.deepEqual(problem("aaa", { from: "aa", to: "x" }).is, "several");
});

Deno.test("all places are replaced where that is asked for", () => {
  const edited = applyEdits("a\r\nb\na\r\naa", [{ from: "a", to: "x\ny", all: true }]);
  assert.ok(edited.ok);
  assert.equal(edited.text, "x\r\ny\r\nb\nx\r\ny\r\nx\r\nyx\r\ny");
  assert.equal(edited.applied[0]?.places, 4);
  assert.equal(edited.applied[0]?.line, 1);
});

Deno.test("where all places are asked for, nothing that is only alike is one", () => {
  assert.equal(problem("compute( alpha )", { from: "compute( alpha  )", to: "x", all: true }).is, "missing");
});

Deno.test("texts that differ in blanks are found, and what is new is indented as the file is", () => {
  const wanted = PYTHON.replace("return side * side", "area = side * side\n        return area");
  for (
    const [from, to] of [
      [
        "    side = shape.side\n    return side * side\n",
        "    side = shape.side\n    area = side * side\n    return area\n",
      ],
      [
        "\t\tside = shape.side\n\t\treturn side * side",
        "\t\tside = shape.side\n\t\tarea = side * side\n\t\treturn area",
      ],
      ["side = shape.side  \nreturn side * side", "side = shape.side  \narea = side * side\nreturn area"],
      ["  side  = shape.side\n  return side * side\n", "  side  = shape.side\n  area = side * side\n  return area"],
    ] as const
  ) assert.equal(edit(PYTHON, from, to), wanted, from);
});

Deno.test("Python keeps its nesting when a block was given at another depth and width", () => {
  const from = 'if shape.kind == "square":\n  side = shape.side\n  return side * side';
  const to =
    'if shape.kind == "square":\n  if shape.side < 0:\n    return 0\n  side = shape.side\n  return side * side';
  assert.equal(
    edit(PYTHON, from, to),
    PYTHON.replace("        side =", "        if shape.side < 0:\n            return 0\n        side ="),
  );
});

Deno.test("tabs of a file stay tabs where the texts have spaces", () => {
  const file = "func main() {\n\tif ok {\n\t\trun()\n\t}\n}\n";
  assert.equal(
    edit(
      file,
      "    if ok {\n        run()\n    }",
      "    if ok {\n        run()\n        if more {\n            stop()\n        }\n    }",
    ),
    "func main() {\n\tif ok {\n\t\trun()\n\t\tif more {\n\t\t\tstop()\n\t\t}\n\t}\n}\n",
  );
});

Deno.test("in whatever depth and style a block is written, its lines come out in those of the file", () => {
  const style = fc.constantFrom("  ", "    ", "        ", "\t");
  const steps = fc.array(fc.integer({ min: -2, max: 1 }), { minLength: 4, maxLength: 14 });
  fc.assert(fc.property(steps, style, style, fc.nat(), fc.boolean(), (steps, own, foreign, at, flush) => {
    let depth = 0;
    const depths = [0, 1, ...steps.map((step) => depth = Math.max(0, depth + step))];
    const write = (depths: readonly number[], indent: string, from: number, name = "statement") =>
      depths.map((depth, i) => `${indent.repeat(depth)}${name}_${from + i}(argument)\n`).join("");
    const first = at % (depths.length - 2), block = depths.slice(first, first + 3);
    const put = [block[0]!, block[0]! + 1, block[0]! + 2], less = flush ? Math.min(...block) : 0;
    const moved = (depths: readonly number[]) => depths.map((depth) => depth - less);
    const text = write(depths, own, 100), from = write(moved(block), foreign, 100 + first);
    if (text.includes(from)) return;
    const made = edit(text, from, write(moved(put), foreign, 500, "other"));
    const whole = write(depths.slice(0, first), own, 100) + write(put, own, 500, "other");
    assert.equal(made, whole + write(depths.slice(first + 3), own, 103 + first));
  }));
});

Deno.test("lines that an edit does not change keep what the old text got wrong", () => {
  const text = "first = read(source)   \n\tsecond = “quoted”\nthird = one(first)\n";
  assert.equal(
    edit(
      text,
      'frst = read(source)\n    second = "quoted"\nthird = one(first)',
      'frst = read(source)\n    second = "quoted"\nthird = two(first)',
    ),
    text.replace("one", "two"),
  );
});

Deno.test("each line that takes the place of another ends as that one did", () => {
  const text = "alpha( one )\r\nbravo( two )\ndelta( three )\r\n";
  const from = "alpha(  one )\nbravo( two )\ndelta( three )\n";
  assert.equal(edit(text, from, "first\nsecond\nthird\nfourth\n"), "first\r\nsecond\nthird\r\nfourth\r\n");
  assert.equal(edit(text, from, from.replace("two", "2")), "alpha( one )\r\nbravo( 2 )\ndelta( three )\r\n");
});

Deno.test("a last line without an end stays one, and one with an end too", () => {
  assert.equal(edit("a = 1\nreturn  compute(a)", "return compute(a)\n", "return a\n"), "a = 1\nreturn a");
  assert.equal(edit("a = 1\nreturn  compute(a)\nb", "return compute(a)", "return a\n"), "a = 1\nreturn a\nb");
  assert.equal(edit("a = 1\nreturn  compute(a)\nb", "return compute(a)\n", "return a"), "a = 1\nreturn a\nb");
});

Deno.test("deleting lines that are only alike leaves no empty one where the old text ended its last", () => {
  assert.equal(edit("a\nreturn  compute(a)\nb\n", "return compute(a)\n", ""), "a\nb\n");
  assert.equal(edit("a\nreturn  compute(a)\nb\n", "return compute(a)", ""), "a\n\nb\n");
});

Deno.test("near misses are refused", () => {
  const misses = [
    ["another name", "    side = shape.side\n    return wide + wide\n"],
    ["another number", "version_3 = load(path)\n"],
    ["another depth", 'if shape.kind == "square":\n    side = shape.side\nreturn side * side\n'],
    ["a line too many", "    side = shape.side\n\n    return side * side "],
    ["part of a line", "    if  shape.kind ==\n"],
  ] as const;
  for (const [what, from] of misses) {
    assert.equal(problem(`${PYTHON}version_4 = load(path)\n`, { from, to: "x" }).is, "missing", what);
  }
});

Deno.test("lines that several places are like are refused", () => {
  const text = "if a:\n    stop(now)\nif b:\n    stop( now )\n";
  assert.deepEqual(problem(text, { from: "stop(now )", to: "go()" }), { is: "ambiguous", edit: 1, lines: [2, 4] });
});

Deno.test("a fuzzy edit touches no other line", () => {
  const ends = fc.array(fc.constantFrom("\n", "\r\n"), { minLength: 20, maxLength: 20 });
  fc.assert(fc.property(distinctLines(), ends, fc.nat(), fc.nat({ max: 2 }), (lines, ends, at, more) => {
    const first = at % lines.length, last = Math.min(lines.length - 1, first + more);
    const whole = (from: number, to: number) => lines.slice(from, to).map((line, i) => line + ends[from + i]).join("");
    const text = whole(0, lines.length);
    const from = lines.slice(first, last + 1).map((line) => `${line.replace(" = ", "  =  ")}\t\n`).join("");
    const edited = applyEdits(text, [{ from, to: "new\n" }]);
    assert.ok(edited.ok && edited.applied[0]!.isFuzzy, JSON.stringify(edited));
    const head = whole(0, first), tail = ends[last]! + whole(last + 1, lines.length);
    assert.ok(edited.text.startsWith(head) && edited.text.endsWith(tail));
    assert.equal(edited.text.slice(head.length, edited.text.length - tail.length).trim(), "new");
  }));
});

Deno.test("edits are made in order, each on what the ones before have left", () => {
  const edited = applyEdits("a b c", [{ from: "a", to: "x y" }, { from: "y b", to: "z" }]);
  assert.equal(edited.ok && edited.text, "x z c");
});

Deno.test("one edit that cannot be made undoes all, and says which it is", () => {
  const made = problem("a b c", { from: "a", to: "x" }, { from: "b", to: "y" }, { from: "something", to: "z" });
  assert.deepEqual([made.edit, made.is], [3, "missing"]);
});

Deno.test("an edit of what an earlier one changed is told so, though the result is alike", () => {
  const overlapping = [{ from: "value = alpha", to: "value = alphb" }, { from: "value = alpha", to: "value = gamma" }];
  const made = problem("one\nvalue = alpha\n", ...overlapping);
  assert.ok(made.is === "missing");
  assert.deepEqual([made.edit, made.changedBy], [2, 1]);
});

Deno.test("what is wrong whatever the text is comes before any edit", () => {
  const fine = { from: "a", to: "b" };
  assert.deepEqual(problem("a", fine, { from: "", to: "b" }), { is: "empty", edit: 2 });
  assert.deepEqual(problem("a", fine, { from: "b\r\n", to: "b\n" }), { is: "same", edit: 2 });
  assert.deepEqual(problem("a", { from: "a", to: "\ud800" }), { is: "ill-formed", which: "new", edit: 1 });
  assert.deepEqual(problem("😀", { from: "\ud83d", to: "a" }), { is: "ill-formed", which: "old", edit: 1 });
  assert.deepEqual(problem("a"), { is: "no-edits", edit: 1 });
});

Deno.test("an empty old text fills an empty file and nothing else", () => {
  assert.equal(edit("", "", "a\r\nb\n"), "a\r\nb\n");
  assert.equal(edit("\ufeff", "", "a"), "\ufeffa");
  assert.equal(problem("\n", { from: "", to: "a" }).is, "empty");
  assert.deepEqual(problem("", { from: "", to: "a" }, { from: "", to: "b" }), { is: "empty", edit: 2 });
});

Deno.test("a text that is nowhere shows where it comes closest, or that the new one stands there already", () => {
  const made = problem(PYTHON, { from: "    side = shape.width * 2\n", to: "        side = shape.side\n" });
  assert.ok(made.is === "missing" && made.isDone);
  assert.match(made.closest!, /^3\| {9}side = shape\.side$/m);
});

Deno.test("what was done is told: lines, places and how alike they were", () => {
  const applied = (edited: Edited) => edited.ok ? edited.applied : undefined;
  assert.deepEqual(applied(applyEdits("a\nb\nc\n", [{ from: "b\nc\n", to: "x\n" }])), [
    { line: 2, places: 1, removed: 2, added: 1, similarity: 1, isFuzzy: false },
  ]);
  const fuzzy = applied(applyEdits("first\ncompute(alpha, beta)\n", [{ from: "compute(alpha, betx)", to: "x" }]))![0]!;
  assert.ok(fuzzy.isFuzzy && fuzzy.similarity > 0.9 && fuzzy.similarity < 1);
});

Deno.test("what would become too long, or changes too many places, is told before any of it is made", () => {
  const text = "x".repeat(1_000_001), all = true;
  const edited = applyEdits(text, [{ from: "x", to: "x".repeat(1_000), all }]);
  assert.deepEqual(edited, {
    ok: false,
    edit: 1,
    problem: { is: "too-long", characters: 1_000_001_000, most: 16_000_000 },
  });
  const many = applyEdits(text, [{ from: "x", to: "y", all }]);
  assert.deepEqual(many, { ok: false, edit: 1, problem: { is: "too-many", most: 1_000_000 } });
  assert.ok(applyEdits(text.slice(1), [{ from: "x", to: "y", all }]).ok);
});
