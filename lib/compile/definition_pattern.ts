/**
 * Patterns of process definitions are written for Python. What it writes otherwise than JavaScript does is said in
 * JavaScript's way, so that a pattern finds here what it finds there.
 *
 * @module
 */

/** A pattern, or why there is none. */
export type Pattern =
  | {
    readonly ok: true;
    /** As JavaScript writes it; `(?i)` before it takes capitals and small letters for the same, `(?m)` looks line by line. */
    readonly pattern: string;
  }
  | { readonly ok: false; readonly reason: string };

/** UTF-16 code units of the longest pattern. */
const LONGEST = 1_000;

/** The pattern in JavaScript's way. */
export function patternOf(written: string): Pattern {
  if (written.length > LONGEST) return { ok: false, reason: `it is longer than ${LONGEST} characters` };
  const [head = "", flags = ""] = /^\(\?([aiLmsux]+)\)/.exec(written) ?? [], body = written.slice(head.length);
  const kept = [..."im"].filter((flag) => flags.includes(flag)).join("");
  const said = rewritten(flags.includes("x") ? withoutSpace(body) : body, { dots: flags.includes("s") });
  try {
    new RegExp(said, kept);
    return { ok: true, pattern: kept === "" ? said : `(?${kept})${said}` };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

/** What is written otherwise in Python, outside of classes: the longest first. */
const OTHERWISE: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [/^\\A/, () => "^"],
  [/^\\Z/, () => "$"],
  [/^\\[^]/, ([found]) => found],
  [/^\(\?#[^)]*\)/, () => ""],
  [/^\(\?P<(\w+)>/, ([, name]) => `(?<${name}>`],
  [/^\(\?P=(\w+)\)/, ([, name]) => `\\k<${name}>`],
  [/^\{,(\d+)\}/, ([, most]) => `{0,${most}}`],
  [/^\[\^?\]?(?:\\[^]|[^\]\\])*\]/, ([found]) => classOf(found)],
];

/** `dots`: a dot stands for the end of a line as well. */
function rewritten(pattern: string, { dots }: { readonly dots: boolean }): string {
  let said = "";
  for (let at = 0; at < pattern.length;) {
    const { length, says } = pieceOf(pattern.slice(at));
    said += dots && says === "." ? "[\\s\\S]" : says;
    at += length;
  }
  return said;
}

function pieceOf(rest: string): { readonly length: number; readonly says: string } {
  for (const [form, say] of OTHERWISE) {
    const found = form.exec(rest);
    if (found) return { length: found[0].length, says: say(found) };
  }
  return { length: 1, says: rest[0]! };
}

/** A class; a `]` that is its first member ends it in JavaScript. */
function classOf(written: string): string {
  return written.replace(/^(\[\^?)\]/, "$1\\]");
}

/** A pattern of the verbose form without its spaces and comments. */
function withoutSpace(pattern: string): string {
  return pattern.replace(/(\\[^]|\[\^?\]?(?:\\[^]|[^\]\\])*\])|\s+|#[^\n]*/g, "$1");
}

/** Why, without the pattern: messages name that themselves. */
function reasonOf(error: unknown): string {
  const reason = (error instanceof Error ? error.message : String(error)).replace(
    /^Invalid regular expression: .*: /s,
    "",
  );
  return reason.charAt(0).toLowerCase() + reason.slice(1);
}
