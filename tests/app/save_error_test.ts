import assert from "node:assert/strict";
import { SaveError, saveErrorOf } from "../../lib/app/save_error.ts";

/** What the system really says when the disk is full. */
async function full(): Promise<unknown> {
  return await Deno.writeTextFile("/dev/full", "x").then(() => undefined, (error: unknown) => error);
}

Deno.test("a full disk is called that", { ignore: Deno.build.os !== "linux" }, async () => {
  assert.equal(saveErrorOf(await full(), "a.txt").message, "Cannot save to `a.txt`: the disk is full; free some space");
});

Deno.test("what may not be written, and why, is told apart", () => {
  const told = (error: unknown) => saveErrorOf(error, "a.txt").message.slice("Cannot save to `a.txt`: ".length);
  assert.match(told(new Deno.errors.PermissionDenied("os error 13")), /^it may not be written; change the permissions/);
  assert.match(told(new Deno.errors.NotCapable("needs --allow-write")), /`--allow-write`$/);
  const readOnly = Object.assign(new Error("os error 30"), { code: "EROFS" });
  assert.match(told(readOnly), /^it lies on a file system that is read-only/);
  assert.equal(told(new Error("the disk is on fire")), "the disk is on fire");
});

Deno.test("an error of ours stays as it is", () => {
  const error = new SaveError("b", "it is too late");
  assert.equal(error.message, "Cannot save to `b`: it is too late");
  assert.equal(saveErrorOf(error, "a.txt"), error);
});
