import assert from "node:assert/strict";
import type { Json } from "../../lib/base/json.ts";
import type { Jsonable, Program } from "../../lib/plan/mod.ts";
import { call } from "../../lib/plan/mod.ts";

interface Page {
  readonly title: string;
  readonly tags?: readonly string[];
  readonly above: Page | null;
}

/** Whether the compiler takes a type for JSON: a wrong `true` or `false` below does not compile. */
type Fits<T> = [T] extends [Jsonable<T>] ? true : false;

Deno.test("interfaces whose fields are JSON are taken for JSON", () => {
  const interfaces: [Fits<Page>, Fits<readonly Page[]>, Fits<{ readonly [name: string]: Page }>] = [true, true, true];
  const plain: [Fits<Json>, Fits<"a" | 1>, Fits<[string, null]>, Fits<Page | boolean>] = [true, true, true, true];
  assert.ok([...interfaces, ...plain].every(Boolean));
});

Deno.test("what cannot be stored is taken for JSON neither by itself nor inside", () => {
  const alone: [Fits<Date>, Fits<Map<string, string>>, Fits<() => 1>, Fits<bigint>, Fits<symbol>, Fits<unknown>] = [
    false,
    false,
    false,
    false,
    false,
    false,
  ];
  const inside: [Fits<{ at: Date }>, Fits<Date[]>, Fits<{ n?: bigint }>, Fits<URL>, Fits<{ a: { b: unknown } }>] = [
    false,
    false,
    false,
    false,
    false,
  ];
  assert.ok(![...alone, ...inside].some(Boolean));
});

Deno.test("a step has the type its function gives; one that gives nothing gives null", () => {
  const page: Page = { title: "Tides", above: null };
  const steps: [Program<Page>, Program<readonly Page[]>, Program<null>, Program<null>, Program<string>, Program<"a">] =
    [
      call("one", (): Page => page),
      call("many", async () => await Promise.resolve([page])),
      call("said", () => {}),
      call("kept", async () => {
        await Promise.resolve();
      }),
      call("lost", (): string => {
        throw new Error("no luck");
      }, page),
      generic("a"),
    ];
  assert.equal(steps.length, 6);
});

function* generic<T extends Json>(value: T): Program<T> {
  return yield* call("any", () => value);
}
