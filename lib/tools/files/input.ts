import type { JsonObject } from "../../base/json.ts";
import { WorkspaceTrouble } from "../workspace/trouble.ts";

/** JSON Schema of an object that takes these properties and no others. */
export function parameters(properties: JsonObject, required: readonly string[]): JsonObject {
  return { type: "object", properties, required, additionalProperties: false };
}

/** A text that was given; undefined where none has to be. */
export function textOf(input: JsonObject, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw new WorkspaceTrouble("invalid", `\`${name}\` is a text: give one`);
}

/** A text that has to be given. */
export function neededText(input: JsonObject, name: string): string {
  const text = textOf(input, name);
  if (text === undefined) throw new WorkspaceTrouble("invalid", `\`${name}\` is missing: give a text`);
  return text;
}

/** A whole number from 1, where one was given. */
export function countOf(input: JsonObject, name: string): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1) return value;
  throw new WorkspaceTrouble("invalid", `\`${name}\` is a whole number from 1: give one`);
}

/** Yes or no, where it was said. */
export function flagOf(input: JsonObject, name: string): boolean | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "boolean") return value;
  throw new WorkspaceTrouble("invalid", `\`${name}\` is \`true\` or \`false\`: give one of them`);
}
