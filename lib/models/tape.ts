/**
 * Records a model's answers and plays them back. A tape is NDJSON: a line for each call that ended, with the hash of
 * what was asked and all that came of it. Requests hold no keys, as providers resolve those themselves, so no secret
 * reaches a tape; generated texts do.
 *
 * @module
 */
import type { ModelFacts } from "../plan/mod.ts";
import { type Counter, counterNamed } from "./counters.ts";
import { type Model, ModelError, type ModelEvent, type ModelRequest } from "./model.ts";
import { type Asked, type Came, entriesOf, failedCall, hashOf, lineOf, type TapeEntry } from "./tape_entry.ts";

/** Adds one line, its line break included, to the end of a tape. */
export type Append = (line: string) => void | Promise<void>;

/**
 * The model, with all its calls put on a tape, failed ones too; those that are aborted, or left before they end, are
 * not. A call ends only once it is on the tape.
 */
export function record(model: Model, append: Append): Model {
  async function put(asked: Asked, came: Came): Promise<void> {
    await append(lineOf({ tape: 1, model: model.facts.id, hash: hashOf(asked), ...came }));
  }

  async function putFailure(asked: Asked, events: readonly ModelEvent[], error: unknown): Promise<void> {
    if (error instanceof ModelError) await put(asked, { events, failed: failedCall(error) });
  }

  async function* generate(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const asked: Asked = { do: "generate", request }, events: ModelEvent[] = [];
    try {
      for await (const event of model.generate(request, signal)) {
        events.push(event);
        if (event.type === "end") await put(asked, { events });
        yield event;
      }
    } catch (error) {
      await putFailure(asked, events, error);
      throw error;
    }
  }

  async function call<T>(asked: Asked, { result, came }: { result: Promise<T>; came(result: T): Came }): Promise<T> {
    try {
      const got = await result;
      await put(asked, came(got));
      return got;
    } catch (error) {
      await putFailure(asked, [], error);
      throw error;
    }
  }

  return {
    facts: model.facts,
    generate,
    ...(model.score && {
      score: (request, signal) =>
        call({ do: "score", request }, { result: model.score!(request, signal), came: (score) => ({ score }) }),
    }),
    ...(model.embed && {
      embed: (texts, signal) =>
        call({ do: "embed", request: { texts } }, {
          result: model.embed!(texts, signal),
          came: (embed) => ({ embed }),
        }),
    }),
    count: (text) => model.count(text),
    ...(model.estimate && { estimate: (text) => model.estimate!(text) }),
    ...(model.overhead && { overhead: (prompt) => model.overhead!(prompt) }),
  };
}

/**
 * A model that answers from a tape and asks nobody. Calls that ask for the same get their answers in the order of the
 * tape, each once. Throws {@link ModelError} for what is not on it, or no longer. `count` should be the counter of the
 * model that was recorded, where prompts were fitted by it.
 */
export function replay(
  facts: ModelFacts,
  tape: string,
  count: Counter = counterNamed(facts.counter) ?? counterNamed("bytes")!,
): Model {
  const answers = Map.groupBy(entriesOf(tape), ({ hash }) => hash);

  function take(asked: Asked, signal: AbortSignal): TapeEntry {
    signal.throwIfAborted();
    const hash = hashOf(asked), left = answers.get(hash), entry = left?.shift();
    if (entry) return entry;
    const why = left ? "the tape has no further answer to it" : "it is not on the tape";
    throw new ModelError(
      "model",
      `Cannot replay a \`${asked.do}\` request to \`${facts.id}\` (${hash.slice(0, 12)}): ${why}; record it again`,
    );
  }

  async function* generate(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const { events = [], failed } = take({ do: "generate", request }, signal);
    for (const event of events) {
      await Promise.resolve();
      signal.throwIfAborted();
      yield event;
    }
    if (failed) throw new ModelError(failed.failure, failed.message, failed);
  }

  return {
    facts,
    generate,
    ...(facts.supports.score && {
      score: async (request, signal) => await resultOf(take({ do: "score", request }, signal), "score"),
    }),
    ...(facts.supports.embed && {
      embed: async (texts, signal) => await resultOf(take({ do: "embed", request: { texts } }, signal), "embed"),
    }),
    count,
  };
}

function resultOf<K extends "score" | "embed">(entry: TapeEntry, kind: K): NonNullable<TapeEntry[K]> {
  const { [kind]: result, failed } = entry;
  if (failed) throw new ModelError(failed.failure, failed.message, failed);
  if (result) return result as NonNullable<TapeEntry[K]>;
  throw new ModelError("model", `Cannot replay a \`${kind}\` request: its entry on the tape holds no result`);
}
