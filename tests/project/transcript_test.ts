import assert from "node:assert/strict";
import type { Printed } from "./transcript.ts";
import { fits, play, printedIn } from "./transcript.ts";

function block(...lines: readonly string[]): readonly Printed[] {
  return printedIn({ info: "console", text: `${lines.join("\n")}\n`, line: 10 });
}

function isSaid(text: string, ...lines: readonly string[]): boolean {
  return fits({ text, code: 0 }, block("$ loom show", ...lines)[0]!);
}

Deno.test("a block is its commands, each with what it says and where it is cut off", () => {
  assert.deepEqual(block("$ loom run", "round 1", "^C", "rests", "$ loom resume", "round 2", "Killed", "$ loom runs"), [
    { command: "loom run", said: ["round 1", "rests"], cut: { signal: "SIGINT", after: 1 }, line: 11 },
    { command: "loom resume", said: ["round 2"], cut: { signal: "SIGKILL", after: 1 }, line: 15 },
    { command: "loom runs", said: [], line: 18 },
  ]);
});

Deno.test("what is printed has to be said from the first line to the last, but for what dots stand for", () => {
  assert.ok(isSaid("a\nb\nc\n", "a", "b", "c"));
  assert.ok(isSaid("a\nb\nc\n", "a", "…"));
  assert.ok(isSaid("a\nb\nc\n", "…", "c"));
  assert.ok(isSaid("a (b) c\n", "a … c"));
  for (const lines of [["a", "b"], ["b", "c"], ["a", "c"], ["a", "b", "c", "d"], ["a", "B", "c"], ["…", "b"]]) {
    assert.ok(!isSaid("a\nb\nc\n", ...lines), lines.join());
  }
  assert.ok(!isSaid("a [b] c\n", "a b c"));
});

Deno.test("times and amounts of rows may be any, numbers that mean something may not", () => {
  const said =
    "12:00:01 round 3 · 0.75\nclock  created 2026-11-21 09:55:14 · 310 steps · 7.0s\n    3     $0   0.25   99ms\n";
  assert.ok(
    isSaid(
      said,
      "09:55:14 round 3 · 0.75",
      "clock  created 2025-01-01 00:00:00 · 9 steps · 0.3s",
      "    3     $0   0.25    1.2s",
    ),
  );
  assert.ok(!isSaid(said, "09:55:14 round 3 · 0.5", "…"));
  assert.ok(!isSaid(said, "09:55:14 round 4 · 0.75", "…"));
});

Deno.test("a command is cut off after the line that is printed before that", async () => {
  const [interrupted, killed] = block(
    `$ sh -c 'trap "echo rests; exit 6" INT; echo begins; while :; do sleep 0.01; done'`,
    "begins",
    "^C",
    "rests",
    `$ exec sh -c 'echo begins; while :; do sleep 0.01; done'`,
    "begins",
    "Killed",
  );
  const rested = await play({ ...interrupted!, command: `exec ${interrupted!.command}` }, {});
  assert.deepEqual(rested, { text: "begins\nrests\n", code: 6 });
  assert.ok(fits(rested, interrupted!));
  const ended = await play(killed!, {});
  assert.deepEqual(ended, { text: "begins\n", code: 137 });
  assert.ok(fits({ ...ended, text: "begins\none more\n" }, killed!), "it went on until the signal reached it");
  assert.ok(!fits({ ...ended, text: "one more\n" }, killed!));
});
