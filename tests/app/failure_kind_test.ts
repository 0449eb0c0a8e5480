import assert from "node:assert/strict";
import { failureKind } from "../../lib/app/failure_kind.ts";
import { SaveError } from "../../lib/app/save_text.ts";
import { SecretError } from "../../lib/app/secrets.ts";
import { InputError } from "../../lib/app/setup.ts";
import { ModelError } from "../../lib/models/model.ts";
import { StoreError } from "../../lib/store/store.ts";

Deno.test("users' mistakes, bad luck and mistakes of ours are told apart", () => {
  const kinds: [unknown, ReturnType<typeof failureKind>][] = [
    [new StoreError("not-found", "x"), "request"],
    [new StoreError("taken", "x"), "request"],
    [new StoreError("fenced", "x"), "locked"],
    [new StoreError("busy", "x"), "store"],
    [new StoreError("full", "x"), "store"],
    [new StoreError("read-only", "x"), "store"],
    [new StoreError("newer", "x"), "store"],
    [new StoreError("broken", "x"), "store"],
    [new InputError("x"), "request"],
    [new SecretError("x"), "request"],
    [new RangeError("Cannot fork `g` at 0: it has no row"), "request"],
    [new RangeError("Maximum call stack size exceeded"), "bug"],
    [new SaveError("x", "y"), "work"],
    [new ModelError("server", "x"), "work"],
    [new Deno.errors.NotCapable("x"), "request"],
    [new TypeError("x is not a function"), "bug"],
    ["a text", "bug"],
    [undefined, "bug"],
  ];
  for (const [error, kind] of kinds) assert.equal(failureKind(error), kind, String(error));
});
