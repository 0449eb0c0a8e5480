import assert from "node:assert/strict";
import { notesOf } from "../growing.ts";
import { lines, refine, says } from "../refining.ts";

Deno.test("what does not pass a gate is scored by nobody and not gone on from; the round says which gate", async () => {
  const m = says("123456", "7"), judge = says('{"score": 4}');
  const { told, tree } = await refine({ m, judge }, {
    score: {
      gates: { short: "size(candidate.text) <= 3", digits: "candidate.text.contains('7') || round == 0" },
      judge: { model: "judge", prompt: "?", returns: { score: "number" }, samples: 1, attempts: 1, maxTokens: 9 },
      total: "judge.score + double(candidate.text)",
    },
    stop: { stop: "depth", depth: 2 },
  });
  assert.equal(judge.calls.length, 2, "the start and the second round");
  assert.deepEqual(lines(told), [
    "0 accepted 5 best 5@0 from 0",
    "1 rejected null best 5@0 from 0 back 0",
    "2 accepted 11 best 11@2 from 0",
  ]);
  assert.equal(told[1]!.error, "it does not pass the gates `short`, `digits`");
  const refused = notesOf(tree, "draft").find(({ node }) => node === told[1]!.node)!.value as {
    valid: boolean;
    total: null;
  };
  assert.deepEqual([refused.valid, refused.total], [false, null]);
});

Deno.test("a start that does not pass its gates is scored all the same, and the first text that passes takes its place", async () => {
  const m = says("20", "2", "3", "1"),
    { told, end } = await refine({ m }, {
      start: { from: "text", text: "99" },
      score: { gates: { short: "size(candidate.text) <= 1" }, total: "double(candidate.text)" },
      stop: { stop: "depth", depth: 4 },
    });
  assert.deepEqual(lines(told), [
    "0 accepted 99 best 99@0 from 0",
    "1 rejected null best 99@0 from 0 back 0",
    "2 accepted 2 best 2@2 from 0",
    "3 accepted 3 best 3@3 from 2",
    "4 rejected 1 best 3@3 from 3 back 3",
  ]);
  assert.equal(told[0]!.error, "it does not pass the gate `short`");
  assert.deepEqual(end.outputs, { text: "3", score: 3 });
});

Deno.test("gates are looked at for each candidate; those that pass are chosen from", async () => {
  const m = says("900", "4", "5"),
    { told } = await refine({ m }, {
      n: 3,
      score: { gates: { short: "size(candidate.text) <= 1" }, total: "double(candidate.text)" },
      stop: { stop: "depth", depth: 1 },
    });
  assert.deepEqual(lines(told)[1], "1 accepted 5 best 5@1 from 0");
  assert.equal(told[1]!.error, undefined);
});

Deno.test("a gate without a value makes the round fail, with the gate's name and for no money", async () => {
  const m = says("x"),
    judge = says('{"score": 4}'),
    { told } = await refine({ m, judge }, {
      score: {
        start: 0,
        gates: { number: "round == 0 || double(candidate.text) > 0" },
        judge: { model: "judge", prompt: "?", returns: { score: "number" }, samples: 1, attempts: 1, maxTokens: 9 },
        total: "judge.score",
      },
      stop: { stop: "depth", depth: 1 },
    });
  assert.equal(told[1]!.verdict, "failed");
  assert.match(told[1]!.error!, /^Cannot evaluate `score\.gates\.number`: /);
  assert.equal(judge.calls.length, 0);
});
