import assert from "node:assert/strict";
import { secretValues } from "../../../lib/tools/user/secret_values.ts";

Deno.test("what was read is masked by its name, however it is written; what is too short is not", async () => {
  const values: { readonly [name: string]: string } = { A: ' long/value "x" \n', B: "long/value", C: "abc" };
  const secrets = secretValues((ref) => values["env" in ref ? ref.env : ref.key]!);
  assert.equal(secrets.mask("long/value"), "long/value", "nothing was read yet");
  assert.equal(await secrets.read({ env: "A" }), 'long/value "x"');
  assert.equal(await secrets.read({ key: "B" }), "long/value");
  assert.equal(await secrets.read({ env: "C" }), "abc");
  assert.equal(await secrets.read("plain"), "plain");
  const forms = [
    'long/value "x"',
    "long%2Fvalue%20%22x%22",
    "long%2Fvalue+%22x%22",
    'long/value \\"x\\"',
    "bG9uZy92YWx1ZSAieCI=",
  ];
  for (const form of forms) assert.equal(secrets.mask(`<${form}>`), "<[A]>");
  assert.equal(secrets.mask("abc plain long/value"), "abc plain [B]");
  assert.equal(secretValues(() => "").mask("$&"), "$&");
});
