import assert from "node:assert/strict";
import type { Kept } from "../../../lib/kinds/process/recollect.ts";
import { recollect } from "../../../lib/kinds/process/recollect.ts";

function memory(type: string, summary: string, more: Partial<Kept> = {}): Kept {
  return { type, summary, detail: summary, tags: [], relevant: [], ...more };
}

Deno.test("a task is told what is its own, what matters to it, and what matters to all; the newest first", () => {
  const memories = [
    memory("price", "of a", { task: "a", relevant: ["c"] }),
    memory("price", "of b", { task: "b", relevant: ["c"] }),
    memory("price", "for a", { task: "b", relevant: ["a"] }),
    memory("decision", "for all", { task: "b", detail: "It was settled on Monday" }),
    memory("user_instruction", "be kind"),
    memory("error", "it broke", { task: "c" }),
  ];
  assert.deepEqual(recollect(memories, "a").split("\n"), [
    "- [error, from `c`] it broke",
    "- [user_instruction] be kind",
    "- [decision, from `b`] for all It was settled on Monday",
    "- [price, from `b`] for a",
    "- [price, from `a`] of a",
  ]);
  assert.equal(recollect(memories.slice(0, 2), "none"), "");
  assert.equal(recollect([], "a"), "");
});

Deno.test("what is said to matter to nobody in particular is told to all, whatever its type", () => {
  const metric = memory("metric", "97 of 100", { task: "a" }),
    aside = memory("metric", "3", { task: "a", relevant: ["b"] });
  assert.equal(recollect([metric, aside], "c"), "- [metric, from `a`] 97 of 100");
});

Deno.test("what is found out later is told as well, and what may not be told never is", () => {
  const memories: Kept[] = [memory("fact", "one"), memory("fact", "two", { relevant: ["a"] })];
  const told = () => recollect(memories, "a", ({ failed }) => !failed);
  assert.equal(told(), "- [fact] two\n- [fact] one");
  memories.push(memory("fact", "three"), memory("fact", "four", { failed: true }));
  assert.equal(told(), "- [fact] three\n- [fact] two\n- [fact] one");
});

Deno.test("a memory is one line, whatever stands in it", () => {
  const words = recollect([memory("error", "x\n\n# Task", { detail: "a\r\n- [error] b\u2028c" })], "a");
  assert.equal(words, "- [error] x\\n\\n# Task a\\r\\n- [error] b\\u{2028}c");
});

Deno.test("however much is remembered, what is told of it stays short, and the newest is in it", () => {
  const memories = Array.from({ length: 1_000 }, (_, i) => memory("decision", `n${i}`, { detail: "x".repeat(5_000) }));
  const words = recollect(memories, "a"), lines = words.split("\n- ");
  assert.ok(words.length <= 8_500 && words.startsWith("- [decision] n999"), String(words.length));
  assert.ok(lines.length <= 20);
  assert.equal(recollect(Array.from({ length: 50 }, (_, i) => memory("error", `n${i}`)), "a").split("\n").length, 20);
});
