import assert from "node:assert/strict";
import fc from "../properties.ts";
import { configFolder, keyFile, SecretError, Secrets } from "../../lib/app/secrets.ts";
import { inFolder, withEnv } from "./folders.ts";

/** Secrets that hold these values under their names. */
async function holding(values: Readonly<Record<string, string>>): Promise<Secrets> {
  const secrets = new Secrets({
    path: "",
    read: () => Promise.resolve(values),
    set: () => Promise.resolve(),
    remove: () => Promise.resolve(false),
  });
  for (const key of Object.keys(values)) await secrets.find({ key });
  return secrets;
}

Deno.test("a secret comes from the environment or from the key file, and a missing one is told with what to do", async () => {
  await inFolder((folder) =>
    withEnv({ SECRET_OF_TESTS: "from-the-environment", OTHER_OF_TESTS: "" }, async () => {
      const keys = keyFile(`${folder}/keys.json`), secrets = new Secrets(keys);
      await keys.set("openai", "from-the-file");
      assert.equal(await secrets.find({ env: "SECRET_OF_TESTS" }), "from-the-environment");
      assert.equal(await secrets.find({ key: "openai" }), "from-the-file");
      await assert.rejects(secrets.find({ env: "OTHER_OF_TESTS" }), /environment variable `OTHER_OF_TESTS` is not set/);
      await assert.rejects(secrets.find({ key: "none" }), /no key `none`; store it with `loom keys set none`/);
      await assert.rejects(
        secrets.check([{ key: "none" }, { key: "openai" }, { env: "OTHER_OF_TESTS" }, { key: "none" }]),
        (error) => error instanceof SecretError && error.message.split("; Cannot").length === 2,
      );
    })
  );
});

Deno.test(
  "the key file is made for its user alone, and stays so",
  { ignore: Deno.build.os === "windows" },
  async () => {
    await inFolder(async (folder) => {
      const path = `${folder}/config/loom/keys.json`, keys = keyFile(path);
      assert.deepEqual(await keys.read(), {});
      await keys.set("a", "one");
      await Deno.chmod(path, 0o644);
      await keys.set("b", "two");
      assert.deepEqual(await keys.read(), { a: "one", b: "two" });
      assert.equal(Deno.statSync(path).mode! & 0o777, 0o600);
      assert.equal(Deno.statSync(`${folder}/config/loom`).mode! & 0o777, 0o700);
      assert.deepEqual([await keys.remove("a"), await keys.remove("a")], [true, false]);
      assert.deepEqual(await keys.read(), { b: "two" });
      assert.deepEqual([...Deno.readDirSync(`${folder}/config/loom`)].map(({ name }) => name), ["keys.json"]);
    });
  },
);

Deno.test("a key file that is damaged is told, and not written over", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/keys.json`;
    await Deno.writeTextFile(path, "{ oops");
    await assert.rejects(
      keyFile(path).read(),
      (error) => error instanceof SecretError && /is not JSON/.test(error.message),
    );
    await assert.rejects(keyFile(path).set("a", "b"), SecretError);
    assert.equal(await Deno.readTextFile(path), "{ oops");
    for (const text of ["[]", "null", '"text"', '{"a": 1}']) {
      await Deno.writeTextFile(path, text);
      await assert.rejects(keyFile(path).read(), SecretError, text);
    }
  });
});

Deno.test("the user's settings stand where the system says", async () => {
  await withEnv({ XDG_CONFIG_HOME: "/config", HOME: "/srv/u" }, () => {
    assert.equal(configFolder(), "/config/loom");
    return Promise.resolve();
  });
  await withEnv({ XDG_CONFIG_HOME: "", HOME: "/srv/u" }, () => {
    assert.equal(configFolder(), "/srv/u/.config/loom");
    return Promise.resolve();
  });
});

Deno.test("no byte of a secret is left in a text, whichever way it was written and wherever it stands", async () => {
  const secret = 'sk-"quoted"/key+$& ü', secrets = await holding({ key: secret, $1: "another$secret" });
  const forms = [secret, JSON.stringify(secret), encodeURIComponent(secret), `x${secret}${secret}y`];
  for (const text of [...forms, `Bearer ${secret}`, "another$secret"]) {
    const masked = secrets.mask(text);
    assert.ok(!masked.includes("quoted") && !masked.includes("another"), masked);
  }
  assert.equal(secrets.mask("the another$secret!"), "the [$1]!");
  const value = { [secret]: [{ deep: `a ${secret}` }, 1, null, true] };
  assert.deepEqual(secrets.maskJson(value), { "[key]": [{ deep: "a [key]" }, 1, null, true] });
});

Deno.test("of two secrets of which one begins with the other, the longer one goes whole", async () => {
  for (const [a, b] of [["abcdefgh", "abcdefghijkl"], ["abcdefghijkl", "abcdefgh"]] as const) {
    const secrets = await holding({ a, b });
    assert.doesNotMatch(secrets.mask("abcdefghijkl and abcdefgh"), /[i-l]{2}|abc/);
  }
});

Deno.test("short values are not masked: they stand in ordinary text by chance", async () => {
  const secrets = await holding({ a: "ollama" });
  assert.deepEqual([secrets.any, secrets.mask("use ollama")], [false, "use ollama"]);
});

Deno.test("a text that arrives in pieces, cut anywhere, is masked as the whole would be, and nothing leaks on the way", async () => {
  const values = { long: "abababababab-secret", short: "bababababa", other: "secret-other" };
  const secrets = await holding(values);
  const part = fc.oneof(
    fc.constantFrom(...Object.values(values)),
    fc.stringMatching(/^[ab-]{0,8}$/),
    fc.constantFrom("secret", "abab", " plain "),
  );
  fc.assert(
    fc.property(fc.array(part), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (parts, cuts) => {
      const whole = parts.join(""), stream = secrets.stream();
      let told = "", at = 0;
      for (let i = 0; at < whole.length; i++) {
        const end = at + cuts[i % cuts.length]!;
        told += stream.push(whole.slice(at, end));
        at = end;
        for (const secret of Object.values(values)) assert.ok(!told.includes(secret), told);
      }
      assert.equal(told + stream.flush(), secrets.mask(whole));
    }),
    { numRuns: 400, seed: 6 },
  );
});

Deno.test("what cannot become a secret is told at once", async () => {
  const stream = (await holding({ a: "abcdefgh" })).stream();
  assert.equal(stream.push("nothing to hide "), "nothing to hide ");
  assert.equal(stream.push("abcd"), "");
  assert.equal(stream.push("x"), "abcdx");
  assert.equal(stream.push("abcdefg"), "");
  assert.equal(stream.flush(), "abcdefg");
});
