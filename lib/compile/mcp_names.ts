/**
 * Names in a plan for the tools of MCP servers, which call them what they like.
 *
 * @module
 */
import { nameOf } from "../base/hash.ts";

/** A tool as its server names it. */
export interface ServedTool {
  /** The server by its name. */
  readonly server: string;
  /** The name that the tool has there. */
  readonly tool: string;
}

/** Characters of a name that every model takes. */
const LONGEST = 64;

/** Characters that tell apart what would have one name. */
const MARK = 6;

/**
 * `SERVER_tool` for each tool, in letters, digits and `_`. Where that is taken, would be the name of several, is too long
 * or says little of what the server wrote, some characters at its end tell it apart. They depend on the tool alone, not on
 * what stands before it in a list.
 */
export function mcpNames(tools: readonly ServedTool[], taken: ReadonlySet<string>): readonly string[] {
  const plain = tools.map(plainName), counts = new Map<string, number>(), used = new Set(taken);
  for (const name of plain) counts.set(name, (counts.get(name) ?? 0) + 1);
  const isFree = (i: number) => isClear(tools[i]!) && counts.get(plain[i]!) === 1 && !taken.has(plain[i]!);
  plain.forEach((name, i) => isFree(i) && used.add(name));
  return plain.map((name, i) => {
    if (isFree(i)) return name;
    const own = markedName(name, tools[i]!, used);
    used.add(own);
    return own;
  });
}

function plainName({ server, tool }: ServedTool): string {
  return `${server}_${tool}`.replace(/[^A-Za-z0-9_]+/g, "_");
}

/** Whether a plain name says what the server wrote. */
function isClear(served: ServedTool): boolean {
  return /^[\w.-]+$/.test(served.tool) && plainName(served).length <= LONGEST;
}

function markedName(name: string, { server, tool }: ServedTool, used: ReadonlySet<string>): string {
  const begin = name.slice(0, LONGEST - MARK - 1).replace(/_+$/, "");
  for (let i = 1;; i++) {
    const marked = `${begin}_${nameOf(`${server}\n${tool}\n${i}`, MARK)}`;
    if (!used.has(marked)) return marked;
  }
}
