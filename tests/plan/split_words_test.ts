import assert from "node:assert/strict";
import { splitWords } from "../../lib/plan/split_words.ts";
import fc from "../properties.ts";

const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;

Deno.test("quotes and backslashes keep characters together and as they are", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [`git commit -m "reset --hard; a | b > c && $HOME \`x\` *"`, [
      "git",
      "commit",
      "-m",
      "reset --hard; a | b > c && $HOME `x` *",
    ]],
    [`echo "sudo x" 'it''s' a\\ b "a\\"b\\\\c\\n" ''`, ["echo", "sudo x", "its", "a b", 'a"b\\c\\n', ""]],
    [`echo 'a'"b"c\\'d`, ["echo", "abc'd"]],
    [" \t ls \\\n  -l \n\n", ["ls", "-l"]],
    [`echo "one\ntwo" 'three\nfour'`, ["echo", "one\ntwo", "three\nfour"]],
    [`x HEAD~1 a#b {} a=b {x} c! ^y %z`, ["x", "HEAD~1", "a#b", "{}", "a=b", "{x}", "c!", "^y", "%z"]],
    ["", []],
  ];
  for (const [text, words] of cases) assert.deepEqual(splitWords(text), { ok: true, words }, text);
});

Deno.test("whatever a shell would have to do is refused, with its name and what to do instead", () => {
  const cases: readonly (readonly [string, RegExp, RegExp])[] = [
    ["ls | wc", /^a pipe/, /run the first program alone/],
    ["ls |& wc", /^a pipe/, /./],
    ["cd a && ls", /^a second command \(`&&`\)/, /once for each program/],
    ["a || b", /^a second command \(`\|\|`\)/, /./],
    ["a; b", /^a second command \(`;`\)/, /./],
    ["a\nb", /^a line break/, /./],
    ["a\r\nb", /^a line break/, /./],
    ["a &", /background/, /./],
    ["a > b", /^a redirection/, /`write_file`/],
    ["a 2>/dev/null", /^a redirection/, /both outputs/],
    ["a &> b", /^a redirection/, /./],
    ["a << X", /^a redirection/, /./],
    ["a <(b)", /^a redirection/, /./],
    ["echo $HOME", /^a variable/, /./],
    ["echo a$", /^a variable/, /./],
    ["echo ${HOME}", /^a variable/, /./],
    ["echo $'a'", /^a variable/, /./],
    ["echo $(ls)", /^a command within/, /./],
    ["echo `ls`", /^a command within/, /./],
    ["echo $((1+1))", /^arithmetic/, /./],
    ["rm *", /^a pattern of file names/, /`glob_find`/],
    ["ls a?", /^a pattern of file names/, /./],
    ["ls [ab]", /^a pattern of file names/, /./],
    ["cp a.{ts,js} b", /^a list in braces/, /./],
    ["echo {1..3}", /^a list in braces/, /./],
    ["(ls)", /^a subshell/, /./],
    ["f() x", /^a subshell/, /./],
    ["{ ls", /^a group/, /./],
    ["! ls", /^a negation/, /./],
    ["A=b ls", /^an assignment/, /./],
    ["A[0]+=b ls", /^an assignment/, /./],
    ["ls ~", /^a home folder/, /./],
    ["ls ~/a ~b", /^a home folder/, /./],
    ["ls # all", /^a comment/, /./],
    [`echo "a`, /^a quote that is not closed/, /./],
    ["echo 'a", /^a quote that is not closed/, /./],
    ["echo a\\", /^a backslash at the end/, /./],
  ];
  for (const [text, construct, remedy] of cases) {
    const split = splitWords(text);
    assert.ok(!split.ok, text);
    assert.match(split.construct, construct, text);
    assert.match(split.remedy, remedy, text);
  }
});

Deno.test("whatever words there are, quoted they come back", () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: "binary" })), (words) => {
    assert.deepEqual(splitWords(words.map(quoted).join(" ")), { ok: true, words });
  }));
});

/** Texts of what shells have a meaning for. */
const shellish = fc.array(
  fc.constantFrom(
    ...[
      "a",
      "b c",
      " ",
      "'",
      '"',
      "\\",
      "\\\\",
      "$",
      "*",
      "|",
      ";",
      "&",
      ">",
      "(",
      ")",
      "#",
      "~",
      "=",
      "{",
      "}",
      ",",
      "!",
      "\n",
      "\t",
      "[",
      "]",
      "?",
      "`",
    ],
  ),
  { maxLength: 8 },
).map((parts) => `x ${parts.join("")}`);

Deno.test("a text that is taken means to a shell what it means here, but for what double quotes leave to it", async () => {
  const texts = fc.sample(shellish, 4_000).filter((text) => splitWords(text).ok && !/"[^"]*[$`][^"]*"/.test(text));
  assert.ok(texts.length > 200);
  // The shell prints the words of every text between two lines of its own; a text that it cannot read prints none.
  const script = texts.map((text) => `printf '%s\\0' begin ${text}\nprintf '%s\\0' end`).join("\n");
  const { stdout } = await new Deno.Command("sh", { args: ["-f", "-c", script] }).output();
  const expected = texts.flatMap((text) => {
    const split = splitWords(text);
    return ["begin", ...split.ok ? split.words : [], "end"];
  });
  assert.deepEqual(new TextDecoder().decode(stdout).split("\0").slice(0, -1), expected);
});

Deno.test("no text takes longer than its length has it", () => {
  for (const part of ["'", '"', "\\", "$(", "{a,", ",", "{.", "[", " \\\n", "a\n"]) {
    const split = splitWords(`x {${part.repeat(200_000)}`);
    assert.equal(typeof split.ok, "boolean");
  }
});
