import type { Model, ModelEvent, ModelRequest } from "../models/model.ts";
import type { MaskedStream, Secrets } from "./secrets.ts";

/**
 * The model, with every secret that it repeats replaced by its name before anyone sees it. Masking only what is stored
 * would let a resumed run read another text than the one it wrote.
 */
export function maskedModel(model: Model, secrets: Secrets): Model {
  async function* generate(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const streams = { text: secrets.stream(), reasoning: secrets.stream() };
    try {
      for await (const event of model.generate(request, signal)) yield* masked(event, streams, secrets);
    } catch (error) {
      throw withoutSecrets(error, secrets);
    }
  }

  return {
    facts: model.facts,
    generate,
    ...(model.score && { score: (request, signal) => quietly(model.score!(request, signal), secrets) }),
    ...(model.embed && { embed: (texts, signal) => quietly(model.embed!(texts, signal), secrets) }),
    count: (text) => model.count(text),
    ...(model.estimate && { estimate: (text) => model.estimate!(text) }),
    ...(model.overhead && { overhead: (prompt) => model.overhead!(prompt) }),
  };
}

interface Streams {
  readonly text: MaskedStream;
  readonly reasoning: MaskedStream;
}

function* masked(event: ModelEvent, streams: Streams, secrets: Secrets): Generator<ModelEvent> {
  if (event.type === "call") {
    yield { type: "call", call: { ...event.call, arguments: secrets.mask(event.call.arguments) } };
    return;
  }
  if (event.type !== "end") {
    const text = streams[event.type].push(event.text);
    if (text !== "" || (event.type === "text" && event.logprobs)) yield { ...event, text };
    return;
  }
  for (const type of ["reasoning", "text"] as const) {
    const text = streams[type].flush();
    if (text !== "") yield { type, text };
  }
  yield event;
}

async function quietly<T>(call: Promise<T>, secrets: Secrets): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw withoutSecrets(error, secrets);
  }
}

/** The same error, its words masked. */
export function withoutSecrets(error: unknown, secrets: Secrets): unknown {
  if (!(error instanceof Error)) return typeof error === "string" ? secrets.mask(error) : error;
  error.message = secrets.mask(error.message);
  if (error.stack !== undefined) error.stack = secrets.mask(error.stack);
  return error;
}
