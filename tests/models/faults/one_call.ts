import type { OwnProgram } from "../../../lib/app/own_program.ts";
import { program } from "../../../lib/app/own_program.ts";
import { openLoom } from "../../../lib/app/loom.ts";
import type { Model, ModelEvent } from "../../../lib/models/model.ts";
import type { Booking, Entry, Generate, Outcome, Program } from "../../../lib/plan/mod.ts";
import { perform } from "../../../lib/plan/mod.ts";
import type { Json } from "../../../lib/base/json.ts";
import type { Behaviour, FaultServer } from "./fault_server.ts";
import { faultServer } from "./fault_server.ts";
import type { SelfSigned } from "./self_signed.ts";
import type { Subject } from "./subject.ts";
import { factsOf } from "./subject.ts";

/** What came of a run that makes one call. */
export interface OneCall {
  /** What the program got. */
  readonly outcome: Outcome<Json>;
  /** What the run has spent, in nano-dollars, tokens and calls. */
  readonly spent: Booking;
  /** What is still reserved when all is over. */
  readonly reserved: Booking;
  /** What was reserved for each attempt. */
  readonly reservations: readonly Booking[];
  /** Rows of the journal. */
  readonly entries: readonly Entry[];
  /** How the last attempt ended, in the model's own events. */
  readonly end: Extract<ModelEvent, { type: "end" }> | undefined;
}

/** How the run is made. */
export interface OneCallOptions {
  /** Milliseconds of silence before a call is given up. */
  readonly timeout?: number;
  /** How often an answer that cannot be used is asked for. */
  readonly attempts?: number;
  /** Is told of every pause. */
  readonly onRetry?: () => void;
}

/** Runs a program that asks once, through a loom in memory, against a host. */
export async function oneCall(subject: Subject, url: string, options: OneCallOptions = {}): Promise<OneCall> {
  const { timeout = 60_000, attempts = 3, onRetry } = options;
  const model = spied(await subject.open(factsOf(subject.id), { base_url: url, timeout }));
  using loom = await openLoom({
    memory: true,
    models: { m: model },
    retry: { attempts, base: 1, cap: 4 },
    on: ({ type }) => void (type === "retry" && onRetry?.()),
  });
  const { end } = await loom.start(asking(subject));
  const { kind, outputs, reason } = await end;
  if (kind !== "done") throw new Error(`the run ended as ${kind}: ${reason}`);
  const [head] = await loom.store.runs({ limit: 1 }), entries = await loom.store.entries(head!.id, 0);
  const { ledger: { spent, reserved } } = await loom.store.run(head!.id);
  return {
    outcome: outputs as unknown as Outcome<Json>,
    spent,
    reserved,
    reservations: entries.flatMap(({ type, booking }) => type === "intent" && booking ? [booking] : []),
    entries,
    end: model.end(),
  };
}

/** The same against a server that misbehaves. */
export async function oneFaultyCall(
  subject: Subject,
  behave: readonly Behaviour[],
  { tls, ...options }: OneCallOptions & { readonly tls?: SelfSigned } = {},
): Promise<OneCall & Pick<FaultServer, "seen" | "billed">> {
  await using server = faultServer({ wire: subject.wire, behave, ...(tls ? { tls } : {}) });
  const call = await oneCall(subject, server.url, options);
  return { ...call, seen: server.seen, billed: server.billed };
}

function asking({ form, logprobs }: Subject): OwnProgram<never, never, unknown> {
  const parts = [{ text: "It was a dark night" }];
  const asked: Generate = {
    do: "generate",
    key: "ask",
    model: "m",
    prompt: form === "text" ? { form, parts } : { form, messages: [{ role: "user", parts }] },
    maxTokens: 32,
    sampling: { temperature: 0.7 },
    seed: 7,
    ...(logprobs ? { logprobs: 1 } : {}),
  };
  return program("one-call@1", function* (): Program<Json> {
    return (yield* perform(asked)) as unknown as Json;
  });
}

function spied(model: Model): Model & { end(): OneCall["end"] } {
  let end: OneCall["end"];
  return {
    ...model,
    async *generate(request, signal) {
      for await (const event of model.generate(request, signal)) {
        if (event.type === "end") end = event;
        yield event;
      }
    },
    end: () => end,
  };
}
