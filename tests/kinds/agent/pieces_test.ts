import assert from "node:assert/strict";
import { piecesOf } from "../../../lib/kinds/agent/pieces.ts";
import fc from "../../properties.ts";

const WHOLE = { whole: true };

/** Pieces in short: what they are, and their values. */
function short(text: string, options: { readonly whole: boolean } = WHOLE): readonly (readonly unknown[])[] {
  return piecesOf(text, options).map((piece) => {
    if (piece.is === "json") return [piece.marked ? "call" : "json", ...piece.values];
    return piece.is === "broken" ? ["broken"] : [piece.is, piece.text.trim()];
  });
}

Deno.test("fenced JSON stands out, and what it stands in says whether it is a call", () => {
  assert.deepEqual(short('I look.\n```tool\n{"tool": "a"}\n```\nThen:\n~~~JSON\n[1]\n~~~'), [
    ["words", "I look."],
    ["call", { tool: "a" }],
    ["words", "Then:"],
    ["json", [1]],
  ]);
  assert.deepEqual(short('```tool\n{"tool": "a"}\n{"tool": "b"}\n\n```'), [["call", { tool: "a" }, { tool: "b" }]]);
  assert.deepEqual(short('```tool\n{"tool": "a"}```'), [["call", { tool: "a" }]]);
});

Deno.test("fences in texts of JSON do not end the fence around it", () => {
  const text = '```tool\n{"tool": "write", "arguments": {"content": "# T\n```js\n1\n```\n"}}\n```';
  assert.deepEqual(short(text), [["call", { tool: "write", arguments: { content: "# T\n```js\n1\n```\n" } }]]);
});

Deno.test("a fence in a longer one, in a quotation or in an echo of a result is only shown", () => {
  const call = '```tool\n{"tool": "a"}\n```';
  assert.deepEqual(short(`\`\`\`\`md\n${call}\n\`\`\`\``).map(([is]) => is), ["quote"]);
  assert.deepEqual(short(call.replace(/^/gm, "> ")).map(([is]) => is), ["words"]);
  assert.deepEqual(short(call.replace(/^/gm, "    ")).map(([is]) => is), ["words"]);
  assert.deepEqual(short(`<result tool="x">\n${call}\n</result>\nfine`).map(([is]) => is), ["quote", "words"]);
  assert.deepEqual(short("```js\nlet a = 1;\n```").map(([is]) => is), ["quote"]);
});

Deno.test("tags that local models write around calls are read, closed or not", () => {
  const call = { name: "a", arguments: { b: 1 } }, json = JSON.stringify(call);
  const forms = [
    `<tool_call>\n${json}\n</tool_call>`,
    `<tool_call>${json}`,
    `<|tool_call|>${json}<|/tool_call|>`,
    `<|tool|>${json}<|/tool|>`,
    `<function_call>${json}</function_call>`,
    `<|python_tag|>${json}<|eom_id|>`,
    `<tools>${json}</tools>`,
  ];
  for (const form of forms) assert.deepEqual(short(form), [["call", call]], form);
  assert.deepEqual(short(`[TOOL_CALLS] [${json}]`), [["call", [call]]]);
  assert.deepEqual(short(`<function=a>{"b": 1}</function>`), [["call", { tool: "a", arguments: { b: 1 } }]]);
  const named = "<tool_call>\n<function=a>\n<parameter=b>\none\ntwo\n</parameter>\n</function>\n</tool_call>";
  assert.deepEqual(short(named).at(-1), ["call", { tool: "a", arguments: { b: "one\ntwo" } }]);
  assert.deepEqual(short("Use the <tool> tag."), [["words", "Use the <tool> tag."]]);
});

Deno.test("a call that lacks what closes it is read in a whole answer, and broken in one that was cut off", () => {
  const open = '```tool\n{"tool": "a", "arguments": {"b": [1';
  assert.deepEqual(short(open), [["call", { tool: "a", arguments: { b: [1] } }]]);
  assert.deepEqual(short(open, { whole: false }), [["broken"]]);
  assert.deepEqual(short('```tool\n{"tool": "a\n```'), [["broken"]]);
  assert.deepEqual(short('<tool_call>{"name": "a", "arguments": {"b": 1}</tool_call> and', { whole: false })[0], [
    "call",
    { name: "a", arguments: { b: 1 } },
  ]);
});

/** An answer without its thoughts. */
function withoutThoughts(answer: string): string {
  return piecesOf(answer, { whole: true }).map(({ text }) => text).join("").trim();
}

Deno.test("thoughts are left out wherever they stand, and nothing in them is a call", () => {
  const call = '```tool\n{"tool": "a"}\n```';
  assert.equal(withoutThoughts(`<think>\n${call}\n</think>\n\nYes.`), "Yes.");
  assert.equal(withoutThoughts(`${call}\n</think>\nYes.`), "Yes.");
  assert.equal(withoutThoughts("<thinking>on and on"), "");
  assert.equal(withoutThoughts("One. <think>hm</think>Two."), "One. Two.");
  assert.equal(withoutThoughts("<think>a</think><think>b</think>c"), "c");
  assert.equal(withoutThoughts("The tag `</think>` ends thoughts."), "The tag `</think>` ends thoughts.");
  assert.equal(withoutThoughts("```html\n<think>kept</think>\n```"), "```html\n<think>kept</think>\n```");
});

Deno.test("an answer without thoughts is its pieces, letter by letter", () => {
  const part = fc.constantFrom(
    "```tool\n",
    "```\n",
    "\n```\n",
    "````\n",
    '{"tool": "a"}',
    "{",
    "}",
    "<tool_call>",
    "</tool_call>",
    "<result>\n",
    "\n</result>\n",
    "words ",
    "\n",
    "'",
    '"',
    "<function=a>",
    "</function>",
    "<parameter=b>",
    "[TOOL_CALLS]",
    "    ",
    "> ",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), fc.boolean(), (parts, whole) => {
      const text = parts.join("");
      assert.equal(piecesOf(text, { whole }).map((piece) => piece.text).join(""), text);
    }),
    { numRuns: 500 },
  );
});

Deno.test("answers that are made to be slow are read in a moment", () => {
  const parts = [
    "```\n{'a'",
    "<tool_call>{",
    '<tool_call>{"a":"',
    "<function=a>",
    "```tool\n[",
    "<think>",
    "</think>\n",
  ];
  for (const part of [...parts, "<function=a><parameter=b>", "~~~~\n", "<result>\n", "```json\n{}\n", "[[", "{a:"]) {
    // What takes the square of its length would take hours.
    piecesOf(part.repeat(100_000), WHOLE);
  }
});
