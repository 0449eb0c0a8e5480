/**
 * Providers by name: what is known of their models without loading them, and how they are opened.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import { nearest } from "../base/near.ts";
import type { Abilities, ModelFacts } from "../plan/mod.ts";
import { ANTHROPIC_FIELDS } from "./anthropic/options.ts";
import { abilities } from "./families/family.ts";
import { knownAnthropic } from "./families/known_anthropic.ts";
import { knownOllama } from "./families/known_ollama.ts";
import { knownOpenai } from "./families/known_openai.ts";
import type { Model, ModelOptions } from "./model.ts";
import { ModelError } from "./model.ts";
import { OLLAMA_FIELDS } from "./ollama/options.ts";
import { OPENAI_FIELDS } from "./openai/options.ts";
import type { Check, Problem } from "./options.ts";
import { fields, listOf, text, whole } from "./options.ts";
import { SCRIPT_FIELDS } from "./scripted/options.ts";
import { keyAndLogin, REMOTE_FIELDS } from "./remote/remote_options.ts";
import type { Script } from "./scripted/options.ts";

/** One provider. */
export interface Provider {
  /** One line for people. */
  readonly about: string;
  /** Its settings; absent: anything is passed on. */
  readonly options?: { readonly [name: string]: Check };
  /** What its models can do unless somebody says otherwise. */
  readonly supports: Abilities;
  /** Runs on this machine and is free unless priced. */
  readonly local: boolean;
  /** Name of the token counter. */
  readonly counter: string;
  /** Names of its models; absent: any. */
  readonly models?: readonly string[];
  /** What is known of one of its models with these settings, where that is more than of all of them. */
  known?(model: string, options: { readonly [key: string]: Json }): Omit<ModelFacts, "id" | "provider">;
  /** Opens one. Absent: only a library user's own model of that name can be used. */
  open?(facts: ModelFacts, options: ModelOptions): Promise<Model>;
}

/** What is known of a model, or why nothing is. */
export type Known =
  | { readonly ok: true; readonly facts: ModelFacts }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** All providers. */
const PROVIDERS: { [name: string]: Provider } = {
  ngram: {
    about: "an n-gram model over the built-in prose or your own files: continues text, follows no instructions",
    options: { files: listOf(text), order: whole(2, 7) },
    supports: abilities(["complete", "logprobs", "score", "embed", "seed"]),
    local: true,
    counter: "ngram",
    open: openNgram,
  },
  scripted: {
    about: "answers that you write: for tests",
    options: SCRIPT_FIELDS,
    supports: {
      complete: true,
      chat: true,
      instructs: true,
      logprobs: true,
      score: true,
      embed: true,
      seed: true,
      structured: true,
      prefill: true,
      tools: true,
      images: true,
      reasoning: true,
    },
    local: true,
    counter: "pieces",
    open: openScripted,
  },
  openai: {
    about: "OpenAI, and every host that speaks its protocol",
    options: OPENAI_FIELDS,
    supports: abilities(["chat", "instructs", "structured"]),
    local: false,
    counter: "bytes",
    known: knownOpenai,
    open: async (facts, options) => (await import("./openai/open_openai.ts")).openOpenai(facts, options),
  },
  ollama: {
    about: "Ollama",
    options: OLLAMA_FIELDS,
    supports: abilities(["complete", "chat", "instructs", "seed", "structured"]),
    local: true,
    counter: "bytes",
    known: knownOllama,
    open: async (facts, options) => (await import("./ollama/open_ollama.ts")).openOllama(facts, options),
  },
  anthropic: {
    about: "Anthropic",
    options: ANTHROPIC_FIELDS,
    supports: abilities(["chat", "instructs", "structured"]),
    local: false,
    counter: "bytes",
    known: knownAnthropic,
    open: async (facts, options) => (await import("./anthropic/open_anthropic.ts")).openAnthropic(facts, options),
  },
};

