import { ModelError } from "../model.ts";

/** An error with what to do about it in Ollama's own terms, where there are any. */
export function advised(error: unknown, name: string): unknown {
  if (!(error instanceof ModelError)) return error;
  const advice = adviceOn(error, name);
  if (advice === undefined) return error;
  const { failure, message, retryAfter, status, usage } = error;
  return new ModelError(failure, `${message}; ${advice}`, {
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(status === undefined ? {} : { status }),
    ...(usage === undefined ? {} : { usage }),
    cause: error,
  });
}

function adviceOn({ failure, status, message }: ModelError, name: string): string | undefined {
  if (failure === "model" && status === 404) return `get it with \`ollama pull ${name}\``;
  if (failure === "network" && /refused/i.test(message)) return "start it with `ollama serve`";
  if (failure === "request" && /context length|context window|context size/i.test(message)) {
    return "`context` of the model says how many tokens there is room for, its answer included";
  }
  return undefined;
}
