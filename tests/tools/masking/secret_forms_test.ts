import assert from "node:assert/strict";
import fc from "../../properties.ts";
import { secretForms } from "../../../lib/tools/masking/secret_forms.ts";
import { Secrets } from "../../../lib/app/secrets.ts";
import { encodingsOf, KEYS } from "../../app/keys.ts";

/** Secrets that hold this value under the name `it`. */
async function holding(value: string): Promise<Secrets> {
  const secrets = new Secrets({
    path: "",
    read: () => Promise.resolve({ it: value }),
    set: () => Promise.resolve(),
    remove: () => Promise.resolve(false),
  });
  await secrets.find({ key: "it" });
  return secrets;
}

Deno.test("a secret is masked however a language, a library or a host writes it down", async () => {
  for (const key of Object.values(KEYS)) {
    const secrets = await holding(key);
    for (const form of encodingsOf(key)) {
      const masked = secrets.mask(`so ${form} it is`);
      assert.ok(masked.includes("[it]") && !masked.includes(form.slice(2, -6)), `${form} became ${masked}`);
    }
  }
});

Deno.test("what is secret in an address is masked without the rest of it: the login, the query, keys in the path", async () => {
  const secrets = await holding(
    "https://reader:hunter%2B22@host.example/v1/9f8e7d6c5b4a39281706/chat?api-key=Zx9-cV8_bN7&v=2024",
  );
  const login = new TextEncoder().encode("reader:hunter+22").toBase64();
  for (const piece of ["hunter+22", "hunter%2B22", "hunter%2b22", "Zx9-cV8_bN7", "9f8e7d6c5b4a39281706", login]) {
    assert.equal(secrets.mask(`a ${piece} b`), "a [it] b", piece);
  }
  const open = "https://host.example/v1/chat of the reader in 2024";
  assert.equal(secrets.mask(open), open, "names stay");
});

Deno.test("a secret that is a whole header is masked without its scheme", async () => {
  assert.equal((await holding("Bearer abcd-1234-efgh")).mask("it is abcd-1234-efgh"), "it is [it]");
  const secrets = await holding(`Basic ${new TextEncoder().encode("somebody:pass:word").toBase64()}`);
  assert.equal(secrets.mask("somebody, pass:word, basic"), "[it], [it], basic");
});

Deno.test("a secret whose file ends with a line break is masked where it was sent without one", async () => {
  const secrets = await holding("abcd-1234-efgh\n");
  assert.equal(secrets.mask("key abcd-1234-efgh."), "key [it].");
});

Deno.test("a secret that is cut off, where a text ends or before dots, is masked as far as it is there", async () => {
  const secrets = await holding("abcd-1234-efgh-5678");
  assert.equal(secrets.mask("key abcd-1234-ef"), "key [it]");
  assert.equal(secrets.mask("key abcd-1234-ef… is refused, abcd-123... too"), "key [it]… is refused, [it]... too");
  assert.equal(secrets.mask("abcd-12"), "abcd-12", "too little to be told from chance");
  const stream = secrets.stream();
  assert.equal(stream.push("key abcd-1234") + stream.push("-ef… and abcd-1234") + stream.flush(), "key [it]… and [it]");
  const address = await holding("https://host.example/v1?key=abcd-1234");
  assert.equal(address.mask("see https://host"), "see https://host", "an address begins as everybody knows");
});

Deno.test("no form of anything is short, and the value is one of them when it is long enough", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 40 }), (value) => {
    const { all, keys } = secretForms(value);
    assert.ok([...all, ...keys].every((form) => form.length >= 8));
    assert.equal(all.includes(value), value.length >= 8);
    assert.deepEqual(keys.filter((form) => !all.includes(form)), []);
  }));
});
