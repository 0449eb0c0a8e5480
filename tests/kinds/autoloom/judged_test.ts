import assert from "node:assert/strict";
import { contextBeside } from "../../../lib/kinds/autoloom/judged.ts";
import type { Candidate } from "../../../lib/kinds/autoloom/state.ts";

Deno.test("the candidates a judge sees count in its context, and a text keeps a quarter of it", () => {
  const made = (tokens: number) => ({ tokens }) as Candidate;
  assert.deepEqual(contextBeside({ tail: 4_000 }, [made(128), made(100)]), { tail: 3_772 });
  assert.deepEqual(contextBeside({ head: 500, tail: 4_000 }, [made(128)]), { head: 500, tail: 3_872 });
  assert.deepEqual(contextBeside({ tail: 100 }, [made(128)]), { tail: 25 });
  assert.deepEqual(contextBeside({ tail: 100 }, []), { tail: 100 });
});
