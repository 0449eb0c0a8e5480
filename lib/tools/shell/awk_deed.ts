import { bracketEnd } from "./bracket_end.ts";

/** Characters of a program that is read. */
const LONGEST_PROGRAM = 10_000;

type Token = { readonly is: "name" | "operand" | "sign"; readonly text: string };

/** Why a program of `awk` does more than read what it is given; undefined when it does not. */
export function awkDeed(program: string): string | undefined {
  const tokens = tokensOf(program);
  if (tokens === undefined) return "it cannot be read";
  let depth = 0, printing: number | undefined;
  for (const [index, { is, text }] of tokens.entries()) {
    const next = tokens[index + 1]?.text, before = tokens[index - 1]?.text ?? "";
    if (text === "(") depth++;
    else if (text === ")") depth--;
    else if (is === "name" && /^printf?$/.test(text)) printing = depth;
    else if (/^[;}{]$/.test(text) || text === "\n" && !/^(?:,|&&|\|\|)$/.test(before)) printing = undefined;
    else if (is === "name" && text === "system" && next === "(") return "`system(…)` runs programs";
    else if (is === "name" && text === "getline") return "`getline` reads other files and programs";
    else if (text === "|" || text === "|&") return "`|` runs programs";
    else if (text === "@") return "`@` includes or calls what is not shown";
    else if (/^>>?$/.test(text) && printing === depth) return "`print … >` writes files";
  }
  return undefined;
}

/** The tokens of a program; undefined when it cannot be said where a text or a pattern in it ends. */
function tokensOf(program: string): readonly Token[] | undefined {
  if (program.length > LONGEST_PROGRAM) return undefined;
  const tokens: Token[] = [], parens: boolean[] = [];
  for (let at = 0; at < program.length;) {
    const found = tokenAt(program, at, operandBefore(tokens));
    if (found === undefined) return undefined;
    at += found.length;
    const { token } = found;
    if (token === undefined) continue;
    if (token.text === "(") parens.push(/^(?:if|while|for|switch)$/.test(tokens.at(-1)?.text ?? ""));
    tokens.push(token.text === ")" && parens.pop() ? { is: "sign", text: ")" } : token);
  }
  return tokens;
}

/** Whether a `/` would divide: it does after a value, and begins a pattern elsewhere. */
function operandBefore(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1);
  return last?.is === "operand" || last?.is === "name" && !KEYWORDS.test(last.text);
}

const KEYWORDS = /^(?:print|printf|return|in|if|else|while|do|for|case|switch|exit|delete|next|BEGIN|END|getline)$/;

function tokenAt(program: string, at: number, divides: boolean): { length: number; token?: Token } | undefined {
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(program)?.[0];
  };
  const blank = match(/(?:[ \t\r]|\\\r?\n|#[^\n]*)+/y);
  if (blank !== undefined) return { length: blank.length };
  const text = match(/"(?:[^"\\\n]|\\[^])*"/y) ?? match(/\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+|\+\+|--/y);
  if (text !== undefined) return { length: text.length, token: { is: "operand", text: "0" } };
  const name = match(/[A-Za-z_]\w*/y);
  if (name !== undefined) return { length: name.length, token: { is: "name", text: name } };
  if (program[at] === '"') return undefined;
  if (program[at] === "/" && !divides) {
    const end = patternEnd(program, at);
    return end === undefined ? undefined : { length: end - at, token: { is: "operand", text: "0" } };
  }
  const sign = match(/\|&|\|\||&&|>>|>=|[^]/y)!;
  return { length: sign.length, token: { is: /[)\]]/.test(sign) ? "operand" : "sign", text: sign } };
}

/** Where a slash in brackets ends a pattern, and where it does not, depends on who reads it: such a pattern has no end. */
function patternEnd(program: string, begin: number): number | undefined {
  for (let at = begin + 1; at < program.length && program[at] !== "\n"; at++) {
    if (program[at] === "/") return at + 1;
    if (program[at] === "\\") at++;
    else if (program[at] === "[") {
      const end = bracketEnd(program, at, { escapes: true });
      if (end === undefined || program.slice(at, end).replace(/\\[^]/g, "").includes("/")) return undefined;
      at = end - 1;
    }
  }
  return undefined;
}
