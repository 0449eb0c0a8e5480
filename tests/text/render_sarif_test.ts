import assert from "node:assert/strict";
import type { Diagnostic } from "../../lib/text/diagnostic.ts";
import { diagnostic } from "../../lib/text/diagnostic.ts";
import { render } from "../../lib/text/render.ts";

function unknown(name: string, text: string, start: number): Diagnostic {
  return diagnostic({ name, text }, "unknown-key", { start, end: start + 1 }, {
    key: text[start]!,
    near: "c",
    allowed: [],
  });
}

interface Log {
  readonly $schema: string;
  readonly version: string;
  readonly runs: readonly [{
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] } };
    readonly columnKind: string;
    readonly results: readonly Result[];
  }];
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly locations: readonly [{ readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } }];
}

function sarif(found: readonly Diagnostic[]): Log {
  return JSON.parse(render(found, { format: "sarif", colour: true, width: 10 })) as Log;
}

Deno.test("a log is SARIF 2.1.0 with one run of a driver named loom", () => {
  const log = sarif([]);
  assert.equal(log.version, "2.1.0");
  assert.match(log.$schema, /sarif-schema-2\.1\.0\.json$/);
  assert.equal(log.runs.length, 1);
  assert.deepEqual(log.runs[0].tool.driver, { name: "loom", rules: [] });
  assert.equal(log.runs[0].columnKind, "unicodeCodePoints");
});

Deno.test("every code that occurs is a rule, once, and every result points at its rule", () => {
  const text = "a: 1\nb: 2\n";
  const syntax = diagnostic({ name: "a.yaml", text }, "syntax", { start: 3, end: 4 }, { reason: "no" });
  const { tool: { driver: { rules } }, results } =
    sarif([unknown("a.yaml", text, 5), syntax, unknown("a.yaml", text, 0)]).runs[0];
  assert.deepEqual(rules, [
    { id: "L0101", name: "Syntax", shortDescription: { text: "syntax" }, defaultConfiguration: { level: "error" } },
    {
      id: "L0201",
      name: "UnknownKey",
      shortDescription: { text: "unknown key" },
      defaultConfiguration: { level: "error" },
    },
  ]);
  for (const { ruleId, ruleIndex } of results) assert.equal(rules[ruleIndex]?.id, ruleId);
  assert.equal(results.length, 3);
});

Deno.test("a result has its words, level, and a region with both ends and its first line", () => {
  const text = "a: 1\n😀b: 2\n";
  assert.deepEqual(sarif([unknown("specs/a.yaml", text, 7)]).runs[0].results, [{
    ruleId: "L0201",
    level: "error",
    message: { text: "unknown key `b` (did you mean `c`?)" },
    locations: [{
      physicalLocation: {
        artifactLocation: { uri: "specs/a.yaml" },
        region: { startLine: 2, startColumn: 2, endLine: 2, endColumn: 3, snippet: { text: "😀b: 2" } },
      },
    }],
    ruleIndex: 0,
  }]);
});

Deno.test("the name of a file is a URI reference", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["a b/c#1?.yaml", "a%20b/c%231%3F.yaml"],
    ["../é.yaml", "../%C3%A9.yaml"],
    ["/tmp/a.yaml", "file:///tmp/a.yaml"],
    ["C:\\specs\\a.yaml", "file:///C:/specs/a.yaml"],
    ["<stdin>", "%3Cstdin%3E"],
    ["a:b.yaml", "a%3Ab.yaml"],
    ["lone\ud800.yaml", "lone%EF%BF%BD.yaml"],
  ];
  for (const [name, uri] of cases) {
    const [result] = sarif([unknown(name, "a: 1", 0)]).runs[0].results;
    assert.equal(result!.locations[0].physicalLocation.artifactLocation.uri, uri);
  }
});
