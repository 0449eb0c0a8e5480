import assert from "node:assert/strict";
import type { Checkable } from "../../../lib/kinds/process/checks.ts";
import { checksOf } from "../../../lib/kinds/process/checks.ts";
import { FILES, ROUND, taskOf } from "./graphs.ts";
import { by, fails, found, keysOf, stepped } from "./stepping.ts";

const PLAIN: Checkable = {
  key: "task/a",
  task: taskOf("a"),
  verification: FILES,
  out: { text: "hello" },
  text: "hello",
  changed: [],
  values: { inputs: { most: 3 } },
};

Deno.test("[P38] the tool is asked about this task's deliverables and changes, and given the whole answer", () => {
  const text = "x".repeat(5_000),
    rules = [
      { name: "none", description: "", check: "TBD", severity: "error", type: "regex", target: "output" },
      { name: "kind", description: "", check: "Be kind", severity: "error", type: "llm", target: "output" },
    ] as const;
  const { effects, value } = stepped(
    checksOf(ROUND, {
      ...PLAIN,
      text,
      task: taskOf("a", [], { deliverables: ["a.md"] }),
      changed: ["b.md"],
      verification: { ...FILES, rules },
    }, 0),
    by({ "task/a/verify/files": found({ checks: [{ name: "deliverable a.md", passed: true, severity: "error" }] }) }),
  );
  assert.deepEqual(effects, [{
    do: "tool",
    key: "task/a/verify/files",
    tool: "check_files",
    input: {
      deliverables: ["a.md"],
      changed: ["b.md"],
      files: true,
      rules: [{ name: "none", pattern: "TBD", severity: "error", target: "output" }],
      output: text,
      show: 0,
    },
  }]);
  assert.deepEqual(value.checks, [{ name: "deliverable a.md", passed: true, severity: "error" }]);
});

Deno.test("where there is nothing to look at, no tool is called", () => {
  assert.deepEqual(stepped(checksOf(ROUND, PLAIN, 500), by({})), { value: { checks: [], files: [] }, effects: [] });
  const silent = { ...PLAIN, changed: ["a"], verification: { ...FILES, files: false } };
  assert.deepEqual(stepped(checksOf(ROUND, silent, 0), by({})).effects, []);
});

Deno.test("an expression sees the value and what was changed; anything but true is told", () => {
  const check = (check: string) =>
    stepped(checksOf(ROUND, { ...PLAIN, verification: { ...FILES, check } }, 0), by({})).value.checks;
  assert.deepEqual(check("size(out.text) == 5 && size(changed) == 0"), [{
    name: "check",
    passed: true,
    severity: "error",
  }]);
  assert.deepEqual(check("size(out.text) <= inputs.most").map(({ detail }) => detail), [
    "`size(out.text) <= inputs.most` is false",
  ]);
  assert.deepEqual(check("out.text").map(({ passed, detail }) => [passed, detail]), [[false, '`out.text` is "hello"']]);
  const [broken] = check("out.none > 1");
  assert.ok(!broken!.passed);
  assert.match(broken!.detail!, /^Cannot evaluate `tasks\.a\.verify\.check`: /);
});

Deno.test("a program is run with holes filled, and taken as its author says", () => {
  const command = {
    run: ["grep", "${{ out.text }}", "-c"],
    stdin: "${{ inputs.most }}",
    accept: "code < 2 && stdout == ''",
  };
  const run = (ran: { code: number; stdout: string; stderr: string }) =>
    stepped(
      checksOf(ROUND, { ...PLAIN, verification: { ...FILES, command } }, 0),
      by({ "task/a/verify/command": found(ran) }),
    );
  const { value, effects } = run({ code: 1, stdout: "", stderr: "" });
  assert.deepEqual(value.checks, [{ name: "command", passed: true, severity: "error" }]);
  assert.deepEqual(effects, [{
    do: "tool",
    key: "task/a/verify/command",
    tool: "run_command",
    input: { argv: ["grep", "hello", "-c"], stdin: "3" },
  }]);
  assert.match(
    run({ code: 2, stdout: "", stderr: "no such option\n" }).value.checks[0]!.detail!,
    /exit code 2: no such option$/,
  );
});

Deno.test("a tool that cannot be used fails the check and says why, however it fails", () => {
  const verification = { ...FILES, command: { run: ["x"], accept: "true" } };
  for (
    const outcome of [
      fails("tool", "it is gone"),
      { type: "value", value: { ok: false, code: "refused", message: "it is gone" } },
    ] as const
  ) {
    const { value, effects } = stepped(
      checksOf(ROUND, { ...PLAIN, changed: ["a"], verification }, 0),
      () => outcome,
    );
    assert.deepEqual(
      value.checks,
      ["files", "command"].map((name) => ({
        name,
        passed: false,
        severity: "error",
        detail: "it is gone",
      })),
    );
    assert.deepEqual(keysOf(effects), ["task/a/verify/files", "task/a/verify/command"], "all checks are made");
  }
});

Deno.test("a value without words is what patterns are looked for in", () => {
  const rules = [{
    name: "none",
    description: "",
    check: "TBD",
    severity: "error",
    type: "regex",
    target: "output",
  }] as const;
  const { effects } = stepped(
    checksOf(ROUND, { ...PLAIN, text: "", out: { a: ["TBD"] }, verification: { ...FILES, rules } }, 0),
    by({ "task/a/verify/files": found({ checks: [] }) }),
  );
  assert.equal(
    (effects[0] as unknown as { readonly input: { readonly output: string } }).input.output,
    '{"a":["TBD"]}',
  );
});
