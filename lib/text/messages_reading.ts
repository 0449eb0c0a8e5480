import type { Message } from "./messages.ts";

/** What the messages about reading a text need to be said. */
export interface ReadingParams {
  /** The bytes of a file are no UTF-8. */
  readonly "not-utf8": {
    /** The first byte that is wrong. */
    readonly byte: number;
    /** Index of the byte in the file, from 0. */
    readonly index: number;
    /** Line of the byte, from 1. */
    readonly line: number;
    /** Column of the byte, from 1. */
    readonly column: number;
    /** Whether the file starts as UTF-16 does. */
    readonly utf16: boolean;
  };
  /** The file holds a NUL byte. */
  readonly "nul-byte": Record<never, never>;
  /** The file, or a text given as one, is larger than may be read. */
  readonly "too-large": {
    /** Its bytes; absent where it was not read to its end. */
    readonly bytes?: number | undefined;
    readonly limit: number;
  };
  /** The file holds no value; `comments` says whether it holds comments. */
  readonly "empty-file": { readonly comments: boolean };
  /** A control character, given as its code point, where none may stand. */
  readonly "control-character": { readonly code: number };
  /** A line of YAML is indented with a tab. */
  readonly "tab-indent": Record<never, never>;
  /** A line of YAML is indented as it cannot be; `advice` says what to do. */
  readonly "bad-indent": { readonly reason: string; readonly advice: string };
  /** Something is opened and not closed: `what` is what was opened, such as `list`; `closer` is what closes it. */
  readonly "unclosed": { readonly what: string; readonly closer: string };
  /** A space is missing; `where` says before or after what. */
  readonly "missing-space": { readonly where: string; readonly advice: string };
  /** A key stands twice in a map; `line` is that of the first one, where it is known. */
  readonly "duplicate-key": { readonly key: string; readonly line?: number | undefined };
  /** YAML's merge key `<<`. */
  readonly "merge-key": Record<never, never>;
  /** A YAML alias for an anchor that is not there, or not yet. */
  readonly "unknown-alias": { readonly name: string; readonly near?: string | undefined };
  /** A YAML alias inside the value that it names. */
  readonly "alias-cycle": { readonly name: string };
  /** A document holds too many values, those of its aliases counted at every use. */
  readonly "too-many-values": { readonly limit: number };
  /** Lists and maps are nested too deep. */
  readonly "too-deep": { readonly limit: number };
  /** A YAML tag that is not of the core schema, or does not fit its value. */
  readonly "unknown-tag": { readonly tag: string };
  /** A second YAML document in one file. */
  readonly "many-documents": Record<never, never>;
  /** A key that is no text; `what` is what it is, such as `a list`. */
  readonly "bad-key": { readonly what: string; readonly advice: string };
  /** A number that a double cannot hold; `reason` follows its text in the sentence. */
  readonly "bad-number": { readonly text: string; readonly reason: string };
  /** A backslash and what follows it mean nothing. */
  readonly "bad-escape": { readonly escape: string };
  /** A text that must be in quotes where it stands; `why` says what it would be read as. */
  readonly "needs-quotes": { readonly text: string; readonly why: string };
  /** A YAML directive, such as `%YAML 1.1`. */
  readonly "directive": { readonly text: string };
  /** A key of TOML that no `=` follows; `colon` says whether a `:` does. */
  readonly "missing-equals": { readonly key: string; readonly colon: boolean };
}

