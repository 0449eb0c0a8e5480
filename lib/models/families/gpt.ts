import type { Sampler } from "../../plan/mod.ts";
import type { Ability, Family } from "./family.ts";

/** Samplers of other hosts, which the API of OpenAI answers with an error whatever their value is. */
export const NOT_OPENAI: readonly Sampler[] = ["top_k", "min_p", "typical_p", "repetition_penalty"];

/** A model that thinks draws its tokens in its own way. */
const THINKING: readonly Sampler[] = ["temperature", "top_p", "frequency_penalty", "presence_penalty"];

const CHAT: readonly Ability[] = ["chat", "instructs", "structured", "images"];

/** What thinks before it answers. From 5.5 on such a model takes tools at another endpoint than that of conversations alone. */
const THINKER = { can: [...CHAT, "reasoning"], counter: "o200k", ignores: THINKING } as const;

/** What thinks only when it is told to. */
const WILLING = {
  can: [...CHAT, "tools", "reasoning"],
  counter: "o200k",
  ignores: ["frequency_penalty", "presence_penalty"],
} as const;

const QUICK = { can: [...CHAT, "tools", "logprobs"], counter: "o200k" } as const;

const COMPLETES = { counter: "cl100k", context: 16_384 } as const;

/**
 * The models of OpenAI, by their pages. The last models that continue texts, at the end, were shut down in 2026 at OpenAI
 * itself.
 */
export const GPT: readonly Family[] = [
  {
    names: [
      ...["gpt-6-astra", "gpt-6.2-sol", "gpt-6.1-sol", "gpt-6.1-terra", "gpt-6-sol", "gpt-6-luna"],
      ...["gpt-5.6", "gpt-5.6-sol", "gpt-5.6-terra", "gpt-5.6-luna", "gpt-5.5"],
    ],
    ...THINKER,
    context: 1_050_000,
    maxOutput: 128_000,
  },
  { names: ["gpt-5.4"], ...WILLING, context: 1_050_000, maxOutput: 128_000 },
  { names: ["gpt-5.4-mini", "gpt-5.4-nano", "gpt-5.2", "gpt-5.1"], ...WILLING, context: 400_000, maxOutput: 128_000 },
  {
    names: ["gpt-5", "gpt-5-mini", "gpt-5-nano"],
    ...THINKER,
    can: [...THINKER.can, "tools"],
    context: 400_000,
    maxOutput: 128_000,
  },
  { names: ["gpt-4.1", "gpt-4.1-mini", "gpt-4.1-nano"], ...QUICK, context: 1_047_576, maxOutput: 32_768 },
  { names: ["gpt-4o", "gpt-4o-mini"], ...QUICK, context: 128_000, maxOutput: 16_384 },
  {
    names: ["o1", "o3", "o4-mini"],
    ...THINKER,
    can: [...THINKER.can, "tools"],
    context: 200_000,
    maxOutput: 100_000,
  },
  {
    names: ["o3-mini"],
    ...THINKER,
    can: ["chat", "instructs", "structured", "tools", "reasoning"],
    context: 200_000,
    maxOutput: 100_000,
  },
  {
    names: ["text-embedding-3-small", "text-embedding-3-large", "text-embedding-ada-002"],
    can: ["embed"],
    counter: "cl100k",
    context: 8_192,
  },
  { names: ["davinci-002", "babbage-002"], can: ["complete", "logprobs"], ...COMPLETES },
  { names: ["gpt-3.5-turbo-instruct"], can: ["complete", "instructs", "logprobs"], ...COMPLETES, context: 4_096 },
];
