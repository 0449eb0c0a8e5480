import type { Json } from "../base/json.ts";
import type { Model, ModelEvent, ModelRequest, TokenLogprob } from "../models/model.ts";
import type { MaskedStream } from "../tools/masking/mask.ts";
import type { Secrets } from "./secrets.ts";

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

/** How deep the causes of an error are kept. */
const DEPTH = 8;

/** The same error, its words and those of its causes masked; of its causes nothing but their words is kept. */
export function withoutSecrets(error: unknown, secrets: Secrets): unknown {
  if (!(error instanceof Error)) return typeof error === "string" ? secrets.mask(error) : error;
  const masked = wordsOf(error, { secrets, left: DEPTH + 1 }), parts = error as unknown as Parts;
  try {
    for (const [name, value] of Object.entries(masked)) if (parts[name] !== value) parts[name] = value;
    return error;
  } catch {
    // The words of some cannot be changed.
    return copyOf(error.name, masked);
  }
}

/** Parts of an error by name. */
interface Parts {
  [name: string]: unknown;
}

interface Masking {
  readonly secrets: Secrets;
  /** How much deeper causes are kept. */
  readonly left: number;
}

/** What an error says, masked: its message, its stack, and the errors inside it. */
function wordsOf(error: Error, { secrets, left }: Masking): Parts {
  const within = (inner: unknown): unknown => innerOf(inner, { secrets, left: left - 1 });
  return {
    message: secrets.mask(error.message),
    ...(error.stack === undefined ? {} : { stack: secrets.mask(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: within(error.cause) }),
    ...(error instanceof AggregateError ? { errors: error.errors.map(within) } : {}),
    ...(error instanceof SuppressedError ? { error: within(error.error), suppressed: within(error.suppressed) } : {}),
  };
}

function innerOf(inner: unknown, masking: Masking): unknown {
  if (typeof inner === "string") return masking.secrets.mask(inner);
  if (!(inner instanceof Error) || masking.left === 0) return undefined;
  return copyOf(inner.name, wordsOf(inner, masking));
}

function copyOf(name: string, { message, cause, ...others }: Parts): Error {
  const copy = new Error(String(message), cause === undefined ? {} : { cause });
  return Object.assign(copy, others, { name });
}
