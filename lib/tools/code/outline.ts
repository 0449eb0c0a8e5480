/**
 * What a text of a programming language is made of, as far as one needs it to find one's way.
 *
 * @module
 */

/** What an outline knows of a declaration. */
export interface CodeSymbol {
  /** What it is: `class`, `function`, `interface` … */
  readonly kind: string;
  /** Its name. */
  readonly name: string;
  /** How it is declared, without its body, on one line. */
  readonly signature: string;
  /** First line, from 1. */
  readonly from: number;
  /** Last line. */
  readonly to: number;
  /** Whether others may use it, where the language says so. */
  readonly exported?: boolean;
  /** Functions and types in it. */
  readonly members: readonly CodeSymbol[];
}

/** One import. */
export interface CodeImport {
  /** Its line, from 1. */
  readonly line: number;
  /** How it is written, on one line. */
  readonly text: string;
}

/** The outline of a text. */
export interface Outline {
  /** What it imports. */
  readonly imports: readonly CodeImport[];
  /** Classes and other types, with what is in them. */
  readonly types: readonly CodeSymbol[];
  /** Functions that are in no type. */
  readonly functions: readonly CodeSymbol[];
  /** Names that others may import, where the language says so. */
  readonly exports: readonly string[];
}

/** A place where a text breaks the rules of its language. */
export interface SyntaxFault {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** What is wrong there. */
  readonly message: string;
}

/** What is looked at. */
export interface CodeText {
  /** A language of `languages.ts`, or `yaml`. */
  readonly language: string;
  /** The text. */
  readonly text: string;
}

/** What came of a text. Without an outline where its language has none; `ok` is false where it took too long. */
export type Parsed =
  | { readonly ok: true; readonly outline?: Outline; readonly faults: readonly SyntaxFault[] }
  | { readonly ok: false };
