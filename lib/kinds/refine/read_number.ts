import type { Json } from "../../base/json.ts";
import { unreachable } from "../../base/unreachable.ts";
import { describe } from "../../expr/describe.ts";
import type { CommandResult, Reading } from "../../plan/mod.ts";

/** The number in what a program did, or what is wrong with it. */
export function readNumber(
  reading: Reading,
  { code, stdout }: CommandResult,
): { readonly value: number } | { readonly problem: string } {
  switch (reading.as) {
    case "exit":
      return { value: code === 0 ? 1 : 0 };
    case "number":
      return numberOr(stdout.trim() === "" ? null : Number(stdout), `it printed ${describe(stdout.trim())}`);
    case "path":
      return atPath(stdout, reading.path);
    default:
      return unreachable(reading);
  }
}

function numberOr(value: Json | undefined, found: string): { readonly value: number } | { readonly problem: string } {
  return typeof value === "number" && Number.isFinite(value) ? { value } : { problem: `${found}, which is no number` };
}

function atPath(
  stdout: string,
  path: readonly (string | number)[],
): { readonly value: number } | { readonly problem: string } {
  let value: Json | undefined;
  try {
    value = JSON.parse(stdout) as Json;
  } catch {
    return { problem: `it printed ${describe(stdout.trim())}, which is no JSON` };
  }
  for (const place of path) value = under(value, place);
  return numberOr(value, `at \`${path.join(".")}\` it printed ${describe(value)}`);
}

/** What is at a place of a list or under a key of a map, its own. */
function under(value: Json | undefined, place: string | number): Json | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value) !== (typeof place === "number")) {
    return undefined;
  }
  return Object.hasOwn(value, place) ? (value as { readonly [key: string | number]: Json })[place] : undefined;
}
