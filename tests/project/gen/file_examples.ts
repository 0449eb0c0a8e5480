import type { FileParams } from "../../../lib/text/messages_files.ts";
import type { Examples } from "./diagnostic_example.ts";
import { refineSpec, spec } from "./diagnostic_example.ts";

const importing = (path: string): string => spec({ more: `import: {next: ./${path}}` });

/** Thirty-one specs, each importing the next. */
const CHAIN = Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`s${i + 1}.yaml`, importing(`s${i + 2}.yaml`)]));

/** A spec that is run by others. */
const POLISH = `loom: 1
kind: refine
inputs: {draft: text, tone: {type: [calm, dry], default: calm}}
start: \${{ inputs.draft }}
propose: {model: openai/gpt-5.2, prompt: "Make it \${{ inputs.tone }}: \${{ best.text }}"}
score: 0 - size(candidate.text)
stop: {depth: 2}
outputs: {worth: best.total}
`;

const running = (propose: string): string =>
  refineSpec({ more: "import: {polish: ./polish.yaml}", propose: `propose: {${propose}}` });

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
  "unknown-import": {
    about: "A spec runs another one that is not in its `import`.",
    text: running("run: polsh"),
    files: { "polish.yaml": POLISH },
    at: "5:16",
  },
  "unknown-input": {
    about: "A spec that is run is given something it has no input for.",
    text: running('run: polish, with: {draft: "${{ best.text }}", mood: dry}, text: string(outputs.worth)'),
    files: { "polish.yaml": POLISH },
    at: "5:58",
  },
  "missing-input": {
    about: "A spec that is run has an input without a default, and it is not given.",
    text: running("run: polish, with: {tone: dry}, text: string(outputs.worth)"),
    files: { "polish.yaml": POLISH },
    at: "5:16",
  },
  "no-candidate": {
    about: "A spec that is run has outputs of its own, and none of them is called `text`.",
    text: running('run: polish, with: {draft: "${{ best.text }}"}'),
    files: { "polish.yaml": POLISH },
    at: "5:16",
  },
  "bad-command": {
    about: "A command names a program that is not written out, or a file that cannot be laid out for it.",
    text: refineSpec({ propose: 'propose: {command: ["${{ best.text }}", --fix]}' }),
    at: "4:21",
  },
  "ungranted-program": {
    about: "A spec says itself which programs it runs, so that whoever is given it sees that in one place.",
    text: refineSpec({ propose: "propose: {command: [deno, fmt, --check]}" }),
    at: "4:21",
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
