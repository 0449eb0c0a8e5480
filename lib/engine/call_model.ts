/**
 * Calling models, and what comes back.
 *
 * @module
 */
import type { Json, JsonObject } from "../base/json.ts";
import type { Model, ModelEvent, ModelRequest, Prompt, TokenLogprob, Usage } from "../models/model.ts";
import { ModelError } from "../models/model.ts";
import type { Generate, Generated, Outcome, ToolUse } from "../plan/mod.ts";
import { readAnswer } from "./answer.ts";

/** How a prepared call is made. */
export interface CallOptions {
  readonly maxTokens: number;
  readonly signal: AbortSignal;
  /** The same only where a call is repeated of which nothing is known: see {@link ModelRequest.idempotencyKey}. */
  readonly idempotencyKey: string;
  /** Text as it arrives. */
  readonly onText: (text: string) => void;
}

/** What came of a call and what is known of its use. */
export interface Paidback {
  readonly outcome: Outcome<Json>;
  readonly usage?: Usage;
  /** Nano-dollars, where the provider tells. */
  readonly cost?: number;
  /** What is woven, when the effect asks for it. */
  readonly text?: string;
  /** The model that says it answered, where that is another name than was asked for. */
  readonly answered?: string;
}

/** A `generate` with its prompt resolved. */
export interface Asking {
  readonly effect: Generate;
  readonly model: Model;
  readonly prompt: Prompt;
  /** JSON Schema of the answer, for a model that honours one. */
  readonly schema?: JsonObject;
}

/** Asks for text. */
export async function callGenerate(
  { effect, model, prompt, schema }: Asking,
  { maxTokens, signal, idempotencyKey, onText }: CallOptions,
): Promise<Paidback> {
  let text = "", reasoning = "", logprob = 0, scored = false;
  const calls: ToolUse[] = [];
  let end: Extract<ModelEvent, { type: "end" }> | undefined;
  const request: ModelRequest = {
    prompt,
    maxTokens,
    sampling: effect.sampling,
    stop: effect.stop ?? [],
    seed: effect.seed,
    idempotencyKey,
    ...(schema ? { schema } : {}),
    ...(effect.tools ? { tools: effect.tools } : {}),
    ...(effect.logprobs === undefined ? {} : { logprobs: effect.logprobs }),
  };
  for await (const event of model.generate(request, signal)) {
    if (event.type === "text") {
      text += event.text;
      if (event.logprobs) logprob += sum(event.logprobs), scored = true;
      onText(event.text);
    } else if (event.type === "reasoning") reasoning = (reasoning + event.text).slice(0, REASONING);
    else if (event.type === "call") calls.push(event.call);
    else end = event;
  }
  if (!end) throw new ModelError("malformed", `The answer of \`${model.facts.id}\` was cut off; it is asked again`);
  const generated: Generated = {
    text,
    finish: end.finish,
    tokens: {
      input: end.usage?.input ?? about(model, promptText(prompt)),
      output: end.usage?.output ?? about(model, text),
      ...(end.usage?.reasoning ? { reasoning: end.usage.reasoning } : {}),
    },
    ...(reasoning === "" ? {} : { reasoning }),
    ...(scored ? { logprob } : {}),
    ...(calls.length > 0 ? { calls } : {}),
    ...(maxTokens < effect.maxTokens ? { clamped: maxTokens } : {}),
  };
  const answered = end.model === undefined || model.facts.id.endsWith(`/${end.model}`) ? {} : { answered: end.model };
  return { outcome: parsed(effect, generated), text, ...answered, ...known(end) };
}

/** Characters of a model's thoughts that are kept. */
const REASONING = 32_768;

function about(model: Model, text: string): number {
  return Math.ceil(model.estimate ? model.estimate(text) : model.count(text));
}

function promptText(prompt: Prompt): string {
  return prompt.form === "text" ? prompt.text : prompt.messages.map((message) => message.text).join("\n");
}

function known({ usage, cost }: { readonly usage?: Usage; readonly cost?: number }): Pick<Paidback, "usage" | "cost"> {
  return { ...(usage ? { usage } : {}), ...(cost === undefined ? {} : { cost }) };
}

function sum(logprobs: readonly TokenLogprob[]): number {
  return logprobs.reduce((total, { logprob }) => total + logprob, 0);
}

function parsed(effect: Generate, generated: Generated): Outcome<Json> {
  const value = generated as unknown as Json;
  if (effect.returns === undefined || (effect.tools && generated.calls)) return { type: "value", value };
  if (generated.calls) {
    return { type: "unparsed", text: generated.text, problem: "it asks for tools, and there are none to ask for" };
  }
  const answer = readAnswer(generated.text, effect.returns);
  if ("problem" in answer) return { type: "unparsed", text: generated.text, problem: answer.problem };
  return { type: "value", value: { ...(value as { [key: string]: Json }), value: answer.value } };
}

/** Asks how likely texts are. */
export async function callScore(
  model: Model,
  request: { prompt: string; texts: readonly string[] },
  signal: AbortSignal,
): Promise<Paidback> {
  if (!model.score) {
    throw new ModelError(
      "model",
      `Cannot score texts with \`${model.facts.id}\`: it does not tell log-probabilities of given texts; use a model that does`,
    );
  }
  const { scores, usage, cost } = await model.score(request, signal);
  return {
    outcome: { type: "value", value: { scores } as unknown as Json },
    usage,
    ...(cost === undefined ? {} : { cost }),
  };
}

/** Asks for embeddings. */
export async function callEmbed(model: Model, texts: readonly string[], signal: AbortSignal): Promise<Paidback> {
  if (!model.embed) {
    throw new ModelError(
      "model",
      `Cannot embed texts with \`${model.facts.id}\`: it makes no embeddings; use a model that does`,
    );
  }
  const { vectors, usage, cost } = await model.embed(texts, signal);
  return {
    outcome: { type: "value", value: { vectors } as unknown as Json },
    usage,
    ...(cost === undefined ? {} : { cost }),
  };
}
