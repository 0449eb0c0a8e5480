import type { ModelFacts } from "../../plan/mod.ts";
import type { ScoreRequest, ScoreResult, Usage } from "../model.ts";
import { ModelError } from "../model.ts";
import { modelName } from "../remote/model_name.ts";
import { ask } from "./ask.ts";
import type { Client } from "./client.ts";
import type { EchoedToken } from "./echoed_tokens.ts";
import { echoedTokens, scoreBeyond, scoreOf, tokensOf } from "./echoed_tokens.ts";
import type { Host } from "./options.ts";
import { readUsage } from "./read_usage.ts";

/** What scoring takes. */
export interface Scoring {
  /** The host. */
  readonly client: Client;
  /** What is known of the model. */
  readonly facts: ModelFacts;
  /** Who answers. */
  readonly host: Host;
  /** Counts tokens, where the host does not tell. */
  readonly count: (text: string) => number;
  /** Aborts it. */
  readonly signal: AbortSignal;
}

/**
 * Scores texts by having the host repeat them with log-probabilities (`echo` of `/completions`), all in one request.
 * Where the tokens of a text cannot be told by their letters, since some are parts of characters, the prompt is repeated
 * alone as well.
 */
export async function score({ prompt, texts }: ScoreRequest, scoring: Scoring): Promise<ScoreResult> {
  if (texts.length === 0) return { scores: [], usage: { input: 0, output: 0 } };
  const { echoes, usage, cost } = await repeat(texts.map((text) => prompt + text), scoring);
  const found = texts.map((text, i) => tokensOf(text, echoes[i]!));
  if (found.every((tokens) => tokens !== undefined)) {
    return { scores: found.map(scoreOf), usage, ...(cost === undefined ? {} : { cost }) };
  }
  const alone = prompt === "" ? undefined : await repeat([prompt], scoring), before = alone?.echoes[0] ?? [];
  return {
    scores: found.map((tokens, i) => tokens ? scoreOf(tokens) : scoreBeyond(before, echoes[i]!)),
    usage: alone ? sum(usage, alone.usage) : usage,
    ...(cost === undefined ? {} : { cost: cost + (alone?.cost ?? 0) }),
  };
}

interface Repeated {
  /** The tokens of each text and the one generated after it. */
  readonly echoes: readonly (readonly EchoedToken[])[];
  readonly usage: Usage;
  readonly cost?: number;
}

async function repeat(
  texts: readonly string[],
  { client, facts, host, count, signal }: Scoring,
): Promise<Repeated> {
  const body = {
    model: modelName(facts.id),
    prompt: [...texts],
    // Few hosts take none.
    max_tokens: 1,
    temperature: 0,
    echo: true,
    logprobs: 1,
    ...(host === "openrouter" ? { usage: { include: true } } : {}),
  };
  const answer = await ask(() => client.ask("/completions", body, { signal }), { id: facts.id, signal });
  const billed = readUsage(answer["usage"]), echoes = echoesOf(answer["choices"], texts);
  const told = echoes.reduce((sum, tokens) => sum + tokens.length, 0);
  // A host that does not repeat tells the generated tokens alone.
  if (echoes.some((tokens, i) => tokens.length < 2 && texts[i] !== "") || told < (billed.usage?.input ?? 0)) {
    throw unable(facts.id, billed.usage);
  }
  const usage = billed.usage ?? { input: texts.reduce((sum, text) => sum + count(text), 0), output: texts.length };
  return { ...billed, echoes, usage };
}

function echoesOf(choices: unknown, texts: readonly string[]): readonly (readonly EchoedToken[])[] {
  const list = (Array.isArray(choices) ? choices : []) as readonly ({ index?: unknown; logprobs?: unknown } | null)[];
  return texts.map((_, place) => {
    const choice = list.find((choice, i) => (typeof choice?.index === "number" ? choice.index : i) === place);
    return echoedTokens(choice?.logprobs);
  });
}

function unable(id: string, usage: Usage | undefined): ModelError {
  const message =
    `Cannot score texts with \`${id}\`: its host does not tell log-probabilities of the texts it is given; ` +
    "use one that does, such as vLLM";
  return new ModelError("model", message, { status: 200, mayBill: true, ...(usage ? { usage } : {}) });
}

function sum(a: Usage, b: Usage): Usage {
  return { input: a.input + b.input, output: a.output + b.output };
}
