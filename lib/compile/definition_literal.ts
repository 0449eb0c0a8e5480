/**
 * Reads a value that stands in a module as plain data: texts, numbers, true, false, null, lists and maps of them, with
 * comments. No line of the module is run for it.
 *
 * @module
 */
import type { Json } from "../base/json.ts";

/** A value, or where it is none. */
export type Literal =
  | { readonly ok: true; readonly value: Json }
  | {
    readonly ok: false;
    readonly reason: string;
    /** UTF-16 code units from the beginning of the module. */
    readonly offset: number;
  };

/** How deep lists and maps may be nested. */
const DEEPEST = 30;

/** The value that begins at an offset of a module's text. */
export function readLiteral(text: string, offset: number): Literal {
  const reader = new Reader(text, offset);
  try {
    return { ok: true, value: reader.value(0) };
  } catch (error) {
    if (error instanceof NoLiteral) return { ok: false, reason: error.message, offset: reader.at };
    throw error;
  }
}

class NoLiteral extends Error {}

/** What a word stands for. */
const WORDS: { readonly [word: string]: Json } = { true: true, false: false, null: null };

const ESCAPES: { readonly [letter: string]: string } = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  v: "\v",
  0: "\0",
};

class Reader {
  readonly #text: string;
  at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  value(depth: number): Json {
    if (depth > DEEPEST) throw new NoLiteral(`it is nested more than ${DEEPEST} deep`);
    this.#skip();
    const first = this.#text[this.at] ?? "";
    if (first === "{") return this.#map(depth);
    if (first === "[") return this.#list(depth);
    if (/["'`]/.test(first)) return this.#string();
    const number = this.#take(/-?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w$])/y);
    if (number !== undefined) return Number(number.replaceAll("_", ""));
    const start = this.at, word = this.#take(/[\p{L}_$][\p{L}\p{N}_$]*/uy);
    if (word !== undefined && Object.hasOwn(WORDS, word)) return WORDS[word]!;
    this.at = start;
    throw new NoLiteral(word === undefined ? "a value is missing" : `\`${word}\` is no plain value: write it out`);
  }

  #map(depth: number): Json {
    const entries: [string, Json][] = [];
    this.at++;
    while (!this.#closes("}")) {
      const key = this.#key();
      this.#skip();
      if (this.#take(/:/y) === undefined) throw new NoLiteral(`\`:\` and a value are missing after \`${key}\``);
      entries.push([key, this.value(depth + 1)]);
      this.#parted("}");
    }
    return Object.fromEntries(entries);
  }

  #list(depth: number): Json {
    const items: Json[] = [];
    this.at++;
    while (!this.#closes("]")) {
      items.push(this.value(depth + 1));
      this.#parted("]");
    }
    return items;
  }

  #key(): string {
    if (/["']/.test(this.#text[this.at] ?? "")) return this.#string();
    const key = this.#take(/[\p{L}_$][\p{L}\p{N}_$]*|\d+/uy);
    if (key === undefined) throw new NoLiteral("a key is missing, or it is no plain one");
    return key;
  }

  /** Takes the mark that ends a list or a map, if it comes next. */
  #closes(mark: string): boolean {
    this.#skip();
    if (this.at >= this.#text.length) throw new NoLiteral(`\`${mark}\` is missing`);
    if (this.#text[this.at] !== mark) return false;
    this.at++;
    return true;
  }

  #parted(mark: string): void {
    this.#skip();
    if (this.#take(/,/y) === undefined && this.#text[this.at] !== mark) {
      throw new NoLiteral(`\`,\` or \`${mark}\` is missing`);
    }
  }

  /** A text; several that are joined by `+` are one. */
  #string(): string {
    let joined = this.#piece();
    for (;;) {
      const before = this.at;
      this.#skip();
      if (this.#take(/\+/y) === undefined) {
        this.at = before;
        return joined;
      }
      this.#skip();
      joined += this.#piece();
    }
  }

  #piece(): string {
    const quote = this.#take(/["'`]/y);
    if (quote === undefined) throw new NoLiteral("a text is missing");
    let read = "";
    for (;;) {
      const letter = this.#text[this.at++];
      const isOpen = letter === undefined || quote !== "`" && /[\n\r]/.test(letter);
      if (isOpen) throw new NoLiteral("a text is not closed");
      if (letter === quote) return read;
      if (quote === "`" && letter === "$" && this.#text[this.at] === "{") {
        throw new NoLiteral("a text has a hole: write it out");
      }
      read += letter === "\\" ? this.#escape() : letter;
    }
  }

  #escape(): string {
    const code = this.#take(/x[\da-f]{2}|u[\da-f]{4}|u\{[\da-f]{1,6}\}/iy);
    if (code !== undefined) return point(Number.parseInt(code.replace(/[xu{}]/gi, ""), 16));
    const letter = this.#text[this.at++] ?? "";
    if (letter === "\r" && this.#text[this.at] === "\n") this.at++;
    return letter === "\n" || letter === "\r" ? "" : ESCAPES[letter] ?? letter;
  }

  /** Spaces and comments. */
  #skip(): void {
    this.#take(/(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)+/y);
  }

  #take(form: RegExp): string | undefined {
    form.lastIndex = this.at;
    const found = form.exec(this.#text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }
}

function point(code: number): string {
  if (code > 0x10ffff) throw new NoLiteral("a text has an escape that stands for no character");
  return String.fromCodePoint(code);
}
