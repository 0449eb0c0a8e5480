import type { Json } from "../../base/json.ts";
import type { Host } from "../openai/options.ts";
import { hostOf } from "../openai/options.ts";
import { builtInPrice } from "../prices.ts";
import { CLAUDE } from "./claude.ts";
import type { Ability, Family, KnownModel, Told } from "./family.ts";
import { familyOf, NEW, toldBy } from "./family.ts";
import { GPT, NOT_OPENAI } from "./gpt.ts";
import { isAt, isHere } from "./host.ts";
import { openAbilities, openModel } from "./open_model.ts";

/** What is known of a model of OpenAI, of OpenRouter, or of whatever else speaks that protocol. */
export function knownOpenai(model: string, options: { readonly [key: string]: Json }): KnownModel {
  const host = hostOf(options), price = isAt(options, "api.openai.com") ? builtInPrice("openai", model) : undefined;
  return { ...toldAt(host, model), local: isHere(options), ...(price ? { price } : {}) };
}

function toldAt(host: Host, model: string): Told {
  switch (host) {
    case "openai":
      // A fine-tuned model, `ft:name:…`, is one of its family and has a price of its own.
      return toldBy(familyOf(GPT, /^ft:([^:]+):/.exec(model)?.[1] ?? model) ?? NEW, NOT_OPENAI);
    case "openrouter":
      return onOpenrouter(model);
    case "deepseek":
      return toldBy({ ...openModel(model).counting, can: DEEPSEEK });
    default:
      return onServer(host, model);
  }
}

/** What DeepSeek offers of its models: they continue no text, but answers that have begun. */
const DEEPSEEK: readonly Ability[] = ["chat", "instructs", "tools", "prefill"];

/**
 * Of a model of OpenRouter, `maker/model`, which leaves out samplers that a model does not take. Whether a model
 * continues texts there is a matter of who serves it, so only a base model is taken to.
 */
function onOpenrouter(model: string): Told {
  const [maker = "", name = ""] = model.replace(/:\w+$/, "").split("/"), family = makersOwn(maker, name);
  if (family) return toldBy(family);
  const open = openModel(model), can = openAbilities(open);
  return toldBy({ ...open.counting, can: open.sort === "base" ? can : can.filter((one) => one !== "complete") });
}

function makersOwn(maker: string, name: string): Family | undefined {
  if (maker === "openai") return familyOf(GPT, name);
  return maker === "anthropic" ? familyOf(CLAUDE, name.replaceAll(".", "-")) : undefined;
}

/** What servers offer of every model. */
const SERVERS: { readonly [H in Host]?: readonly Ability[] } = {
  "vllm": ["logprobs", "score", "seed", "structured", "prefill"],
  "llama.cpp": ["logprobs", "seed", "structured", "prefill"],
  "lmstudio": ["seed", "structured"],
};

/** Of a model of a server of somebody's own, which continues texts and answers messages alike. */
function onServer(host: Host, model: string): Told {
  const open = openModel(model), can = openAbilities(open);
  if (open.sort === "embedding") return toldBy({ ...open.counting, can });
  const more = (SERVERS[host] ?? []).filter((ability) => ability !== "prefill" || can.includes("chat"));
  return toldBy({ ...open.counting, can: [...can, ...more] });
}
