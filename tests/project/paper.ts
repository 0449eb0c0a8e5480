/**
 * What stands in a paper: its links, its headings, its fenced blocks.
 *
 * @module
 */

/** A fenced block. */
export interface Block {
  /** What stands behind the fence: `ts`, `yaml`, `ts ignore`. */
  readonly info: string;
  readonly text: string;
  /** Line of the fence, from 1. */
  readonly line: number;
}

/** The fenced blocks of a paper, in their order. */
export function blocksOf(paper: string): readonly Block[] {
  return [...paper.matchAll(/^```([^\n`]+)\n([\s\S]*?)^```$/gm)].map(({ 1: info, 2: text, index }) => ({
    info: info!.trim(),
    text: text!,
    line: paper.slice(0, index).split("\n").length,
  }));
}

/** Where the links of a paper lead to, those to other hosts left out. */
export function linksOf(paper: string): readonly string[] {
  const links = [...prose(paper).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target]) => target!);
  return links.filter((target) => !/^[a-z]+:/.test(target));
}

/** Names that links may give to places of a paper: one for each heading. */
export function anchorsOf(paper: string): ReadonlySet<string> {
  return new Set([...prose(paper).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => anchorOf(heading!)));
}

/** Paths of files of ours that a paper names in code marks. */
export function pathsIn(paper: string): readonly string[] {
  const named = prose(paper).matchAll(/`((?:lib|tests|docs|specs|web)\/[\w./-]*\.\w+)`/g);
  return [...new Set([...named].map(([, path]) => path!))];
}

/** Names of tests that a paper cites as `Shown by "…" and "…"`. */
export function testsIn(paper: string): readonly string[] {
  const cited = prose(paper).replaceAll(/\s+/g, " ").matchAll(/Shown by ("[^"]+"(?: and "[^"]+")*)/g);
  return [...cited].flatMap(([, names]) => [...names!.matchAll(/"([^"]+)"/g)].map(([, name]) => name!));
}

/** The paper without what stands in its blocks. */
function prose(paper: string): string {
  return paper.replaceAll(/^```[\s\S]*?^```$/gm, "");
}

function anchorOf(heading: string): string {
  const plain = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll(/[`*]/g, "");
  return plain.trim().toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(/\s/g, "-");
}
