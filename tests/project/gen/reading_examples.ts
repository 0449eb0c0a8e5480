import type { ReadingParams } from "../../../lib/text/messages_reading.ts";
import type { Examples } from "./diagnostic_example.ts";
import { spec } from "./diagnostic_example.ts";

const bytes = (...parts: readonly (string | number)[]): Uint8Array =>
  new Uint8Array(parts.flatMap((part) => typeof part === "number" ? [part] : [...new TextEncoder().encode(part)]));

/** Examples of L01: reading a text. */
export const READING_EXAMPLES: Examples<keyof ReadingParams | "syntax"> = {
  "syntax": {
    about: "The text is not YAML or TOML at the place shown.",
    text: "loom: 1\nkind autoloom\n",
    at: "2:1",
  },
  "not-utf8": {
    about: "Specs and the files they name are texts in UTF-8.",
    text: bytes("loom: 1\nname: caf", 0xe9, "\n"),
    at: "2:10",
  },
  "nul-byte": {
    about: "A NUL byte never stands in a text; a file that holds one is binary, or in UTF-16.",
    text: bytes("loom: 1\nname: a", 0, "b\n"),
    at: "2:8",
  },
  "too-large": {
    about: "A file may have 2 MB. Long texts belong in files of their own.",
    text: bytes(...new Array<string>(2_100).fill(`# ${"x".repeat(997)}\n`)),
    at: "1:1",
  },
  "empty-file": {
    about: "There is nothing in the file, or nothing but comments.",
    text: "# loom: 1\n",
    at: "1:1",
  },
  "control-character": {
    about:
      "Control characters are invisible, and YAML and TOML forbid them. In double quotes they can be written as escapes.",
    text: spec({ start: "start: It began\u0007" }),
    at: "3:16",
  },
  "tab-indent": {
    about: "YAML indents with spaces.",
    text: "loom: 1\nkind: autoloom\nexpand:\n\tmodel: ngram/builtin\n",
    at: "4:1",
  },
  "bad-indent": {
    about: "A line of YAML stands neither below the key it could belong to nor at the level of the lines above.",
    text: "loom: 1\nkind: autoloom\nexpand:\n  model: ngram/builtin\n width: 3\n",
    at: "5:2",
  },
  "unclosed": {
    about: "A quote or a bracket is opened and never closed.",
    text: 'loom: 1\nkind: autoloom\nstart: "It began\nexpand: {model: ngram/builtin}\n',
    at: "3:8",
  },
  "missing-space": {
    about: "YAML needs a space after `:` and before `#`.",
    text: "loom: 1\nkind:autoloom\nstart: It began\n",
    at: "2:5",
  },
  "duplicate-key": {
    about: "A key stands once in a map: of two values it is not clear which is meant.",
    text: spec({ stop: "stop: {depth: 8}\nstop: {depth: 9}" }),
    at: "7:1",
  },
  "merge-key": {
    about: "`<<` of YAML 1.1 is no part of YAML 1.2.",
    text: spec({ more: "models: {a: &a {use: ngram/builtin}, b: {<<: *a, order: 3}}" }),
    at: "3:42",
  },
  "unknown-alias": {
    about: "An alias (`*name`) stands for a value marked before it with an anchor (`&name`).",
    text: spec({ expand: "expand: *mian", more: "models: {a: {use: &main ngram/builtin}}" }),
    at: "5:9",
  },
  "alias-cycle": {
    about: "An alias stands inside the very value it names.",
    text: spec({ more: "models: &all {a: *all}" }),
    at: "3:18",
  },
  "too-many-values": {
    about: "A spec may hold 300,000 values, with every alias written out. Data belongs in files.",
    text: `loom: 1\nkind: autoloom\ndata:\n  - &a [1]\n${
      ["b", "c", "d", "e", "f", "g"].map((name, i) => `  - &${name} [${`*${"abcdef"[i]}, `.repeat(9)}]\n`).join("")
    }`,
    at: "10:8",
  },
  "too-deep": {
    about: "Lists and maps may be nested 200 deep.",
    text: `loom: 1\nkind: autoloom\ndata: ${"[".repeat(210)}${"]".repeat(210)}\n`,
    at: "3:206",
  },
  "unknown-tag": {
    about: "Tags of YAML, such as `!include`, mean nothing here.",
    text: spec({ start: "start: !include seed.txt" }),
    at: "3:8",
  },
  "many-documents": {
    about: "A file holds one spec.",
    text: `${spec({})}---\nloom: 1\n`,
    at: "7:1",
  },
  "bad-key": {
    about: "A key is a text.",
    text: spec({ more: "inputs: {[a, b]: text}" }),
    at: "3:10",
  },
  "bad-number": {
    about: "Numbers are doubles, and whole numbers are exact: what cannot be held so is refused, not rounded.",
    text: spec({ stop: "stop: {depth: 99999999999999999999}" }),
    at: "6:15",
  },
  "bad-escape": {
    about: "In double quotes a backslash begins an escape, and this is none.",
    text: spec({ start: 'start: "C:\\Users"' }),
    at: "3:11",
  },
  "needs-quotes": {
    about: "Without quotes the text would mean something else to YAML.",
    text: spec({ grade: "grade: {by: @score}" }),
    at: "5:13",
  },
  "directive": {
    about: "Lines such as `%YAML 1.1` change how a text is read, and are refused.",
    text: `%YAML 1.1\n---\n${spec({})}`,
    at: "1:1",
  },
  "missing-equals": {
    about: "TOML writes `key = value`.",
    name: "spec.toml",
    text: 'loom = 1\nkind: "autoloom"\n',
    at: "2:1",
  },
};
