import assert from "node:assert/strict";
import { feedbackOf } from "../../../lib/kinds/process/failure_kind_feedback.ts";

Deno.test("[P28] the next attempt is told why each before it was not taken, and what to try", () => {
  assert.equal(feedbackOf([]), "");
  const words = feedbackOf([
    { attempt: 1, model: "m", feedback: "Verification failed:\n- check: too long" },
    { attempt: 2, error: "ENOENT: no such file" },
  ]);
  assert.match(words, /^This task was tried 2 times before/);
  assert.match(words, /Attempt 1:\n<feedback>\nVerification failed:\n- check: too long\n<\/feedback>\nWhat to try: /);
  assert.match(
    words,
    /Attempt 2 broke off:\n<error>\nENOENT: no such file\n<\/error>\nWhat to try: .*List the folder first/,
  );
});

Deno.test("however many attempts there were and however much they said, it stays short", () => {
  const attempts = Array.from({ length: 50 }, (_, i) => ({ attempt: i + 1, feedback: `ENOENT ${"x".repeat(1e5)}` }));
  const words = feedbackOf(attempts);
  assert.ok(words.length < 15_000, String(words.length));
  assert.match(words, /Attempt 1: file_not_found\./);
  assert.match(words, /Attempt 50:\n<feedback>\nENOENT/);
});
