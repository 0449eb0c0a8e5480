import type { Json } from "../../base/json.ts";
import type { Ability, KnownModel } from "./family.ts";
import { toldBy } from "./family.ts";
import { isAt } from "./host.ts";
import { openAbilities, openModel } from "./open_model.ts";

/** What is known of a model of Ollama, which offers completions and conversations of all of them. */
export function knownOllama(model: string, options: { readonly [key: string]: Json }): KnownModel {
  const open = openModel(model), can = openAbilities(open);
  const makes: readonly Ability[] = open.sort === "embedding" ? can : [...can, "seed", "structured"];
  return { ...toldBy({ ...open.counting, can: makes }), local: !isInCloud(model, options) };
}

/** Models of Ollama's own cloud are reached through a daemon here as well, and are not free. */
function isInCloud(model: string, options: { readonly [key: string]: Json }): boolean {
  return /[-:]cloud$/.test(model) || (options["base_url"] !== undefined && isAt(options, "ollama.com"));
}
