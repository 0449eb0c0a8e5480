import assert from "node:assert/strict";
import { judgeAddress, noAddressIn } from "../../../lib/tools/git/judge_address.ts";

const resolve = () => Promise.resolve(["93.184.216.34"]);

Deno.test("files, drives and what Git has no way to are no addresses, and nobody is told to grant them", async () => {
  const others = [
    "file:/etc",
    "file:///etc",
    "C:\\x",
    "C:/x",
    "a:b",
    "me@a:b",
    "https:x",
    "ssh:x",
    "/etc",
    "ftp:x",
    "x",
  ];
  for (const address of others) {
    const judged = await judgeAddress(address, { resolve, net: ["file", "a", "c", "https", "ssh"] });
    const why = `\`${address}\` is no address that is reached: use one with \`https://\` or \`ssh://\``;
    assert.deepEqual(judged, { ok: false, code: "refused", why });
    assert.equal(noAddressIn(address), why);
  }
});

Deno.test("an address is told how Git writes its scheme", async () => {
  for (
    const [address, small] of [["HTTPS://example.com/X", "https://example.com/X"], ["Ssh://me@b.c/D", "ssh://me@b.c/D"]]
  ) {
    const judged = await judgeAddress(address!, { resolve, net: ["b.c"] });
    const why = `\`${address}\` is no address that Git knows: use \`${small}\``;
    assert.deepEqual(judged, { ok: false, code: "refused", why });
    assert.equal((await judgeAddress(small!, { resolve, net: ["b.c"] })).ok, true);
  }
});

Deno.test("hosts by ssh are named with two letters or more", async () => {
  for (const address of ["git@code.example:a/b", "me@hq:a", "hq:a", "file.example:a"]) {
    const judged = await judgeAddress(address, { net: ["code.example", "hq", "file.example"] });
    assert.deepEqual(judged, { ok: true, protocol: "ssh" }, address);
  }
});
