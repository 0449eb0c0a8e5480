import type { End, Entry } from "../plan/mod.ts";

/** How a run ended, as its row says it, without what it came to. */
export function endIn({ value }: Entry): End {
  const { outputs: _, ...end } = value as unknown as End & { readonly outputs?: unknown };
  return end;
}
