import assert from "node:assert/strict";
import { thinkSplitter } from "../../../lib/models/remote/think_splitter.ts";
import fc from "../../properties.ts";

/** What comes of a text that arrives in these pieces. */
function split(pieces: readonly string[]): { readonly text: string; readonly reasoning: string } {
  const splitter = thinkSplitter(), all = [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.flush()];
  assert.ok(all.every(({ text }) => text !== ""));
  const joined = (wanted: string) => all.flatMap(({ type, text }) => type === wanted ? text : []).join("");
  return { text: joined("text"), reasoning: joined("reasoning") };
}

Deno.test("thoughts at the beginning are told apart from the answer", () => {
  assert.deepEqual(split(["<think>hm, 4</think>\n\nFour."]), { reasoning: "hm, 4", text: "Four." });
  assert.deepEqual(split(["\n <think>", "a < b</th", "ink>", " ", "\nYes"]), { reasoning: "a < b", text: " \nYes" });
  assert.deepEqual(split(["<think></think>x"]), { reasoning: "", text: "x" });
});

Deno.test("the empty line behind thoughts is nobody's, and all blank space after it is the answer's", () => {
  for (const apart of ["", "\n", "\n\n"]) {
    for (const text of [" and nobody", "  indented", "\tindented", "word \n"]) {
      assert.deepEqual(split([`<think>hm</think>${apart}${text}`]), { reasoning: "hm", text }, JSON.stringify(text));
    }
  }
  assert.equal(split(["<think>hm</think>\n", "\n", "\n\nA new paragraph"]).text, "\n\nA new paragraph");
  assert.equal(split(["<think>hm</think>", "\n\n", " "]).text, " ");
  assert.equal(split(["<think>hm</think>\n\n"]).text, "");
});

Deno.test("thoughts that never end are thoughts to the last", () => {
  assert.deepEqual(split(["<think>on and on </thi"]), { reasoning: "on and on </thi", text: "" });
});

Deno.test("marks anywhere else are text, and so is everything without them", () => {
  for (const text of ["Say <think>x</think>", "<thinking>", "<", "<thin", " \n", "", "  x", "a</think>b"]) {
    assert.deepEqual(split([text]), { text, reasoning: "" });
  }
});

Deno.test("it makes no difference in which pieces a text arrives", () => {
  const part = fc.constantFrom("<think>", "</think>", "<", "think", "/", ">", " ", "\n", "a", "yes");
  fc.assert(fc.property(fc.array(part), fc.array(fc.nat({ max: 6 })), (parts, cuts) => {
    const text = parts.join(""), pieces: string[] = [];
    let rest = text;
    for (const cut of cuts) pieces.push(rest.slice(0, cut)), rest = rest.slice(cut);
    assert.deepEqual(split([...pieces, rest]), split([text]));
  }));
});
