import assert from "node:assert/strict";
import { PROCESS } from "../../../lib/kinds/process.ts";
import type { Golden } from "./golden.ts";
import { goldenNow } from "./golden.ts";

/** What the program of each version asks for; `deno task test:unit tests/kinds/process/golden_test.ts -- --update` writes it. */
const path = new URL("golden.json", import.meta.url);
const updating = Deno.args.includes("--update");

const RAISE =
  `runs that \`${PROCESS}\` began would ask for something else when they go on, and be refused. Take it back, or ` +
  "raise the version: `PROCESS` in lib/kinds/process.ts and `PROGRAM` in lib/compile/process.ts and " +
  "lib/compile/definition.ts. Then, or while no release has this version, write tests/kinds/process/golden.json anew: " +
  "deno task test:unit tests/kinds/process/golden_test.ts -- --update";

interface Kept extends Golden {
  /** The version that asks so. */
  readonly program: string;
}

/** Names whose values differ. */
function differing<T>(now: Readonly<Record<string, T>>, kept: Readonly<Record<string, T>>): readonly string[] {
  const names = new Set([...Object.keys(now), ...Object.keys(kept)]);
  return [...names].filter((name) => JSON.stringify(now[name]) !== JSON.stringify(kept[name]));
}

Deno.test("a process asks for what it always asked for and decides as it always did, until its version is raised", async () => {
  const now = await goldenNow(), written = `${JSON.stringify({ program: PROCESS, ...now }, null, 2)}\n`;
  if (updating) Deno.writeTextFileSync(path, written);
  const kept = JSON.parse(Deno.readTextFileSync(path)) as Kept;
  const asked = differing(now.asked, kept.asked), decided = differing(now.decided, kept.decided);
  assert.deepEqual(
    { asked, decided },
    { asked: [], decided: [] },
    `${asked.length + decided.length} things differ, first of all ${(asked[0] ?? decided[0])}: ${RAISE}`,
  );
  assert.equal(kept.program, PROCESS, "the version was raised: write tests/kinds/process/golden.json anew");
});

Deno.test("the runs of the golden test ask for everything that a process can ask a model, a person and a tool for", async () => {
  const keys = Object.keys((JSON.parse(await Deno.readTextFile(path)) as Kept).asked);
  for (
    const wanted of [
      ...[/plan\/1$/, /plan\/1\/again$/, /plan\/1\/scan$/, /replan\/2$/, /\/verify\/files$/, /\/verify\/vote\/3$/],
      ...[
        /look\/prompt$/,
        /look\/turn\/12$/,
        /\/approve$/,
        /\/ask$/,
        /\/agent\/prompt$/,
        /\/extract$/,
        /write\/turn\/7$/,
      ],
      ...[/say\/again\/2$/, /report\/again\/2\/prompt$/, /\/call\/\d+$/],
    ]
  ) assert.ok(keys.some((key) => wanted.test(key)), `${wanted}`);
});

Deno.test("a plan says the version of the program that carries it out", async () => {
  for (const file of ["process.ts", "definition.ts"]) {
    const text = await Deno.readTextFile(new URL(`../../../lib/compile/${file}`, import.meta.url));
    assert.ok(text.includes(`const PROGRAM = "${PROCESS}"`), file);
  }
});
