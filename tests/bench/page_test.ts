import assert from "node:assert/strict";
import type { MicroResult } from "./micro.ts";
import { performancePage } from "./page.ts";
import { OURS } from "./peers.ts";
import type { Row } from "./values.ts";

const machine = { cores: 2, memoryGb: 8, kernel: "Linux 6.1, x86_64", deno: "2.9.5" };

function fanOut(peer: string, total_ms: number): Row {
  return { peer, workload: "W4", value: { tasks: 1_000, width: 16, total_ms }, versions: { deno: "2.9.5" } };
}

function page(rows: readonly Row[], micro: readonly MicroResult[] = []): string {
  return performancePage({ date: "2026-01-31", machine, rows, micro });
}

/** The cells of the table line that begins with `name`, in the `nth` table that has one. */
function cells(text: string, name: string, nth = 0): readonly string[] {
  const lines = text.split("\n").filter((line) => line.startsWith(`| ${name} |`));
  return lines[nth]!.slice(2, -2).split(" | ");
}

Deno.test("a peer's rounds are shown as their median, and what it did not do as a dash", () => {
  const text = page([fanOut("floor", 90), fanOut("floor", 70), fanOut("floor", 72)]);
  assert.equal(cells(text, "floor").at(-1), "72");
  assert.equal(cells(text, "floor")[1], "–");
});

Deno.test("ratios are ours divided by the peer's", () => {
  const text = page([fanOut(OURS, 50), fanOut("floor", 100), fanOut("langgraph", 200)]);
  assert.equal(cells(text, "floor", 1).at(-1), "0.50");
  assert.equal(cells(text, "langgraph", 1).at(-1), "0.25");
});

Deno.test("without a value of ours there are neither ratios nor aims", () => {
  const text = page([
    { peer: OURS, workload: "W4", value: null, reason: "not there", versions: {} },
    fanOut("floor", 100),
  ]);
  assert.doesNotMatch(text, /÷|aim/);
  assert.match(text, /W4: not there/);
});

Deno.test("an aim is reached or missed in words", () => {
  assert.deepEqual(cells(page([fanOut(OURS, 110)]), "W4 total, ms"), ["W4 total, ms", "≤ 110", "110", "reached"]);
  assert.equal(cells(page([fanOut(OURS, 111)]), "W4 total, ms").at(-1), "missed");
});

Deno.test("a micro benchmark gets a section of its own, with its aims", () => {
  const rows = [{ what: "empty", value: 16, unit: "ms" }, { what: "ours", value: 50, unit: "ms", limit: 48 }];
  const text = page([], [{ name: "Start", goal: "Within 3 times an empty script.", rows }]);
  assert.match(text, /## Start\n\nWithin 3 times an empty script\.\n/);
  assert.deepEqual(cells(text, "ours"), ["ours", "50.0 ms", "≤ 48.0 ms", "missed"]);
  assert.doesNotMatch(text, /Beside other engines/);
});

Deno.test("a micro benchmark that found nothing says why", () => {
  assert.match(
    page([], [{ name: "Start", goal: "Fast.", rows: [], reason: "it failed" }]),
    /Not measured: it failed\./,
  );
});
