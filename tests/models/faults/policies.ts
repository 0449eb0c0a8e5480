/**
 * What is done about everything that a provider can do wrong, and what it may cost: the same for all of them.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Generated } from "../../../lib/plan/mod.ts";
import type { Behaviour } from "./fault_server.ts";
import { faultServer } from "./fault_server.ts";
import type { OneCall } from "./one_call.ts";
import { oneCall, oneFaultyCall } from "./one_call.ts";
import { selfSigned } from "./self_signed.ts";
import type { Subject } from "./subject.ts";
import { billOf } from "./subject.ts";

/** A way to misbehave and what has to come of it. */
interface Case {
  /** Ends the sentence that names the test. */
  readonly name: string;
  /** What the server does, attempt by attempt; after that it answers. */
  readonly behave: readonly Behaviour[];
  /** Requests that the server sees. */
  readonly attempts: number;
  /** Attempts that the provider may bill without anybody knowing: each books its reservation. */
  readonly lost?: number;
  /** The kind of failure that ends it, and what it says; absent: it is answered. */
  readonly fails?: readonly [code: string, words: RegExp];
  /** Milliseconds of silence that are put up with. */
  readonly timeout?: number;
  /** What else has to hold. */
  readonly and?: (call: Faulty) => void;
}

type Faulty = Awaited<ReturnType<typeof oneFaultyCall>>;

const refusing = (status: number, more: Partial<Extract<Behaviour, { do: "status" }>> = {}): Behaviour => ({
  do: "status",
  status,
  ...more,
});

/** Long enough for any machine to answer, and still waited for. */
const SILENCE = 1000;

const PASSING: readonly Case[] = [
  {
    name: "429 with Retry-After waits as long as it is told and asks again",
    behave: [refusing(429, { headers: { "retry-after": "0.2" } })],
    attempts: 2,
    and: ({ seen: [first, second] }) => assert.ok(second!.at - first!.at >= 200, "it was asked too early"),
  },
  { name: "429 without Retry-After is asked again", behave: [refusing(429), refusing(429)], attempts: 3 },
  { name: "500 is asked again until it is over", behave: new Array(5).fill(refusing(500)), attempts: 6 },
  {
    name: "408, 409, 502, 503 and 529 are asked again",
    behave: [408, 409, 502, 503, 529].map((status) => refusing(status)),
    attempts: 6,
  },
  { name: "a gateway that gives up is asked again, and may bill", behave: [refusing(504)], attempts: 2, lost: 1 },
  {
    name: "a host that hangs is given up and asked again, and may bill",
    behave: [{ do: "hang" }],
    attempts: 2,
    lost: 1,
    timeout: SILENCE,
  },
  {
    name: "an answer that falls silent is given up and asked again, and is billed",
    behave: [{ do: "stall" }],
    attempts: 2,
    lost: 1,
    timeout: SILENCE,
  },
  { name: "an answer that drips byte by byte is waited for", behave: [{ do: "drip" }], attempts: 1 },
  {
    name: "an answer whose connection breaks is asked for again, never stored",
    behave: [{ do: "cut", how: "broken" }],
    attempts: 2,
    lost: 1,
  },
  {
    name: "an answer that ends before its end is asked for again, never stored",
    behave: [{ do: "cut", how: "clean" }],
    attempts: 2,
    lost: 1,
  },
  { name: "broken JSON is asked for again, never stored", behave: [{ do: "garbage" }], attempts: 2, lost: 1 },
  { name: "a page in place of an answer is asked for again", behave: [{ do: "page" }], attempts: 2, lost: 1 },
  {
    name: "trouble told in the middle of an answer is asked again, and may bill",
    behave: [{ do: "trouble" }],
    attempts: 2,
    lost: 1,
  },
  {
    name: "log-probabilities that are null leave the text as it is",
    behave: [{ do: "answer", nullLogprobs: true }],
    attempts: 1,
    and: (call) => assert.equal(generated(call).logprob, undefined),
  },
  {
    name: "an empty text is an answer: it was paid for",
    behave: [{ do: "answer", text: "" }],
    attempts: 1,
    and: (call) => assert.equal(generated(call).text, ""),
  },
  {
    name: "an answer without usage books its reservation",
    behave: [{ do: "answer", usage: null }],
    attempts: 1,
    lost: 1,
  },
  {
    name: "usage above the bound is booked as it is told",
    behave: [{ do: "answer", usage: { input: 5000, output: 7000 } }],
    attempts: 1,
    and: ({ spent, reservations: [reserved] }) => {
      assert.equal(spent.tokens, 12_000);
      assert.ok(spent.usd > reserved!.usd, "the bound was passed");
    },
  },
  {
    name: "another model that answers is named",
    behave: [{ do: "answer", model: "somebody-else" }],
    attempts: 1,
    and: ({ end }) => assert.equal(end?.model, "somebody-else"),
  },
];

