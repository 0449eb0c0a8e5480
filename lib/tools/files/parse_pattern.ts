import { WorkspaceTrouble } from "../workspace/trouble.ts";

/** A pattern, taken apart. Letters and classes keep the way they are written. */
export type Pattern =
  | { readonly is: "one"; readonly source: string }
  | { readonly is: "start" | "end" | "border" | "no-border" }
  | { readonly is: "all" | "any"; readonly of: readonly Pattern[] }
  | { readonly is: "times"; readonly of: Pattern; readonly least: number; readonly most: number };

/** How deep groups may lie in each other. */
const MOST_NESTED = 50;

/**
 * Takes a regular expression apart, as JavaScript writes them. Those parts that no matcher does in linear time are
 * refused: references back, and looking ahead or behind.
 *
 * @throws {WorkspaceTrouble} that says what is wrong.
 */
export function parsePattern(source: string): Pattern {
  return new Parser(source).parse();
}

/** A pattern, and how far it was read. */
class Parser {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  parse(): Pattern {
    const { length } = this.#source;
    if (length === 0 || length > 1_000) throw this.#wrong("a pattern has 1 to 1,000 characters");
    const pattern = this.#either(0);
    if (this.#at < length) throw this.#wrong("a `)` closes nothing");
    return pattern;
  }

  #wrong(why: string): WorkspaceTrouble {
    const start = this.#source.slice(0, 200).toWellFormed();
    return new WorkspaceTrouble("invalid", `Cannot search for \`${start}\`: ${why}`);
  }

  /** Takes what the form, a sticky one, finds right here. */
  #take(form: RegExp): RegExpExecArray | null {
    form.lastIndex = this.#at;
    const found = form.exec(this.#source);
    if (found) this.#at = form.lastIndex;
    return found;
  }

  #either(nested: number): Pattern {
    if (nested > MOST_NESTED) throw this.#wrong("its groups lie too deep in each other");
    const ways: Pattern[] = [];
    do ways.push(this.#sequence(nested)); while (this.#take(/\|/y));
    return ways.length === 1 ? ways[0]! : { is: "any", of: ways };
  }

  #sequence(nested: number): Pattern {
    const parts: Pattern[] = [];
    while (this.#at < this.#source.length && this.#source[this.#at] !== "|" && this.#source[this.#at] !== ")") {
      parts.push(this.#repeated(this.#atom(nested)));
    }
    return { is: "all", of: parts };
  }

  #repeated(of: Pattern): Pattern {
    const found = this.#take(/(?:([*+?])|\{(\d{1,6})(,?)(\d{0,6})\})\??/y);
    if (!found) return of;
    const [, sign, low = "0", comma, high] = found;
    if (sign) return { is: "times", of, least: sign === "+" ? 1 : 0, most: sign === "?" ? 1 : Infinity };
    const least = Number(low), most = comma === "" ? least : high === "" ? Infinity : Number(high);
    if (most < least) throw this.#wrong("a repetition ends before it begins");
    if (Math.max(least, most === Infinity ? 0 : most) > 1_000) {
      throw this.#wrong("a repetition of more than 1,000 times");
    }
    return { is: "times", of, least, most };
  }

  #group(nested: number): Pattern {
    if (this.#take(/\?(?:[=!]|<[=!])/y)) throw this.#wrong("looking ahead or behind is not supported");
    if (!this.#take(/\?:|\?<[A-Za-z_]\w*>/y) && this.#source[this.#at] === "?") {
      throw this.#wrong("this kind of group is not supported");
    }
    const inner = this.#either(nested + 1);
    if (!this.#take(/\)/y)) throw this.#wrong("a group is not closed");
    return inner;
  }

  #atom(nested: number): Pattern {
    if (this.#take(/\(/y)) return this.#group(nested);
    if (this.#take(/\^/y)) return { is: "start" };
    if (this.#take(/\$/y)) return { is: "end" };
    if (this.#take(/\\b/y)) return { is: "border" };
    if (this.#take(/\\B/y)) return { is: "no-border" };
    if (this.#take(/\\(?:[1-9]|k)/y)) throw this.#wrong("references back are not supported");
    const set = this.#take(/\[\^?(?:\\[^]|[^\]\\])*\]/y);
    if (set) return this.#one(set[0]);
    const escape = this.#take(/\\(?:x[\da-f]{2}|u[\da-f]{4}|u\{[\da-f]{1,6}\}|[pP]\{[\w=]+\}|c[a-z]|[0dDwWsStrnvf])/iy);
    if (escape) return this.#one(escape[0]);
    const literal = this.#take(/\\([^A-Za-z\d])/uy);
    if (literal) return this.#one(literal[1]!.replace(/[\^$\\.*+?()[\]{}|/]/u, "\\$&"));
    if (this.#take(/\\/y)) throw this.#wrong("a `\\` has to stand before a sign or a known letter");
    if (this.#take(/\[/y)) throw this.#wrong("a `[` is not closed");
    const letter = this.#take(/[^]/uy)![0];
    if (/^[*+?]$/.test(letter)) throw this.#wrong(`nothing stands before \`${letter}\` that could be repeated`);
    return this.#one(letter === "." ? "." : letter.replace(/[\]{}[]/, "\\$&"));
  }

  #one(text: string): Pattern {
    try {
      new RegExp(text, "u");
      return { is: "one", source: text };
    } catch {
      throw this.#wrong(`\`${text}\` stands for no character`);
    }
  }
}
