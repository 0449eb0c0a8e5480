import assert from "node:assert/strict";
import { loom, scratch } from "../fake_host.ts";
import { STORY } from "../specs.ts";

Deno.test("a fork begins where it is told to, has another name, and buys nothing again", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  const origin = await loom(folder.path, ["run", "story.yaml", "-q", "--name", "one", "--seed", "1"]);
  const { steps } = JSON.parse((await loom(folder.path, ["export", "one"])).out);
  const seq = steps.find((step: { key: string }) => step.key === "round/2/notes").seq;
  const { code, out, err } = await loom(folder.path, ["fork", `one@${seq}`, "--name", "two", "--seed", "99"]);
  assert.equal(code, 0, err);
  assert.notEqual(out, origin.out);
  assert.match((await loom(folder.path, ["logs", "two"])).out, new RegExp(`begins as a fork of one@${seq}`));
  assert.match((await loom(folder.path, ["status", "two"])).out, / [36] calls/);
});

Deno.test("an address that is none says what one is", async () => {
  await using folder = await scratch({ "story.yaml": STORY });
  await loom(folder.path, ["run", "story.yaml", "-q", "--name", "one"]);
  for (const address of ["one", "@last", "one@", "one@x"]) {
    const { code, err } = await loom(folder.path, ["fork", address]);
    assert.equal(code, 2);
    assert.match(err, /write RUN@SEQ; `loom show RUN` lists the numbers/, address);
  }
  const none = await loom(folder.path, ["fork", "@1@0"]);
  assert.deepEqual([none.code, /Cannot fork `one` at 0/.test(none.err)], [2, true], none.err);
});
