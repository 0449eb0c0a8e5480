/**
 * Providers by name: what is known of their models without loading them, and how they are opened.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import { nearest } from "../base/near.ts";
import type { Abilities, ModelFacts } from "../plan/mod.ts";
import type { Model, ModelOptions } from "./model.ts";
import { ModelError } from "./model.ts";
import type { Check, Problem } from "./options.ts";
import { fields, listOf, text, whole } from "./options.ts";
import { SCRIPT_FIELDS } from "./scripted/options.ts";
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
  /** Opens one. Absent: this version cannot. */
  open?(facts: ModelFacts, options: ModelOptions): Promise<Model>;
}

/** What is known of a model, or why nothing is. */
export type Known =
  | { readonly ok: true; readonly facts: ModelFacts }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const NOTHING: Abilities = {
  complete: false,
  chat: false,
  instructs: false,
  logprobs: false,
  score: false,
  embed: false,
  seed: false,
  structured: false,
  prefill: false,
  tools: false,
  images: false,
  reasoning: false,
};

const CHAT: Abilities = { ...NOTHING, chat: true, instructs: true };

/** All providers. Those over the network have their place here and are not part of this version. */
const PROVIDERS: { [name: string]: Provider } = {
  ngram: {
    about: "an n-gram model over the built-in prose or your own files: continues text, follows no instructions",
    options: { files: listOf(text), order: whole(2, 7) },
    supports: { ...NOTHING, complete: true, logprobs: true, score: true, embed: true, seed: true },
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
    supports: { ...CHAT, structured: true },
    local: false,
    counter: "bytes",
  },
  ollama: {
    about: "Ollama",
    supports: { ...CHAT, complete: true, seed: true, structured: true },
    local: true,
    counter: "bytes",
  },
  anthropic: { about: "Anthropic", supports: CHAT, local: false, counter: "bytes" },
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
  const { supports, local, counter } = provider;
  return {
    ok: true,
    facts: { id: use, provider: name, local: local || isLoopback(options["base_url"]), counter, supports },
  };
}

/** Opens a model. Throws {@link ModelError} where its provider is not part of this version. */
export async function openModel(facts: ModelFacts, options: ModelOptions): Promise<Model> {
  const provider = own(facts.provider);
  if (!provider?.open) {
    throw new ModelError(
      "model",
      `Cannot open \`${facts.id}\`: provider \`${facts.provider}\` is not part of this version; use \`ngram/builtin\`, or hand a model of your own to openLoom`,
    );
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

function isLoopback(url: Json | undefined): boolean {
  if (typeof url !== "string" || !URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
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
