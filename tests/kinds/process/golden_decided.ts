/** What a process decides without asking: what a call may do, what its arguments mean, what a failure is. */
import type { Json } from "../../../lib/base/json.ts";
import { fitTalk } from "../../../lib/kinds/agent/fit_talk.ts";
import type { Exchange } from "../../../lib/kinds/agent/talk.ts";
import { confidenceOf } from "../../../lib/kinds/process/confidence.ts";
import { failureKind } from "../../../lib/kinds/process/failure_kind.ts";
import { checkArguments } from "../../../lib/plan/check_arguments.ts";
import { riskOf } from "../../../lib/plan/risk.ts";

const COMMANDS = [
  ...["ls -la", "cat a.txt", "rm a.txt", "rm -rf build", "mv a b", "cp a b", "git push", "npm publish", "sudo ls"],
  ...["curl https://example.com", "kill 1", "chmod -R 777 .", "find . -delete", "grep -rn drop src", "deno test"],
];
const GIT = [["status"], ["push"], ["reset", "--hard"], ["commit", "-m", "x"], ["rebase"], ["fetch"], ["clean", "-fd"]];
const PATHS = ["a.txt", ".env", "deno.json", ".github/workflows/ci.yml", "id_rsa", "package.json", "src/a.ts"];

const SCHEMA = {
  type: "object",
  properties: {
    path: { type: "string" },
    limit: { type: "integer", minimum: 1, maximum: 9 },
    all: { type: "boolean" },
    names: { type: "array", items: { type: "string" } },
  },
  required: ["path"],
  additionalProperties: false,
};
const GIVEN: readonly Json[] = [
  { path: "a" },
  { path: "a", limit: "3" },
  { path: "a", limit: 3.0 },
  { path: 3 },
  { path: "a", all: "true" },
  { path: "a", all: 1 },
  { path: "a", names: "b" },
  { path: "a", names: '["b"]' },
  { path: "a", limit: 99 },
  { path: "a", more: 1 },
  { path: null },
  { Path: "a" },
  '{"path": "a"}',
];
const FAILURES = [
  ...["SyntaxError: x", "ENOENT: no such file", "EACCES", "leads outside the workspace", "timed out", "hm"],
  ...["verification failed", "the tool `x` failed", "rate limit", "exit code 3"],
];

/** How long everything in a conversation is once it fits a room: turns that went, then words, arguments and answers. */
function fitted(tokens: number): Json {
  const exchanges = Array.from({ length: 12 }, (_, i): Exchange => ({
    is: "calls",
    words: "w".repeat(i * 90),
    calls: [{ id: `${i}`, name: "look", input: { a: "i".repeat(i * 70) }, answer: "r".repeat(i * 130), images: [] }],
  }));
  const talk = fitTalk({ opening: { system: "", closing: "", user: "" }, exchanges, gone: 0 }, {
    tokens,
    recall: true,
  });
  if (!talk) return null;
  const lengths = talk.exchanges.map((one) =>
    one.is !== "calls" ? [] : [
      one.words,
      ...one.calls.flatMap((call) => [
        JSON.stringify(call.input),
        call.answer,
      ]),
    ].map(({ length }) => length)
  );
  return [talk.gone, ...lengths];
}

/** What is decided now, by what it is decided on. */
export function decidedNow(): { readonly [about: string]: Json } {
  const risk = (tool: string, acts: readonly ("read" | "write" | "run" | "net")[], input: Json): [string, Json] => [
    `risk of ${tool} ${JSON.stringify(input)}`,
    riskOf({ tool, acts, input }) !== undefined,
  ];
  const track = { checks: [{ passed: true }, { passed: false }], attempt: 2, attempts: 3, calls: [] };
  return Object.fromEntries([
    ...COMMANDS.map((command) => risk("shell_execute", ["run"], { command })),
    ...GIT.map((args) => risk("git_command", ["run"], { args })),
    ...PATHS.map((path) => risk("write_file", ["write"], { path, content: "" })),
    risk("delete_file", ["write"], { path: "a" }),
    risk("somebodys", ["run", "net"], {}),
    ...GIVEN.map((given): [string, Json] => {
      const checked = checkArguments(SCHEMA, given);
      return [`arguments ${JSON.stringify(given)}`, checked.ok ? checked.input : false];
    }),
    ...FAILURES.map((text): [string, Json] => [`failure ${text}`, failureKind(text).kind]),
    ...[9_000, 5_000, 2_500, 1_000, 300, 20].map((room): [string, Json] => [`a talk in ${room} tokens`, fitted(room)]),
    ["confidence", confidenceOf({ ...track, judged: 0.5 })],
    ["confidence without a judge", confidenceOf(track)],
  ]);
}
