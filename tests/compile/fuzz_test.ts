import assert from "node:assert/strict";
import { randomFor } from "../../lib/base/seeded.ts";
import { compile } from "../../lib/compile/compile.ts";
import { bound } from "../../lib/compile/cost.ts";
import { renderCost } from "../../lib/compile/cost_table.ts";
import { explain } from "../../lib/compile/explain.ts";
import { explainedMermaid, explainedText } from "../../lib/compile/render_explained.ts";
import { MESSAGES } from "../../lib/text/messages.ts";
import { renderHuman } from "../../lib/text/render_human.ts";
import { EXAMPLES } from "../project/gen/diagnostic_examples.ts";
import { FILES } from "./arbitrary_spec.ts";
import { memoryWorld } from "./memory_world.ts";
import { FULL, SMALL } from "./process_specs.ts";
import { BY_MODELS, BY_RUN } from "./refine_specs.ts";

/** `LOOM_FUZZ=20000` tries more. */
const TRIES = Number(Deno.env.get("LOOM_FUZZ") ?? 5_000);

/** Draws from 0 to before `below`, the same in every run. */
type Draw = (below: number) => number;

function drawFor(seed: number): Draw {
  let drawn = 0;
  return (below) => Math.floor(randomFor(seed, String(drawn++)) * below);
}

const folder = new URL("../../specs/", import.meta.url);

const READY = ["lighthouse.yaml", "lighthouse.toml", "beam.yaml", "judge.yaml", "script-grade.yaml", "endless.toml"]
  .map(
    (name) => ({ name, text: Deno.readTextFileSync(new URL(name, folder)) }),
  );

const SOURCES = [
  ...READY,
  { name: "models.yaml", text: BY_MODELS },
  { name: "run.toml", text: BY_RUN },
  // Those that say much stand for more: most changes of them are told, and few are harmless.
  ...Array.from({ length: 8 }, () => ({ name: "models.yaml", text: BY_MODELS })),
  ...Array.from({ length: 10 }, () => ({ name: "full.yaml", text: FULL })),
  ...Array.from({ length: 6 }, () => ({ name: "small.toml", text: SMALL })),
  ...Object.values(EXAMPLES).flatMap(({ text, name = "spec.yaml" }) =>
    typeof text === "string" && text.length < 3_000 && name !== "process.yaml" ? [{ name, text }] : []
  ),
];

const JUNK = [
  "",
  " ",
  "\n",
  "\t",
  ":",
  ": ",
  "- ",
  "{",
  "}",
  "[",
  "]",
  "'",
  '"',
  "#",
  "&a ",
  "*a",
  "!x ",
  "|\n",
  ">",
  "%",
  "@",
  "`",
  "null",
  "true",
  "~",
  "-1",
  "0",
  "1e999",
  "0x1f",
  "99999999999999999999",
  ".nan",
  "{env: X}",
  "{file: ../x}",
  "{file: seed.txt}",
  "{script: ./s.ts#}",
  "${{",
  "}}",
  "${{ inputs }}",
  "${{ run.date }}",
  "__proto__",
  "constructor",
  "never",
  "8k",
  "10x",
  "stop",
  "any",
  "all",
  "not",
  "models",
  "expand",
  "grade",
  "propose",
  "score",
  "judge",
  "compare",
  "command",
  "refine",
  "{plateau: 3}",
  "[deno, fmt]",
  "[ask, {use: strong}]",
  "${{ candidate.text }}",
  "best.total",
  "\ud800",
  "\u0000",
  "\u202e",
  "é",
  "🜁",
  "= ",
  "[[a]]",
  '"""',
  "a.b.c = 1\n",
  "tasks",
  "tasks.log",
  "${{ tasks.log.stdout }}",
  "needs: [log?]",
  "{agent: x}",
  "{command: [git]}",
  "{otherwise: {a: [1]}}",
  "reading",
  "notes/*",
  "https://x.y/",
  "suggestive",
  "each",
  "[tasks.x]",
] as const;

/** One change, of the sort that people and editors make, and worse. */
function mutate(text: string, draw: Draw): string {
  const at = draw(text.length + 1), length = 1 + draw(8), lines = text.split("\n"), line = draw(lines.length);
  switch (draw(9)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at) + JUNK[draw(JUNK.length)] + text.slice(at);
    case 2:
      return text.slice(0, at) + JUNK[draw(JUNK.length)] + text.slice(at + length);
    case 3:
      return lines.toSpliced(line, 1).join("\n");
    case 4:
      return lines.toSpliced(line, 0, lines[draw(lines.length)]!).join("\n");
    case 5:
      return lines.with(line, `${" ".repeat(draw(5))}${lines[line]!.trimStart()}`).join("\n");
    case 6:
      return lines.with(
        line,
        lines[line]!.replace(/([:=]\s*).*$/, `$1${JUNK[draw(JUNK.length)]!.replaceAll("$", "$$$$")}`),
      ).join("\n");
    case 7:
      return lines.with(line, lines[line]!.replace(/\w+/, JUNK[draw(JUNK.length)]!.replaceAll("$", "$$$$"))).join("\n");
    default:
      return text.slice(0, at);
  }
}

function mutant(seed: number): { readonly name: string; readonly text: string } {
  const draw = drawFor(seed), { name, text } = SOURCES[draw(SOURCES.length)]!;
  return { name, text: Array.from({ length: 1 + draw(4) }).reduce<string>((now) => mutate(now, draw), text) };
}

Deno.test(`whatever a text says, it compiles to a plan or to errors with places: ${TRIES} mutants`, async () => {
  const world = memoryWorld({ files: FILES });
  const seen = new Set<string>();
  let plans = 0, refines = 0, processes = 0;
  for (let seed = 1; seed <= TRIES; seed++) {
    const source = mutant(seed), where = `mutant ${seed} of ${source.name}: ${JSON.stringify(source.text)}`;
    const { plan, diagnostics } = await compile(source, world).catch((error) => {
      throw new Error(where, { cause: error });
    });
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    assert.equal(plan === undefined, errors.length > 0, where);
    if (plan) plans++;
    if (plan?.kind === "refine") refines++;
    if (plan?.kind === "process") processes++;
    if (plan) {
      const explained = explain(plan),
        said = explainedText(explained) + explainedMermaid(explained) + renderCost(bound(plan));
      assert.doesNotMatch(said, /undefined|\[object|NaN/, where);
    }
    for (const { code, span, source: { text }, message, hint = "" } of diagnostics) {
      assert.ok(Object.hasOwn(MESSAGES, code), where);
      assert.ok(span.start >= 0 && span.start <= span.end && span.end <= text.length, `${code} in ${where}`);
      assert.doesNotMatch(message + hint, /undefined|\[object|NaN/, where);
      seen.add(code);
    }
    assert.equal(typeof renderHuman(diagnostics, { colour: false, width: 100 }), "string");
  }
  assert.ok(plans > TRIES / 100, `only ${plans} plans: the mutants are too wild`);
  assert.ok(refines > TRIES / 400, `only ${refines} plans of kind refine`);
  assert.ok(processes > TRIES / 400, `only ${processes} plans of kind process`);
  assert.ok(seen.size > 30, `only ${seen.size} codes: the mutants are too tame`);
});
