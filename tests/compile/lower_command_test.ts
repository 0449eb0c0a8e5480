import assert from "node:assert/strict";
import { memoryWorld } from "./memory_world.ts";
import { refinePlanOf, told } from "./refining.ts";

const GRANT = "permissions: {run: [deno, ./tools/fix]}";
const WORLD = memoryWorld({ files: { "a.ts": "1", "lib/b.ts": "2" } });

async function found(command: string, more = GRANT): Promise<readonly string[]> {
  return await told({ more, propose: `propose: {command: ${command}}` }, WORLD);
}

Deno.test("a command in full has its file, what lies beside it, and its time", async () => {
  const { propose } = await refinePlanOf({
    more: GRANT,
    propose:
      'propose: {command: {run: [./tools/fix, "--at=${{ round }}", draft.ts], file: src/draft.ts, files: [a.ts, lib], timeout: 1m30s}}',
  }, WORLD);
  assert.deepEqual(propose, {
    by: "command",
    command: {
      run: ["./tools/fix", "--at=${{ round }}", "draft.ts"],
      file: "src/draft.ts",
      files: ["a.ts", "lib"],
      timeout: 90_000,
    },
  });
});

Deno.test("a program is written out, and granted as it is written", async () => {
  assert.deepEqual(await found("[deno]"), []);
  assert.deepEqual(await found("[tools/fix]"), []);
  assert.deepEqual(await found("[fix]"), ["ungranted-program fix"]);
  assert.deepEqual(await found("[deno]", ""), ["ungranted-program deno"]);
  assert.deepEqual(await found("[deno]", "permissions: {read: [a]}"), ["ungranted-program deno"]);
  assert.deepEqual(await found('["${{ text }}"]'), ['bad-command "${{ text }}"']);
  assert.deepEqual(await found('[" "]'), ['bad-command " "']);
  assert.deepEqual(await found("[deno fmt -q]"), ["bad-command deno fmt -q"]);
  assert.deepEqual(await found("[]"), ["wrong-value []"]);
  assert.deepEqual(await found("[deno]", "permissions: {run: deno}"), ["wrong-value deno"]);
});

Deno.test("the file of a command has a name inside a folder of its own", async () => {
  const file = async (path: string) => await found(`{run: [deno], file: ${path}}`);
  assert.deepEqual(await file("a/b.md"), []);
  for (const path of ["../a.md", "/a.md", "a/", "~/a.md", ".git/a", "'${{ text }}'"]) {
    assert.deepEqual(await file(path), [`bad-command ${path}`], path);
  }
});

Deno.test("what lies beside the file of a command is there, inside the project folder", async () => {
  const files = async (list: string) => await found(`{run: [deno], file: a.ts, files: [${list}]}`);
  assert.deepEqual(await files("lib, lib/b.ts"), []);
  assert.deepEqual(await files("b.ts"), ["missing-file b.ts"]);
  assert.deepEqual(await files("../b.ts"), ["outside-project ../b.ts"]);
  assert.deepEqual(await files("/etc/hosts"), ["outside-project /etc/hosts"]);
  assert.deepEqual(await files("a.ts"), ["bad-command a.ts"]);
  assert.deepEqual(await files('""'), ['missing-file ""']);
});

Deno.test("arguments are templates, each in its place", async () => {
  assert.deepEqual(await found('[deno, "${{ best.txt }}", "${{ round", "${{ candidate.text }}"]'), [
    "unknown-field txt",
    "unclosed-hole ${{",
    "unknown-name candidate",
  ]);
});
