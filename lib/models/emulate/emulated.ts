/**
 * Base-model completion on a model that only answers messages.
 *
 * @module
 */
import type { Abilities, Emulation } from "../../plan/mod.ts";
import { continuationOf, THINKING_TOKENS } from "../../plan/mod.ts";
import { Buffer } from "node:buffer";
import { countPrompt } from "../count_prompt.ts";
import type { Model, ModelEvent, ModelRequest, Overhead, Prompt } from "../model.ts";
import { ModelError } from "../model.ts";
import { type Asking, asking } from "./asking.ts";
import { folded } from "./folded.ts";
import { healed } from "./healed.ts";

/** How a model is made to continue texts. */
export interface EmulatedOptions {
  /** The way; `off`: none. Default: what the model is able to, `prefill` before `system`, and none where it continues texts itself. */
  readonly by?: Emulation | "off";
}

/**
 * The model, continuing texts: a prompt of the form `text` becomes a conversation, and the answer is healed until it is
 * what follows the text. Conversations pass as they are. A model that continues texts itself is given back as it is, and
 * so is one that cannot be made to.
 *
 * Its facts say that it completes, and how. What a call takes beyond its prompt and its answer stands in `overhead`.
 *
 * @throws {ModelError} when the way that is asked for takes an ability that the model has not.
 */
export function emulated(model: Model, { by }: EmulatedOptions = {}): Model {
  const { facts } = model, way = continuationOf(facts.supports, by);
  if (!way.ok) {
    if (by === undefined || by === "off") return model;
    throw new ModelError(
      "model",
      `Cannot make \`${facts.id}\` continue texts by \`${by}\`: it lacks the ability \`${way.lacks}\``,
    );
  }
  return way.by === "itself" ? model : wrapped(model, way.by);
}

/** Tokens for a fence or dots before the words that an answer is to begin with. */
const SLACK = 8;

/** Letters by which a stop text is no mere sign or white space, which stand before a text as well. */
const LETTERS = 3;

/** Bytes of a token, about. */
const BYTES = 4;

function wrapped(model: Model, by: Emulation): Model {
  const { facts } = model, ask = rememberLast((text: string) => asking(text, by));

  function spare({ anchor }: Asking): number {
    const said = by === "system" && anchor !== "" ? Math.ceil(model.count(anchor)) + SLACK : 0;
    return said + (facts.supports.reasoning ? THINKING_TOKENS : 0);
  }

  const weigh = rememberLast((text: string): Overhead => {
    const asked = ask(text),
      sent = countPrompt({ prompt: { form: "chat", messages: asked.messages } }, model);
    return { input: Math.max(0, sent - model.count(text)), output: spare(asked) };
  });

  function overhead(prompt: Prompt): Overhead {
    return prompt.form === "text" ? weigh(prompt.text) : model.overhead?.(prompt) ?? { input: 0, output: 0 };
  }

  function generate(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent> {
    const { prompt, maxTokens, stop } = request;
    if (prompt.form === "chat") return model.generate(request, signal);
    const asked = ask(prompt.text),
      most = Math.max(maxTokens, Math.min(maxTokens + spare(asked), facts.maxOutput ?? Infinity));
    const put: ModelRequest = {
      ...request,
      prompt: { form: "chat", messages: asked.messages },
      maxTokens: most,
      stop: stop.filter((text) => mayStop(text, asked, facts.supports)),
    };
    const count = most > maxTokens ? lengthOf(model) : () => 0;
    return healed(model.generate(put, signal), { id: facts.id, asked, stop, maxTokens, count });
  }

  return {
    facts: { ...facts, supports: { ...facts.supports, complete: true }, emulates: by },
    generate,
    overhead,
    ...(model.score && { score: (request, signal) => model.score!(request, signal) }),
    ...(model.embed && { embed: (texts, signal) => model.embed!(texts, signal) }),
    count: (text) => model.count(text),
    ...(model.estimate && { estimate: (text) => model.estimate!(text) }),
  };
}

/** Whether the provider may stop at a text: what it stops in must be the text, not what is said again or thought before. */
function mayStop(stop: string, { by, anchor, gap }: Asking, { reasoning }: Abilities): boolean {
  if (reasoning) return false;
  if (by !== "system") return gap === "" || !/^\s/u.test(stop);
  const letters = stop.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return letters >= LETTERS && !folded(anchor).text.includes(folded(stop).text);
}

/** Tokens of a text, about, where the counter is a bound far off. */
function lengthOf(model: Model): (text: string) => number {
  if (model.estimate) return (text) => model.estimate!(text);
  if (model.facts.counter !== "bytes") return (text) => model.count(text);
  return (text) => Math.ceil(Buffer.byteLength(text) / BYTES);
}

/** The candidates of a round continue one text: what follows from it is worked out once. */
function rememberLast<T>(make: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly made: T } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, made: make(text) };
    return last.made;
  };
}
