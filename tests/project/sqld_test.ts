import assert from "node:assert/strict";
import { createClient } from "@libsql/client";
import { startSqld } from "./sqld.ts";

Deno.test("the server for tests keeps what one client writes for another, and is gone afterwards", async () => {
  let url: string;
  {
    await using sqld = await startSqld();
    url = sqld.url;
    const writer = createClient({ url }), reader = createClient({ url });
    await writer.batch(["CREATE TABLE t(x)", "INSERT INTO t VALUES(7)"], "write");
    assert.equal((await reader.execute("SELECT x FROM t")).rows[0]?.["x"], 7);
    writer.close(), reader.close();
  }
  await assert.rejects(fetch(`${url}/health`));
});
