import type { CodeSymbol, SyntaxFault } from "./outline.ts";

/** What a JSON text is made of, or the first place where it stops being JSON. */
export type ReadJson =
  | { readonly ok: true; readonly keys: readonly CodeSymbol[] }
  | { readonly ok: false; readonly fault: SyntaxFault };

/** Levels of keys that are told, and keys of one map or items of one list. */
const LEVELS = 2, MOST_KEYS = 200, MOST_ITEMS = 5;
/** How deep lists and maps may lie in each other. */
const MOST_NESTED = 500;
/** Characters of a key and of a value that are shown. */
const SHOWN = 80;

/** Reads a text as JSON, exactly as RFC 8259 has it. */
export function readJson(text: string): ReadJson {
  const reader = new JsonReader(text);
  try {
    return { ok: true, keys: reader.read() };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, fault: faultAt(text, error) };
    throw error;
  }
}

class Fault extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

function faultAt(text: string, { at, message }: Fault): SyntaxFault {
  const lines = text.slice(0, at).split(/\r\n|\n|\r/);
  return { line: lines.length, column: lines.at(-1)!.length + 1, message };
}

/** What a value is, in a few words, and what is in it. */
interface Seen {
  readonly kind: string;
  readonly told: string;
  readonly members: readonly CodeSymbol[];
}

/** A text and how far it was read. */
class JsonReader {
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  read(): readonly CodeSymbol[] {
    this.#skip();
    const from = this.#line, { kind, told, members } = this.#value(0);
    this.#skip();
    if (this.#at < this.#text.length) throw this.#wrong("the text goes on behind its one value; remove the rest");
    return members.length > 0 ? members : [{ kind, name: "(all)", signature: told, from, to: this.#line, members: [] }];
  }

  #wrong(why: string, at = this.#at): Fault {
    return new Fault(at, why);
  }

  #skip(): void {
    for (;; this.#at++) {
      const sign = this.#text[this.#at];
      if (sign === "\n") this.#line++;
      else if (sign !== " " && sign !== "\t" && sign !== "\r") return;
    }
  }

  #value(depth: number): Seen {
    const sign = this.#text[this.#at];
    if (depth > MOST_NESTED) throw this.#wrong(`lists and maps lie more than ${MOST_NESTED} deep in each other`);
    if (sign === "{") return this.#map(depth);
    if (sign === "[") return this.#list(depth);
    if (sign === '"') {
      const said = this.#string();
      return { kind: "text", told: said.length > SHOWN ? `${said.slice(0, SHOWN)}…"` : said, members: [] };
    }
    return this.#word();
  }

  #map(depth: number): Seen {
    const members: CodeSymbol[] = [];
    const count = this.#items("}", () => {
      if (this.#text[this.#at] !== '"') throw this.#wrong(this.#expected("a key in double quotes"));
      const from = this.#line, key = this.#string();
      this.#skip();
      if (this.#text[this.#at] !== ":") throw this.#wrong(this.#expected("`:`"));
      this.#at++, this.#skip();
      const seen = this.#value(depth + 1);
      if (depth < LEVELS && members.length < MOST_KEYS) {
        members.push(symbol(key.slice(1, -1), seen, [from, this.#line]));
      }
    });
    return { kind: "map", told: `{${count === 1 ? "1 key" : `${count} keys`}}`, members };
  }

  #list(depth: number): Seen {
    const members: CodeSymbol[] = [];
    let index = 0;
    const count = this.#items("]", () => {
      const from = this.#line, seen = this.#value(depth + 1);
      if (depth < LEVELS && index < MOST_ITEMS) members.push(symbol(`[${index}]`, seen, [from, this.#line]));
      index++;
    });
    return { kind: "list", told: `[${count === 1 ? "1 item" : `${count} items`}]`, members };
  }

  /** What stands between a bracket and the one that closes it; how many there were. */
  #items(close: string, item: () => void): number {
    const begin = this.#at++;
    this.#skip();
    if (this.#text[this.#at] === close) return this.#at++, 0;
    for (let count = 1;; count++) {
      item();
      this.#skip();
      const sign = this.#text[this.#at];
      if (sign === close) return this.#at++, count;
      if (sign === undefined) throw this.#wrong(`the text ends before \`${close}\``, Math.max(begin, this.#at));
      if (sign !== ",") throw this.#wrong(this.#expected(`\`,\` or \`${close}\``));
      this.#at++, this.#skip();
      if (this.#text[this.#at] === close) throw this.#wrong(`a \`,\` stands before \`${close}\`; remove it`, this.#at);
    }
  }

  #string(): string {
    const from = this.#at;
    for (this.#at++;; this.#at++) {
      const sign = this.#text[this.#at];
      if (sign === '"') return this.#text.slice(from, ++this.#at);
      if (sign === undefined || sign === "\n" || sign === "\r") {
        throw this.#wrong('a text is not closed; end it with `"`', from);
      }
      if (sign < " ") throw this.#wrong("a control character stands in a text; escape it");
      if (sign === "\\") this.#escape();
    }
  }

  #escape(): void {
    const form = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
    form.lastIndex = this.#at;
    const [found] = form.exec(this.#text) ?? [];
    if (found === undefined) throw this.#wrong("a `\\` stands before a sign that is not escaped; write `\\\\`");
    this.#at += found.length - 1;
  }

  #word(): Seen {
    const form = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)(?!\w)/y;
    form.lastIndex = this.#at;
    const [found] = form.exec(this.#text) ?? [];
    if (found === undefined) throw this.#wrong(this.#expected("a value"));
    this.#at += found.length;
    return {
      kind: /^[tf]/.test(found) ? "boolean" : found === "null" ? "null" : "number",
      told: found.slice(0, SHOWN),
      members: [],
    };
  }

  #expected(what: string): string {
    const form = /[\w.+-]+|'|\/[/*]|[^]/uy;
    form.lastIndex = this.#at;
    const [found] = form.exec(this.#text) ?? [];
    if (found === undefined) return `the text ends where ${what} belongs`;
    const hint = found === "'" ? "; texts have double quotes" : /^\//.test(found) ? "; JSON has no comments" : "";
    return `\`${found.slice(0, 20)}\` stands where ${what} belongs${hint}`;
  }
}

function symbol(name: string, { kind, told, members }: Seen, [from, to]: readonly [number, number]): CodeSymbol {
  const short = name.length > SHOWN ? `${name.slice(0, SHOWN).toWellFormed()}…` : name;
  return { kind, name: short, signature: `${short}: ${told}`, from, to, members };
}
