import assert from "node:assert/strict";
import type { RunEvent } from "../../../lib/app/vocabulary.ts";
import type { Sink, Size } from "../../../lib/cli/host.ts";
import { progressReporter } from "../../../lib/cli/live/progress_reporter.ts";
import { until } from "../../engine/models.ts";
import type { FakeHost } from "../fake_host.ts";
import { fakeHost } from "../fake_host.ts";
import { VirtualScreen } from "../virtual_screen.ts";
import { beginning, eventsOf } from "./events.ts";

const run = eventsOf();

function onScreen(size: Size) {
  const seen = new VirtualScreen(size);
  const errors: Sink = {
    isTerminal: true,
    ansi: true,
    size: () => seen.size,
    write: (text) => seen.write(text),
    flush: () => Promise.resolve(),
    failure: () => undefined,
  };
  const host = fakeHost({ folder: "/", errors, now: () => 1_000 }), reporter = progressReporter(host, "live");
  const take = (...events: readonly RunEvent[]) => events.forEach((event) => reporter.take(event));
  return { seen, host, reporter, take };
}

const LONG = " The keeper went down to the water and 東京の灯台 watched the boats come in, one after the other 😀.";

/** A run in its second round: one candidate is done, one streams, one fails, one has not begun. */
function secondRound({ take, reporter }: ReturnType<typeof onScreen>): void {
  const key = (index: number) => `round/2/expand/${index}`;
  reporter.begin(beginning({ limits: { usd: 5e8, calls: 300 } }), () => Promise.resolve(""));
  take(
    ...run.seed("Once"),
    run.expand(1, 0, "root"),
    run.text("round/1/expand/0", LONG),
    run.result("round/1/expand/0", "n1", 12e6),
  );
  take(run.annotate(1, { n1: 0.5 }, "n1"), ...[0, 1, 2, 3].map((index) => run.expand(2, index, "n1")));
  take(run.text(key(0), LONG), run.result(key(0), "n2"), run.text(key(1), LONG));
  take(
    run.entry({ type: "result", key: key(2), value: { type: "failed", failure: { code: "auth", message: "no key" } } }),
  );
}

const shows = (seen: VirtualScreen, pattern: RegExp) => until(() => pattern.test(seen.shown));

Deno.test("at 80 by 24 the screen shows the run, the round, each candidate, the text and the budget", async () => {
  const screen = onScreen({ columns: 80, rows: 24 });
  secondRound(screen);
  await shows(screen.seen, /2 of 4 done/);
  assert.equal(
    screen.seen.shown.replace(/^\d\d:\d\d:\d\d/, "00:00:00").replace(/ · \d+ tokens\/s/, ""),
    `\
00:00:00 round 1 · ✓ 1 of 1 · 0.50 · $0.0120 · The keeper went down to the wat…
story-1 · test/words
round 2 · 2 of 4 done
  1   The keeper went down to the water and 東京の灯台 watched the boats come …
  2   … water and 東京の灯台 watched the boats come in, one after the other 😀.
  3   no key
  4   waits for the model

Once The keeper went down to the water and 東京の灯台 watched the boats come
in, one after the other 😀.

$0.0120 of $0.50 · 2 of 300 calls · 8 tokens · 1.0s`,
  );
  screen.reporter.close();
});

const SIZES: readonly Size[] = [
  { columns: 120, rows: 40 },
  { columns: 40, rows: 24 },
  { columns: 30, rows: 10 },
  { columns: 24, rows: 6 },
];

Deno.test("on any terminal no line is too long, nothing scrolls away but what stays, and closing cleans up", async () => {
  for (const size of SIZES) {
    const screen = onScreen(size), { seen, reporter, take } = screen;
    seen.write("$ loom run story.yaml\r\n");
    secondRound(screen);
    await shows(seen, /round 2/);
    for (const line of seen.shown.split("\n")) assert.ok([...line].length < size.columns, `${size.columns}: ${line}`);
    take(run.text("round/2/expand/3", LONG), run.result("round/2/expand/3", "n5"), run.annotate(2, { n5: 1 }, "n5"));
    reporter.close();
    assert.equal(seen.cursorIsShown, true);
    const left = seen.text.split("\n");
    assert.deepEqual(
      left.filter((line) => !/round [12] ·|loom run|^ ?story\.yaml|^$/.test(line)),
      [],
      `${size.columns} columns`,
    );
  }
});

Deno.test("while the size changes again and again, the screen ends up as if it had always been so", async () => {
  const calm = onScreen({ columns: 50, rows: 20 });
  secondRound(calm);
  await shows(calm.seen, /2 of 4/);
  const moved = onScreen({ columns: 100, rows: 30 });
  secondRound(moved);
  await shows(moved.seen, /2 of 4/);
  for (const size of [{ columns: 33, rows: 12 }, { columns: 120, rows: 9 }, { columns: 50, rows: 20 }]) {
    moved.seen.resize(size);
    moved.take(run.text("round/2/expand/9", "x"));
    moved.host.resize(size);
  }
  const plain = (text: string) => text.replaceAll(/\d+ tokens\/s/g, "").replaceAll(/\d\d:\d\d:\d\d/g, "");
  await until(() => plain(moved.seen.shown) === plain(calm.seen.shown));
  calm.reporter.close(), moved.reporter.close();
});

