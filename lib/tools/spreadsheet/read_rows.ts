import type { Json } from "../../base/json.ts";
import { WorkspaceTrouble } from "../workspace/trouble.ts";

/**
 * Rows that were given, as texts in the order of the columns: each a list of cells, or a map from names of columns.
 *
 * @throws {WorkspaceTrouble} that names the first one that does not fit.
 */
export function readRows(given: Json | undefined, names: readonly string[]): readonly (readonly string[])[] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) throw invalid("`rows` is a list of rows: give one, such as `[[1, 2], [3, 4]]`");
  return given.map((row: Json, index) => readRow(row, names, `row ${index} of \`rows\``));
}

/** The text of a cell that was given as a text, a number, `true`, `false` or nothing. */
export function cellText(given: Json | undefined, what: string): string {
  if (given === undefined || given === null) return "";
  if (typeof given === "object") throw invalid(`${what} is a list or a map: give a text or a number`);
  if (typeof given !== "string") return String(given);
  if (given.isWellFormed() && !given.includes("\0")) return given;
  throw invalid(`${what} is not a well-formed text: give another one`);
}

function readRow(row: Json, names: readonly string[], what: string): readonly string[] {
  if (Array.isArray(row)) {
    const cells = (row as readonly Json[]).map((cell, index) => cellText(cell, `cell ${index} of ${what}`));
    if (cells.length === names.length) return cells;
    throw invalid(`${what} has ${cells.length} cells, there are ${names.length} columns: give one for each`);
  }
  if (typeof row !== "object" || row === null) throw invalid(`${what} is neither a list of cells nor a map of them`);
  const cells = new Map(Object.entries(row as { readonly [name: string]: Json }));
  const foreign = [...cells.keys()].find((name) => !names.includes(name));
  if (foreign !== undefined) {
    throw invalid(`${what} has the column \`${foreign.slice(0, 100).toWellFormed()}\`: there is ${listed(names)}`);
  }
  return names.map((name) => cellText(cells.get(name), `\`${name}\` of ${what}`));
}

/** Names of columns, for messages: the first twenty of them. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => `\`${name.slice(0, 100).toWellFormed()}\``).join(", ");
  return names.length > 20 ? `${shown} and ${names.length - 20} more` : shown;
}

function invalid(message: string): WorkspaceTrouble {
  return new WorkspaceTrouble("invalid", message);
}
