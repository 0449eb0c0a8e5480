import assert from "node:assert/strict";
import { networkFailure } from "../../../lib/models/remote/network_failure.ts";

const URL_WITH_KEY = "https://h.example/v1/chat/completions?key=sk-secret-0123456789";

function failed(detail: string) {
  const cause = new Error(`error sending request for url (${URL_WITH_KEY}): ${detail}`);
  return networkFailure(new TypeError("fetch failed", { cause }), { id: "openai/m", host: "h.example" });
}

Deno.test("a host that cannot be reached is asked again, and bills nothing", () => {
  for (
    const detail of [
      "client error (Connect): dns error: failed to lookup address information: Name or service not known",
      "client error (Connect): tcp connect error: Connection refused (os error 111)",
      "client error (Connect): tls handshake eof",
    ]
  ) {
    const { failure, mayBill, message } = failed(detail);
    assert.deepEqual([failure, mayBill], ["network", false], detail);
    assert.ok(message.startsWith("Cannot reach `openai/m` at h.example: "), message);
    assert.ok(message.endsWith("; it is asked again until the network is back"), message);
  }
});

Deno.test("a connection lost after the request was sent is asked again, and may bill", () => {
  for (
    const detail of [
      "client error (SendRequest): connection closed before message completed",
      "client error (SendRequest)",
    ]
  ) {
    const { failure, mayBill } = failed(detail);
    assert.deepEqual([failure, mayBill], ["network", true]);
  }
});

Deno.test("trouble with TLS stays until somebody changes the address", () => {
  const trouble: readonly (readonly [string, RegExp])[] = [
    [
      "client error (Connect): invalid peer certificate: Expired",
      /certificate is not accepted \(invalid peer certificate: Expired\)/,
    ],
    ["client error (Connect): received corrupt message of type InvalidContentType", /`base_url: http:\/\/…`/],
    ["client error (SendRequest): invalid HTTP version parsed", /`base_url: https:\/\/…`/],
  ];
  for (const [detail, words] of trouble) {
    assert.equal(failed(detail).failure, "request", detail);
    assert.match(failed(detail).message, words);
  }
});

Deno.test("a request that cannot be sent at all is a request that is wrong", () => {
  const { failure, message } = networkFailure(new TypeError("Url scheme 'ftp' not supported"), {
    id: "openai/m",
    host: "h",
  });
  assert.equal(failure, "request");
  assert.equal(
    message,
    "Cannot ask `openai/m` at h: Url scheme 'ftp' not supported; check `base_url` and `headers` of the model",
  );
});

Deno.test("nothing of an address but its host is told, in the message or behind it", () => {
  for (
    const detail of ["client error (Connect): dns error", `odd: ${URL_WITH_KEY} is bad`, "client error (SendRequest)"]
  ) {
    const error = failed(detail);
    assert.ok(!Deno.inspect(error).includes("sk-secret"), Deno.inspect(error));
  }
});
