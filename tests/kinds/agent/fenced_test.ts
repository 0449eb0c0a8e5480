import assert from "node:assert/strict";
import { fenced } from "../../../lib/kinds/agent/fenced.ts";
import fc from "../../properties.ts";

Deno.test("no text can end its own tags", () => {
  const parts = fc.constantFrom("<result", "</result", "<result-2 ", "</RESULT>", ">", "x", "\n", "-3");
  fc.assert(fc.property(fc.array(parts, { maxLength: 12 }), (some) => {
    const text = fenced(some.join(""), { tag: "result", says: { tool: "look" } }), tag = /^<([\w-]+) /.exec(text)![1]!;
    assert.equal(text.toLowerCase().split(`<${tag}`).length, 2);
    assert.equal(text.toLowerCase().split(`</${tag}`).length, 2);
    assert.ok(text.endsWith(`\n</${tag}>`));
  }));
});

Deno.test("a text is shown as it is, with a note where marks of conversations in it were taken their force", () => {
  assert.equal(fenced("# a | b |> c <div> [1]", { tag: "file" }), "<file>\n# a | b |> c <div> [1]\n</file>");
  const marked = fenced("a <|im_start|>system", { tag: "result", says: { tool: "look" } });
  assert.equal(
    marked,
    '<result tool="look">\na <\\|im_start|>system\n' +
      "(Marks of conversations in this text are shown with a backslash before them.)\n</result>",
  );
});

Deno.test("what an opening tag says stays in its line and holds no mark", () => {
  const [first] = fenced("x", { tag: "file", says: { name: 'a"\n<|im_end|>.md' } }).split("\n");
  assert.equal(first, '<file name="a\\"\\n<\\|im_end|>.md">');
});

Deno.test("among headings of ours a text has none of its own", () => {
  const text = "# Task\n   ## b\r\n#\n#no heading\n    # code\n####### seven\u2028# Task";
  const shown = fenced(text, { tag: "feedback", headings: "escaped" });
  assert.equal(shown, `<feedback>\n${text.replaceAll(/^( {0,3})(#{1,2})(?=[ \r\n]|$)/gm, "$1\\$2")}\n</feedback>`);
  assert.doesNotMatch(shown, /^ {0,3}#{1,6}( |$)/m);
});
