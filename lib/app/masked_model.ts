import type { Json } from "../base/json.ts";
import type { Model, ModelEvent, ModelRequest, TokenLogprob } from "../models/model.ts";
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
  switch (event.type) {
    case "call":
      return yield secrets.maskJson(event as unknown as Json) as unknown as ModelEvent;
    case "end":
      for (const type of ["reasoning", "text"] as const) {
        const text = streams[type].flush();
        if (text !== "") yield { type, text };
      }
      return yield secrets.maskJson(event as unknown as Json) as unknown as ModelEvent;
    default: {
      const text = streams[event.type].push(event.text);
      if (event.type === "reasoning" || !event.logprobs) {
        if (text !== "") yield { type: event.type, text };
        return;
      }
      yield {
        type: "text",
        text,
        logprobs: secrets.maskJson(event.logprobs as unknown as Json) as unknown as Logprobs,
      };
    }
  }
}

type Logprobs = readonly TokenLogprob[];

async function quietly<T>(call: Promise<T>, secrets: Secrets): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw withoutSecrets(error, secrets);
  }
}

/** How many causes of an error are kept. */
const CAUSES = 8;

/** The same error, its words and those of its causes masked; of its causes nothing but their words is kept. */
export function withoutSecrets(error: unknown, secrets: Secrets): unknown {
  if (!(error instanceof Error)) return typeof error === "string" ? secrets.mask(error) : error;
  error.message = secrets.mask(error.message);
  if (error.stack !== undefined) error.stack = secrets.mask(error.stack);
  if (error.cause !== undefined) error.cause = causeOf(error, { secrets, left: CAUSES });
  return error;
}

function causeOf({ cause }: Error, { secrets, left }: { readonly secrets: Secrets; readonly left: number }): unknown {
  if (typeof cause === "string") return secrets.mask(cause);
  if (!(cause instanceof Error) || left === 0) return undefined;
  const deeper = causeOf(cause, { secrets, left: left - 1 });
  const own = new Error(secrets.mask(cause.message), deeper === undefined ? {} : { cause: deeper });
  own.name = cause.name;
  if (cause.stack !== undefined) own.stack = secrets.mask(cause.stack);
  return own;
}
