import type { Ability, Family } from "./family.ts";

/** What the name of a model with open weights gives away. */
export interface OpenModel {
  /** base: continues texts and no more; embedding: makes vectors; unknown: the name does not say. */
  readonly sort: "base" | "instruct" | "embedding" | "unknown";
  /** Thinks before it answers. */
  readonly reasons: boolean;
  /** How it counts, as far as that is known. */
  readonly counting: Pick<Family, "counter" | "estimate">;
}

const EMBEDDING = /embed|(^|[-_.])(bge|gte|e5|minilm)([-_.]|$)/;

/** Words that name a base model: Hugging Face says `base` and `pt`, Ollama `text`. */
const BASE = /(^|[-_.:])(base|pt|pretrain|pretrained|text)($|[-_.])/;

/** Base models of makers who put a word to the others only. */
const BARE: readonly RegExp[] = [
  /^(meta-)?llama-?[23](\.\d)?-\d+b(-hf)?$/,
  /^qwen-?(1\.5|2|2\.5)-\d+(\.\d+)?b$/,
  /^mistral-7b-v0\.[13]$/,
  /^mixtral-8x(7|22)b(-v0\.1)?$/,
  /^gemma-2?-?\d+b$/,
];

const INSTRUCT: readonly RegExp[] = [
  /(^|[-_.:])(instruct|chat|it|thinking|reasoning|assistant)($|[-_.:])/,
  /^(deepseek-(v\d|r\d|reasoner)|kimi-|qwen-?3|qwq|gpt-oss|glm-|minimax-|command-|hermes-)/,
];

/** Names of models that think unless they are told not to. */
const REASONS =
  /(^|[-_.:])(thinking|reasoning|reasoner)($|[-_.:])|^(deepseek-r\d|qwq|gpt-oss|magistral|qwen-?3-\d+(\.\d+)?b(-a\d+b)?$)/;

/** What the name of a model gives away: the last part of `deepseek/deepseek-v3.1-base` or `Qwen/Qwen3-8B-Base`. */
export function openModel(id: string): OpenModel {
  const name = id.toLowerCase().split("/").at(-1)!.replace(/:(free|nitro|floor|exacto|extended)$/, "");
  return { sort: sortOf(name), reasons: REASONS.test(name), counting: countingOf(name) };
}

function sortOf(name: string): OpenModel["sort"] {
  if (EMBEDDING.test(name)) return "embedding";
  if (BASE.test(name) || BARE.some((bare) => bare.test(name))) return "base";
  return INSTRUCT.some((instruct) => instruct.test(name)) ? "instruct" : "unknown";
}

function countingOf(name: string): OpenModel["counting"] {
  if (name.startsWith("gpt-oss")) return { counter: "o200k" };
  // Vocabularies of 32,000 tokens cut a text into more.
  return { estimate: /^(llama-?2|mistral-7b|mixtral|yi-)/.test(name) ? "o200k+25%" : "o200k+10%" };
}

/** What a model can do on a host that offers completions and conversations alike. */
export function openAbilities({ sort, reasons }: OpenModel): readonly Ability[] {
  if (sort === "embedding") return ["embed"];
  if (sort === "base") return ["complete"];
  return ["complete", "chat", "instructs", ...(reasons ? ["reasoning"] as const : [])];
}
