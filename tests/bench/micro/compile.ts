import { compile } from "../../../mod.ts";
import type { MicroRow } from "../micro.ts";
import { median } from "../values.ts";

/** See {@link MicroBench}. */
export const name = "Compile";

/** See {@link MicroBench}. */
export const goal: string =
  "A spec of 1,000 inputs and outputs, each with an expression to check, in YAML and in TOML, and one of 1,000 tasks that " +
  "need each other: compiled within 100 ms.";

const ENTRIES = 1_000;

/** Times the compiler once it is loaded. */
export async function run(): Promise<readonly MicroRow[]> {
  const names = Array.from({ length: ENTRIES }, (_, i) => `name_${i}`);
  const yaml = [
    "loom: 1",
    "kind: autoloom",
    "name: big",
    "models: {base: {use: ngram/builtin}}",
    "start: on",
    "expand: {model: base}",
    "grade: {by: novelty(candidate.text)}",
    "stop: {depth: 1}",
    "inputs:",
    ...names.map((name, i) => `  ${name}: {type: number, default: ${i}}`),
    "outputs:",
    ...names.map((name) => `  ${name}: "inputs.${name} * 2 + size(text)"`),
  ].join("\n");
  const toml = [
    "loom = 1",
    'kind = "autoloom"',
    'name = "big"',
    'start = "on"',
    'models.base.use = "ngram/builtin"',
    'expand.model = "base"',
    'grade.by = "novelty(candidate.text)"',
    "stop.depth = 1",
    "[inputs]",
    ...names.map((name, i) => `${name} = {type = "number", default = ${i}}`),
    "[outputs]",
    ...names.map((name) => `${name} = "inputs.${name} * 2 + size(text)"`),
  ].join("\n");
  return [
    { what: "YAML", value: await timed(yaml), unit: "ms", limit: 100 },
    { what: "TOML", value: await timed(toml), unit: "ms", limit: 100 },
    { what: "1,000 tasks, YAML", value: await timed(tasks()), unit: "ms", limit: 100 },
  ];
}

/** A spec of tasks, each of which needs what the one before it printed. */
function tasks(): string {
  const commands = Array.from({ length: ENTRIES }, (_, i) => {
    const given = i === 0 ? "begin" : `\${{ tasks.t${i - 1}.stdout }}`;
    return `  t${i}: {command: [echo, "${given}"]}`;
  });
  return ["loom: 1", "kind: process", "name: big", "permissions: {run: [echo]}", "tasks:", ...commands].join("\n");
}

async function timed(text: string): Promise<number> {
  const took = [];
  for (let i = 0; i < 7; i++) {
    const began = performance.now(), { plan, diagnostics } = await compile(text);
    took.push(performance.now() - began);
    if (!plan) throw new Error(diagnostics[0]?.message);
  }
  return median(took.slice(2));
}
