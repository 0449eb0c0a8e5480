import assert from "node:assert/strict";
import type { Sink, Size } from "../../../lib/cli/host.ts";
import { progressReporter } from "../../../lib/cli/live/progress_reporter.ts";
import { ProcessFold } from "../../../lib/views/process_view.ts";
import { until } from "../../engine/models.ts";
import { agent, generate, needs, task } from "../../kinds/processing.ts";
import { fakeHost } from "../fake_host.ts";
import { VirtualScreen } from "../virtual_screen.ts";
import { beginning } from "./events.ts";
import { asked, planOf, rowsOf, tells } from "./tasks.ts";

const PLAN = planOf([
  task("look", generate("x")),
  task("write", agent("x"), needs("look")),
  ...Array.from({ length: 60 }, (_, i) => task(`t${i}`, generate("x"), needs("write"))),
]);

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
  const host = fakeHost({ folder: "/", errors, now: () => 1_000 });
  return { seen, host, reporter: progressReporter(host, "live") };
}

Deno.test("on a terminal a process is a region of its tasks below the lines that stay, and closing leaves those alone", async () => {
  for (const size of [{ columns: 80, rows: 24 }, { columns: 50, rows: 20 }, { columns: 30, rows: 8 }]) {
    const { seen, reporter } = onScreen(size), entry = rowsOf();
    seen.write("$ loom do it\r\n");
    const process = { fold: new ProcessFold(PLAN), goal: "All of it" };
    // What happens before it is known what is followed is told as well.
    reporter.take(asked("task/look"));
    reporter.begin({ ...beginning({ name: "g" }), process }, () => Promise.resolve(""));
    await until(() => /look +m answers/.test(seen.shown));
    reporter.take(entry({ type: "result", key: "task/look", value: { type: "value", value: { text: "x" } } }));
    reporter.take(entry(tells("task/write/attempt", { told: "attempt", task: "write", attempt: 1, model: "m" })));
    reporter.take(asked("task/write/turn/1"));
    reporter.take({ type: "text", run: "g", key: "task/write/turn/1", text: "東京の灯台 and more ".repeat(20) });
    await until(() => /write +turn 1/.test(seen.shown));
    for (const line of seen.shown.split("\n")) assert.ok([...line].length < size.columns, `${size.columns}: ${line}`);
    assert.match(seen.shown, /… \d+ more: /);
    reporter.close();
    assert.equal(seen.cursorIsShown, true);
    assert.deepEqual(
      seen.text.split("\n").filter((line) => !/loom do it|look is done/.test(line)),
      [],
      `${size.columns} columns`,
    );
  }
});

Deno.test("away from a terminal a process is told in lines, its goal in the first of them", () => {
  const host = fakeHost({ folder: "/", now: () => 1_000 }),
    reporter = progressReporter(host, "lines"),
    entry = rowsOf();
  const process = { fold: new ProcessFold(PLAN), goal: "All of it" };
  reporter.begin({ ...beginning({ name: "g" }), process }, () => Promise.resolve(""));
  reporter.take(asked("task/look"));
  reporter.take(entry({ type: "result", key: "task/look", value: { type: "value", value: { text: "x" } } }));
  reporter.stopping();
  reporter.close();
  assert.deepEqual(host.said().replaceAll(/^[\d:]{8} /gm, "").split("\n"), [
    "g begins · All of it · test/words",
    "look begins",
    "comes to rest; a second signal kills it",
    "look is done",
    "",
  ]);
});

Deno.test("a process that a person stops says so where its goal stood", async () => {
  const { seen, reporter } = onScreen({ columns: 80, rows: 24 });
  reporter.begin({ ...beginning({ name: "g" }), process: { fold: new ProcessFold(PLAN) } }, () => Promise.resolve(""));
  reporter.stopping();
  await until(() => /g · comes to rest, Ctrl-C again kills it/.test(seen.shown));
  reporter.close();
});
