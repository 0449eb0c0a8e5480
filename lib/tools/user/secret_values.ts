import type { SecretRef } from "../../plan/plan.ts";
import { Mask } from "../masking/mask.ts";

/** Gives the value of a secret; throws an error that says what to do when there is none. */
export type FindSecret = (ref: SecretRef) => string | Promise<string>;

/** The secrets of one call. */
export interface SecretValues {
  /** A text as it is, a reference's value without the white space around it. */
  read(given: string | SecretRef): Promise<string>;
  /** The text with every value read so far replaced by its name, however it is written there. */
  mask(text: string): string;
}

/**
 * A place for the secrets of one call: what it read, it masks. A tool needs that for what it cuts or puts into words of its
 * own; results are masked whole by whoever calls it.
 */
export function secretValues(find: FindSecret): SecretValues {
  const found = new Mask();
  return {
    mask: (text) => found.mask(text),
    read: async (given) => {
      if (typeof given === "string") return given;
      const value = (await find(given)).trim();
      found.add(value, `[${nameOfSecret(given)}]`);
      return value;
    },
  };
}

/** What a secret is called. */
export function nameOfSecret(ref: SecretRef): string {
  return "env" in ref ? ref.env : ref.key;
}
