import assert from "node:assert/strict";
import { withEnv } from "../../app/folders.ts";
import type { Came, FakeOptions } from "../fake_host.ts";
import { loom, scratch } from "../fake_host.ts";

const SECRET = "sk-0123456789abcdef";

/** `loom keys …` with a configuration folder of its own. */
async function keys(folder: string, words: readonly string[], more: Partial<FakeOptions> = {}): Promise<Came> {
  return await withEnv({ XDG_CONFIG_HOME: folder }, () => loom(folder, ["keys", ...words], more));
}

Deno.test("a key is typed or piped, listed by its name alone, and removed", async () => {
  await using folder = await scratch();
  const typed = await keys(folder.path, ["set", "openai"], { stdin: { text: SECRET, typed: true } });
  assert.equal(typed.code, 0);
  assert.match(typed.err, /^Value of openai \(it is not shown\): \n`openai` is stored in /);
  const piped = await keys(folder.path, ["set", "other"], { stdin: { text: `${SECRET}2\n` } });
  assert.equal(piped.code, 0);
  const listed = await keys(folder.path, ["ls"]);
  assert.equal(listed.out, "openai\nother\n");
  for (const { out, err } of [typed, piped, listed]) assert.doesNotMatch(out + err, /sk-/);
  const path = `${folder.path}/loom/keys.json`;
  assert.deepEqual(JSON.parse(await Deno.readTextFile(path)), { openai: SECRET, other: `${SECRET}2` });
  assert.equal((await Deno.stat(path)).mode! & 0o777, 0o600);
  assert.equal((await keys(folder.path, ["rm", "openai"])).code, 0);
  const again = await keys(folder.path, ["rm", "openai"]);
  assert.deepEqual([again.code, /there is no such key/.test(again.err)], [2, true]);
  assert.equal((await keys(folder.path, ["ls"])).out, "other\n");
});

Deno.test("a value is never taken from the command line", async () => {
  await using folder = await scratch();
  const { code, err } = await keys(folder.path, ["set", "openai", SECRET], { stdin: { text: "x" } });
  assert.equal(code, 2);
  assert.doesNotMatch(err, /sk-/);
});

Deno.test("a value that is too short to be masked is stored, and that is said", async () => {
  await using folder = await scratch();
  const short = await keys(folder.path, ["set", "a"], { stdin: { text: "1234567" } });
  assert.equal(short.code, 0);
  assert.match(short.err, /`a` has fewer than 8 characters: .* it is not masked/);
  assert.doesNotMatch((await keys(folder.path, ["set", "b"], { stdin: { text: "12345678" } })).err, /masked/);
});

Deno.test("a bad name, an empty value and one of several lines are refused", async () => {
  await using folder = await scratch();
  assert.match((await keys(folder.path, ["set", "a b"], { stdin: { text: "x" } })).err, /Cannot store a key as `a b`/);
  assert.match((await keys(folder.path, ["set", "a"], { stdin: { text: "  \n" } })).err, /the value is empty/);
  assert.match((await keys(folder.path, ["set", "a"], { stdin: { text: "x\ny" } })).err, /more than one line/);
  assert.match((await keys(folder.path, ["set"])).err, /`loom keys set` needs the name of a key/);
  assert.match((await keys(folder.path, ["sett"])).err, /Cannot do `keys sett`: did you mean `set`\?/);
  assert.equal((await keys(folder.path, ["ls"])).err, "No keys yet: `loom keys set NAME` stores one\n");
});
