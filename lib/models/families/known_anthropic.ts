import type { Json } from "../../base/json.ts";
import { builtInPrice } from "../prices.ts";
import { CLAUDE, NOT_ANTHROPIC } from "./claude.ts";
import type { KnownModel } from "./family.ts";
import { familyOf, NEW, toldBy } from "./family.ts";
import { isAt, isHere } from "./host.ts";

/** What is known of a model of Anthropic, or of whatever else speaks its protocol. */
export function knownAnthropic(model: string, options: { readonly [key: string]: Json }): KnownModel {
  const price = isAt(options, "api.anthropic.com") ? builtInPrice("anthropic", model) : undefined;
  return {
    ...toldBy(familyOf(CLAUDE, model) ?? NEW, NOT_ANTHROPIC),
    local: isHere(options),
    ...(price ? { price } : {}),
  };
}
