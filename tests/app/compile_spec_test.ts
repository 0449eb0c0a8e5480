import assert from "node:assert/strict";
import type { CompiledSpec } from "../../lib/app/compile_spec.ts";
import { compileFile } from "../../lib/app/compile_spec.ts";
import { inFolder, withEnv } from "./folders.ts";

const SOUND = `loom: 1
kind: autoloom
start: It began with
expand: {model: ngram/builtin}
grade: {by: novelty(candidate.text)}
stop: {depth: 8}
`;

/** Compiles a spec in a folder of its own; nothing of the user's is in sight. */
async function compiledIn(folder: string, text: string = SOUND): Promise<CompiledSpec> {
  await Deno.writeTextFile(`${folder}/spec.yaml`, text);
  return await withEnv(
    { XDG_CONFIG_HOME: `${folder}/nobody` },
    () => compileFile(`${folder}/spec.yaml`, { folder }),
  );
}

function said({ diagnostics }: CompiledSpec): readonly string[] {
  return diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

/** A file that claims to be of a size and takes no room. */
async function sparse(path: string, size: number): Promise<void> {
  using file = await Deno.open(path, { write: true, createNew: true });
  await file.truncate(size);
}

Deno.test("a spec of gigabytes is refused by its size alone, and one without an end after the first of its bytes", async () => {
  await inFolder(async (folder) => {
    await sparse(`${folder}/large.yaml`, 3e11);
    assert.deepEqual(said(await compileFile(`${folder}/large.yaml`, { folder })), [
      "too-large: the file has 300,000,000,000 bytes, and the limit is 2,000,000",
    ]);
    assert.deepEqual(said(await compileFile("/dev/zero", { folder })), [
      "too-large: the file has more than 2,000,000 bytes, and that is the limit",
    ]);
  });
});

Deno.test("a file that a spec names, and a loom.toml, are read no further than they may be long", async () => {
  await inFolder(async (folder) => {
    await sparse(`${folder}/seed.txt`, 3e11);
    const text = SOUND.replace("start: It began with", "start: {file: seed.txt}");
    assert.deepEqual(said(await compiledIn(folder, text)), [
      "unreadable-file: Cannot read `seed.txt`: it has 300,000,000,000 bytes, and the limit is 2,000,000",
    ]);
    await sparse(`${folder}/loom.toml`, 3e11);
    assert.match(said(await compiledIn(folder)).join(), /^too-large: [^,]*,000,000,000 bytes/);
  });
});

Deno.test("a text of just the size that is allowed is read whole", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/seed.txt`, "é".repeat(1_000_000));
    const text = SOUND.replace("start: It began with", "start: {file: seed.txt}");
    const { plan } = await compiledIn(folder, text);
    assert.ok(plan?.kind === "autoloom" && plan.start.from === "text" && plan.start.text.length === 1_000_000);
  });
});

Deno.test("a loom.toml that is a folder, or no text, is told as what it is", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/loom.toml`);
    assert.match(said(await compiledIn(folder)).join(), /^unreadable-file: .*loom\.toml`: it is a folder$/);
  });
  await inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/loom.toml`, new Uint8Array([0x61, 0x20, 0xe9]));
    const text = SOUND.replace("ngram/builtin", "base");
    assert.match(said(await compiledIn(folder, text))[0]!, /^not-utf8: byte 3 of the file/);
  });
});

Deno.test("a model's address must be one of HTTP, and every unknown setting of a model is told, used or not", async () => {
  await inFolder(async (folder) => {
    const models = `models:
  a: {use: openai/x, base_url: not a url, foo: 1, bar: 2}
  b: {use: ngram/mine, files: [nope.txt]}
  c: {use: ollama/x, base_url: "ftp://host"}
`;
    const { diagnostics } = await compiledIn(folder, models + SOUND);
    const at = diagnostics.filter(({ severity }) => severity === "error")
      .map(({ code, source, span }) => [code, source.text.slice(span.start, span.end)]);
    assert.deepEqual(at, [
      ["bad-model", "base_url"],
      ["bad-model", "foo"],
      ["bad-model", "bar"],
      ["missing-file", "nope.txt"],
      ["bad-model", "base_url"],
    ]);
  });
});

Deno.test("a deadline is held against the clock", async () => {
  await inFolder(async (folder) => {
    const with_ = (year: number) => `${SOUND}budget: {deadline: "${year}-01-01T00:00:00Z"}\n`;
    assert.match(said(await compiledIn(folder, with_(2001))).join(), /^past-deadline: /);
    assert.deepEqual(said(await compiledIn(folder, with_(9001))), []);
  });
});