const STOPPING: readonly Case[] = [
  {
    name: "400 stops at once and says what is wrong",
    behave: [refusing(400, { words: "max_tokens is too large.", code: "invalid_request_error" })],
    attempts: 1,
    fails: ["request", /answers 400 and says: max_tokens is too large; change what is asked/],
  },
  {
    name: "401 stops at once and asks for another key",
    behave: [refusing(401, { words: "Wrong key: sk-abc****wxyz" })],
    attempts: 1,
    fails: ["auth", /answers 401 and says: Wrong key: \[key\]; check that the `key` of the model/],
  },
  {
    name: "402 stops at once and asks for money",
    behave: [refusing(402)],
    attempts: 1,
    fails: ["money", /answers 402 .*add credit/],
  },
  {
    name: "403 stops at once",
    behave: [refusing(403)],
    attempts: 1,
    fails: ["auth", /answers 403 .*`key`/],
  },
  {
    name: "404 stops at once and asks for another model",
    behave: [refusing(404, { words: "no such model" })],
    attempts: 1,
    fails: ["model", /answers 404 and says: no such model; check the name of the model and its `base_url`/],
  },
  {
    name: "429 for want of money is no limit on the rate",
    behave: [refusing(429, { code: "insufficient_quota", words: "You exceeded your current quota" })],
    attempts: 1,
    fails: ["money", /current quota; add credit/],
  },
  {
    name: "a redirect is not followed, and says where it points",
    behave: [refusing(307, { headers: { location: "https://elsewhere.example/v1/x?key=sk-abcdefghijkl" } })],
    attempts: 1,
    fails: ["request", /answers 307 and points to https:\/\/elsewhere\.example; set `base_url`/],
  },
  {
    name: "answers that are always cut off are a failure in the end, and each may bill",
    behave: new Array(5).fill({ do: "cut", how: "clean" }),
    attempts: 3,
    lost: 3,
    fails: ["malformed", /was cut off before its end; it is asked again \(3 attempts\)/],
  },
];

/** Registers the tests of a provider: every misbehaviour, its policy and its ledger. */
export function policyTests(subject: Subject): void {
  for (const { name, behave, timeout, ...expected } of [...PASSING, ...STOPPING]) {
    Deno.test(`${subject.name}: ${name}`, async () => {
      const call = await oneFaultyCall(subject, behave, timeout === undefined ? {} : { timeout });
      holds(call, expected);
    });
  }

  Deno.test(`${subject.name}: a certificate that nobody vouches for stops at once`, async () => {
    const call = await oneFaultyCall(subject, [], { tls: await selfSigned() });
    failed(call, ["request", /its TLS certificate is not accepted .*check `base_url`/]);
    assert.deepEqual([call.seen.length, call.spent.usd, call.spent.tokens], [0, 0, 0]);
  });

  Deno.test(`${subject.name}: a host that is away is asked until it is back, for nothing`, async () => {
    const port = freePort();
    let tries = 0;
    const back = Promise.withResolvers<void>();
    const pending = oneCall(subject, `http://127.0.0.1:${port}${subject.wire.base}`, {
      // More than the attempts that a bad answer has.
      onRetry: () => void (++tries === 6 && back.resolve()),
    });
    await back.promise;
    await using server = faultServer({ wire: subject.wire, behave: [], port });
    const call = await pending;
    assert.equal(server.seen.length, 1);
    assert.ok(call.reservations.length > 6);
    answered(call);
    assert.equal(call.spent.usd, billOf(server.billed[0]!.usage));
  });
}

function holds(call: Faulty, { attempts, lost = 0, fails, and }: Omit<Case, "name" | "behave" | "timeout">): void {
  assert.equal(call.seen.length, attempts, "attempts");
  if (fails) failed(call, fails);
  else answered(call);
  ledgerHolds(call, { attempts, lost });
  and?.(call);
}

/** Nothing is spent but what is known to be billed and what is stated as unknown; nothing stays reserved. */
function ledgerHolds(call: Faulty, { attempts, lost }: { readonly attempts: number; readonly lost: number }): void {
  const { spent, reserved, reservations, billed, seen, end } = call, each = reservations[0]!;
  assert.equal(reservations.length, attempts, "every attempt has a reservation of its own");
  const known = end?.usage ? billOf(end.usage) : 0;
  assert.equal(spent.usd, known + lost * each.usd, "spent is what is known and what may be billed");
  assert.equal(spent.calls, attempts, "every attempt is a call");
  assert.deepEqual(reserved, { usd: 0, tokens: 0, calls: 0 }, "nothing stays reserved");
  const bill = billed.reduce((sum, { usage }) => sum + billOf(usage), 0);
  assert.ok(spent.usd >= bill, `the provider bills ${bill}, and only ${spent.usd} are booked`);
  const keys = seen.flatMap(({ key }) => key ?? []);
  assert.equal(new Set(keys).size, keys.length, "an attempt after a failure is no repeat");
}

function answered(call: OneCall): void {
  assert.equal(call.outcome.type, "value", JSON.stringify(call.outcome));
  assert.notEqual(call.end, undefined);
}

function failed({ outcome }: OneCall, [code, words]: readonly [string, RegExp]): void {
  assert.ok(outcome.type === "failed", JSON.stringify(outcome));
  assert.equal(outcome.failure.code, code);
  assert.match(outcome.failure.message, words);
}

function generated({ outcome }: OneCall): Generated {
  assert.ok(outcome.type === "value", JSON.stringify(outcome));
  return outcome.value as unknown as Generated;
}

/** A port that nobody listens at. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
