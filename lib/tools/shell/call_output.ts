/** Bytes of what a caller is told. */
export const OUTPUT_BYTES = 30_000;

/** What a program printed, as it is told. */
export interface CallOutput {
  /** What it printed on standard output, both ends of it. */
  readonly stdout: string;
  /** What it printed on standard error, both ends of it. */
  readonly stderr: string;
  /** Both as one text, standard error behind a line `[stderr]`. */
  readonly text: string;
}

/** What a program printed, in 30,000 bytes at most. Each of both gets half of that, and what the other one leaves. */
export function callOutput(printed: { readonly stdout: string; readonly stderr: string }): CallOutput {
  const half = OUTPUT_BYTES / 2, sizes = [printed.stdout, printed.stderr].map(bytesOf);
  const [out = 0, err = 0] = sizes;
  const stdout = clipped(printed.stdout, Math.max(half, OUTPUT_BYTES - err));
  const stderr = clipped(printed.stderr, Math.max(half, OUTPUT_BYTES - out));
  const parts = [stdout, stderr === "" ? "" : `[stderr]\n${stderr}`].map((part) => part.replace(/\n+$/, ""));
  return { stdout, stderr, text: parts.filter((part) => part !== "").join("\n") || "(it printed nothing)" };
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Both ends of a text around a line that says what is missing. Zero characters would end it for some who read it. */
function clipped(text: string, most: number): string {
  const bytes = new TextEncoder().encode(text.replaceAll("\0", "\ufffd"));
  if (bytes.length <= most) return new TextDecoder().decode(bytes);
  const room = Math.max(0, most - 60), head = Math.floor(room / 2), tail = bytes.length - (room - head);
  const begin = new TextDecoder().decode(bytes.subarray(0, back(bytes, head)));
  const end = new TextDecoder().decode(bytes.subarray(back(bytes, tail)));
  return `${begin}\n… the middle is left out …\n${end}`;
}

/** The place before the character that this byte is in. */
function back(bytes: Uint8Array, at: number): number {
  while (at > 0 && (bytes[at]! & 0xc0) === 0x80) at--;
  return at;
}
