import tokens from "gpt-tokenizer/bpeRanks/o200k_base";
import { O200K_TOKEN_SPLIT_REGEX as pieces } from "gpt-tokenizer/encodingParams/constants";
import { tokenizer } from "./tokenizer.ts";

/** Counts as OpenAI's models do from GPT-4o on. */
export const o200k: (text: string) => number = tokenizer({ tokens, pieces });
