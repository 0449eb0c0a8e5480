import type { CodeSymbol, Outline, SyntaxFault } from "./outline.ts";

/** What is known of one text. */
export interface Analysis {
  /** Its path, or what else it is called. */
  readonly name: string;
  /** Its language. */
  readonly language: string;
  /** How many lines it has. */
  readonly lines: number;
  /** What it is made of; absent where its parser did not come to an end. */
  readonly outline?: Outline;
  /** Where it breaks the rules of its language; `strict` says whether these places are mistakes for sure. */
  readonly faults: readonly SyntaxFault[];
  /** Whether the language leaves no doubt about mistakes. */
  readonly strict: boolean;
}

/** How much is told. `full`: imports, declarations with what is in them, exports; `outline`: declarations at the top. */
export type Detail = "full" | "outline";

/** An analysis as text. */
export function shownAnalysis({ name, language, lines, outline, faults, strict }: Analysis, detail: Detail): string {
  const head = `\`${name}\`: ${language}, ${lines === 1 ? "1 line" : `${lines} lines`}`;
  const heads = language === "json" ? { types: "Keys" } : { types: "Types" };
  if (!outline) return `${head}\n  it could not be parsed in time; split it, or read it with \`read_file\``;
  const { imports, types, functions, exports } = outline, isFull = detail === "full";
  const places = strict ? "Syntax errors" : "Places that may break the rules of the language";
  const parts: readonly (readonly [string, readonly string[]])[] = [
    [places, faults.map(({ line, column, message }) => `  ${line}:${column} ${message}`)],
    ["Imports", isFull ? imports.map(({ line, text }) => `  ${line} ${text}`) : []],
    [heads.types, types.flatMap((symbol) => shownSymbol(symbol, detail, "  "))],
    ["Functions", functions.flatMap((symbol) => shownSymbol(symbol, detail, "  "))],
    ["Exports", isFull && exports.length > 0 ? [`  ${exports.join(", ")}`] : []],
  ];
  const told = parts.filter(([, told]) => told.length > 0).map(([title, told]) => [title, ...told].join("\n"));
  return [head, ...(told.length > 0 ? told : ["  nothing is declared"])].join("\n");
}

function shownSymbol({ signature, from, to, members }: CodeSymbol, detail: Detail, indent: string): readonly string[] {
  const where = from === to ? String(from) : `${from}-${to}`;
  const inner = detail === "full" ? members.flatMap((member) => shownSymbol(member, detail, `${indent}  `)) : [];
  return [`${indent}${where} ${signature}`, ...inner];
}
