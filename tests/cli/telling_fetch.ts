/**
 * Loaded before a program: every `fetch` brings it down with an error that tells all of the request, in the way that
 * `CRASH` names.
 */
import { encodingsOf } from "../app/keys.ts";

const told = (input: unknown, init?: RequestInit): Error => {
  const words = [String(input), ...new Headers(init?.headers).values()], search = new URL(words[0]!).searchParams;
  const [key = "", ...others] = [...words, ...search.values()].flatMap((word) => [word, word.replace(/^Bearer /, "")])
    .flatMap(encodingsOf);
  const errors = others.map((word) => new RangeError(`inside: ${word}`, { cause: `because of ${word}` }));
  const error = new AggregateError(errors, `no way to ${key}`, {
    cause: new Error(`for ${others.join(" and ")}`, { cause: new Error(`begun with ${others.at(-1)}…`) }),
  });
  return Object.assign(error, { request: init });
};

const WAYS: Readonly<Record<string, (error: Error) => Promise<Response>>> = {
  thrown(error) {
    setTimeout(() => {
      throw error;
    });
    return new Promise(() => {});
  },
  rejected(error) {
    void Promise.reject(error);
    return new Promise(() => {});
  },
  "thrown text"({ cause }) {
    queueMicrotask(() => {
      throw String(cause);
    });
    return new Promise(() => {});
  },
  "caught at the edge": (error) =>
    Promise.resolve(
      Object.defineProperty(new Response(), "ok", {
        get() {
          throw Object.assign(new TypeError(error.message, { cause: error }), { request: error });
        },
      }),
    ),
};

const way = WAYS[Deno.env.get("CRASH") ?? ""];
if (way) globalThis.fetch = (input, init) => way(told(input, init));
