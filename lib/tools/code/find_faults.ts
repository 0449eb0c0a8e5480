import type { SyntaxFault } from "./outline.ts";
import type { LanguageRules } from "./rules.ts";
import { named, type SyntaxNode } from "./syntax_node.ts";

/** Faults of one text that are told. */
const MOST_FAULTS = 20;
/** Characters that are shown of what fits nowhere. */
const SHOWN = 40;

/** Places of a tree where something is missing or fits nowhere, in their order. */
export function findFaults(root: SyntaxNode, { blocks }: LanguageRules): readonly SyntaxFault[] {
  const faults: SyntaxFault[] = [], open: SyntaxNode[] = [root];
  for (let node = open.pop(); node && faults.length < MOST_FAULTS; node = open.pop()) {
    if (node.isMissing) faults.push(faultAt(node, `${quoted(node.type)} is missing`));
    else if (node.isError) faults.push(faultAt(node, unexpected(node)));
    else if (node.type === blocks?.type && named(node).every(({ type }) => type === "comment")) {
      faults.push(faultAt(node, "a block is missing: nothing is indented below"));
    } else if (node.hasError || blocks?.within.test(node.type)) {
      open.push(...node.children.filter((child) => child !== null).toReversed());
    }
  }
  return faults;
}

function faultAt({ startPosition: { row, column } }: SyntaxNode, message: string): SyntaxFault {
  return { line: row + 1, column: column + 1, message };
}

function unexpected(node: SyntaxNode): string {
  const [first = ""] = node.text.trimStart().split("\n", 1), shown = first.trimEnd();
  return shown === "" ? "something is missing here" : `${quoted(shown)} does not fit here`;
}

function quoted(text: string): string {
  return `\`${text.length > SHOWN ? `${text.slice(0, SHOWN).toWellFormed()}…` : text}\``;
}
