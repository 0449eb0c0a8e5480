import assert from "node:assert/strict";
import { KEY_BEGIN, KEY_LETTER } from "../../lib/base/key_shape.ts";

Deno.test("a key is told by its beginning and goes on to a space, a quotation mark or a bracket", () => {
  const key = new RegExp(`${KEY_BEGIN}${KEY_LETTER}*`, "g");
  for (const begin of ["sk-proj-", "gsk_", "hf_", "AIza", "xai-", "eyJ", "ghp_", "github_pat_"]) {
    const whole = `${begin}aB3+/=-_.~:%2F`;
    for (const end of [" ", '"', "'", "`", ")", "]", "}", ">", "\n", "”"]) {
      assert.deepEqual(`(${whole}${end}aB3`.match(key), [whole], end);
    }
  }
  assert.equal("ask-me desk_lamp".match(key), null);
});
