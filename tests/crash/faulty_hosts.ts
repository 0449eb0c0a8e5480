import assert from "node:assert/strict";
import { ANTHROPIC_WIRE } from "../models/faults/anthropic_wire.ts";
import type { FaultServer, Seen } from "../models/faults/fault_server.ts";
import { faultServer } from "../models/faults/fault_server.ts";
import { OPENAI_WIRE } from "../models/faults/openai_wire.ts";
import type { Wire } from "../models/faults/wire.ts";
import { attemptOf, faultOf, FAULTS, nameOf, sayingOf } from "./seeded_faults.ts";

/** Dollars for a million tokens. */
interface Price {
  readonly input: number;
  readonly output: number;
}

/** What a host did for one attempt, in all lives of the run together. */
export interface Service {
  /** Requests that came. */
  readonly requests: number;
  /** What each request that was answered, or begun to be, is billed at, in nano-dollars. */
  readonly bills: readonly number[];
  /** What was said, whole, and whether its usage was told; absent where the attempt was refused or never answered. */
  readonly answer?: { readonly text: string; readonly told: boolean };
}

/** Hosts of two protocols that misbehave by a seed: one has a base model, the other a judge. */
export interface FaultyHosts extends AsyncDisposable {
  /** Entries of the models `base` and `judge` for a spec. */
  readonly models: string;
  /** Requests so far. */
  readonly requests: number;
  /** What was done for every attempt, by its name. */
  services(): ReadonlyMap<string, Service>;
  /** How often each fault happened, by its name; those that did not are there too. */
  faults(): ReadonlyMap<string, number>;
}

/** Milliseconds of silence that are put up with. */
const SILENCE = 500;

const BASE: Price = { input: 1, output: 2 }, JUDGE: Price = { input: 3, output: 15 };

/** Starts both; `onRequest` is called when a request has come, before it is answered. */
export function faultyHosts(seed: number, onRequest: () => void): FaultyHosts {
  const hostOf = (wire: Wire) =>
    faultServer({
      wire,
      behave(seen) {
        onRequest();
        return faultOf(attemptOf(seen), seed)?.behaviour ?? { do: "answer" };
      },
      text: (seen) => sayingOf(seen, seed),
    });
  const base = hostOf(OPENAI_WIRE), judge = hostOf(ANTHROPIC_WIRE), hosts = [[base, BASE], [judge, JUDGE]] as const;
  return {
    models: `{
  base: {use: openai/gauge, base_url: "${base.url}", abilities: {complete: true}, ${settings(BASE)}},
  judge: {use: anthropic/gauge, base_url: "${judge.url}", ${settings(JUDGE)}},
}`,
    get requests() {
      return base.seen.length + judge.seen.length;
    },
    services: () => new Map(hosts.flatMap(([host, price]) => servicesOf(host, { price, seed }))),
    faults() {
      const counts = new Map(FAULTS.map(({ name }) => [name, 0]));
      for (const seen of [...base.seen, ...judge.seen]) {
        const fault = faultOf(attemptOf(seen), seed);
        if (fault) counts.set(fault.name, counts.get(fault.name)! + 1);
      }
      return counts;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([base[Symbol.asyncDispose](), judge[Symbol.asyncDispose]()]);
    },
  };
}

function settings({ input, output }: Price): string {
  return `price: {input: ${input}, output: ${output}}, timeout: ${SILENCE}ms`;
}

function servicesOf(
  { seen, billed }: FaultServer,
  { price, seed }: { readonly price: Price; readonly seed: number },
): readonly (readonly [string, Service])[] {
  const bills = new Map(billed.map(({ index, usage }) => [index, billOf(usage, price)]));
  // A request whose sender died on the way came without its body.
  const whole = seen.filter(({ body }) => Object.hasOwn(body, "model"));
  return [...Map.groupBy(whole, (one) => nameOf(attemptOf(one)))].map(([name, requests]) => {
    const own = requests.flatMap(({ index }) => bills.get(index) ?? []);
    assert.ok(new Set(own).size <= 1, `\`${name}\` was repeated with another request`);
    const answer = own.length === 0 ? {} : { answer: answerOf(requests[0]!, seed) };
    return [name, { requests: requests.length, bills: own, ...answer }];
  });
}

function answerOf(seen: Seen, seed: number): NonNullable<Service["answer"]> {
  const behaviour = faultOf(attemptOf(seen), seed)?.behaviour;
  const own = behaviour?.do === "answer" ? behaviour : undefined;
  return { text: own?.text ?? sayingOf(seen, seed), told: own?.usage !== null };
}

function billOf(usage: { readonly input: number; readonly output: number }, { input, output }: Price): number {
  return (usage.input * input + usage.output * output) * 1000;
}
