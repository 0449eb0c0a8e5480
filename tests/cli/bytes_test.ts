import assert from "node:assert/strict";
import { bytes } from "../../lib/cli/bytes.ts";

Deno.test("bytes are told in a few digits", () => {
  const told = [0, 1, 999, 1_000, 9_949, 9_960, 34_567, 999_499, 999_600, 1.25e6, 3.4e9, 5e12, 7e16].map(bytes);
  assert.deepEqual(told, [
    "0 B",
    "1 B",
    "999 B",
    "1.0 kB",
    "9.9 kB",
    "10 kB",
    "35 kB",
    "999 kB",
    "1.0 MB",
    "1.3 MB",
    "3.4 GB",
    "5.0 TB",
    "70000 TB",
  ]);
});
