import assert from "node:assert/strict";
import type { Json } from "../../../lib/base/json.ts";
import { ModelError } from "../../../lib/models/model.ts";
import { fields } from "../../../lib/models/options.ts";
import { IDLE } from "../../../lib/models/remote/idle.ts";
import { REMOTE_FIELDS, remoteOptions } from "../../../lib/models/remote/remote_options.ts";

const wrong = (options: { readonly [name: string]: Json }) => fields(REMOTE_FIELDS)(options, "")?.problem;

Deno.test("texts and secrets by name are taken, wherever a secret may stand", () => {
  const secret = { env: "SOME_KEY" };
  for (
    const options of [
      {
        base_url: "http://127.0.0.1:8080/v1",
        key: { key: "mine" },
        headers: { "x-a": "1", "x-b": secret },
        timeout: "90s",
      },
      { base_url: secret, headers: {}, timeout: 500 },
      {},
    ]
  ) assert.equal(wrong(options), undefined, JSON.stringify(options));
});

Deno.test("what is wrong is named without the value, which may be a key", () => {
  const options: readonly { readonly [name: string]: Json }[] = [
    { base_url: "localhost:8080" },
    { base_url: "ftp://sk-secret-0123456789/" },
    { base_url: 7 },
    { key: "" },
    { key: { file: "sk-secret-0123456789" } },
    { headers: ["sk-secret-0123456789"] },
    { headers: { authorization: 5 } },
    { headers: null },
    { timeout: "soon" },
    { timeout: 0 },
    { timeout: -5 },
  ];
  for (const option of options) {
    const problem = wrong(option);
    assert.match(problem ?? "", new RegExp(`^\`${Object.keys(option)[0]}`), JSON.stringify(option));
    assert.ok(!problem!.includes("sk-secret"), problem!);
  }
});

Deno.test("settings are read as they are used", () => {
  assert.deepEqual(
    remoteOptions(
      { base_url: "https://h/v1", key: " k\n", headers: { "X-Title": "Tale" }, timeout: "1m30s" },
      "openai/m",
    ),
    { baseUrl: "https://h/v1", key: "k", headers: { "x-title": "Tale" }, idle: 90_000 },
  );
  assert.deepEqual(remoteOptions({}, "openai/m"), { headers: {}, idle: IDLE });
});

Deno.test("a name and a password in an address are sent as a header", () => {
  const { baseUrl, query, headers } = remoteOptions({ base_url: "https://me:p%40ss@h.example/v1?a=1" }, "openai/m");
  assert.deepEqual([baseUrl, query], ["https://h.example/v1", "?a=1"]);
  assert.deepEqual(headers, { authorization: `Basic ${btoa("me:p@ss")}` });
});

Deno.test("a value that no header takes is refused without being shown", () => {
  for (
    const options of [{ key: "sk-secret\n0123" }, { key: "ключ-secret" }, { headers: { "x-k": "secret\r\nx: y" } }, {
      headers: { "x k": "secret" },
    }]
  ) {
    assert.throws(() => remoteOptions(options, "openai/m"), (error) => {
      assert.ok(error instanceof ModelError && error.failure === "auth");
      assert.match(error.message, /^Cannot open `openai\/m`: the value of `\S+` holds characters that no header takes/);
      assert.ok(!error.message.includes("secret"));
      return true;
    });
  }
});

Deno.test("settings of a library user are checked as those of a spec are", () => {
  assert.throws(() => remoteOptions({ base_url: "nowhere" }, "openai/m"), /Cannot open `openai\/m`: `base_url`/);
});

Deno.test("a login with a sign that stands for nothing is sent as it is written", () => {
  const { headers } = remoteOptions({ base_url: "https://us%er:100%@host.example/v1" }, "openai/m");
  const sent = new TextDecoder().decode(
    Uint8Array.fromBase64(String(headers?.["authorization"]).replace("Basic ", "")),
  );
  assert.equal(sent, "us%er:100%");
});
