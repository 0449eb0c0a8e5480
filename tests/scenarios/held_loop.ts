/**
 * A loop over a function that does not go on while a file says so: run by a process of its own, which may be killed
 * there. `deno run held_loop.ts FOLDER MARKS`.
 *
 * @module
 */
import { predicate, refine } from "../../mod.ts";
import type { RefineContext, Refiner } from "../../mod.ts";
import type { Draft } from "./code_form.ts";
import { BLANK, mark } from "./code_form.ts";

/** Name of its run. */
export const NAME = "k";

/** The loop of a folder: its steps get these marks, and the last of them is good enough. */
export function heldLoop(folder: string, marks: readonly number[]): Refiner<Draft> {
  const converge = predicate((history) => history.at(-1)!.score! >= marks.at(-1)!);
  const held = async ({ mark, n }: Draft, { step }: RefineContext<Draft>) => {
    await Deno.writeTextFile(`${folder}/calls`, `${mark}\n`, { append: true });
    while (await Deno.readTextFile(`${folder}/hold`).catch(() => "") === String(step)) {
      await Deno.writeTextFile(`${folder}/held`, "");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return { n: n + 1, mark: marks[step - 1]! };
  };
  return refine<Draft>({ name: "fix", store: `${folder}/.loom/loom.db`, score: mark, converge }, held);
}

/** The same as a spec, and the script that makes its candidates. */
export function heldSpec(marks: readonly number[]): { readonly spec: string; readonly script: string } {
  return {
    spec: `loom: 1
kind: refine
name: fix
start: "0"
propose: {script: ./make.ts}
permissions: {read: [.], write: [.]}
score: double(candidate.text)
stop: {converged: best.total >= ${marks.at(-1)}}
`,
    script: `export default async ({ current, round }) => {
  await Deno.writeTextFile("calls", \`\${current.text}\\n\`, { append: true });
  while (await Deno.readTextFile("hold").catch(() => "") === String(round)) {
    await Deno.writeTextFile("held", "");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return String(${JSON.stringify(marks)}[round - 1]);
};
`,
  };
}

if (import.meta.main) {
  const [folder, marks] = Deno.args, end = await heldLoop(folder!, JSON.parse(marks!))(BLANK, { name: NAME });
  console.log(JSON.stringify(end));
}
