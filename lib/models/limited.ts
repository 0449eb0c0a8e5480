import type { Gate } from "./gate.ts";
import type { Model, ModelEvent, ModelRequest } from "./model.ts";

/** The model, its calls going through a gate: each enters before it starts and leaves when it has ended. */
export function limited(model: Model, gate: Gate): Model {
  async function through<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    const leave = await gate.enter(signal);
    try {
      return await call();
    } finally {
      leave();
    }
  }

  async function* generate(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const leave = await gate.enter(signal);
    try {
      yield* model.generate(request, signal);
    } finally {
      leave();
    }
  }

  return {
    facts: model.facts,
    generate,
    ...(model.score && {
      score: (request, signal) => through(signal, () => model.score!(request, signal)),
    }),
    ...(model.embed && {
      embed: (texts, signal) => through(signal, () => model.embed!(texts, signal)),
    }),
    count: (text) => model.count(text),
    ...(model.estimate && { estimate: (text) => model.estimate!(text) }),
    ...(model.overhead && { overhead: (prompt) => model.overhead!(prompt) }),
  };
}
