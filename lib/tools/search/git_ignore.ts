/** Whether the rules of one `.gitignore` speak of a path that begins in its folder; undefined when none of them does. */
export interface IgnoreRules {
  /** true: left out; false: taken in again by a rule with `!`. */
  verdict(path: string, is: "file" | "folder"): boolean | undefined;
}

/** Rules of one file, and characters of one rule, that are heeded. */
const MOST_RULES = 1_000, MOST_CHARACTERS = 300;

interface Rule {
  readonly out: boolean;
  readonly folders: boolean;
  /** Names on the way, with `**` for any number of them. */
  readonly names: readonly NamePattern[];
}

type NamePattern = "**" | readonly Sign[];
/** `*`, or a test for one character. */
type Sign = "*" | ((letter: string) => boolean);

/** The rules of a `.gitignore`. Matching takes time in proportion to rule times path, whatever they are. */
export function readIgnore(text: string): IgnoreRules {
  const rules = text.split(/\r?\n/).slice(0, 10 * MOST_RULES).flatMap(ruleOf).slice(0, MOST_RULES).toReversed();
  return {
    verdict(path, is) {
      const names = path.split("/");
      return rules.find((rule) => (!rule.folders || is === "folder") && fits(rule.names, names))?.out;
    },
  };
}

function ruleOf(line: string): readonly Rule[] {
  // Blanks at the end count only behind a `\`.
  const rule = line.replace(/^\ufeff/, "").replace(/(?<![\\ \t])[ \t]+$/, "");
  if (rule === "" || rule.startsWith("#") || rule.length > MOST_CHARACTERS) return [];
  const out = !rule.startsWith("!"), pattern = out ? rule : rule.slice(1), folders = pattern.endsWith("/");
  const way = pattern.replace(/\/+$/, ""), names = way.split("/").filter((name) => name !== "");
  if (names.length === 0) return [];
  const begins = way.includes("/") ? names : ["**", ...names];
  return [{ out, folders, names: begins.map((name) => name === "**" ? name : signsOf(name)) }];
}

const SIGN = /\\([^])|(\*+)|(\?)|\[([!^]?)(\]?(?:\\[^]|[^\]\\])*)\]|([^])/gu;

function signsOf(name: string): readonly Sign[] {
  return [...name.matchAll(SIGN)].map(([, escaped, stars, one, not, set, letter]): Sign => {
    if (stars !== undefined) return "*";
    if (one !== undefined) return () => true;
    if (set !== undefined) return setOf(set, not !== "");
    const said = escaped ?? letter!;
    return (found) => found === said;
  });
}

/** A set such as `a-z_`, or all that is not in it. */
function setOf(set: string, isNot: boolean): (letter: string) => boolean {
  const ranges = [...set.matchAll(/(?:\\([^])|([^]))(?:-(?:\\([^])|([^\]])))?/gu)].map(([, a, b, c, d]) => {
    const first = (a ?? b)!;
    return { first, last: c ?? d ?? first };
  });
  return (letter) => ranges.some(({ first, last }) => first <= letter && letter <= last) !== isNot;
}

/** Going back to the last `**` is enough: what an earlier one could take, that one can as well. */
function fits(patterns: readonly NamePattern[], names: readonly string[]): boolean {
  let at = 0, back = -1, from = 0;
  for (let index = 0; index < names.length;) {
    const pattern = patterns[at];
    // At the end it stands for what is in a folder, so for one name at least.
    if (pattern === "**" && at === patterns.length - 1) return true;
    if (pattern === "**") back = at++, from = index;
    else if (pattern !== undefined && nameFits(pattern, [...names[index]!])) at++, index++;
    else if (back >= 0) at = back + 1, index = ++from;
    else return false;
  }
  return at === patterns.length;
}

function nameFits(signs: readonly Sign[], letters: readonly string[]): boolean {
  let at = 0, back = -1, from = 0;
  for (let index = 0; index < letters.length;) {
    const sign = signs[at];
    if (sign === "*") back = at++, from = index;
    else if (sign !== undefined && sign(letters[index]!)) at++, index++;
    else if (back >= 0) at = back + 1, index = ++from;
    else return false;
  }
  while (signs[at] === "*") at++;
  return at === signs.length;
}
