/** A task as people give it: a repository with a bug, an agent that mends and commits it, and another that writes it down. */
import { join } from "node:path";
import { seedFor } from "../../lib/base/seeded.ts";
import type { Model } from "../../lib/models/model.ts";
import { SCRIPTED_ABILITIES, scriptedModel } from "../../lib/models/scripted/scripted.ts";
import type { Permissions, ProcessPlan, Verification } from "../../lib/plan/mod.ts";
import { agent, needs, processPlan, task } from "../kinds/processing.ts";
import type { Parts } from "../process_scenarios/workshop.ts";
import { builtIn, call, calls, fill, NOTHING, playing } from "../process_scenarios/workshop.ts";

/** Seed of every run. */
export const SEED = 7;

/** Whoever commits does it at this moment. */
export const DATES: Readonly<Record<string, string>> = {
  GIT_AUTHOR_DATE: "2024-02-29T12:00:00Z",
  GIT_COMMITTER_DATE: "2024-02-29T12:00:00Z",
};

const FILES: Readonly<Record<string, string>> = {
  "sum.ts": "export function sum(a: number, b: number): number {\n\tif (a === 0) return b;\n\treturn a - b;\n}\n",
  "sum_test.ts": 'import { sum } from "./sum.ts";\n\n' +
    'Deno.test("2 and 3 is 5", async () => {\n  Deno.writeTextFileSync("half.txt", "half");\n' +
    '  await new Promise((resolve) => setTimeout(resolve, 60));\n  Deno.removeSync("half.txt");\n' +
    "  if (sum(2, 3) !== 5) throw new Error(`it is ${sum(2, 3)}`);\n});\n",
  "README.md": "# Sums\r\n\r\nThey add.\r\n",
  "tool.sh": "#!/bin/sh\nexit 0\n",
};

/** Makes the repository in a folder that is not there yet. */
export async function makeRepository(root: string): Promise<void> {
  await fill(root, FILES);
  await Deno.chmod(join(root, "tool.sh"), 0o750);
  await Deno.chmod(join(root, "README.md"), 0o600);
  await Deno.symlink("sum.ts", join(root, "latest.ts"));
  await Deno.mkdir(join(root, "empty"), { mode: 0o700 });
  await git(root, "init", "--quiet", "--template=", "--initial-branch=main");
  await git(root, "config", "user.name", "Nobody");
  await git(root, "config", "user.email", "nobody@example.com");
  await git(root, "add", ".");
  await git(root, "commit", "--quiet", "--message", "Sums");
  // So that it is there again when somebody else commits.
  await Deno.remove(join(root, ".git/COMMIT_EDITMSG"));
}

/** What Git says, run by hand. */
export async function git(root: string, ...args: readonly string[]): Promise<string> {
  const env = { ...DATES, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null", LC_ALL: "C.UTF-8" };
  const { success, stdout, stderr } = await new Deno.Command("git", { args: [...args], cwd: root, env }).output();
  if (!success) throw new Error(`git ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

/** How the test of the repository is run: by Deno, and then everything is committed; or by something that takes no time. */
export type TestedBy = "deno" | "grep";

/** What is granted. */
function granted(by: TestedBy): Permissions {
  return { ...NOTHING, run: [by, "chmod", "ln"], env: Object.keys(DATES) };
}

const TEST: { readonly [by in TestedBy]: readonly string[] } = {
  deno: ["deno", "test", "--no-check", "--quiet", "--allow-write=.", "sum_test.ts"],
  grep: ["grep", "--quiet", "return a + b;", "sum.ts"],
};

function partsFor(by: TestedBy): Parts {
  const test = call("shell_execute", { command: [...TEST[by]] });
  return {
    "Say whether what came of it": ['{"passed": true, "confidence": 0.9, "issues": [], "feedback": ""}'],
    "A task has come to its end": [
      '{"entries": [{"type": "decision", "summary": "sum adds now", "detail": "It took b away.", "tags": ["sum"], "relevant": ["note"]}]}',
    ],
    "Mend `sum`": [
      { text: "I look first.", calls: [call("read_file", { path: "sum.ts" }), test] },
      calls(call("edit_file", {
        path: "sum.ts",
        // As models drift: spaces where the file has tabs.
        old_str: "    if (a === 0) return b;\n    return a - b;",
        new_str: "    if (a === 0) return b;\n    return a + b;",
      })),
      calls(
        test,
        call("shell_execute", { command: "chmod 755 README.md" }),
        call("shell_execute", { command: "ln -s README.md about" }),
      ),
      ...(by === "grep" ? [] : [calls(
        call("git_command", { args: ["add", "sum.ts", "about", "README.md"] }),
        call("git_command", { args: ["commit", "-m", "sum adds"] }),
      )]),
      "`sum` adds now, and its test passes.",
    ],
    "Write down": [
      calls(call("document_write", { path: "notes/mended.md", title: "Mended", content: "`sum` adds now." })),
      "The note is in notes/mended.md.",
    ],
  };
}

/** The plan, with its test run in one way or another. */
export async function fixPlan(by: TestedBy): Promise<ProcessPlan> {
  const permissions = granted(by), models = modelsFor(by, () => {});
  const tools = await builtIn(
    ["read_file", "edit_file", "shell_execute", "git_command", "document_write"],
    permissions,
  );
  const verify: Verification = {
    files: true,
    check: 'changed.exists(path, path == "sum.ts")',
    command: { run: TEST[by], accept: "code == 0" },
    rules: [{
      name: "no-placeholders",
      description: "",
      check: "\\[TBD\\]",
      severity: "error",
      type: "regex",
      target: "deliverables",
    }],
    llm: { model: "judge", maxTokens: 300 },
    votes: 1,
  };
  return processPlan(models, [
    task("fix", agent("Mend `sum` and commit it", { tools: Object.keys(tools).slice(0, 4) }), {
      about: "Mends sum",
      deliverables: ["sum.ts"],
      criteria: "Its test passes",
      attempts: 2,
      verify,
    }),
    task("note", agent("Write down what was mended: ${{ tasks.fix.text }}", { tools: ["document_write"] }), {
      ...needs("fix"),
      deliverables: ["notes/mended.md"],
      verify: { files: true, rules: [], votes: 1 },
    }),
  ], {
    goal: "Sums that add",
    permissions,
    tools,
    durability: "full",
    memory: { model: "judge", maxTokens: 300, types: [{ type: "decision", about: "What was decided" }] },
    outputs: { note: "tasks.note.text", sure: "tasks.fix.confidence", changed: "tasks.fix.changed" },
  });
}

/** The models of the plan; each request is told by its seed, which is another one for every step. */
export function modelsFor(by: TestedBy, asked: (seed: number) => void): Readonly<Record<string, Model>> {
  const play = playing(partsFor(by));
  const facts = {
    id: "scripted/test",
    provider: "scripted",
    local: true,
    counter: "pieces",
    price: { input: 1_000, output: 1_000, source: "test" },
    supports: SCRIPTED_ABILITIES,
  };
  const model = () =>
    scriptedModel(facts, (request, i) => {
      asked(request.seed!);
      return play(request, i);
    });
  return { m: model(), judge: model() };
}

/** The seed of a step's request. */
export function seedOf(key: string): number {
  return seedFor(SEED, key);
}
