import assert from "node:assert/strict";
import { command } from "../../lib/cli/command.ts";
import { argument, flag, optional, several, value, values, word } from "../../lib/cli/parameter.ts";
import { findCommand, parseArguments } from "../../lib/cli/parse_arguments.ts";
import { UsageError } from "../../lib/cli/usage_error.ts";

const COPY = command({
  name: "copy",
  summary: "Copies",
  parameters: {
    from: argument("FROM", { about: "Where from", read: word }),
    to: several("[TO...]", { about: "Where to", read: word }),
    json: flag("--json", { about: "JSON" }),
    follow: flag("--follow", { short: "-f", about: "Go on" }),
    limit: value("--limit", { short: "-n", label: "N", about: "At most", read: Number }),
    input: values("--input", { short: "-i", label: "K=V", about: "Inputs", read: word }),
    kind: value("--kind", { label: "KIND", about: "Which", choices: ["human", "json"], read: word }),
  },
  run: () => Promise.resolve(0),
});

const read = (...words: readonly string[]) => parseArguments(COPY, words).args;
const says = (words: readonly string[], message: RegExp) =>
  assert.throws(() => read(...words), (error) => error instanceof UsageError && message.test(error.message));

Deno.test("options stand anywhere, in every usual spelling", () => {
  const expected = {
    from: "a",
    to: ["b", "c"],
    json: true,
    follow: true,
    limit: 3,
    input: ["x=1", "y=2"],
    kind: undefined,
  };
  for (
    const words of [
      ["a", "b", "c", "--json", "-f", "-n", "3", "-i", "x=1", "-i", "y=2"],
      ["--json", "-fn3", "a", "--input=x=1", "b", "-iy=2", "c"],
      ["-f", "--limit=1", "--limit", "3", "--input", "x=1", "--json", "-i", "y=2", "--", "a", "b", "c"],
    ]
  ) assert.deepEqual(read(...words), expected, words.join(" "));
});

Deno.test("after two hyphens everything is a word", () => {
  assert.deepEqual(read("--", "-f", "--json")["to"], ["--json"]);
});

Deno.test("an unknown option is told with the one that was meant", () => {
  says(["a", "--jsn"], /^Unknown option `--jsn`: did you mean `--json`\?$/);
  says(["a", "--jsno=1"], /did you mean `--json`/);
  says(["a", "--zzzz"], /^Unknown option `--zzzz`$/);
  says(["a", "-fz"], /^Unknown option `-z`$/);
});

Deno.test("a value that is missing, too much or unknown is told", () => {
  says(["a", "--limit"], /`--limit` needs a value: write `--limit N`/);
  says(["a", "--json=yes"], /`--json` takes no value, but `yes` was given/);
  says(["a", "--kind", "jsno"], /Cannot read `--kind jsno`: did you mean `json`\? \(known: human, json\)/);
});

Deno.test("a word that is missing or too many is told", () => {
  says([], /`loom copy` needs FROM: where from/);
  const one = command({ ...COPY, parameters: { from: argument("FROM", { about: "Where from", read: word }) } });
  assert.throws(() => parseArguments(one, ["a", "b"]), /takes no `b` after the others/);
});

Deno.test("asking for help needs nothing else to be right", () => {
  assert.equal(parseArguments(COPY, ["--help"]).globals.help, true);
  assert.equal(parseArguments(COPY, ["-h", "a"]).globals.help, true);
});

Deno.test("the command is the first word that is no value of an option before it", () => {
  assert.deepEqual(findCommand(["--db", "x.db", "runs", "--json"]), { name: "runs", rest: ["--db", "x.db", "--json"] });
  assert.deepEqual(findCommand(["-C", "run", "show", "run"]), { name: "show", rest: ["-C", "run", "run"] });
  assert.deepEqual(findCommand(["--help"]), { rest: ["--help"] });
});

Deno.test("a word that may be left out is only taken when those that have to be there get theirs", () => {
  const tell = command({
    name: "tell",
    summary: "Tells",
    parameters: {
      who: argument("WHO", { about: "Who", read: word }),
      when: optional("[WHEN]", { about: "When", read: word }),
      what: argument("WHAT", { about: "What", read: word }),
    },
    run: () => Promise.resolve(0),
  });
  const told = (...words: readonly string[]) => parseArguments(tell, words).args;
  assert.deepEqual(told("me", "all"), { who: "me", when: undefined, what: "all" });
  assert.deepEqual(told("me", "now", "all"), { who: "me", when: "now", what: "all" });
  assert.throws(() => told("me"), /`loom tell` needs WHAT: what/);
  assert.throws(() => told("me", "now", "all", "more"), /takes no `more` after the others/);
});
