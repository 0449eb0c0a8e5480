import "./collect_garbage.ts";
import type { OpenedDurableStore } from "@loom/loom/store-conformance";
import { storeConformance } from "@loom/loom/store-conformance";
import { openLibsqlStore } from "../../lib/store/libsql_store.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { startSqld } from "../project/sqld.ts";

const { test } = Deno;

storeConformance({ name: "in memory", open: () => ({ store: memoryStore() }), test });
storeConformance({ name: "in a file", open: openFile, openDurable: openFile, test });
storeConformance({ name: "on a server", open: openServer, openDurable: openServer, test });

async function openFile(): Promise<OpenedDurableStore> {
  const folder = await Deno.makeTempDir({ prefix: "loom-store-" }), url = `file:${folder}/loom.db`;
  const store = await openLibsqlStore({ url, create: true });
  const close = async () => {
    store.close();
    await Deno.remove(folder, { recursive: true });
  };
  return { store, connect: () => openLibsqlStore({ url }), close };
}

async function openServer(): Promise<OpenedDurableStore> {
  const server = await startSqld(), store = await openLibsqlStore({ url: server.url });
  const close = async () => {
    store.close();
    await server[Symbol.asyncDispose]();
  };
  return { store, connect: () => openLibsqlStore({ url: server.url }), close };
}
