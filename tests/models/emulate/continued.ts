import assert from "node:assert/strict";
import { emulated } from "../../../lib/models/emulate/emulated.ts";
import type { ModelRequest } from "../../../lib/models/model.ts";
import type { Abilities, Emulation } from "../../../lib/plan/mod.ts";
import { collect, request } from "../collect.ts";
import { ABLE, chatModel } from "./chat_model.ts";

/** A text that ends in the middle of a sentence. */
export const TEXT = "The lamp went out at four, and nobody in the house had";

/** How an answer is asked for. */
export interface Asked extends Partial<ModelRequest> {
  /** Default: `system`. */
  readonly by?: Emulation;
  /** What the model can do beside. */
  readonly supports?: Partial<Abilities>;
}

/** Ways in which an answer may arrive. */
function arrivals(answer: string): readonly (readonly string[])[] {
  return [[answer], Array.from(answer), answer.match(/\S+|\s+/gu) ?? [""], answer.match(/[\s\S]{1,7}/gu) ?? [""]];
}

/** What an answer becomes; or, where it is refused, why. It is the same however the answer arrives. */
export async function continued(answer: string, text: string = TEXT, asked: Asked = {}): Promise<string> {
  const { by = "system", supports = {}, ...more } = asked, came = new Set<string>();
  for (const chunks of arrivals(answer)) {
    const model = emulated(chatModel({ chunks }, { ...ABLE[by], ...supports }), { by });
    const told = collect(model, request(text, { maxTokens: 1_000, ...more }));
    came.add(await told.then((told) => told.text, (error: Error) => `${error.name}: ${error.message}`));
  }
  assert.equal(came.size, 1, [...came].join("\n"));
  return [...came][0]!;
}
