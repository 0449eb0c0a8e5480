import assert from "node:assert/strict";
import type { Json } from "../../../lib/base/json.ts";
import { isName, readGraph } from "../../../lib/kinds/process/read_graph.ts";
import fc from "../../properties.ts";

const LIMITS = { most: 10, known: new Set<string>() };

/** What is wrong with an answer. */
function faults(answer: Json, known: readonly string[] = []): readonly string[] {
  return readGraph(answer, { ...LIMITS, known: new Set(known) }).faults;
}

Deno.test("[P14] a graph is read in our names and in those that others use, as an object or as the list alone", () => {
  const ours = {
    id: "a",
    description: " Do it ",
    needs: ["b"],
    tier: 3,
    verification: 2,
    critical: true,
    criteria: "done",
    deliverables: ["./a.md"],
  };
  const theirs = {
    id: "a",
    description: "Do it",
    depends_on: ["b"],
    model_tier: 3,
    verification_tier: 2,
    is_critical_path: true,
    acceptance_criteria: "done",
    deliverables: ["a.md — the report"],
  };
  const draft = { ...ours, description: "Do it", deliverables: ["a.md"], replaces: [] };
  for (const answer of [{ tasks: [ours] }, { subtasks: [theirs] }, [ours], { plan: "x", tasks: [theirs] }]) {
    assert.deepEqual(readGraph(answer, LIMITS), { drafts: [draft], drop: [], faults: [] });
  }
});

Deno.test("what is left out stays out, and a text alone is a list of one", () => {
  const { drafts } = readGraph([{
    id: "a",
    description: "x",
    needs: null,
    criteria: ["one", "two"],
    deliverables: "a",
  }], LIMITS);
  assert.deepEqual(drafts, [{ id: "a", description: "x", criteria: "one\ntwo", deliverables: ["a"], replaces: [] }]);
  assert.deepEqual(readGraph([{ id: "a", description: "x", needs: "b" }], LIMITS).drafts[0]!.needs, ["b"]);
});

Deno.test("[V5] every fault is named, none is put right by a guess", () => {
  const found = faults([
    { description: "no id" },
    { id: 3, description: "x" },
    { id: "a b", description: "x" },
    { id: "c" },
    { id: "d", description: "x", tier: 4, verification: "2", critical: "false", needs: [1], criteria: 7 },
    { id: "e", description: "x", deliverables: ["../x"], needs: { a: 1 } },
    "f",
  ]);
  const about = [
    /^task 1 has no `id`$/,
    /^task 2 has no `id`$/,
    /^the id "a b" cannot be used/,
    /^`c` has no `description`/,
    /^`needs` of `d` is a list of texts, and it is a list of 1 item/,
    /^`tier` of `d` is 1, 2 or 3, and it is 4$/,
    /^`verification` of `d` is 1, 2 or 3, and it is "2"$/,
    /^`critical` of `d` is true or false, and it is "false"$/,
    /^`criteria` of `d` is a list of texts, and it is 7$/,
    /^`needs` of `e` is a list of texts, and it is a map with 1 key$/,
    /^`e` cannot leave "\.\.\/x" behind/,
    /^task 7 is "f"; each is an object/,
  ];
  assert.equal(found.length, about.length, found.join("\n"));
  for (const [i, form] of about.entries()) assert.match(found[i]!, form);
});

Deno.test("a task that is known needs no description; a description has to be a text all the same", () => {
  assert.deepEqual(faults([{ id: "a" }, { id: "b", description: "" }], ["a", "b"]), []);
  assert.equal(faults([{ id: "a", description: 3 }], ["a"]).length, 1);
});

Deno.test("an answer without a list of tasks is none", () => {
  const answers: readonly Json[] = [null, 3, "tasks", true, {}, { tasks: null }, { tasks: {} }, { tasks: "a" }, {
    subtasks: 3,
  }];
  for (const answer of answers) assert.match(faults(answer)[0]!, /^`tasks` is a list of tasks, and it is /);
  assert.deepEqual(faults([]), [], "that there is none in it is said where it is looked at");
});

Deno.test("10,000 tasks, descriptions of a megabyte and lists without end are refused in a few words", () => {
  const many = Array.from({ length: 10_000 }, (_, i) => ({ id: `t${i}`, description: "x", needs: [`t${i - 1}`] }));
  assert.deepEqual(faults(many), ["there are 10000 tasks; 10 are allowed"]);
  const [long] = faults([{ id: "a", description: "x".repeat(1_000_000) }]);
  assert.match(long!, /^the `description` of `a` has 1,000,000 characters; 10,000 are allowed$/);
  const [needs] = faults([{ id: "a", description: "x", needs: many.map(({ id }) => id) }]);
  assert.match(needs!, /^`needs` of `a` has 10000 items; 10 are allowed$/);
  const [id] = faults([{ id: "a".repeat(1_000_000), description: "x" }]);
  assert.ok(id!.length < 300);
  assert.equal(faults([{ id: "a", description: "x", criteria: "x".repeat(6_000) }]).length, 1);
});

Deno.test("names of what every object has are no names of tasks", () => {
  for (
    const id of [
      "__proto__",
      "constructor",
      "toString",
      "hasOwnProperty",
      "valueOf",
      "",
      "1a",
      "-a",
      "a/b",
      "a.b",
      "a b",
      "é",
    ]
  ) {
    assert.ok(!isName(id), id);
  }
  for (const id of ["a", "write-summary", "T1", "a_b", "x".repeat(64)]) assert.ok(isName(id), id);
  const hostile = JSON.parse(
    '{"__proto__": {"tasks": []}, "tasks": [{"id": "__proto__", "description": "x"}]}',
  ) as Json;
  assert.match(faults(hostile)[0]!, /^the id "__proto__" cannot be used/);
  assert.match(faults(JSON.parse('{"__proto__": {"tasks": []}}') as Json)[0]!, /it is nothing$/);
});

Deno.test("however deep it is nested, it is read", () => {
  const depth = 50_000, deep = JSON.parse("[".repeat(depth) + "]".repeat(depth)) as Json;
  assert.equal(faults(deep).length, 1);
  assert.equal(faults([{ id: "a", description: deep, needs: deep, extra: deep }]).length, 2);
});

Deno.test("whatever JSON is given, reading it gives drafts that can be used, or says why not", () => {
  const text = fc.oneof(fc.constantFrom("a", "b", "__proto__", "needs", ""), fc.string({ maxLength: 5 }));
  const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), text, fc.array(text, { maxLength: 3 }));
  const field = fc.constantFrom(
    "id",
    "description",
    "needs",
    "depends_on",
    "tier",
    "critical",
    "criteria",
    "deliverables",
  );
  const task = fc.oneof(fc.dictionary(field, value as fc.Arbitrary<unknown>, { maxKeys: 6 }), value);
  fc.assert(fc.property(fc.array(task as fc.Arbitrary<unknown>, { maxLength: 4 }), (tasks) => {
    const { drafts, faults } = readGraph({ tasks } as unknown as Json, LIMITS);
    assert.ok(faults.length > 0 || drafts.length === tasks.length);
    for (const { id, needs = [], deliverables, replaces } of drafts) {
      assert.ok(isName(id));
      for (const one of [...needs, ...deliverables, ...replaces]) assert.equal(typeof one, "string");
    }
  }));
});
