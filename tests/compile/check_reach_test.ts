import assert from "node:assert/strict";
import { diagnosed, told } from "./processing.ts";

const OFF = 'a: {if: "1 > 2", command: [git]}';
const CHAIN = [OFF, "b: {needs: [a], command: [git]}", 'c: {command: [git, "${{ tasks.b.stdout }}"]}'];
const OTHER = "other: {command: [git]}";

/** What is said of tasks, each as its severity and message. */
async function said(tasks: readonly string[], more?: string): Promise<readonly string[]> {
  const found = await diagnosed({ tasks, ...(more === undefined ? {} : { more }) });
  return found.map(({ severity, message }) => `${severity}: ${message}`);
}

Deno.test("a condition that is always false names who is never done because of it, with the way there", async () => {
  const is = "`if` of task `a` is always false: it is never done";
  assert.deepEqual(await said([OFF, OTHER]), [`warning: ${is}`]);
  assert.deepEqual(await said([...CHAIN, OTHER]), [`warning: ${is}, and neither is what needs it: a -> b -> c`]);
  assert.deepEqual(await said([...CHAIN, "d: {needs: [a], command: [git]}", OTHER]), [
    `warning: ${is}, and neither is what needs it: a -> d, a -> b -> c`,
  ]);
});

Deno.test("of long ways and of many ways a few names are told", async () => {
  const chain = Array.from(
    { length: 30 },
    (_, i) => `t${i}: {needs: [${i === 0 ? "a" : `t${i - 1}`}], command: [git]}`,
  );
  assert.match((await said([OFF, ...chain, OTHER]))[0]!, /: a -> t0 -> t1 -> t2 -> t3 -> t4 -> … -> t29$/);
  const fan = Array.from({ length: 30 }, (_, i) => `t${i}: {needs: [a], command: [git]}`);
  assert.match((await said([OFF, ...fan, OTHER]))[0]!, /: a -> t0, a -> t1, a -> t2 and 27 more$/);
});

Deno.test("who only comes after a task that is never done is done all the same", async () => {
  assert.deepEqual(await said([OFF, 'b: {needs: ["a?"], command: [git], deliverables: [b.md]}']), [
    "warning: `if` of task `a` is always false: it is never done",
  ]);
});

Deno.test("a file, an output or all that a run gives is an error where it hangs on a task that is never done", async () => {
  const why = "for `if` of task `a` is always false";
  const file = "c: {needs: [b], command: [git], deliverables: [c.md]}";
  const errors = async (...given: Parameters<typeof said>) =>
    (await said(...given)).filter((one) => one.startsWith("error"));
  assert.deepEqual(await errors([...CHAIN.slice(0, 2), file, OTHER]), [
    `error: \`c.md\` never comes, ${why}: a -> b -> c`,
  ]);
  assert.deepEqual(await errors(["a: {if: false, command: [git], deliverables: [a.md]}", OTHER]), [
    `error: \`a.md\` never comes, ${why}`,
  ]);
  assert.deepEqual(await errors([...CHAIN, OTHER], "outputs: {x: tasks.c, y: tasks.other.stdout}"), [
    `error: output \`x\` never comes, ${why}: a -> b -> c`,
  ]);
  assert.deepEqual(await errors(CHAIN), [`error: what the run gives never comes, ${why}: a -> b -> c`]);
});

Deno.test("an output that says what it is without a task hangs on nothing", async () => {
  const more = `outputs: {x: "has(tasks.c) ? tasks.c.stdout : 'none'", y: "default(tasks.c, tasks.other)"}`;
  assert.deepEqual(await told({ tasks: [...CHAIN, OTHER], more }), ['constant "1 > 2"']);
});
