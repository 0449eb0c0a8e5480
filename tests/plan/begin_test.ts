import assert from "node:assert/strict";
import { asProgram, begin, isProgram, nameOfValue } from "../../lib/plan/begin.ts";
import type { Program, Start } from "../../lib/plan/mod.ts";
import { all, call } from "../../lib/plan/mod.ts";

const start = () => call("k", () => 1);

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return String(error);
  }
  return "";
}

Deno.test("a program is begun and taken as it is", () => {
  assert.ok(isProgram(begin(start)));
  const running = start();
  assert.equal(asProgram(running), running);
});

Deno.test("what is no program is told of by what it is, and by what to write", () => {
  const begun = (value: unknown) => messageOf(() => begin(value as Start<unknown>));
  assert.match(begun(start()), /^TypeError: Cannot start a program that runs already: give a function that starts a/);
  assert.match(begun(undefined), /^TypeError: Cannot start `undefined`: give a function/);
  assert.match(
    begun(async function* () {}),
    /^TypeError: Cannot run an async generator as a program: write `function\*`/,
  );
  assert.match(
    begun(async () => {}),
    /^TypeError: Cannot run a promise as a program: write `function\*` without `async`/,
  );
  assert.match(begun(() => 7), /^TypeError: Cannot run `7` as a program: give a generator function/);
  assert.match(messageOf(() => asProgram([] as unknown as Program<unknown>)), /Cannot run a list as a program/);
});

Deno.test("values are named in few words", () => {
  const names = ["a", "a".repeat(61), null, {}, [], () => {}, 2n, NaN, undefined].map(nameOfValue);
  assert.deepEqual(names, [
    "`a`",
    "a long text",
    "`null`",
    "an object",
    "a list",
    "a function",
    "`2`",
    "`NaN`",
    "`undefined`",
  ]);
});

Deno.test("a width that lets nothing run is refused where it is asked for", () => {
  for (const width of [0, -1, NaN, 1.5, "2"]) {
    assert.match(
      messageOf(() => all([start], { width: width as number }).next()),
      /^RangeError: Cannot run programs side by side: `width` is `.*`; give a whole number from 1 on$/,
      String(width),
    );
  }
  assert.equal(all([start], { width: Infinity }).next().done, false);
});

Deno.test("all says what it was given where it wants functions that start programs", () => {
  const lanes = all([start() as unknown as Start<number>]);
  const lane = (lanes.next().value as { readonly start: Start<unknown> }).start();
  assert.match(messageOf(() => lane.next()), /Cannot start a program that runs already/);
});
