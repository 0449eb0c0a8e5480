import assert from "node:assert/strict";
import type { Form } from "./ids.ts";
import { DEFECTS, SCENARIOS } from "./ids.ts";

const HERE = new URL(".", import.meta.url);

/** The names of all tests of this folder that are scenarios. */
function names(): readonly string[] {
  const files = [...Deno.readDirSync(HERE)].map(({ name }) => name).filter((name) => /_test\.ts$/.test(name));
  const codes = files.filter((name) => name !== "ids_test.ts").map((name) =>
    Deno.readTextFileSync(new URL(name, HERE))
  );
  return codes.flatMap((code) => [...code.matchAll(/^Deno\.test\(\s*"([^"]*)"/gm)].map(([, name]) => name!));
}

/** Every id with every form that a test has, as `Z6 (spec)`. */
function found(): readonly string[] {
  return names().map((name) => {
    const [, id, form] = /^\[((?:defect )?[A-Z]\d+)\] \S.* \((spec|library)\)$/.exec(name) ?? [];
    assert.ok(id !== undefined, `it has no id, no sentence or no form: ${name}`);
    return `${id} (${form})`;
  });
}

function listed(ids: { readonly [id: string]: string | readonly Form[] }, before: string): readonly string[] {
  return Object.entries(ids).flatMap(([id, forms]) =>
    typeof forms === "string" ? [] : forms.map((form) => `${before}${id} (${form})`)
  );
}

Deno.test("there is a test for every scenario and every defect in every form it applies to, and none for anything else", () => {
  const wanted = [...listed(SCENARIOS, ""), ...listed(DEFECTS, "defect ")];
  assert.deepEqual([...new Set(found())].sort(), wanted.sort());
});

Deno.test("every test that is declared in this folder is counted", () => {
  const declared = [...Deno.readDirSync(HERE)].filter(({ name }) => /_test\.ts$/.test(name) && name !== "ids_test.ts")
    .flatMap(({ name }) => Deno.readTextFileSync(new URL(name, HERE)).match(/Deno\.test\(/g) ?? []);
  assert.equal(names().length, declared.length);
});

Deno.test("there are 47 scenarios and 22 hard ones, and a defect without a test of its own is covered by one of them", () => {
  const ids = Object.keys(SCENARIOS), letters = [..."PLSVAOJXYNZ"];
  const counts = letters.map((letter) => ids.filter((id) => id.startsWith(letter)).length);
  assert.deepEqual(counts, [6, 3, 6, 5, 8, 4, 3, 5, 5, 2, 22]);
  for (const by of Object.values(DEFECTS)) assert.ok(typeof by !== "string" || by in SCENARIOS, String(by));
});
