import { canonical } from "../../../base/json.ts";
import type { Json } from "../../../base/json.ts";
import type { Detector, JudgeContext } from "../detector.ts";
import { judge } from "../detectors.ts";
import type { Spend } from "../spend.ts";
import { textOf } from "../text_of_state.ts";
import { anthropicCost } from "./anthropic_cost.ts";
import { openaiCost } from "./openai_cost.ts";
import type { CostOptions, PricePerMillion } from "./priced.ts";
import { fieldsOf } from "./priced.ts";

/** How a model is made a judge. */
export interface ModelJudge<S, C> {
  /** The client of the official SDK. */
  readonly client: C;
  /** Name of the model. */
  readonly model: string;
  /** What it is asked, to be answered with yes or no. Default: whether the task is complete. */
  readonly ask?: string;
  /** What it is shown of a state. Default: the state itself where it is a text, its field `text` where that is one, else its JSON. */
  readonly text?: (state: S) => string;
  /** Tokens an answer may take, reasoning included. Default 1024. */
  readonly maxTokens?: number;
  /** What its tokens cost. Default: the maker's list price. */
  readonly price?: PricePerMillion;
  /** The most that asking once may cost: dollars, or {@link Spend}. Default: the dearest time so far. */
  readonly reserve?: number | Spend;
}

/** What of the OpenAI SDK a judge uses. */
export interface OpenAIClient {
  /** Chat completions. */
  readonly chat: { readonly completions: { create(body: never, options?: never): unknown } };
}

/** What of the Anthropic SDK a judge uses. */
export interface AnthropicClient {
  /** Messages. */
  readonly messages: { create(body: never, options?: never): unknown };
}

/**
 * A model behind the OpenAI SDK that says whether a loop is done: `converge: openaiJudge({ client, model: "gpt-5-mini" })`.
 * What it costs is charged to the run. An answer that is neither yes nor no fails the question, which is asked again as
 * often as `errors.attempts` says.
 */
export function openaiJudge<S>(how: ModelJudge<S, OpenAIClient>): Detector<S> {
  const { client: { chat: { completions } }, model, maxTokens = MOST } = how;
  const create = completions.create.bind(completions) as unknown as Create;
  return judgeOf(how, {
    cost: openaiCost,
    ask: (content, signal) =>
      create({ model, max_completion_tokens: maxTokens, messages: [{ role: "user", content }] }, { signal }),
    answerIn: (response) => {
      const [choice] = fieldsOf(response)["choices"] as readonly unknown[] ?? [];
      return fieldsOf(fieldsOf(choice)["message"])["content"];
    },
  });
}

/** The same for a model behind the Anthropic SDK. */
export function anthropicJudge<S>(how: ModelJudge<S, AnthropicClient>): Detector<S> {
  const { client: { messages }, model, maxTokens = MOST } = how,
    create = messages.create.bind(messages) as unknown as Create;
  return judgeOf(how, {
    cost: anthropicCost,
    ask: (content, signal) =>
      create({ model, max_tokens: maxTokens, messages: [{ role: "user", content }] }, { signal }),
    answerIn: (response) => {
      const blocks = fieldsOf(response)["content"] as readonly unknown[] ?? [];
      return blocks.map((block) => fieldsOf(block)["text"]).filter((text) => typeof text === "string").join("");
    },
  });
}

const MOST = 1024;

type Create = (body: Json, options: { readonly signal: AbortSignal }) => unknown;

/** How one SDK is spoken to. */
interface Speech {
  readonly cost: (response: unknown, options: CostOptions) => Spend;
  readonly ask: (content: string, signal: AbortSignal) => unknown;
  readonly answerIn: (response: unknown) => unknown;
}

function judgeOf<S>(how: ModelJudge<S, unknown>, { cost, ask, answerIn }: Speech): Detector<S> {
  const { model, price, reserve, ask: question = "Is the task complete?", text } = how;
  const decide = async (state: S, { signal, spend }: JudgeContext): Promise<boolean> => {
    const shown = text ? text(state) : textOf(state as Json);
    const response = await ask(`${question}\nAnswer with one word: YES or NO.\n\n---\n${shown}`, signal);
    spend(cost(response, price ? { price, model } : nameOf(response, model)));
    return yesIn(answerIn(response), model);
  };
  return judge({ name: `\`${model}\``, decide, ...(reserve === undefined ? {} : { reserve }) });
}

/** The model as its maker calls it counts; a host that does not say it is taken at the name it was asked by. */
function nameOf(response: unknown, model: string): CostOptions {
  return typeof fieldsOf(response)["model"] === "string" ? {} : { model };
}

function yesIn(answer: unknown, model: string): boolean {
  const found = typeof answer === "string" ? /^[^\p{L}]*(yes|no)(?!\p{L})/iu.exec(answer) : undefined;
  if (found) return found[1]!.toLowerCase() === "yes";
  const said = typeof answer === "string" ? `\`${answer.slice(0, 80)}\`` : canonical(answer ?? null);
  throw new RangeError(`Cannot read the answer of the judge \`${model}\`: it is ${said}, and neither yes nor no`);
}
