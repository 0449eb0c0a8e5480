/** What README.md prints is what Loom prints. */
import assert from "node:assert/strict";
import { compile } from "../../lib/app/compile_spec.ts";
import { renderHuman } from "../../lib/text/render_human.ts";
import { blocksOf } from "./paper.ts";
import { textOf } from "./tree.ts";

const README = textOf("README.md");

/** Lines of a sound spec before those that are shown. */
const BEFORE = ["loom: 1", "kind: autoloom", "name: broken", "start: The lamp went out at four, and nobody", ""];

Deno.test("what `loom check` says in the README is what it says of the lines that stand there", async () => {
  const [name = "", printed = ""] = README.match(/^\$ loom check (\S+)\n([^]*?)^```$/m)?.slice(1) ?? [];
  const lines = new Map([...printed.matchAll(/^ +(\d+) \| (.*)$/gm)].map(([, line, text]) => [Number(line), text!]));
  const last = Math.max(...lines.keys());
  const text = Array.from({ length: last }, (_, i) => lines.get(i + 1) ?? BEFORE[i] ?? "").join("\n");
  assert.ok(lines.size >= 3);
  const { diagnostics } = await compile(`${text}\n`, { name });
  assert.equal(renderHuman(diagnostics, { colour: false, width: 80 }), printed);
});

Deno.test("the demo runs the spec that the README says, and it can cost nothing", async () => {
  const path = /task demo +# runs (\S+),/.exec(README)![1]!;
  const { tasks } = JSON.parse(textOf("deno.json")) as { tasks: { demo: { command: string } } };
  assert.ok(tasks.demo.command.endsWith(` cli.ts run ${path}`));
  const { plan } = await compile(textOf(path), { name: path });
  assert.ok(plan!.save && Object.values(plan!.models).every(({ facts }) => facts.local));
});

Deno.test("the first spec of the README is sound and ends of itself", async () => {
  const { plan, diagnostics } = await compile(blocksOf(README).find(({ info }) => info === "yaml")!.text);
  assert.deepEqual(diagnostics, []);
  assert.ok(plan?.kind === "autoloom" && plan.stop);
});

Deno.test("what the README calls 15 lines is 15 lines, and a loop that ends of itself and by its budget", async () => {
  const spec = blocksOf(README).find(({ info, text }) => info === "yaml" && /^kind: refine\b/m.test(text))!;
  assert.match(README, new RegExp(`^## Refine in ${spec.text.trimEnd().split("\n").length} lines$`, "m"));
  const { plan, diagnostics } = await compile(spec.text);
  assert.deepEqual(diagnostics, []);
  assert.ok(plan?.kind === "refine" && plan.stop && plan.budget.usd);
});
