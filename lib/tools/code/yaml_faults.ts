import type { LineCounter, parseAllDocuments } from "yaml";
import type { SyntaxFault } from "./outline.ts";

/** What is used of the package `yaml`; whoever has it hands it in. */
export interface YamlReader {
  /** Reads a text with any number of documents. */
  readonly parseAllDocuments: typeof parseAllDocuments;
  /** Knows where lines begin. */
  readonly LineCounter: typeof LineCounter;
}

/** Faults of one text that are told. */
const MOST_FAULTS = 20;

/** Places where a text breaks the rules of YAML 1.2. Tags of one's own and several documents are none. */
export function yamlFaults(text: string, { parseAllDocuments, LineCounter }: YamlReader): readonly SyntaxFault[] {
  const lineCounter = new LineCounter();
  try {
    const documents = parseAllDocuments(text, { lineCounter, prettyErrors: false, logLevel: "silent" });
    if (!Array.isArray(documents)) return [];
    return documents.flatMap(({ errors }) => errors).slice(0, MOST_FAULTS).map(({ pos: [at], message }) => {
      const { line, col } = lineCounter.linePos(at);
      return { line, column: col, message };
    });
  } catch (error) {
    if (error instanceof RangeError) {
      return [{ line: 1, column: 1, message: "lists and maps lie too deep in each other" }];
    }
    throw error;
  }
}
