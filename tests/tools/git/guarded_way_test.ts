import assert from "node:assert/strict";
import { type GuardedWay, openGuardedWay } from "../../../lib/tools/git/guarded_way.ts";

/** Says something to a way, and gives all that it says until it ends the connection or as much as is wanted. */
async function say(way: GuardedWay, pieces: readonly (readonly number[])[], most = Infinity): Promise<number[]> {
  using conn = await Deno.connect({ hostname: "127.0.0.1", port: Number(new URL(way.proxy).port) });
  const told: number[] = [], buffer = new Uint8Array(1024);
  for (const piece of pieces) await conn.write(Uint8Array.from(piece)).catch(() => 0);
  while (told.length < most) {
    const size = await conn.read(buffer).catch(() => null);
    if (size === null) return told;
    told.push(...buffer.subarray(0, size));
  }
  return told;
}

const HELLO = [5, 1, 0], WELCOME = [5, 0];
const bytes = (text: string) => [...new TextEncoder().encode(text)];
const named = (host: string, port: number) => [5, 1, 0, 3, host.length, ...bytes(host), port >> 8, port & 255];

Deno.test("a way leads to places that may be reached, and tells why it does not lead to others", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr,
    serving = (async () => {
      using conn = await listener.accept();
      await conn.write(Uint8Array.from(bytes("inside")));
    })();
  await using way = await openGuardedWay({ net: [`127.0.0.1:${port}`] });
  const refusal = [...WELCOME, 5, 2, 0, 1, 0, 0, 0, 0, 0, 0];
  const places = [
    [5, 1, 0, 1, 127, 0, 0, 1, 0, 80],
    [5, 1, 0, 1, 169, 254, 169, 254, 0, 80],
    [5, 1, 0, 4, ...new Array(15).fill(0), 1, port >> 8, port & 255],
    [5, 1, 0, 4, ...new Array(10).fill(0), 255, 255, 127, 0, 0, 1, port >> 8, port & 255],
    ...["localhost", "127.1", "0x7f000001", "a.internal", "127.0.0.1@x", "a b", "x/y", "127.0.0.1:1"].map((host) =>
      named(host, 80)
    ),
  ];
  for (const place of places) assert.deepEqual(await say(way, [HELLO, place]), refusal, String(place));
  assert.ok([...way.refused].some((why) => why.includes("`169.254.169.254` is a link-local address")));
  assert.ok([...way.refused].every((why) => !/[^ -~]/.test(why)));
  const reached = await say(way, [HELLO, [5, 1, 0, 1, 127, 0, 0, 1, port >> 8, port & 255]]);
  assert.equal(new TextDecoder().decode(Uint8Array.from(reached.slice(12))), "inside");
  await serving;
});

Deno.test("what is no request is let go, in however many pieces it comes", async () => {
  await using way = await openGuardedWay({});
  const others = [bytes("GET / HTTP/1.1\r\n\r\n"), [4, 1, 0, 80, 127, 0, 0, 1, 0], new Array(2_000).fill(5)];
  for (const piece of others) assert.deepEqual(await say(way, [piece]), []);
  // To listen, to send packets, and kinds of places that there are none of.
  for (
    const request of [[5, 2, 0, 1, 1, 1, 1, 1, 0, 80], [5, 3, 0, 1, 1, 1, 1, 1, 0, 80], [5, 1, 0, 9, 1, 1, 1, 1, 0, 80]]
  ) {
    assert.deepEqual(await say(way, [HELLO, request]), WELCOME);
  }
  const bit = [...HELLO, ...named("localhost", 80)].map((byte) => [byte]);
  assert.deepEqual((await say(way, bit)).slice(0, 4), [...WELCOME, 5, 2]);
});

Deno.test("a way that is closed leaves nothing open", async () => {
  const way = await openGuardedWay({});
  const open = await Deno.connect({ hostname: "127.0.0.1", port: Number(new URL(way.proxy).port) });
  await open.write(Uint8Array.from(HELLO));
  assert.equal(await open.read(new Uint8Array(2)), 2);
  await way[Symbol.asyncDispose]();
  assert.equal(await open.read(new Uint8Array(2)).catch(() => null), null);
  open.close();
  await assert.rejects(say(way, [HELLO]));
});

Deno.test("a way that is closed while a name is looked up opens no connection afterwards", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const asked = Promise.withResolvers<void>(),
    found = Promise.withResolvers<readonly string[]>(),
    { port } = listener.addr;
  const resolve = () => (asked.resolve(), found.promise);
  const way = await openGuardedWay({ net: ["slow.example"], resolve });
  const saying = say(way, [HELLO, named("slow.example", port)]);
  await asked.promise;
  await way[Symbol.asyncDispose]();
  found.resolve(["127.0.0.1", "127.0.0.1"]);
  await saying;
  // What was found has been taken when a turn is over.
  await new Promise((done) => setTimeout(done));
  // Whoever comes first is this one: nobody came from the way.
  using own = await Deno.connect({ hostname: "127.0.0.1", port });
  using first = await listener.accept();
  assert.deepEqual(first.remoteAddr, own.localAddr);
});

const elsewhere = Deno.build.os !== "linux";

Deno.test("an address that does not answer is given up, and the next one is tried", { ignore: elsewhere }, async () => {
  await using way = await openGuardedWay({
    net: ["two.example"],
    resolve: () => Promise.resolve(["127.0.0.2", "127.0.0.1"]),
  }, { patience: 200 });
  using full = Deno.listen({ hostname: "127.0.0.2", port: 0, tcpBacklog: 1 });
  using listener = Deno.listen({ hostname: "127.0.0.1", port: full.addr.port });
  // Those that nobody takes fill the line: the next one hears nothing.
  const waiting = Array.from({ length: 2 }, () => Deno.connect({ hostname: "127.0.0.2", port: full.addr.port }));
  const opened = await Promise.all(waiting);
  try {
    const serving = listener.accept().then((conn) => conn.close());
    const told = await say(way, [HELLO, named("two.example", full.addr.port)], 12);
    assert.deepEqual(told.slice(0, 4), [...WELCOME, 5, 0]);
    await serving;
  } finally {
    for (const conn of opened) conn.close();
  }
});
