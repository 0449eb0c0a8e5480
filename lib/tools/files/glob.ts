import { WorkspaceTrouble } from "../workspace/trouble.ts";

/** Whether a path is one that a pattern means. */
export type Glob = (path: string) => boolean;

/** Alternatives that braces may come to. */
const MOST_ALTERNATIVES = 64;

/**
 * Reads a pattern of paths: `*` and `?` within a name, `**` for any folders, `{a,b}` for either. One without `/` is about
 * names in any folder. Matching takes time in proportion to pattern times path, whatever they are.
 *
 * @throws {WorkspaceTrouble} for one that is too long or has too many alternatives.
 */
export function readGlob(pattern: string): Glob {
  if (pattern === "" || pattern.length > 500) throw invalid(pattern, "it has 1 to 500 characters");
  const ways = alternatives(pattern).map((way) => {
    const names = way.replace(/^\.?\/+/, "").split("/").filter((name) => name !== "");
    return way.includes("/") ? names : ["**", ...names];
  });
  return (path) => {
    const names = path.split("/");
    return ways.some((way) => matches(way, names, { any: "**", one: nameMatches }));
  };
}

function alternatives(pattern: string): readonly string[] {
  let ways = [pattern];
  for (;;) {
    const open = ways.findIndex((way) => /\{[^{}]*,[^{}]*\}/.test(way));
    if (open < 0) return ways;
    const way = ways[open]!, [group] = /\{[^{}]*,[^{}]*\}/.exec(way)!, at = way.indexOf(group);
    const either = group.slice(1, -1).split(",").map((part) => way.slice(0, at) + part + way.slice(at + group.length));
    ways = [...ways.slice(0, open), ...either, ...ways.slice(open + 1)];
    if (ways.length > MOST_ALTERNATIVES) throw invalid(pattern, `its braces come to ${MOST_ALTERNATIVES} at most`);
  }
}

function nameMatches(pattern: string, name: string): boolean {
  return matches([...pattern], [...name], { any: "*", one: (sign, letter) => sign === "?" || sign === letter });
}

interface Signs {
  /** What stands for any number of items. */
  readonly any: string;
  readonly one: (pattern: string, item: string) => boolean;
}

/** Going back to the last `any` is enough: what an earlier one could take, that one can as well. */
function matches(pattern: readonly string[], items: readonly string[], { any, one }: Signs): boolean {
  let at = 0, back = -1, from = 0;
  for (let index = 0; index < items.length;) {
    if (pattern[at] === any) back = at++, from = index;
    else if (at < pattern.length && one(pattern[at]!, items[index]!)) at++, index++;
    else if (back >= 0) at = back + 1, index = ++from;
    else return false;
  }
  while (pattern[at] === any) at++;
  return at === pattern.length;
}

function invalid(pattern: string, why: string): WorkspaceTrouble {
  return new WorkspaceTrouble("invalid", `Cannot use the pattern \`${pattern.slice(0, 100)}\`: ${why}`);
}
