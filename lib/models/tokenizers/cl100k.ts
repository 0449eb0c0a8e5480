import tokens from "gpt-tokenizer/bpeRanks/cl100k_base";
import { CL100K_TOKEN_SPLIT_REGEX as pieces } from "gpt-tokenizer/encodingParams/constants";
import { tokenizer } from "./tokenizer.ts";

/** Counts as GPT-4, GPT-3.5, the completion models and the embedding models of OpenAI do. */
export const cl100k: (text: string) => number = tokenizer({ tokens, pieces });
