/**
 * The tests in parts that may run side by side, each in a process of its own: tests set variables of their environment,
 * and a process has only one.
 *
 * @module
 */
import { files } from "./tree.ts";

/** Folders whose tests take longest, slowest first: what is begun last is short, so that all come to their end together. */
export const SLOW: readonly string[] = [
  "crash",
  "app",
  "cli",
  "tools",
  "project",
  "kinds",
  "models",
  "compile",
  "engine",
  "process_scenarios",
  "store",
]
  .map((name) => `tests/${name}`);

/** Folders whose tests kill processes. */
const KILLING: readonly string[] = ["tests/crash"];

/** What `deno test` is called with for each part: every test is in one of them. `quick`: without those that kill. */
export function testParts({ quick }: { readonly quick: boolean }): readonly (readonly string[])[] {
  const parts = new Set(files().filter((path) => path.endsWith("_test.ts")).map(partOf));
  const order = [...SLOW, ...parts].filter((part) => parts.delete(part));
  return order.filter((part) => !quick || !KILLING.includes(part)).map((part) => [part]);
}

/** The folder right below `tests`, or the file that stands in none. */
function partOf(path: string): string {
  return path.split("/").slice(0, 2).join("/");
}
