import assert from "node:assert/strict";
import { randomFor } from "../../lib/base/seeded.ts";
import { DEFINITION_EXAMPLES } from "../project/gen/definition_examples.ts";
import type { Example } from "../project/gen/diagnostic_example.ts";
import { define } from "./defining.ts";

/** `LOOM_FUZZ=3000` tries more. */
const TRIES = Number(Deno.env.get("LOOM_FUZZ") ?? 1_000);

/** Draws from 0 to before `below`, the same in every run. */
type Draw = (below: number) => number;

function drawFor(seed: number): Draw {
  let drawn = 0;
  return (below) => Math.floor(randomFor(seed, String(drawn++)) * below);
}

const FOLDER = new URL("../../specs/processes/", import.meta.url);

const SOURCES: readonly string[] = [
  ...["research-report.yaml", "document-review.yaml"].map((name) => Deno.readTextFileSync(new URL(name, FOLDER))),
  ...Object.values<Example>(DEFINITION_EXAMPLES).map(({ text }) => text as string),
];

const JUNK = [
  ...[
    "",
    " ",
    "\n",
    ":",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "'",
    '"',
    "|\n",
    "&a ",
    "*a",
    "null",
    "5",
    "yes",
    "[a, b]",
    "{a: 1}",
  ],
  ...[
    "id: ",
    "phases:",
    "depends_on: [a]",
    "— ",
    "../",
    "${{ x }}",
    "}}",
    "(?i)",
    "(?=a)",
    "\u0000",
    "é",
    "tools: 5\n",
  ],
  ...["is_synthesis: true", "phase_mode: strict\n", "__proto__", "constructor", "1e999", "x".repeat(300)],
];

function mutant(seed: number): string {
  const draw = drawFor(seed), junk = () => JUNK[draw(JUNK.length)]!;
  let text = SOURCES[draw(SOURCES.length)]!;
  for (let left = 1 + draw(3); left > 0; left--) {
    const at = draw(text.length + 1), lines = text.split("\n"), line = draw(lines.length);
    const changes = [
      () => text.slice(0, at) + text.slice(at + 1 + draw(8)),
      () => text.slice(0, at) + junk() + text.slice(at),
      () => lines.toSpliced(line, 1).join("\n"),
      () => lines.toSpliced(line, 0, lines[draw(lines.length)]!).join("\n"),
      () => lines.with(line, lines[line]!.replace(/(: ).*$/, (_, colon) => colon + junk())).join("\n"),
      () => text.slice(0, at),
    ];
    text = changes[draw(changes.length)]!();
  }
  return text;
}

Deno.test(`whatever a definition says, it compiles to a plan or to errors with places: ${TRIES} mutants`, async () => {
  const tools = ["read_file", "write_file", "web_search", "web_fetch", "edit_file", "delete_file", "move_file"];
  const codes = new Set<string>();
  let plans = 0;
  for (let seed = 1; seed <= TRIES; seed++) {
    const text = mutant(seed),
      { plan, found, said } = await define({ text, tools }).catch((error) => {
        throw new Error(`mutant ${seed}: ${JSON.stringify(text)}`, { cause: error });
      });
    assert.equal(plan === undefined, found.some((one) => one.startsWith("error")), `mutant ${seed}: ${text}`);
    for (const one of said) assert.doesNotMatch(one, /undefined|\[object|NaN/, text);
    for (const one of found) codes.add(one.split(" ")[1]!);
    if (!plan) continue;
    plans++;
    assert.doesNotMatch(JSON.stringify(plan), /undefined|\[object/, text);
  }
  assert.ok(plans > TRIES / 10, `only ${plans} plans: the mutants are too wild`);
  assert.ok(codes.size > 20, `only ${codes.size} codes: the mutants are too tame`);
});
