import assert from "node:assert/strict";
import { bugReport } from "../../lib/cli/bug_report.ts";

const told = (error: unknown) => bugReport(error, { ansi: false });

Deno.test("a report of a bug tells the error, its stack, and all errors inside it once", () => {
  const round = new Error("round"), deep = new RangeError("deep", { cause: round });
  round.cause = deep;
  const report = told(new AggregateError([deep, "a text", deep], "several", { cause: new TypeError("first") }));
  assert.deepEqual(report.match(/^(?:Caused by: )?\w*Error: \w+|^Caused by: a text$/gm), [
    "AggregateError: several",
    "Caused by: TypeError: first",
    "Caused by: RangeError: deep",
    "Caused by: Error: round",
    "Caused by: a text",
  ]);
  assert.match(report, /^error: loom has a mistake of its own[^]*\n +at [^]*\nPlease report this with the lines above/);
  assert.match(told(new SuppressedError(new Error("one"), new Error("two"))), /Caused by: Error: one[^]*: Error: two/);
});

Deno.test("whatever is thrown is told: words that came later than the stack, no error at all, what fails when looked at", () => {
  const late = new Error("early");
  assert.match(late.stack!, /early/, "it is made where it is looked at");
  late.message = "late";
  assert.match(told(late), /\n\nError: late\nError: early\n/);
  const fails = {
    toString(): string {
      throw new Error("no");
    },
  };
  const closed = Object.defineProperty(new Error("closed"), "cause", { get: fails.toString });
  for (const [thrown, words] of [[undefined, "undefined"], [7, "7"], [fails, "something that cannot be shown"]]) {
    assert.ok(told(thrown).includes(`cannot go on\n\n${words}\n\n`), told(thrown));
  }
  assert.match(told(closed), /Error: closed/);
  assert.match(told(new Error("a\u001b[31mb")), /a␛\[31mb/);
});

Deno.test("a report has an end, however many errors there are in one", () => {
  const many = new AggregateError(Array.from({ length: 500 }, (_, i) => new Error(`number ${i}`)), "many");
  assert.equal(told(many).match(/^Caused by/gm)?.length, 7);
});
