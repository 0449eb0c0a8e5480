import assert from "node:assert/strict";
import { readInputs } from "../../lib/cli/read_inputs.ts";
import { SpecError } from "../../lib/cli/spec_error.ts";
import { UsageError } from "../../lib/cli/usage_error.ts";
import type { FakeHost } from "./fake_host.ts";
import { fakeHost, loom, scratch } from "./fake_host.ts";
import { STORY } from "./specs.ts";

/** Whose standard input comes once, as that of a process. */
function piped(folder: string, text: string): FakeHost {
  const host = fakeHost({ folder, stdin: { text } });
  let isRead = false;
  const readAll = async () => {
    if (isRead) throw new TypeError("ReadableStream is locked or disturbed");
    isRead = true;
    return await host.input.readAll();
  };
  return { ...host, input: { ...host.input, readAll } };
}

const given = async (host: FakeHost, written: { readonly [name: string]: string }) =>
  await readInputs(host, undefined, {
    inputs: Object.entries(written).map(([name, text]) => ({ name, text })),
    inputFile: undefined,
  });

const fromFile = async (folder: string, inputFile: string) =>
  await readInputs(fakeHost({ folder }), undefined, { inputs: [], inputFile });

Deno.test("inputs that name standard input share what comes in", async () => {
  await using folder = await scratch();
  assert.deepEqual(await given(piped(folder.path, "The sea"), { b: "@-", a: "@-" }), { b: "The sea", a: "The sea" });
});

Deno.test("an input that names a folder, or nothing, is told in our own words", async () => {
  await using folder = await scratch();
  const host = fakeHost({ folder: folder.path });
  await assert.rejects(given(host, { b: "@." }), new UsageError("Cannot read `.`: it is a folder"));
  await assert.rejects(fromFile(folder.path, "."), new UsageError("Cannot read `.`: it is a folder"));
  await assert.rejects(given(host, { b: "@none" }), new UsageError("Cannot read `none`: there is no such file"));
});

Deno.test("values in files are as exact as in a spec: dates and times stay as they are written", async () => {
  await using folder = await scratch({
    "in.toml": "at = 2026-03-01T07:32:00Z\nday = 2026-03-01\ntime = 07:32:00\nn = 9007199254740991\n[more]\nx = 0.5\n",
    "in.yaml": "day: 2026-03-01\nbase: &b {x: 1}\nmore: *b\nlist: [1, two]\n",
    "in.json": '{"n": 9007199254740991, "text": "12345678901234567890"}',
  });
  assert.deepEqual(await fromFile(folder.path, "in.toml"), {
    at: "2026-03-01T07:32:00Z",
    day: "2026-03-01",
    time: "07:32:00",
    n: 9007199254740991,
    more: { x: 0.5 },
  });
  assert.deepEqual(await fromFile(folder.path, "in.yaml"), {
    day: "2026-03-01",
    base: { x: 1 },
    more: { x: 1 },
    list: [1, "two"],
  });
  assert.deepEqual(await fromFile(folder.path, "in.json"), { n: 9007199254740991, text: "12345678901234567890" });
});

Deno.test("a number that cannot be kept is an error in every language, and no other number", async () => {
  await using folder = await scratch({
    "inf.toml": "x = inf\n",
    "big.toml": "x = 12345678901234567890\n",
    "big.yaml": "x: 12345678901234567890\n",
    "big.json": '{"x":\n [12345678901234567890]}',
  });
  for (
    const [file, message] of [
      ["inf.toml", /number `inf` is not finite/],
      ["big.toml", /number `12345678901234567890` is too large to be exact/],
      ["big.yaml", /number `12345678901234567890` is too large to be exact/],
    ] as const
  ) {
    await assert.rejects(
      fromFile(folder.path, file),
      (error) => error instanceof SpecError && message.test(error.message),
    );
  }
  await assert.rejects(
    fromFile(folder.path, "big.json"),
    /^UsageError: Cannot read the inputs in `big\.json`: the number 12345678901234567890 is too large to be exact/,
  );
});

Deno.test("a mistake in a file of inputs is told whole and on one line, or with its place", async () => {
  await using folder = await scratch({
    "story.yaml": STORY,
    "bad.json": '{\n  "seed": 1,\n  nope\n}',
    "bad.yaml": "seed: [1\nother: 2\n",
  });
  const json = await loom(folder.path, ["run", "story.yaml", "--input-file", "bad.json"]);
  assert.equal(json.code, 2);
  assert.match(json.err, /^error: Cannot read the inputs in `bad\.json`: .*\(line 3 column 3\)\n/);
  const yaml = await loom(folder.path, ["run", "story.yaml", "--input-file", "bad.yaml"]);
  assert.equal(yaml.code, 2);
  assert.match(yaml.err, /error\[L\d+\].*\n +bad\.yaml:\d+:\d+\n/);
});

Deno.test("inputs are nested only so deep, however they come in", async () => {
  const deep = `${"[".repeat(3_000)}${"]".repeat(3_000)}`,
    spec = STORY.replace("inputs: {", "inputs: {m: {type: any, default: 1}, ");
  await using folder = await scratch({
    "story.yaml": spec,
    "deep.json": `{"m": ${deep}}`,
    "deep.yaml": `m: ${deep}`,
    "deep.toml": `m = ${deep}`,
  });
  const files = ["deep.json", "deep.yaml", "deep.toml"].map((file) => ["--input-file", file]);
  for (const words of [["-i", `m=${deep}`], ...files]) {
    const { code, err } = await loom(folder.path, ["run", "story.yaml", ...words]);
    assert.equal(code, 2, words.join(" ").slice(0, 40));
    assert.match(err, /nested more than 200 deep/);
    assert.doesNotMatch(err, /mistake of its own/);
  }
});
