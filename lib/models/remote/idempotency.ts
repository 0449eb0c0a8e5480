import { sha256 } from "../../base/hash.ts";

/** The longest key that providers take. */
const LONGEST = 255;

/** An idempotency key as the value of a header: as it is, or its hash where it holds what headers cannot. */
export function idempotencyHeader(key: string): string {
  return key.length <= LONGEST && /^[\x21-\x7e]+$/.test(key) ? key : sha256(key);
}
