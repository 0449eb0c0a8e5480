import assert from "node:assert/strict";
import { hidden } from "../../../lib/models/remote/hidden.ts";

Deno.test("what a host quotes of the address and of the headers is hidden", () => {
  const hide = hidden("https://h.example/own-key/v1/x?key=a%20secret", {
    authorization: "Bearer sk-0123456789",
    "x-own": "my-own-value",
  });
  const quotes: readonly (readonly [string, string])[] = [
    ["no path /own-key/v1/x here", "no path [hidden] here"],
    ["?key=a%20secret is odd", "[hidden] is odd"],
    ["`a secret` is odd", "`[hidden]` is odd"],
    ["wrong: Bearer sk-0123456789", "wrong: [hidden]"],
    ["wrong: sk-0123456789!", "wrong: [hidden]!"],
    ["my-own-value my-own-value", "[hidden] [hidden]"],
  ];
  for (const [said, shown] of quotes) assert.equal(hide(said), shown);
});

Deno.test("words that may stand anywhere stay, and so does what is no secret", () => {
  const hide = hidden("http://h/v1", { "x-a": "yes", "content-type": "application/json", accept: "application/json" });
  assert.equal(hide("yes, application/json at /v1"), "yes, application/json at /v1");
  assert.equal(hidden("no address", undefined)("as it is"), "as it is");
});
