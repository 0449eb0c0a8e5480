import { nearest } from "../../base/near.ts";
import { type CalculatorFunction, CONSTANTS, FUNCTIONS, numberOf } from "./functions.ts";
import { finite, joined, type Value } from "./operations.ts";
import { type Token, tokens } from "./tokens.ts";
import { CalculatorTrouble } from "./trouble.ts";

/** Brackets, signs and calls that may stand in each other. */
const MOST_NESTED = 100;

/** How strongly the signs between two parts bind. */
const STRENGTHS: ReadonlyMap<string, number> = new Map([
  ["+", 1],
  ["-", 1],
  ["*", 2],
  ["/", 2],
  ["//", 2],
  ["%", 2],
  ["**", 4],
]);
/** A sign before a part binds more strongly than `*`, and less than `**`: -2**2 is -(2**2). */
const BELOW_SIGNS = 2;

/**
 * What an expression comes to, in a single pass over it: every piece is read once, so the work is bounded by its length.
 *
 * @throws {CalculatorTrouble} with the place of what is wrong.
 */
export function calculate(source: string): Value {
  return new Calculation(source).value();
}

/** The pieces of an expression, and how far it was worked out. */
class Calculation {
  readonly #pieces: Iterator<Token, Token>;
  /** The piece that comes next, once it was looked at: what is wrong further on is not met before. */
  #ahead: Token | undefined;
  #nested = 0;

  constructor(source: string) {
    this.#pieces = tokens(source);
  }

  value(): Value {
    const value = this.#part(0), rest = this.#here;
    if (rest.is === "end") return value;
    throw new CalculatorTrouble(`an operator is missing before ${named(rest)}`, rest.at);
  }

  get #here(): Token {
    return this.#ahead ??= this.#pieces.next().value;
  }

  #next(): Token {
    const token = this.#here;
    this.#ahead = undefined;
    return token;
  }

  #expect(sign: string): void {
    const token = this.#next();
    if (token.text !== sign) throw new CalculatorTrouble(`\`${sign}\` is missing before ${named(token)}`, token.at);
  }

  /** A part, and what stands right of it as long as it binds more strongly than `least`. */
  #part(least: number): Value {
    if (++this.#nested > MOST_NESTED) {
      throw new CalculatorTrouble("it is nested too deep: work it out in steps", this.#here.at);
    }
    let left = this.#beginning();
    for (let sign = this.#here; (STRENGTHS.get(sign.text) ?? 0) > least; sign = this.#here) {
      this.#next();
      // What follows `**` may have a sign of its own, and is worked out before it: 2**-3**2 is 2**(-(3**2)).
      const right = this.#part(sign.text === "**" ? BELOW_SIGNS : STRENGTHS.get(sign.text)!), before = left;
      left = located(sign.at, () => joined(sign.text, numberOf(before), numberOf(right)));
    }
    this.#nested--;
    return left;
  }

  #beginning(): Value {
    const token = this.#next();
    if (token.is === "number") return token.value;
    if (token.is === "name") return CONSTANTS.get(token.text) ?? this.#call(token);
    if (token.text === "(") {
      const inner = this.#part(0);
      this.#expect(")");
      return inner;
    }
    if (token.text === "[") return this.#items("]").map((item) => located(token.at, () => numberOf(item)));
    if (token.text !== "+" && token.text !== "-") {
      throw new CalculatorTrouble(`a number, a name or \`(\` is missing before ${named(token)}`, token.at);
    }
    const value = this.#part(BELOW_SIGNS);
    return located(token.at, () => token.text === "-" ? -numberOf(value) : numberOf(value));
  }

  #items(close: string): readonly Value[] {
    const found: Value[] = [];
    while (this.#here.text !== close) {
      found.push(this.#part(0));
      if (this.#here.text !== ",") break;
      this.#next();
    }
    this.#expect(close);
    return found;
  }

  #call(token: Token): number {
    const known = FUNCTIONS.get(token.text);
    if (!known) throw unknown(token);
    if (this.#next().text !== "(") throw miscalled(token, known);
    const values = this.#items(")"), [least, most] = known.takes;
    if (values.length >= least && values.length <= most) return located(token.at, () => finite(known.call(values)));
    throw miscalled(token, known);
  }
}

function miscalled({ text, at }: Token, { form }: CalculatorFunction): CalculatorTrouble {
  return new CalculatorTrouble(`\`${text}\` is called as \`${form}\``, at);
}

function unknown({ text, at }: Token): CalculatorTrouble {
  const names = [...FUNCTIONS.keys(), ...CONSTANTS.keys()], name = text.slice(0, 40), near = nearest(name, names);
  const meant = near ? `did you mean \`${near}\`?` : `there are ${names.join(", ")}`;
  return new CalculatorTrouble(`\`${name}\` is not known: ${meant}`, at);
}

function named(token: Token): string {
  return token.is === "end" ? "the end" : `\`${token.text.slice(0, 40)}\``;
}

/** What is done there, with the place added to what it throws. */
function located<T>(at: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof CalculatorTrouble && error.at === undefined) throw new CalculatorTrouble(error.message, at);
    throw error;
  }
}
