import assert from "node:assert/strict";
import { cleanEnvironment } from "../../lib/tools/clean_environment.ts";

const from = { PATH: "/bin", HOME: "/home/me", LANG: "C", API_KEY: "secret", EDITOR: "vi", PATH_INFO: "x" };

Deno.test("only PATH, HOME and LANG pass when nothing is granted", () => {
  assert.deepEqual(cleanEnvironment(from, []), { PATH: "/bin", HOME: "/home/me", LANG: "C" });
});

Deno.test("a grant passes exactly the variable it names", () => {
  assert.deepEqual(cleanEnvironment(from, ["EDITOR", "ABSENT"]), {
    PATH: "/bin",
    HOME: "/home/me",
    LANG: "C",
    EDITOR: "vi",
  });
});
