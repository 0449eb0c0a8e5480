import type { CST, Document, YAMLError } from "yaml";
import type { Report } from "../text/diagnostic.ts";
import { lineNumberAt } from "../text/line_index.ts";
import type { Source, Span } from "../text/source.ts";
import { unclosedIn } from "./read_yaml_unclosed.ts";
import { wordsFor } from "./read_yaml_words.ts";

/** A document as parsed, faults and all. */
export interface ParsedYaml {
  /** What was parsed. */
  readonly source: Source;
  /** The document, with its errors and warnings. */
  readonly document: Document.Parsed;
  /** The tokens it was made of, which know what is not closed. */
  readonly tokens: readonly CST.Token[];
}

/** One thing to report, and where, so that things can be put in order first. */
export interface Finding {
  /** Where. */
  readonly span: Span;
  /** Reports it. */
  readonly say: (report: Report, span: Span) => void;
}

/** More than these are echoes of a text that is not YAML at all. */
const MOST_REPORTED = 50;

/**
 * Reports what the parser of YAML found wrong, in our words, at most once a line: what else it says of a line is an echo.
 * The answer is whether the syntax is sound; a tag that is not known is reported and leaves it so.
 */
export function reportYamlErrors({ source, document, tokens }: ParsedYaml, report: Report): boolean {
  const { errors, warnings } = document;
  const tags = warnings.filter(({ code }) => code === "TAG_RESOLVE_FAILED" || code === "BAD_COLLECTION_TYPE");
  const unclosed = errors.length > 0 ? unclosedIn(tokens) : [];
  const faults = firstOfLines(source, [...errors.filter((error) => !isEcho(error, unclosed)), ...tags]);
  const findings = [...unclosed, ...faults.map((fault) => wordsFor(source, fault, spanOf(fault)))];
  const sorted = withoutEchoes(findings, unclosed).sort((a, b) => a.span.start - b.span.start);
  for (const { span, say } of sorted.slice(0, MOST_REPORTED)) say(report, span);
  return errors.length === 0;
}

/** Whether an error says of something unclosed what is said better by itself. */
function isEcho({ message }: YAMLError, unclosed: readonly Finding[]): boolean {
  return unclosed.length > 0 && /^(?:Flow .* end with|Missing closing)/.test(message);
}

function spanOf({ pos: [start, end] }: YAMLError): Span {
  return { start, end };
}

/** Once something is open that should be closed, nothing after it is read as it was meant. */
function withoutEchoes(findings: readonly Finding[], unclosed: readonly Finding[]): Finding[] {
  const first = Math.min(...unclosed.map(({ span }) => span.start));
  return findings.filter((found) => found.span.start <= first || unclosed.includes(found));
}

/** The first fault of each line. Of two at one place, that a map is inside brackets says more than what came of it. */
function firstOfLines(source: Source, faults: readonly YAMLError[]): YAMLError[] {
  const lines = new Map<number, YAMLError>();
  for (const fault of faults) {
    const line = lineNumberAt(source, fault.pos[0]), first = lines.get(line);
    const better = first && (fault.pos[0] < first.pos[0] || fault.code === "BLOCK_IN_FLOW");
    if (!first || better) lines.set(line, fault);
  }
  return [...lines.values()].sort((a, b) => a.pos[0] - b.pos[0]).slice(0, MOST_REPORTED);
}
