import { modelName } from "../remote/model_name.ts";
import type { Asking } from "./asking.ts";
import { ask, hostIn, isNotThere } from "./asking.ts";
import type { Fields } from "./fields.ts";
import { fieldsIn, itemsIn, known, tokensIn } from "./fields.ts";
import { notListed } from "./not_listed.ts";
import type { Reach, Told } from "./told.ts";

/** Asks OpenRouter who serves a model, and whether it takes the key: what it has it shows to anybody. */
export async function reachOpenrouter(asking: Asking, base: string): Promise<Reach> {
  const name = modelName(asking.facts.id),
    path = name.replace(SHORTCUT, "").split("/").map(encodeURIComponent).join("/");
  const [served, key] = await Promise.all([
    orNothing(ask(asking, `${base}/models/${path}/endpoints`)),
    orNothing(ask(asking, `${base}/key`)),
  ]);
  if (served === undefined) return notListed({ host: hostIn(base), name });
  const left = fieldsIn(fieldsIn(key)["data"])["limit_remaining"];
  if (typeof left === "number" && left <= 0) {
    return { state: "key-refused", why: "the limit of the key is used up: raise it where the key was made" };
  }
  const model = fieldsIn(fieldsIn(served)["data"]), hosts = itemsIn(model["endpoints"]).map(fieldsIn);
  if (hosts.length === 0) return { state: "model-missing", why: `nobody serves \`${name}\` at present` };
  return { state: "reachable", told: toldBy(model, hosts) };
}

/** Behind a name they say who is to be preferred; they name no model of their own. */
const SHORTCUT = /:(nitro|floor|online|exacto)$/;

/** What is not there tells nothing. */
async function orNothing(asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked;
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}

/** Nobody knows who will answer: a price is the dearest, an ability what all of them have. */
function toldBy(model: Fields, hosts: readonly Fields[]): Told {
  const seen = itemsIn(fieldsIn(model["architecture"])["input_modalities"]);
  return {
    ...known<Told>({
      context: most(hosts, "context_length"),
      maxOutput: hosts.every((host) => tokensIn(host["max_completion_tokens"]))
        ? most(hosts, "max_completion_tokens")
        : undefined,
      price: priceOf(hosts),
    }),
    supports: known({
      images: seen.length === 0 ? undefined : seen.includes("image"),
      tools: sharedBy(hosts, "tools"),
      structured: sharedBy(hosts, "structured_outputs"),
      logprobs: sharedBy(hosts, "logprobs"),
      seed: sharedBy(hosts, "seed"),
    }),
  };
}

function most(hosts: readonly Fields[], field: string): number | undefined {
  const all = hosts.flatMap((host) => tokensIn(host[field]) ?? []);
  return all.length === 0 ? undefined : Math.max(...all);
}

/** True where all take a parameter, false where none does; else it depends on who answers. */
function sharedBy(hosts: readonly Fields[], parameter: string): boolean | undefined {
  const taking = hosts.filter((host) => itemsIn(host["supported_parameters"]).includes(parameter)).length;
  return taking === 0 ? false : taking === hosts.length ? true : undefined;
}

/** Nano-dollars for a million tokens of the dearest host; they tell dollars for one. */
function priceOf(hosts: readonly Fields[]): Told["price"] {
  const of = (name: string) => Math.max(...hosts.map((host) => dollarsIn(fieldsIn(host["pricing"])[name])));
  const input = of("prompt"), output = of("completion");
  return Number.isFinite(input) && Number.isFinite(output)
    ? { input: Math.round(input * 1e15), output: Math.round(output * 1e15) }
    : undefined;
}

function dollarsIn(value: unknown): number {
  const dollars = typeof value === "string" && value.trim() !== "" ? Number(value) : NaN;
  return dollars >= 0 ? dollars : NaN;
}
