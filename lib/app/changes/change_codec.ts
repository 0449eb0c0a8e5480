import type { JsonObject } from "../../base/json.ts";
import { toJson } from "../../base/json.ts";
import type { NewChange, StoredChange } from "../../store/store.ts";
import type { Change } from "../../tools/tool.ts";

/** A change as a store takes it: what it holds of bytes apart from the rest, under the same names. */
export function encodeChange(change: Change): NewChange {
  const parts = Object.entries(change), isBytes = (part: unknown) => part instanceof Uint8Array;
  return {
    change: toJson(Object.fromEntries(parts.filter(([, part]) => !isBytes(part)))),
    contents: Object.fromEntries(parts.filter(([, part]) => isBytes(part))) as Record<string, Uint8Array>,
  };
}

/** The change that was stored; `bytesOf` gives each of its contents by its hash. */
export function decodeChange({ change, contents }: StoredChange, bytesOf: (hash: string) => Uint8Array): Change {
  const bytes = Object.entries(contents).map(([name, hash]) => [name, bytesOf(hash)]);
  return { ...change as JsonObject, ...Object.fromEntries(bytes) } as unknown as Change;
}
