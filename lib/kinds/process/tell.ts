import type { Json } from "../../base/json.ts";
import type { Program, ToldProcess } from "../../plan/mod.ts";
import { perform } from "../../plan/mod.ts";

/** Writes into the journal what people are to see. */
export function* tell(key: string, value: ToldProcess): Program<void> {
  yield* perform({ do: "tell", key, value: value as unknown as Json });
}
