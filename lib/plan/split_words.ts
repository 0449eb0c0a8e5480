/** A command line as a list of words, or why it is none. */
export type Words =
  | { readonly ok: true; readonly words: readonly string[] }
  | {
    readonly ok: false;
    /** What a shell would have had to do, such as "a pipe (`|`)". */
    readonly construct: string;
    /** What to do instead. */
    readonly remedy: string;
  };

/**
 * Splits a command line at its spaces, as a POSIX shell would before it does anything else: quotes and backslashes keep
 * characters together and as they are. Whatever a shell would have to do is refused: there is none. Within quotes of
 * either kind everything is plain text; what would be replaced there in a shell stays as it is written.
 */
export function splitWords(text: string): Words {
  const scan: Scan = { text, at: 0, words: [] };
  while (scan.at < text.length) {
    const space = match(/(?:[ \t]|\\\r?\n)+|[\r\n]+$/y, scan);
    if (space !== undefined) scan.at += space.length;
    else {
      const refused = readWord(scan);
      if (refused) return refused;
    }
  }
  return { ok: true, words: scan.words };
}

interface Scan {
  readonly text: string;
  at: number;
  readonly words: string[];
}

type Refused = Extract<Words, { readonly ok: false }>;

function match(pattern: RegExp, { text, at }: Scan): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function readWord(scan: Scan): Refused | undefined {
  const begin = scan.at, head = refusedAt(HEADS, scan, begin);
  if (head && (head.before === undefined || scan.words.length === 0)) return head.refused;
  let word = "";
  while (scan.at < scan.text.length) {
    const refused = refusedAt(ANYWHERE, scan, scan.at)?.refused;
    if (refused) return refused;
    if (match(/[ \t\r\n]/y, scan) !== undefined) break;
    const piece = readPiece(scan);
    if (typeof piece !== "string") return piece;
    word += piece;
  }
  scan.words.push(word);
  return undefined;
}

function readPiece(scan: Scan): string | Refused {
  const plain = match(/[^\\'"\s|&;<>$`*?[\](){}]+/y, scan);
  if (plain !== undefined) return taken(scan, plain, plain);
  const single = match(/'[^']*'/y, scan), double = match(/"(?:[^"\\]|\\[^])*"/y, scan);
  if (single !== undefined) return taken(scan, single, single.slice(1, -1));
  if (double !== undefined) return taken(scan, double, unescaped(double.slice(1, -1)));
  const first = scan.text[scan.at]!, next = match(/\\\r?\n|\\[^]/y, scan);
  if (first === "'" || first === '"') return refusal("a quote that is not closed", "close it");
  if (next !== undefined) return taken(scan, next, /^\\\r?\n$/.test(next) ? "" : next.slice(1));
  if (first === "\\") return refusal("a backslash at the end", "leave it out");
  return taken(scan, first, first);
}

function taken(scan: Scan, written: string, meant: string): string {
  scan.at += written.length;
  return meant;
}

/** Within double quotes a backslash stands before few characters; before others it is a character itself. */
function unescaped(text: string): string {
  return text.replace(/\\(\r?\n|[^])/g, (both, next: string) => {
    if (/^\r?\n$/.test(next)) return "";
    return '$`"\\'.includes(next) ? next : both;
  });
}

interface Rule {
  readonly pattern: RegExp;
  readonly refused: Refused;
  /** The rule holds before the program only. */
  readonly before?: "program";
}

function refusedAt(rules: readonly Rule[], { text }: Scan, at: number): Rule | undefined {
  return rules.find(({ pattern }) => {
    pattern.lastIndex = at;
    return pattern.test(text);
  });
}

function refusal(construct: string, remedy: string): Refused {
  return { ok: false, construct, remedy };
}

const TWICE = "call the tool once for each program, and look at what the first came to before you go on";
const PLAIN = "if it is meant as plain text, put it in single quotes";
const VALUE = "write the value itself; " + PLAIN;

/** What stands at the head of a word. */
const HEADS: readonly Rule[] = [
  { pattern: /#/y, refused: refusal("a comment (`#`)", `leave it out; ${PLAIN}`) },
  { pattern: /~/y, refused: refusal("a home folder (`~`)", "name a path in the workspace") },
  { pattern: /!(?=\s|$)/y, refused: refusal("a negation (`!`)", "look at the exit code instead"), before: "program" },
  {
    pattern: /[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/y,
    refused: refusal(
      "an assignment before the program",
      "leave it out: a program is given PATH, HOME, LANG and what is granted",
    ),
    before: "program",
  },
  { pattern: /[{}](?=\s|$)/y, refused: refusal("a group of commands (`{`)", TWICE), before: "program" },
];

/** What stands anywhere outside quotes, longer signs before shorter ones. */
const ANYWHERE: readonly Rule[] = [
  { pattern: /&&/y, refused: refusal("a second command (`&&`)", TWICE) },
  { pattern: /\|\|/y, refused: refusal("a second command (`||`)", TWICE) },
  {
    pattern: /\|/y,
    refused: refusal(
      "a pipe (`|`)",
      "run the first program alone: you are shown what it prints; or have it write a file",
    ),
  },
  { pattern: /;/y, refused: refusal("a second command (`;`)", TWICE) },
  {
    pattern: /&?>|<<|</y,
    refused: refusal(
      "a redirection (`<`, `>`)",
      "leave it out: you are shown both outputs; write files with `write_file`",
    ),
  },
  { pattern: /&/y, refused: refusal("a program in the background (`&`)", "leave it out: all ends with the call") },
  { pattern: /\$\(\(/y, refused: refusal("arithmetic (`$((`)", "write the result itself") },
  { pattern: /\$\(|`/y, refused: refusal("a command within the command (`$(`, `` ` ``)", TWICE) },
  { pattern: /\$/y, refused: refusal("a variable (`$`)", VALUE) },
  {
    pattern: /[*?[]/y,
    refused: refusal("a pattern of file names (`*`, `?`, `[`)", `name the files: \`glob_find\` finds them; ${PLAIN}`),
  },
  {
    pattern: /\{(?=[^{}\s'"]*\})(?=[^{}\s'",]*,|[^{}\s'"]*?\.\.)/y,
    refused: refusal("a list in braces (`{a,b}`)", `write all of it; ${PLAIN}`),
  },
  { pattern: /[()]/y, refused: refusal("a subshell (`(`, `)`)", `${TWICE}; ${PLAIN}`) },
  { pattern: /[\r\n]+(?=[^\r\n])/y, refused: refusal("a line break", TWICE) },
];
