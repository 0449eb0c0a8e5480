import assert from "node:assert/strict";
import { DEFECTS, SCENARIOS } from "./ids.ts";

const TESTS = new URL("../", import.meta.url), CONFORMANCE = new URL("../../lib/store/conformance/", import.meta.url);

/** Files of tests, but those of the scenarios of another kind, whose ids are its own. */
function files(folder: URL): readonly URL[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const at = new URL(`${name}${isDirectory ? "/" : ""}`, folder);
    if (isDirectory) return at.pathname.endsWith("/tests/scenarios/") ? [] : files(at);
    return name.endsWith(".ts") ? [at] : [];
  });
}

/** Names of tests that begin with ids: `Deno.test("[P1] …")`, and those of the conformance of stores. */
function names(): readonly string[] {
  const named =
    /(?:Deno\.test\(\s*|Deno\.test\(\{\s*name:\s*|\btest\(\s*|\bname:\s*)["`]((?:\[[PV]\d+\] )+\S[^"`]*)["`]/g;
  return [...files(TESTS), ...files(CONFORMANCE)].flatMap((file) =>
    [...Deno.readTextFileSync(file).matchAll(named)].map(([, name]) => name!)
  );
}

const idsOf = (name: string): readonly string[] => [...name.matchAll(/\[([PV]\d+)\] /g)].map(([, id]) => id!);

Deno.test("every scenario of processes, and the inverse of every known defect, has a test that begins with its id", () => {
  const found = new Set(names().flatMap(idsOf)), wanted = [...Object.keys(SCENARIOS), ...Object.keys(DEFECTS)];
  assert.deepEqual(wanted.filter((id) => !found.has(id)), []);
});

Deno.test("no test begins with an id that there is not", () => {
  const known = new Set([...Object.keys(SCENARIOS), ...Object.keys(DEFECTS)]);
  assert.deepEqual(names().filter((name) => idsOf(name).some((id) => !known.has(id))), []);
});

Deno.test("there are 56 scenarios, and what differs from one says what is done instead", () => {
  assert.deepEqual(Object.keys(SCENARIOS), Array.from({ length: 56 }, (_, i) => `P${i + 1}`));
  for (const { words, instead } of Object.values(SCENARIOS)) {
    assert.match(words, /^[^.]+[^.]$/);
    if (instead !== undefined) assert.match(instead, /^[^.]+[^.]$/);
  }
});
