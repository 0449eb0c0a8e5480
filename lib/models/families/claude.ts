import type { Sampler } from "../../plan/mod.ts";
import type { Ability, Family } from "./family.ts";

/** Samplers of other hosts, which the API of Anthropic answers with an error whatever their value is. */
export const NOT_ANTHROPIC: readonly Sampler[] = [
  "min_p",
  "typical_p",
  "frequency_penalty",
  "presence_penalty",
  "repetition_penalty",
];

const CHAT: readonly Ability[] = ["chat", "instructs", "tools", "images"];
const SHAPED: readonly Ability[] = [...CHAT, "structured"];

/** How tokens are drawn is no longer to be set. */
const FIXED: readonly Sampler[] = ["temperature", "top_p", "top_k"];

/** Tokenizers of Claude are not public: its first makes some more tokens than OpenAI's, that of 4.7 and later 30 % more still. */
const FIRST = { estimate: "o200k+15%" } as const, SECOND = { estimate: "o200k+50%" } as const;

/** The models of Anthropic, by their pages. None goes on with a message of its own from 4.6 on. */
export const CLAUDE: readonly Family[] = [
  {
    names: [
      ...["claude-fable-5-2", "claude-fable-5-1", "claude-fable-5", "claude-opus-5-5", "claude-opus-5"],
      ...["claude-sonnet-5-5", "claude-sonnet-5", "claude-haiku-5-5"],
    ],
    can: [...SHAPED, "reasoning"],
    ...SECOND,
    ignores: FIXED,
    context: 1_000_000,
    maxOutput: 128_000,
  },
  {
    names: ["claude-opus-4-8", "claude-opus-4-7"],
    can: SHAPED,
    ...SECOND,
    ignores: FIXED,
    context: 1_000_000,
    maxOutput: 128_000,
  },
  { names: ["claude-opus-4-6"], can: SHAPED, ...FIRST, context: 1_000_000, maxOutput: 128_000 },
  { names: ["claude-sonnet-4-6"], can: SHAPED, ...FIRST, context: 1_000_000, maxOutput: 64_000 },
  {
    names: ["claude-opus-4-5", "claude-sonnet-4-5", "claude-haiku-4-5"],
    can: [...SHAPED, "prefill"],
    ...FIRST,
    context: 200_000,
    maxOutput: 64_000,
  },
  { names: ["claude-opus-4-1"], can: [...SHAPED, "prefill"], ...FIRST, context: 200_000, maxOutput: 32_000 },
  {
    names: ["claude-opus-4", "claude-opus-4-0"],
    can: [...CHAT, "prefill"],
    ...FIRST,
    context: 200_000,
    maxOutput: 32_000,
  },
  {
    names: ["claude-sonnet-4", "claude-sonnet-4-0", "claude-3-7-sonnet"],
    can: [...CHAT, "prefill"],
    ...FIRST,
    context: 200_000,
    maxOutput: 64_000,
  },
  {
    names: ["claude-3-5-sonnet", "claude-3-5-haiku"],
    can: [...CHAT, "prefill"],
    ...FIRST,
    context: 200_000,
    maxOutput: 8_192,
  },
  {
    names: ["claude-3-opus", "claude-3-sonnet", "claude-3-haiku"],
    can: [...CHAT, "prefill"],
    ...FIRST,
    context: 200_000,
    maxOutput: 4_096,
  },
];
