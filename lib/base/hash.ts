import { createHash } from "node:crypto";

/** SHA-256 of UTF-8 text or bytes, as 64 lower-case hex digits. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** A name of `length` digits (base 32, no i l o u) that depends on nothing but the text: 5 bits a digit, 51 digits at most. */
export function nameOf(text: string, length: number): string {
  const digest = createHash("sha256").update(text).digest();
  let name = "", bits = 0, held = 0;
  for (const byte of digest) {
    held = (held << 8) | byte, bits += 8;
    while (bits >= 5 && name.length < length) name += ALPHABET[(held >> (bits -= 5)) & 31];
    held &= (1 << bits) - 1;
    if (name.length === length) return name;
  }
  return name;
}

/** A random name of `length` digits in the same alphabet. */
export function randomName(length: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => ALPHABET[byte & 31]).join("");
}
