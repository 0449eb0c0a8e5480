import "./collect_garbage.ts";
import assert from "node:assert/strict";
import { filePath, fileUrl, isFileUrl } from "../../lib/store/file_url.ts";
import { openLibsqlStore } from "../../lib/store/libsql_store.ts";
import fc from "../properties.ts";
import { fails } from "../../lib/store/conformance/setting.ts";
import { inFolder } from "./in_folder.ts";

Deno.test("a path comes back from its URL", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (path) => filePath(fileUrl(path)) === path));
  for (const path of ["/a#b?c%41d", "//host/x", "relative/%", "C:\\x\\y.db", "/#", "?"]) {
    assert.equal(filePath(fileUrl(path)), path);
  }
});

Deno.test("a `file:` URL names the path that libSQL opens", () =>
  inFolder(async (_, folder) => {
    const urls: readonly (readonly [string, string])[] = [
      [`file:${folder}/a%20b%23.db`, "a b#.db"],
      [`file://${folder}/slashes.db`, "slashes.db"],
      [`file://localhost${folder}/host.db`, "host.db"],
      [`FILE:${folder}/loud.db`, "loud.db"],
    ];
    for (const [url, name] of urls) {
      assert.ok(isFileUrl(url));
      assert.equal(filePath(url), `${folder}/${name}`);
      await assert.rejects(openLibsqlStore({ url }), fails("not-found", new RegExp(`/${name}\``)));
      (await openLibsqlStore({ url, create: true })).close();
      assert.ok((await Deno.stat(`${folder}/${name}`)).isFile);
      (await openLibsqlStore({ url })).close();
    }
    for (const url of [`file:${folder}/100%.db`, `file:${folder}/a#b.db`]) {
      await assert.rejects(openLibsqlStore({ url, create: true }), fails("broken", /write it so, or give the path/));
    }
  }));

/** Names that mean something to a URL, a shell, SQL or a file system that does not keep letters as they are. */
const NAMES = [
  "a#b.db",
  "a?b.db",
  "a%b.db",
  "a%41b.db",
  "a?mode=ro&cache=shared#x",
  "q'uo\"te`s.db",
  "sp ace.db",
  "ünï 日本 😀.db",
  "e\u0301.db",
  "new\nline.db",
  "back\\slash.db",
  ":memory:",
  "file:odd.db",
  "-dash;&+.db",
];

Deno.test({
  name: "a database of any name, in a folder of any name, is made, found again and named as it is",
  ignore: Deno.build.os === "windows",
  fn: () =>
    inFolder(async (_, top) => {
      for (const folder of ["plain", "x#y?z%41 'é"]) {
        await Deno.mkdir(`${top}/${folder}`);
        for (const name of NAMES) {
          const path = `${top}/${folder}/${name}`, url = fileUrl(path);
          const missing = await openLibsqlStore({ url }).catch((error) => error);
          assert.ok(missing.message.includes(`\`${path}\``), missing.message);
          const made = await openLibsqlStore({ url, create: true });
          await made.createDocument(name);
          made.close();
          const found = await openLibsqlStore({ url });
          assert.deepEqual((await found.documents()).map((document) => document.name), [name]);
          found.close();
          assert.ok((await Deno.stat(path)).size > 0);
        }
      }
    }),
});
