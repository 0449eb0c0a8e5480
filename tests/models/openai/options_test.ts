import assert from "node:assert/strict";
import { fields } from "../../../lib/models/options.ts";
import { baseOf, hostOf, OPENAI_FIELDS } from "../../../lib/models/openai/options.ts";

Deno.test("a host is what it is said to be, else what its address is known for", () => {
  const at = (base_url?: string) => hostOf(base_url === undefined ? {} : { base_url });
  assert.equal(at(), "openai");
  assert.equal(at("https://eu.api.openai.com/v1"), "openai");
  assert.equal(at("https://openrouter.ai/api/v1"), "openrouter");
  assert.equal(at("https://api.deepseek.com/beta"), "deepseek");
  assert.equal(at("http://localhost:8000/v1"), "vllm");
  assert.equal(at("http://127.0.0.1:8080"), "llama.cpp");
  assert.equal(at("http://[::1]:1234/v1"), "lmstudio");
  assert.equal(hostOf({ base_url: "http://localhost:8000/v1", host: "llama.cpp" }), "llama.cpp");
});

Deno.test("an address that only looks like a known one is anybody's", () => {
  for (
    const base_url of ["https://api.openai.com.evil.example/v1", "https://notopenrouter.ai/", "http://10.0.0.5:8000/v1"]
  ) {
    assert.equal(hostOf({ base_url }), "other", base_url);
  }
  assert.equal(hostOf({ base_url: { env: "MY_HOST" } }), "other", "a secret may be anybody's");
});

Deno.test("an address without a place on it means the usual place", () => {
  assert.equal(baseOf(undefined, "openai"), "https://api.openai.com/v1");
  assert.equal(baseOf("http://127.0.0.1:8080", "llama.cpp"), "http://127.0.0.1:8080/v1");
  assert.equal(baseOf("http://127.0.0.1:8080/?a=b", "llama.cpp"), "http://127.0.0.1:8080/v1?a=b");
  assert.equal(baseOf("https://openrouter.ai", "openrouter"), "https://openrouter.ai/api/v1");
  assert.equal(baseOf("https://h.example/own/", "other"), "https://h.example/own/");
});

Deno.test("settings are checked when a spec is compiled", () => {
  const wrong = (options: Parameters<ReturnType<typeof fields>>[0]) => fields(OPENAI_FIELDS)(options, "");
  assert.equal(
    wrong({ base_url: "http://h/v1", key: { env: "K" }, headers: { a: "b" }, timeout: "2m", host: "vllm" }),
    undefined,
  );
  assert.deepEqual(wrong({ host: "llamacpp" }), {
    problem: '`host` is "llamacpp": expected one of openai, openrouter, deepseek, vllm, llama.cpp, lmstudio, other',
    near: "llama.cpp",
  });
  assert.match(wrong({ hots: "vllm" })?.problem ?? "", /`hots` is not known here/);
});
