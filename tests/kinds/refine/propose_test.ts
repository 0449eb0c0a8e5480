import assert from "node:assert/strict";
import { ModelError } from "../../../lib/models/model.ts";
import type { CommandLine, RefinePlan } from "../../../lib/plan/mod.ts";
import { inFolder } from "../../app/folders.ts";
import { asked, model } from "../growing.ts";
import { lines, refine, says, script } from "../refining.ts";

const ONE: Partial<RefinePlan> = { stop: { stop: "depth", depth: 1 } };

Deno.test("a model is asked with a system and a prompt that speak of what there is, within its tokens", async () => {
  const m = says("2"),
    { told } = await refine({ m }, {
      ...ONE,
      n: 3,
      inputs: { who: { type: "string", default: "a child" } },
      propose: {
        by: "model",
        models: ["m"],
        system: "You write for ${{ inputs.who }}.",
        prompt:
          "${{ round }} ${{ i }}/${{ n }} ${{ best.total }} ${{ current.text }} ${{ last.text }} ${{ last.error }}",
        maxTokens: "10 * (i + 1)",
        sampling: { temperature: "lerp(0, 1, t)" },
      },
    });
  assert.equal(told[1]!.verdict, "accepted");
  assert.deepEqual(m.calls.map(asked), [0, 1, 2].map((i) => `You write for a child.\n1 ${i}/3 1 1 1 `));
  assert.deepEqual(m.calls.map(({ maxTokens }) => maxTokens), [10, 20, 30]);
  assert.deepEqual(m.calls.map(({ sampling }) => sampling.temperature), [0, 0.5, 1]);
  assert.equal(new Set(m.calls.map(({ seed }) => seed)).size, 3);
});

Deno.test("a provider is sent what only it understands, and a gate sees how a candidate ended", async () => {
  const m = says("2"),
    { told } = await refine({ m }, {
      ...ONE,
      propose: { by: "model", models: ["m"], prompt: "?", maxTokens: "9", sampling: {}, extra: { mirostat: 2 } },
      score: {
        gates: { whole: "candidate.finish == 'length'", long: "candidate.tokens > 0" },
        total: "size(candidate.text)",
      },
    });
  assert.deepEqual(m.calls[0]!.sampling.extra, { mirostat: 2 });
  assert.match(told[1]!.error!, /the gate `whole`$/, "it came to its own end, and tokens were counted");
});

Deno.test("candidates take the models in turn", async () => {
  const m = says("2"),
    k = says("3"),
    { tree } = await refine({ m, k }, {
      ...ONE,
      n: 3,
      propose: { by: "model", models: ["m", "k"], prompt: "?", maxTokens: "9", sampling: {} },
    });
  assert.deepEqual([m.calls.length, k.calls.length], [2, 1]);
  assert.equal(tree.nodes.size, 4);
});

Deno.test("an empty candidate is none, and neither is one of a million characters and more", async () => {
  const m = says(" \n", "2", "3".repeat(1_000_001)),
    { told } = await refine({ m }, { stop: { stop: "depth", depth: 3 } });
  assert.deepEqual(told.map(({ verdict }) => verdict), ["accepted", "failed", "accepted", "failed"]);
  assert.match(told[1]!.error!, /step `round\/1\/propose\/0` failed: the candidate is empty/);
  assert.match(told[3]!.error!, /the candidate has 1000001 characters; 1000000 are the most/);
});

Deno.test("a script makes candidates: it is given the texts, and gives a text or a map with one", async () => {
  const code = "export default ({text, best, last, current, round, i, n, t, inputs, guidance, seed}) => " +
    "i === 0 ? `${text}${best.total}${last.round}${current.text}` : {text: String(round + n + t + inputs.x + seed % 2 * 0 + guidance.length)};";
  const { tree, told } = await refine({}, {
    ...ONE,
    n: 2,
    inputs: { x: { type: "number", default: 10 } },
    scripts: { s: script(code) },
    propose: { by: "script", script: "s" },
  });
  assert.deepEqual([...tree.nodes.values()].map(({ text }) => text).sort(), ["1", "1101", "14"]);
  assert.deepEqual(lines(told)[1], "1 accepted 1101 best 1101@1 from 0");
});

Deno.test("a script that gives no text makes the round fail and says what it gave", async () => {
  for (
    const [gives, found] of [["7", "7"], ["null", "null"], ["({text: 1})", "a map with 1 key"], [
      "[]",
      "a list of no items",
    ]]
  ) {
    const { told } = await refine({}, {
      ...ONE,
      scripts: { s: script(`export default () => ${gives};`) },
      propose: { by: "script", script: "s" },
    });
    assert.equal(told[1]!.verdict, "failed");
    assert.ok(told[1]!.error!.includes(`Cannot take what the script \`s\` made: it gave ${found}`));
  }
});

function shell(code: string, more: Partial<CommandLine> = {}): Partial<RefinePlan> {
  return {
    ...ONE,
    permissions: { read: [], write: [], net: [], run: ["sh"], env: [] },
    propose: {
      by: "command",
      command: { run: ["sh", "-c", code, "sh", "${{ best.total }} ${{ i }}"], files: [], ...more },
    },
    score: { gates: {}, total: "double(size(candidate.text))" },
  };
}

Deno.test("a command reads the text, gets its arguments as they are, and prints the candidate", async () => {
  await inFolder(async (folder) => {
    const { end } = await refine({}, shell('printf "%s|" "$1"; cat'), { folder });
    assert.deepEqual(end.outputs, { text: "1 0|1", score: 5 });
  });
});

Deno.test("a command may leave the candidate in its file, beside files of the spec's folder", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/word`, "lamp");
    const laid = { file: "draft.txt", files: ["word"] };
    const changed = await refine({}, shell('echo done; printf "%s" "$(cat word) $(cat draft.txt)" > draft.txt', laid), {
      folder,
    });
    assert.deepEqual(changed.end.outputs, { text: "lamp 1", score: 6 });
    const printed = await refine({}, shell("printf '%s!' \"$(cat draft.txt)\"", laid), { folder });
    assert.deepEqual(printed.end.outputs, { text: "1!", score: 2 });
    const left = await refine({}, shell("true", laid), { folder });
    assert.deepEqual(lines(left.told)[1], "1 accepted 1 best 1@1 from 0", "the text as it was");
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["word"]);
  });
});

Deno.test("a command that ends badly made nothing, and the end of what it said is told", async () => {
  await inFolder(async (folder) => {
    const { told } = await refine({}, shell("echo text; echo no such lamp >&2; exit 3"), { folder });
    assert.equal(told[1]!.verdict, "failed");
    assert.match(told[1]!.error!, /`sh` made no candidate: it ended with exit code 3: no such lamp$/);
  });
});

Deno.test("one candidate that comes to nothing harms the others not", async () => {
  const m = model((_, call) => call === 0 ? new ModelError("request", "no") : String(call)),
    { told } = await refine({ m }, {
      ...ONE,
      n: 3,
    });
  assert.deepEqual(lines(told)[1], "1 accepted 2 best 2@1 from 0");
  assert.deepEqual([told[1]!.candidates, told[1]!.error], [2, undefined]);
});

Deno.test("a hole of the prompt without a value makes the round fail and names its field", async () => {
  const { told, end } = await refine({ m: says("2") }, {
    propose: { by: "model", models: ["m"], prompt: "${{ last.feedback }}", maxTokens: "9", sampling: {} },
  });
  assert.match(told[1]!.error!, /^Cannot evaluate `propose\.prompt`: /);
  assert.equal(end.kind, "failed");
});
