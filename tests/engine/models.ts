import { abilities } from "../../lib/models/families/family.ts";
import type { Model, ModelEvent, ModelRequest } from "../../lib/models/model.ts";

/** What a test model answers: a text, or an error to throw. */
export type Reply = (
  request: ModelRequest,
  call: number,
  signal: AbortSignal,
) => string | Error | Promise<string | Error>;

/** A priced model whose tokens are words: a dollar a million in, two out. */
export function wordModel(
  reply: Reply,
  more: { readonly free?: boolean; readonly bill?: number } = {},
): Model & { readonly calls: ModelRequest[] } {
  const calls: ModelRequest[] = [];
  return {
    calls,
    facts: {
      id: "test/words",
      provider: "test",
      local: more.free ?? false,
      ...(more.free ? {} : { price: { input: 1e9, output: 2e9, source: "test" } }),
      counter: "words",
      supports: abilities(["complete", "chat", "instructs", "seed"]),
    },
    count: words,
    async *generate(request, signal): AsyncIterable<ModelEvent> {
      calls.push(request);
      const answer = await reply(request, calls.length - 1, signal);
      signal.throwIfAborted();
      if (answer instanceof Error) throw answer;
      yield { type: "text", text: answer };
      const input = request.prompt.form === "text"
        ? words(request.prompt.text)
        : request.prompt.messages.reduce((sum, { text }) => sum + words(text), 0);
      yield { type: "end", finish: "end", usage: { input, output: more.bill ?? words(answer) } };
    },
  };
}

function words(text: string): number {
  return text.trim() === "" ? 0 : text.trim().split(/\s+/).length;
}

/** A promise and how to settle it. */
export function gate<T>(): { readonly open: (value: T) => void; readonly passed: Promise<T> } {
  const { promise, resolve } = Promise.withResolvers<T>();
  return { open: resolve, passed: promise };
}

/** Waits until something holds. A wait that is in vain ends too, long after any that is not. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const latest = Date.now() + 120_000;
  while (!await holds()) {
    if (Date.now() > latest) throw new Error("The condition never held");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
