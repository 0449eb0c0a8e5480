import "./collect_garbage.ts";
import assert from "node:assert/strict";
import type { Client } from "@libsql/client";
import { createClient } from "@libsql/client";
import { openLibsqlStore } from "../../lib/store/libsql_store.ts";
import { MIGRATIONS, SCHEMA_VERSION } from "../../lib/store/migrations.ts";
import { startSqld } from "../project/sqld.ts";
import { drive, node, row } from "../../lib/store/conformance/setting.ts";
import { inFolder, sql } from "./in_folder.ts";

for (let version = 1; version < SCHEMA_VERSION; version++) {
  Deno.test(`a database of version ${version} is brought up to date when it is opened, and keeps what is in it`, () =>
    inFolder(async (path) => {
      await sql(
        path,
        "CREATE TABLE schema_version(version INTEGER NOT NULL) STRICT",
        `INSERT INTO schema_version VALUES (${version})`,
        ...MIGRATIONS.slice(0, version).flat(),
        "INSERT INTO document(name, created) VALUES ('kept', 1)",
      );
      const old = await openLibsqlStore({ url: `file:${path}` });
      assert.deepEqual((await old.documents()).map(({ name }) => name), ["kept"]);
      const { run, epoch } = await drive(old, "new");
      await old.append(run.id, epoch, [row(1)]);
      old.close();
      const fresh = await openLibsqlStore({ url: `file:${path}.new`, create: true });
      fresh.close();
      assert.deepEqual(await schemaOf(path), await schemaOf(`${path}.new`));
    }));
}

async function schemaOf(path: string): Promise<readonly unknown[]> {
  const client = createClient({ url: `file:${path}` });
  const { rows } = await client.execute("SELECT name, sql FROM sqlite_schema ORDER BY name");
  const { rows: [version] } = await client.execute("SELECT version FROM schema_version");
  client.close();
  return [version?.["version"], ...rows.map((row) => [row["name"], row["sql"]])];
}

for (const [where, opened] of Object.entries({ "a file": inFile, "a server": onServer })) {
  Deno.test(`in ${where} no row of the journal and no node is changed or deleted`, () =>
    opened(async (client) => {
      for (
        const statement of ["UPDATE journal SET value = '2'", "DELETE FROM journal", "DELETE FROM journal WHERE 1"]
      ) {
        await assert.rejects(client.execute(statement), /the journal is insert-only/);
      }
      await assert.rejects(client.execute("UPDATE node SET text = 'other'"), /never changed in place/);
      await assert.rejects(client.execute("DELETE FROM node"), /never deleted/);
      assert.deepEqual(await count(client), { journal: 2, node: 1 });
    }));

  Deno.test(`in ${where} a batch that holds a license deletes, and none can leave one behind`, () =>
    opened(async (client) => {
      const license = "INSERT INTO license(id) VALUES (1)";
      await assert.rejects(client.batch([license, "DELETE FROM journal WHERE id & 3 = 1"], "write"), /FOREIGN KEY/);
      await assert.rejects(client.execute(license), /FOREIGN KEY/);
      await assert.rejects(client.batch([license, "UPDATE journal SET value = '2'"], "write"), /insert-only/);
      assert.deepEqual(await count(client), { journal: 2, node: 1 });
      await client.batch(
        [license, "DELETE FROM journal WHERE id & 3 = 1", "DELETE FROM node", "DELETE FROM license"],
        "write",
      );
      assert.deepEqual(await count(client), { journal: 1, node: 0 });
      await assert.rejects(client.execute("DELETE FROM journal"), /insert-only/);
    }));
}

async function count(client: Client): Promise<unknown> {
  const { rows } = await client.execute(
    "SELECT (SELECT count(*) FROM journal) AS journal, (SELECT count(*) FROM node) AS node",
  );
  return { journal: rows[0]!["journal"], node: rows[0]!["node"] };
}

function inFile(test: (client: Client) => Promise<void>): Promise<void> {
  return inFolder((path) => filled(`file:${path}`, test));
}

async function onServer(test: (client: Client) => Promise<void>): Promise<void> {
  await using server = await startSqld();
  await filled(server.url, test);
}

/** A database with two rows and a node, behind the store's back. */
async function filled(url: string, test: (client: Client) => Promise<void>): Promise<void> {
  const store = await openLibsqlStore({ url, create: true });
  await store.createDocument("doc");
  const { run, epoch } = await drive(store, "r");
  await store.append(run.id, epoch, [{ ...row(1), node: node("n") }, row(2)]);
  store.close();
  const client = createClient({ url, timeout: 5_000 });
  try {
    await test(client);
  } finally {
    client.close();
  }
}
