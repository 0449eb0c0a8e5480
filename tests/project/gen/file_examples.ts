import type { FileParams } from "../../../lib/text/messages_files.ts";
import type { Examples } from "./diagnostic_example.ts";
import { spec } from "./diagnostic_example.ts";

const importing = (path: string): string => spec({ more: `import: {next: ./${path}}` });

/** Thirty-one specs, each importing the next. */
const CHAIN = Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`s${i + 1}.yaml`, importing(`s${i + 2}.yaml`)]));

/** Examples of L05: files, scripts and imports. */
export const FILE_EXAMPLES: Examples<keyof FileParams> = {
  "missing-file": {
    about: "A file that the spec names does not exist.",
    text: spec({ start: "start: {file: seed.txt}" }),
    at: "3:15",
  },
  "outside-project": {
    about: "A spec reads files of its project and no others, so that nobody's spec can read your files.",
    text: spec({ start: "start: {file: ../notes.txt}" }),
    at: "3:15",
  },
  "unreadable-file": {
    about: "The file exists and cannot be read as text.",
    text: spec({ start: "start: {file: texts}" }),
    files: { "texts/a.txt": "a" },
    at: "3:15",
  },
  "import-cycle": {
    about: "Specs import each other in a circle.",
    text: importing("other.yaml"),
    files: { "other.yaml": importing("spec.yaml") },
    at: "3:16",
    in: "other.yaml",
    also: ["unused-import"],
  },
  "bad-script": {
    about: "A script is pinned with every module it imports before anything runs, and that failed.",
    text: spec({ grade: "grade: {by: {script: ./score.ts}}" }),
    files: { "score.ts": "const rules = await import(name);\n" },
    at: "5:22",
  },
  "bad-save-path": {
    about: "Texts are saved inside the project folder.",
    text: spec({ more: "save: ../${{ spec.name }}.txt" }),
    at: "3:7",
  },
  "unused-import": {
    about: "An import is declared and nothing calls it.",
    text: importing("other.yaml"),
    files: { "other.yaml": spec({}) },
    at: "3:10",
  },
  "bad-document": {
    about: "To go on from a document, a spec names it and one of its nodes.",
    text: spec({ start: "start: {document: lighthouse}" }),
    at: "3:19",
  },
  "imports-too-deep": {
    about: "An import leads to an import, and so on, through more than 30 specs.",
    text: importing("s1.yaml"),
    files: CHAIN,
    at: "3:16",
    in: "s29.yaml",
    also: ["unused-import"],
  },
};
