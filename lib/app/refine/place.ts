import { fileURLToPath } from "node:url";
import type { CodePlace } from "../own_program.ts";

/** The folder of this part of the library, which nobody is called from. */
const OWN = new URL(".", import.meta.url).href;

/** Where the caller of this part of the library stands; undefined where the stack does not tell. */
export function placeOfCaller(name: string): CodePlace | undefined {
  const lines = new Error().stack?.split("\n") ?? [];
  for (const line of lines) {
    const found = /((?:file|https?|npm|jsr):[^\s()]+):(\d+):\d+\)?$/.exec(line);
    if (!found || found[1]!.startsWith(OWN)) continue;
    return { file: pathOf(found[1]!), line: Number(found[2]), name };
  }
  return undefined;
}

function pathOf(url: string): string {
  try {
    return url.startsWith("file:") ? fileURLToPath(url) : url;
  } catch {
    return url;
  }
}