Deno.test("a person who may choose sees what each candidate is called", async () => {
  const { seen, reporter, take } = onScreen({ columns: 60, rows: 20 });
  reporter.begin(beginning(), () => Promise.resolve(""));
  take(
    ...run.seed("Once"),
    run.expand(1, 0, "root"),
    run.text("round/1/expand/0", " a"),
    run.result("round/1/expand/0", "k3v9x2aa"),
  );
  take(
    run.started({ do: "ask", key: "round/1/veto", question: "This?", choices: ["k3v9x2aa"] }),
  );
  await shows(seen, /1 k3v9 +a/);
  assert.match(seen.shown, /round 1 · waiting/);
  assert.match(seen.shown, /veto +asks: This\?/);
  reporter.close();
});

Deno.test("what a candidate is called is as long as it takes to tell it from its siblings, and told in the region alone", async () => {
  const { seen, reporter, take } = onScreen({ columns: 60, rows: 20 }), choices = ["k3v9x2aa", "k3v9y7bb"];
  reporter.begin(beginning(), () => Promise.resolve(""));
  for (const [index, node] of choices.entries()) {
    const key = `round/1/expand/${index}`;
    take(run.expand(1, index, "root"), run.text(key, ` text${index}`), run.result(key, node));
  }
  take(run.started({ do: "ask", key: "round/1/veto", question: "This?", choices }));
  await shows(seen, /1 k3v9x +text0\n +2 k3v9y +text1/);
  assert.equal(seen.text.match(/k3v9x/g)?.length, 1);
  reporter.close();
});

Deno.test("the first stop is told, and a kill leaves the cursor", async () => {
  const { seen, host, reporter } = onScreen({ columns: 80, rows: 24 });
  reporter.begin(beginning(), () => Promise.resolve(""));
  reporter.stopping();
  await shows(seen, /comes to rest, Ctrl-C again kills it/);
  assert.equal(seen.cursorIsShown, false);
  seen.write((host as FakeHost).lastWords());
  assert.equal(seen.cursorIsShown, true);
  reporter.close();
  assert.equal((host as FakeHost).lastWords(), "", "nothing is left to be said");
});

Deno.test("away from a terminal there are lines, and no escape code in them", () => {
  const host = fakeHost({ folder: "/" }), reporter = progressReporter(host, "lines");
  reporter.take(run.seed("Once")[0]!);
  reporter.begin(beginning(), () => Promise.resolve(""));
  for (
    const event of [
      run.expand(1, 0, "root"),
      run.text("round/1/expand/0", "\x1b[31m red"),
      run.result("round/1/expand/0", "n1"),
    ]
  ) {
    reporter.take(event);
  }
  reporter.take(run.annotate(1, { n1: 1 }, "n1"));
  reporter.take(run.expand(2, 0, "n1"));
  reporter.stopping();
  reporter.close();
  assert.match(host.said(), /story-1 begins · test\/words\n.* round 1 · ✓ 1 of 1 · 1 · ␛\[31m red\n.* comes to rest/);
});

Deno.test("a loop shows its scores and its best above the round, and a stall's question while it waits", async () => {
  const screen = onScreen({ columns: 60, rows: 20 });
  screen.reporter.begin(beginning({ whole: true }), () => Promise.resolve(""));
  const told = (round: number, score: number, best: number) =>
    run.entry({
      type: "done",
      key: `round/${round}/told`,
      value: {
        type: "value",
        value: { round, verdict: "accepted", score, best: { score: best, round: best }, from: 0 },
      },
    });
  screen.take(told(0, 1, 0), run.expand(1, 0, "root"), run.result("round/1/expand/0", "n1", 2e7), told(1, 8, 1));
  screen.take(run.started({ do: "ask", key: "round/1/stall", question: "What now?" }));
  await shows(screen.seen, /What now\?/);
  const shown = screen.seen.shown.replace(/\d\d:\d\d:\d\d/g, "00:00:00");
  assert.match(shown, /00:00:00 round 1 · 8 · best · \$0\.0200\n/);
  assert.match(shown, /00:00:00 round\/1\/stall asks: What now\?/);
  assert.match(
    shown,
    /\nstory-1 · test\/words\n▁█ {2}best 1 of round 1\nround 1 · waiting for `loom answer story-1 VALUE`\n/,
  );
  assert.match(shown, /asks: What now\?\n/);
  for (const line of shown.split("\n")) assert.ok(line.length <= 60, line);
  screen.reporter.close();
});

Deno.test("what befell people's files after a kill is told in full, on a terminal as in a file", async () => {
  const text =
    "what somebody else may have made of it is kept, `loom undo story-1 --taken-back` brings it back: `a.txt`, `b.txt`";
  const { seen, reporter, take } = onScreen({ columns: 50, rows: 24 });
  reporter.begin(beginning(), () => Promise.resolve(""));
  take({ type: "log", run: "story-1", key: "take-back", text });
  await shows(seen, /b\.txt/);
  reporter.close();
  const told = seen.text.split("\n").map((line) => line.replace(/^(\d\d:\d\d:\d\d| {8}) /, "").trim()).join(" ");
  assert.ok(told.includes(`take-back: ${text}`), told);
  const host = fakeHost({ folder: "/", now: () => 1_000 }), lines = progressReporter(host, "lines");
  lines.begin(beginning(), () => Promise.resolve(""));
  lines.take({ type: "log", run: "story-1", key: "take-back", text: `${text}, ${"`c.txt`, ".repeat(20)}end` });
  lines.close();
  assert.match(host.said(), /take-back: what .*`a\.txt`.*`c\.txt`, end$/m);
});
