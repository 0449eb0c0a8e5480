/** What is told of a run that rests: its text, how it ended, and what to do. */
import assert from "node:assert/strict";
import { main } from "../../lib/cli/main.ts";
import { until } from "../engine/models.ts";
import type { FakeOptions } from "./fake_host.ts";
import { fakeHost, loom, memorySink, scratch } from "./fake_host.ts";

/** A process of commands. */
function process(tasks: string, more = ""): string {
  return `loom: 1\nkind: process\nname: p\npermissions: {run: [printf, sh]}\ntasks:\n${tasks}${more}`;
}

const SAYS = process('  say: {command: [printf, "old.txt is gone."]}\n', "outputs: {text: tasks.say.stdout}\n");

const FAILS = process(
  '  bad: {command: [sh, -c, "echo such thing >&2; exit 3"]}\n  never: {command: [printf, x], needs: [bad]}\n',
);

/** What a command wrote into one stream, as a pipe or a log gets both. */
async function inOne(folder: string, words: readonly string[], more: Partial<FakeOptions> = {}): Promise<string> {
  const both = memorySink(), host = fakeHost({ folder, errors: both, isOne: true, ...more });
  await main(words, { ...host, out: both });
  return both.text();
}

Deno.test("where text and words go into one stream, the words begin on a line of their own", async () => {
  await using folder = await scratch({ "says.yaml": SAYS });
  const one = await inOne(folder.path, ["run", "says.yaml", "--name", "one"]);
  assert.match(one, /\nold\.txt is gone\.\none done: its task is done · 0 calls\n$/);
  assert.equal(await inOne(folder.path, ["resume", "one", "-q"]), "old.txt is gone.");
  const apart = await loom(folder.path, ["resume", "one"]);
  assert.equal(apart.out, "old.txt is gone.", "a file of its own gets the text byte for byte");
  assert.match(apart.err, /^one done: /m);
  assert.doesNotMatch(apart.err, /\n\n/);
});

Deno.test("a process whose tasks have failed prints no empty outputs, and says which task, why and what to do", async () => {
  await using folder = await scratch({ "fails.yaml": FAILS });
  for (
    const [words, name] of [[["run", "fails.yaml"], "one"], [["do", "x", "--process", "fails.yaml"], "two"]] as const
  ) {
    const takes = name === "two" ? FAILS.replace("tasks:", "inputs: {goal: text}\ntasks:") : FAILS;
    await Deno.writeTextFile(`${folder.path}/fails.yaml`, takes);
    await Deno.writeTextFile(`${folder.path}/loom.toml`, '[models.main]\nuse = "scripted/main"\nreplies = ["x"]\n');
    const { code, out, err } = await loom(folder.path, [...words, "--name", name]);
    assert.deepEqual([code, out], [1, ""]);
    assert.ok(
      err.endsWith(
        `\n${name} failed: the task \`bad\` failed after 1 of 1 attempt: \`sh\` did not do what it should: it ended with exit ` +
          "code 3: such thing; `never` never began because of it · 0 calls · " +
          `\`loom show ${name} bad\` tells every attempt · \`loom resume ${name}\` tries again what had failed\n`,
      ),
      err,
    );
    assert.equal((await loom(folder.path, ["resume", name, "-q"])).out, "");
  }
});

Deno.test("what some tasks have come to is printed although others have failed", async () => {
  await using folder = await scratch({
    "half.yaml": process('  bad: {command: [sh, -c, "exit 3"]}\n  good: {command: [printf, fine]}\n'),
  });
  const { code, out } = await loom(folder.path, ["run", "half.yaml"]);
  assert.deepEqual([code, JSON.parse(out).good.stdout, JSON.parse(out).bad], [1, "fine", null]);
});

Deno.test("a run that rests while it asks something says how to answer", async () => {
  const asks = process('  ask: {ask: "Publish it?", choices: [yes, no]}\n  more: {ask: "Where?", needs: [ask]}\n');
  await using folder = await scratch({ "asks.yaml": asks });
  const host = fakeHost({ folder: folder.path }), running = main(["run", "asks.yaml", "--name", "one"], host);
  await until(() => /ask waits for/.test(host.said()));
  host.interrupt();
  assert.equal(await running, 6);
  assert.match(
    host.said(),
    /\none paused · 0 calls · `loom answer one yes` answers what it asks · `loom resume one` goes on\n$/,
  );
});

Deno.test("on a terminal the last line is broken between words, and nothing in it steers the terminal", async () => {
  const evil = "\\u001b[2J\\n\\u202E and a great many words that go on and on, so that no line holds all of them";
  await using folder = await scratch({
    "fails.yaml": process(`  bad: {command: [sh, -c, "printf '%s' \\"$0\\" >&2; exit 3", "${evil}"]}\n`),
  });
  for (const columns of [50, 80]) {
    const err = memorySink({ columns, rows: 24 });
    await main(
      ["run", "fails.yaml", "--name", `r${columns}`, "--no-color"],
      fakeHost({ folder: folder.path, errors: err }),
    );
    const end = err.text().slice(err.text().indexOf(`\nr${columns} failed: `) + 1);
    assert.doesNotMatch(end.replaceAll("\n", ""), /[\p{Cc}\p{Bidi_Control}]/u);
    for (const line of end.trimEnd().split("\n")) assert.ok([...line].length < columns, line);
    assert.ok(end.includes(`\`loom resume r${columns}\` tries`), "a command stands whole on its line");
    assert.match(end.replaceAll("\n", " "), /great many words that go on and on/);
  }
});