/** Adds a provider of one's own for this process. Throws a TypeError for a name that is taken. */
export function addProvider(name: string, provider: Provider): void {
  if (Object.hasOwn(PROVIDERS, name)) {
    throw new TypeError(`Cannot add the provider \`${name}\`: there is one of that name`);
  }
  PROVIDERS[name] = provider;
}

/** All providers by name. */
export function providers(): Readonly<Record<string, Provider>> {
  return PROVIDERS;
}

/** What is known of `provider/model` with these settings, without loading or calling anything. */
export function modelFacts(use: string, options: { readonly [key: string]: Json }): Known {
  const [name = "", ...rest] = use.split("/"), model = rest.join("/"), provider = own(name);
  if (!provider) {
    const near = nearest(name, Object.keys(PROVIDERS));
    return failed({
      problem: `there is no provider \`${name}\`: use ${Object.keys(PROVIDERS).join(", ")}`,
      ...(near === undefined ? {} : { near }),
    });
  }
  if (model === "") return failed({ problem: `\`${use}\` names no model: write \`${name}/model\`` });
  const wrong = checkOptions(name, model, options) ?? (provider.options && fields(provider.options)(options, ""));
  if (wrong) return failed(wrong);
  const { supports, local, counter, known } = provider;
  return { ok: true, facts: { id: use, provider: name, ...(known?.(model, options) ?? { local, counter, supports }) } };
}

/** Opens a model. Throws {@link ModelError} where its provider cannot, or is not known in this process. */
export async function openModel(facts: ModelFacts, options: ModelOptions): Promise<Model> {
  const provider = own(facts.provider);
  if (!provider?.open) {
    const message = `Cannot open \`${facts.id}\`: there is no provider \`${facts.provider}\` here that opens models; ` +
      "add one with `addProvider`, or hand a model of your own to openLoom";
    throw new ModelError("model", message);
  }
  return await provider.open(facts, options);
}

function own(name: string): Provider | undefined {
  return Object.hasOwn(PROVIDERS, name) ? PROVIDERS[name] : undefined;
}

function failed(problem: Problem): Known {
  return { ok: false, problems: [problem] };
}

/** What the table of settings cannot say. */
function checkOptions(provider: string, model: string, options: { readonly [key: string]: Json }): Problem | undefined {
  if (own(provider)?.options?.["base_url"] === REMOTE_FIELDS["base_url"]) return keyAndLogin(options);
  if (provider !== "ngram") return undefined;
  if (model === "builtin" && options["files"] !== undefined) {
    return {
      problem: "`files` gives another corpus than the built-in one: name the model otherwise, such as `ngram/mine`",
    };
  }
  if (model !== "builtin" && options["files"] === undefined) {
    const near = nearest(model, ["builtin"]);
    return {
      problem: `\`ngram/${model}\` has nothing to learn from: give it \`files\`, or use \`ngram/builtin\``,
      ...(near === undefined ? {} : { near: `ngram/${near}` }),
    };
  }
  return undefined;
}

async function openNgram(facts: ModelFacts, { files, order }: ModelOptions): Promise<Model> {
  const [{ ngram }, { builtin, ORDER }, { learn }] = await Promise.all([
    import("./ngram/ngram.ts"),
    import("./ngram/builtin.ts"),
    import("./ngram/language_model.ts"),
  ]);
  if (files === undefined && order === undefined) return ngram(facts, builtin);
  const corpus = files === undefined ? (await import("./ngram/corpus.ts")).CORPUS : files as readonly string[];
  let learned: ReturnType<typeof learn> | undefined;
  return ngram(facts, () => learned ??= learn(corpus, order === undefined ? ORDER : order as number));
}

async function openScripted(facts: ModelFacts, options: ModelOptions): Promise<Model> {
  const [{ scriptedModel }, { follow }] = await Promise.all([
    import("./scripted/scripted.ts"),
    import("./scripted/follow.ts"),
  ]);
  return scriptedModel(facts, follow(options as Script, facts.id));
}