/** The messages about reading a text: its bytes, and the YAML or TOML in it. */
export const READING_MESSAGES: { readonly [C in keyof ReadingParams]: Message<ReadingParams[C]> } = {
  "not-utf8": {
    number: "L0102",
    severity: "error",
    message: ({ byte, index, line, column, utf16 }) =>
      utf16
        ? "the file is UTF-16, and only UTF-8 can be read"
        : `byte ${index + 1} of the file (0x${hex(byte, 2)}, line ${line}, column ${column}) is not UTF-8`,
    hint: () => "save the file as UTF-8",
  },
  "nul-byte": {
    number: "L0103",
    severity: "error",
    message: () => "the file holds a NUL byte, so it is not text",
    hint: () => "a file in UTF-16 looks like this too: save it as UTF-8",
  },
  "too-large": {
    number: "L0104",
    severity: "error",
    message: ({ bytes, limit }) =>
      bytes === undefined
        ? `the file has more than ${count(limit)} bytes, and that is the limit`
        : `the file has ${count(bytes)} bytes, and the limit is ${count(limit)}`,
    hint: () => "put long texts in files of their own and name them with `{file: path}`",
  },
  "empty-file": {
    number: "L0105",
    severity: "error",
    message: ({ comments }) => comments ? "the file holds nothing but comments" : "the file is empty",
  },
  "control-character": {
    number: "L0106",
    severity: "error",
    message: ({ code }) => `control character U+${hex(code, 4).toUpperCase()} cannot stand in a text`,
    hint: ({ code }) =>
      code === 0x0d ? "end lines with a line feed" : `remove it, or write \`\\u${hex(code, 4)}\` in double quotes`,
  },
  "tab-indent": {
    number: "L0107",
    severity: "error",
    message: () => "this line is indented with a tab, and YAML indents with spaces alone",
    hint: () => "replace the tab by spaces",
  },
  "bad-indent": {
    number: "L0108",
    severity: "error",
    message: ({ reason }) => reason,
    hint: ({ advice }) => advice,
  },
  "unclosed": {
    number: "L0109",
    severity: "error",
    message: ({ what }) => `the ${what} that starts here is not closed`,
    hint: ({ closer }) => closer,
  },
  "missing-space": {
    number: "L0110",
    severity: "error",
    message: ({ where }) => `a space is missing ${where}`,
    hint: ({ advice }) => advice,
  },
  "duplicate-key": {
    number: "L0111",
    severity: "error",
    message: ({ key }) => `key ${quoted(key)} is written twice`,
    hint: ({ line }) =>
      line === undefined ? "keep one of the two" : `it is on line ${line} already: keep one of the two`,
  },
  "merge-key": {
    number: "L0112",
    severity: "error",
    message: () => "merge keys (`<<`) are not supported",
    hint: () => "write the keys out, or give the whole map an alias",
  },
  "unknown-alias": {
    number: "L0113",
    severity: "error",
    message: ({ name }) => `alias ${quoted(`*${name}`)} names no anchor written before it`,
    hint: ({ near, name }) =>
      near === undefined
        ? `a text that starts with \`*\` must be in quotes; an anchor is written ${quoted(`&${name}`)}`
        : `did you mean ${quoted(`*${near}`)}?`,
  },
  "alias-cycle": {
    number: "L0114",
    severity: "error",
    message: ({ name }) => `alias ${quoted(`*${name}`)} stands inside the value it names`,
    hint: () => "a value cannot hold itself: write the part that is meant",
  },
  "too-many-values": {
    number: "L0115",
    severity: "error",
    message: ({ limit }) => `the file holds more than ${count(limit)} values, its aliases written out`,
    hint: () =>
      "put data in files of their own, named with `{file: path}`, and write tasks that are alike once, with `each`",
  },
  "too-deep": {
    number: "L0116",
    severity: "error",
    message: ({ limit }) => `lists and maps are nested more than ${limit} deep`,
  },
  "unknown-tag": {
    number: "L0117",
    severity: "error",
    message: ({ tag }) => `tag ${quoted(tag)} is not supported here`,
    hint: () => "remove the tag; a text that starts with `!` must be in quotes",
  },
  "many-documents": {
    number: "L0118",
    severity: "error",
    message: () => "a second document starts here, and a file holds one",
    hint: () => "put it in a file of its own; a text that is `---` must be in quotes",
  },
  "bad-key": {
    number: "L0119",
    severity: "error",
    message: ({ what }) => `${what} cannot be a key`,
    hint: ({ advice }) => advice,
  },
  "bad-number": {
    number: "L0120",
    severity: "error",
    message: ({ text, reason }) => `number ${quoted(text)} ${reason}`,
    hint: () => "write it in quotes if it is meant as text",
  },
  "bad-escape": {
    number: "L0121",
    severity: "error",
    message: ({ escape }) => `${quoted(escape)} is no escape of a text in double quotes`,
    hint: () => "write `\\\\` for a backslash, or put the text in single quotes",
  },
  "needs-quotes": {
    number: "L0122",
    severity: "error",
    message: ({ text, why }) => `${quoted(text)} must be in quotes here: ${why}`,
  },
  "directive": {
    number: "L0123",
    severity: "error",
    message: ({ text }) => `directive ${quoted(text)} is not supported`,
    hint: () => "remove the line: YAML is always read as YAML 1.2",
  },
  "missing-equals": {
    number: "L0124",
    severity: "error",
    message: ({ key }) => `key ${quoted(key)} is not followed by \`=\``,
    hint: ({ colon }) => colon ? "TOML writes `key = value`: a file with `key: value` is YAML" : "write `key = value`",
  },
};

/** What a user wrote, in backticks, cut where it would bury the sentence around it. */
function quoted(text: string): string {
  const letters = [...text.slice(0, 200)];
  return `\`${letters.length > 60 ? `${letters.slice(0, 57).join("")}…` : text}\``;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}

function count(whole: number): string {
  return whole.toLocaleString("en-US");
}
