import { isObject } from "../base/is_object.ts";
import type { Json, JsonObject } from "../base/json.ts";
import type { TextDiff } from "./text_diff.ts";
import { textDiff } from "./text_diff.ts";

/** A field that is not the same in two values. */
export interface FieldChange {
  /** The way to it: `expand.by[0].width`; empty for the values themselves. */
  readonly path: string;
  /** Absent: there is no such field in the first value. */
  readonly before?: Json;
  /** Absent: there is no such field in the second value. */
  readonly after?: Json;
  /** How two texts differ that are long or have several lines. */
  readonly text?: TextDiff;
}

/** Texts longer than this are compared line by line. */
const LONG = 80;

/** The fields that differ, in the order of the first value; those that only the second has come after. */
export function fieldDiff(before: Json | undefined, after: Json | undefined, path = ""): readonly FieldChange[] {
  if (before === after) return [];
  if (before === undefined || after === undefined) return [change(path, before, after)];
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, i) => fieldDiff(before[i] as Json, after[i] as Json, `${path}[${i}]`)).flat();
  }
  if (isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => fieldDiff(own(before, key), own(after, key), below(path, key)));
  }
  return [change(path, before, after)];
}

function change(path: string, before: Json | undefined, after: Json | undefined): FieldChange {
  const areTexts = typeof before === "string" && typeof after === "string",
    isLong = areTexts && /\n/.test(before + after);
  return {
    path,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(areTexts && (isLong || Math.max(before.length, after.length) > LONG) ? { text: textDiff(before, after) } : {}),
  };
}

function own(value: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function below(path: string, key: string): string {
  if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}
