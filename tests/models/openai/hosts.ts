import type { JsonObject } from "../../../lib/base/json.ts";
import type { Model, ModelRequest } from "../../../lib/models/model.ts";
import { openOpenai } from "../../../lib/models/openai/open_openai.ts";
import type { Host } from "../../../lib/models/openai/options.ts";
import type { ModelFacts } from "../../../lib/plan/mod.ts";
import type { Collected } from "../collect.ts";
import { collect } from "../collect.ts";
import type { Behaviour, Seen } from "../faults/fault_server.ts";
import { faultServer } from "../faults/fault_server.ts";
import { event, OPENAI_WIRE } from "../faults/openai_wire.ts";
import { factsOf } from "../faults/subject.ts";

/** How a host is asked in a test. */
export interface Asking {
  /** What it is told it is. Default: `other`. */
  readonly host?: Host;
  /** What is known of the model. Default: it can do everything. */
  readonly facts?: Partial<ModelFacts>;
  /** What the host does. Default: answers. */
  readonly behave?: Behaviour;
  /** Other settings of the model. */
  readonly options?: JsonObject;
}

/** A host that answers one test's calls, and the model that asks it. */
export async function withHost<T>(
  { host = "other", facts = {}, behave = { do: "answer" }, options = {} }: Asking,
  test: (model: Model, seen: readonly Seen[]) => Promise<T>,
): Promise<T> {
  await using server = faultServer({ wire: OPENAI_WIRE, behave: () => behave });
  const model = await openOpenai(factsOf("openai/maker/gauge", {}, facts), {
    base_url: server.url,
    host,
    ...(host === "other" ? {} : { key: "none" }),
    ...options,
  });
  return await test(model, server.seen);
}

/** What the host gets to see of one request. */
export async function seenOf(request: ModelRequest, asking: Asking = {}): Promise<Seen> {
  return await withHost(asking, async (model, seen) => {
    await collect(model, request);
    return seen[0]!;
  });
}

/** What is told when the host answers with these chunks. */
export async function told(
  chunks: readonly unknown[],
  request: ModelRequest = chat("hi"),
  asking: Asking = {},
): Promise<Collected> {
  const frames = [...chunks.map((chunk) => event(JSON.stringify(chunk))), event("[DONE]")];
  return await withHost({ ...asking, behave: { do: "answer", frames } }, (model) => collect(model, request));
}

/** A conversation of one message. */
export function chat(text: string, more: Partial<ModelRequest> = {}): ModelRequest {
  return {
    prompt: { form: "chat", messages: [{ role: "user", text }] },
    maxTokens: 64,
    sampling: {},
    stop: [],
    seed: 1,
    ...more,
  };
}

/** A chunk of a conversation's answer. */
export function delta(delta: JsonObject, finish_reason: string | null = null): JsonObject {
  return { choices: [{ index: 0, delta, finish_reason }] };
}
