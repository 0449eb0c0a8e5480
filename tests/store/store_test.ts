import "./collect_garbage.ts";
import { openLibsqlStore } from "../../lib/store/libsql_store.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { startSqld } from "../project/sqld.ts";
import type { Opened } from "./conformance.ts";
import { storeConformance } from "./conformance.ts";

storeConformance("in memory", () => {
  const store = memoryStore();
  return Promise.resolve({ store, close: () => store.close() });
});

storeConformance("in a file", openFile);

async function openFile(): Promise<Opened> {
  const folder = await Deno.makeTempDir({ prefix: "loom-store-" });
  const store = await openLibsqlStore({ url: `file:${folder}/loom.db`, create: true });
  const close = async () => {
    store.close();
    await Deno.remove(folder, { recursive: true });
  };
  return { store, close };
}

storeConformance("on a server", async () => {
  const server = await startSqld(), store = await openLibsqlStore({ url: server.url });
  const close = async () => {
    store.close();
    await server[Symbol.asyncDispose]();
  };
  return { store, close };
});
