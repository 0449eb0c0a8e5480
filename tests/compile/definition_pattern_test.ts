import assert from "node:assert/strict";
import { patternOf } from "../../lib/compile/definition_pattern.ts";

function found(pattern: string, text: string): boolean {
  const read = patternOf(pattern);
  assert.ok(read.ok, pattern);
  const [head = "", flags = ""] = /^\(\?([im]+)\)/.exec(read.pattern) ?? [];
  return new RegExp(read.pattern.slice(head.length), flags).test(text);
}

Deno.test("a pattern that Python writes otherwise finds here what it finds there", () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ["\\[(TBD|INSERT)\\]", "see [INSERT]", true],
    ["(?i)draft", "A DRAFT", true],
    ["(?i)draft", "a text", false],
    ["(?m)^note", "a\nnote", true],
    ["^note", "a\nnote", false],
    ["(?s)a.b", "a\nb", true],
    ["(?s)a[.]b\\.", "a.b.", true],
    ["a.b", "a\nb", false],
    ["(?P<word>\\w+) (?P=word)", "the the", true],
    ["(?P<word>\\w+) (?P=word)$", "the end", false],
    ["a(?#any)b", "ab", true],
    ["[]x]y", "]y", true],
    ["[^]x]y", "]y", false],
    ["[[(]x", "(x", true],
    ["a{,2}b", "b", true],
    ["\\Aa\\Z", "a", true],
    ["\\Aa\\Z", "ba", false],
    ["(?x) a \\ b # a comment\n c", "a bc", true],
    ["(?ix)A[ ]b", "a B", true],
    ["\\$X+\\b", "$XX million", true],
    ["\\(\\?P<", "(?P<", true],
    ["[(?P<]", "<", true],
  ];
  for (const [pattern, text, isFound] of cases) assert.equal(found(pattern, text), isFound, `${pattern} in ${text}`);
});

Deno.test("a pattern that cannot be read says why", () => {
  const reasons: readonly (readonly [string, RegExp])[] = [
    ["(", /group/],
    ["[a", /character class/],
    ["a++", /repeat/],
    ["*", /repeat/],
    ["(?P<a>x)(?P<a>y)", /[Dd]uplicate/],
    ["x".repeat(5_000), /longer than 1000/],
  ];
  for (const [pattern, reason] of reasons) {
    const read = patternOf(pattern);
    assert.ok(!read.ok, pattern);
    assert.match(read.reason, reason);
    assert.doesNotMatch(read.reason, /Invalid regular expression/);
  }
});
