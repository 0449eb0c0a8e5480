import assert from "node:assert/strict";
import { moment } from "../../lib/cli/amounts.ts";
import { paintFor } from "../../lib/cli/ansi.ts";
import { answerCommand, questionJson, questionLines } from "../../lib/cli/question_lines.ts";
import { widthOf } from "../../lib/text/visible.ts";
import type { OpenQuestion } from "../../lib/views/open_question.ts";

const ASKED: OpenQuestion = {
  run: "changelog-1",
  title: "changelog",
  status: "waiting",
  root: "changelog-1",
  byCode: false,
  key: "approve",
  question: "Publish?",
  choices: ["yes", "no"],
  since: 1_000,
  due: 9_000,
  otherwise: "no",
  answered: false,
};
const options = { paint: paintFor({ ansi: false }), now: 61_000 };

Deno.test("a question is told with what may be answered, until when, and the command that answers it", () => {
  assert.deepEqual(questionLines(ASKED, options), [
    "  Publish?",
    `  one of: yes, no · asked ${moment(1_000)}, 1m00s ago · due ${moment(9_000)}, then no`,
    "  `loom answer changelog-1 approve yes`",
  ]);
});

Deno.test("a run that rests is gone on with, by itself or by the code that it follows", () => {
  const last = (more: Partial<OpenQuestion>) => questionLines({ ...ASKED, ...more }, options).at(-1)!;
  assert.match(last({ status: "paused", root: "top-1" }), /approve yes`, `loom resume top-1` goes on with it$/);
  assert.match(last({ status: "interrupted", byCode: true }), /`loom why changelog-1` tells how it goes on$/);
  assert.equal(
    last({ status: "paused", answered: true }),
    "  it is answered, `loom resume changelog-1` goes on with it",
  );
});

Deno.test("the command is one that a shell reads as it is meant", () => {
  const { choices: _, ...free } = ASKED;
  assert.equal(answerCommand(free), "`loom answer changelog-1 approve VALUE`");
  assert.equal(
    answerCommand({ ...ASKED, choices: ["it's fine"] }),
    "`loom answer changelog-1 approve 'it'\\''s fine'`",
  );
  assert.equal(
    answerCommand({ ...ASKED, key: "round/1/veto", choices: ["0123456789abcdef"] }),
    "`loom answer changelog-1 round/1/veto NODE`",
  );
});

Deno.test("texts that may be chosen are named as shortly as tells them apart, and nothing steers the terminal", () => {
  const nodes = ["0123456789abcdef", "012345ff89abcdef"];
  const [question, facts] = questionLines({ ...ASKED, question: "a\x1b[2Jb", choices: nodes }, options);
  assert.equal(question, "  a␛[2Jb");
  assert.match(facts!, /^ {2}one of: 0123456, 012345f \(`loom show changelog-1 --nodes` tells which is which\)/);
});

Deno.test("long questions are broken into lines that fit", () => {
  const lines = questionLines({ ...ASKED, question: "word ".repeat(50) }, { ...options, width: 40 });
  for (const line of lines.slice(0, -1)) assert.ok(widthOf(line) <= 40, line);
});

Deno.test("a question is data with times as ISO 8601 and nulls for what there is not", () => {
  const { choices: _, due: __, otherwise: ___, ...bare } = ASKED;
  assert.deepEqual(questionJson(bare), {
    run: "changelog-1",
    title: "changelog",
    status: "waiting",
    root: "changelog-1",
    by_code: false,
    key: "approve",
    question: "Publish?",
    answered: false,
    choices: null,
    since: "1970-01-01T00:00:01.000Z",
    due: null,
    default: null,
  });
});
