import assert from "node:assert/strict";
import type { ToolResult } from "../../../lib/tools/tool.ts";
import { callCommandTool } from "../../../lib/tools/user/command_tool.ts";
import type { CommandCall, CommandTerms } from "../../../lib/tools/user/command_tool.ts";
import { withFolder } from "../scratch.ts";
import { gave, refusal } from "./results.ts";

async function call(argv: readonly string[], more: Partial<CommandCall & CommandTerms> = {}): Promise<ToolResult> {
  const { stdin, reads, exit, ...terms } = more;
  return await callCommandTool({ name: "it", argv, stdin, reads, exit }, {
    folder: "/",
    workspace: "/",
    permissions: { run: ["sh", "cat", "printf", "pwd", "sleep"], env: [] },
    timeout: 20_000,
    ...terms,
  });
}

Deno.test("a program's result is what it printed, as text and as data", async () => {
  assert.deepEqual(gave(await call(["sh", "-c", "echo out; echo note >&2"])), {
    output: "out\n[stderr]\nnote",
    data: { code: 0, stdout: "out\n", stderr: "note\n" },
  });
  assert.equal(gave(await call(["cat"], { stdin: "" })).output, "(no output)");
});

Deno.test("arguments and input reach the program as they are, and no shell reads them", async () => {
  const nasty = "a b; $(true) `id` 'x' \"y\"";
  assert.equal(gave(await call(["printf", "[%s]", nasty])).output, `[${nasty}]`);
  assert.equal(gave(await call(["cat"], { stdin: nasty })).output, nasty);
});

Deno.test("a program that is not granted does not run", async () => {
  assert.equal(
    refusal(await call(["rm", "-rf", "x"])),
    "refused: The tool `it` failed: Running `rm` is not granted: add it to `permissions.run`",
  );
});

Deno.test("it runs in the workspace, while its program and its grants start from the spec's folder", async () => {
  await withFolder({ "tool.sh": "#!/bin/sh\npwd", "work/x": "" }, async (folder) => {
    await Deno.chmod(`${folder}/tool.sh`, 0o755);
    const terms = { folder, workspace: `${folder}/work`, permissions: { run: ["./tool.sh"], env: [] } };
    assert.equal(gave(await call(["./tool.sh"], terms)).output, `${folder}/work`);
  });
});

Deno.test("an exit code other than 0 is a failure that tells it with what was printed; where any code will do, it is data", async () => {
  const argv = ["sh", "-c", "echo half; echo no such thing >&2; exit 3"];
  assert.equal(
    refusal(await call(argv)),
    "failed: The tool `it` ended with exit code 3:\nhalf\n[stderr]\nno such thing",
  );
  assert.deepEqual(gave(await call(argv, { exit: "any" })).data, {
    code: 3,
    stdout: "half\n",
    stderr: "no such thing\n",
  });
});

Deno.test("JSON that was printed is the data; what is no JSON is a failure that shows how it begins", async () => {
  assert.deepEqual(gave(await call(["printf", ' {"a": [1]}\n'], { reads: "json" })).data, { a: [1] });
  assert.equal(
    refusal(await call(["printf", "oops"], { reads: "json" })),
    "failed: Cannot read what the tool `it` printed as JSON: it is no JSON; it begins:\noops",
  );
  const deep = `${"[".repeat(300)}${"]".repeat(300)}`;
  assert.match(refusal(await call(["cat"], { stdin: deep, reads: "json" })), /nested more than 200 deep/);
  assert.match(refusal(await call(["cat"], { stdin: "1e999", reads: "json" })), /at \$ it has Infinity/);
  const large = JSON.stringify("x".repeat(1_100_000));
  assert.match(refusal(await call(["cat"], { stdin: large, reads: "json" })), /longer than 1,048,576 characters/);
});

Deno.test("a caller is told both ends of what is long; data keeps more", async () => {
  const { output, data } = gave(await call(["cat"], { stdin: `a${"x".repeat(100_000)}z` }));
  assert.ok(output.length < 30_100 && output.startsWith("a") && output.endsWith("z"));
  assert.match(output, /70002 characters left out/);
  assert.equal((data as { stdout: string }).stdout.length, 100_002);
});

Deno.test("a program that takes too long is ended, and tells what it had printed", async () => {
  assert.equal(
    refusal(await call(["sh", "-c", "echo begun; sleep 60"], { timeout: 2_000 })),
    "timeout: The tool `it` failed: `sh -c …` did not end within 2s; until then it printed:\nbegun",
  );
});

Deno.test("whoever keeps what a program changes runs it", async () => {
  const seen: unknown[] = [];
  const result = await call(["cat"], {
    stdin: "x",
    workspace: "/tmp",
    runIn: (argv, { cwd, stdin, timeout }) => {
      seen.push({ argv, cwd, stdin, timeout });
      return Promise.resolve({ ok: true, result: { code: 0, stdout: "kept", stderr: "" } });
    },
  });
  assert.equal(gave(result).output, "kept");
  assert.deepEqual(seen, [{ argv: ["cat"], cwd: "/tmp", stdin: "x", timeout: 20_000 }]);
});
