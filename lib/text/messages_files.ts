import type { Message } from "./messages.ts";

/** What the messages about files, scripts and imports need to be said. Paths are as the spec writes them. */
export interface FileParams {
  /** A file that is not there. */
  readonly "missing-file": { readonly path: string; readonly near?: string | undefined };
  /** A file outside the project folder. */
  readonly "outside-project": { readonly path: string };
  /** A file that cannot be read as text. */
  readonly "unreadable-file": { readonly path: string; readonly reason: string };
  /** Names of the specs, the first one again at the end. */
  readonly "import-cycle": { readonly chain: readonly string[] };
  /** Something wrong with a script; `where` is its place there, or empty. */
  readonly "bad-script": { readonly where: string; readonly reason: string };
  /** A path that no text is saved to. */
  readonly "bad-save-path": { readonly reason: string };
  /** An import that nothing calls. */
  readonly "unused-import": { readonly name: string; readonly kind: string };
  /** A text that names no node of a document. */
  readonly "bad-document": { readonly text: string };
  /** An import that is run and not declared. */
  readonly "unknown-import": {
    readonly name: string;
    readonly near?: string | undefined;
    readonly imports: readonly string[];
  };
  /** An input that a spec that is run does not have. */
  readonly "unknown-input": {
    readonly input: string;
    readonly of: string;
    readonly near?: string | undefined;
    readonly inputs: readonly string[];
  };
  /** An input that a spec that is run must be given. */
  readonly "missing-input": { readonly input: string; readonly of: string };
  /** A spec that is run and has no output that could be a candidate. */
  readonly "no-candidate": { readonly name: string };
  /** A program that cannot be run as it is written. */
  readonly "bad-command": { readonly reason: string; readonly advice: string };
  /** A program that the spec does not grant itself. */
  readonly "ungranted-program": { readonly program: string };
  /** Imports of imports without end. */
  readonly "imports-too-deep": { readonly limit: number };
}

/** The messages about files, scripts and imports. */
export const FILE_MESSAGES: { readonly [C in keyof FileParams]: Message<FileParams[C]> } = {
  "missing-file": {
    number: "L0501",
    severity: "error",
    message: ({ path }) => `there is no file \`${path}\``,
    hint: ({ near }) => near ? `did you mean \`${near}\`?` : "paths are relative to the file that names them",
  },
  "outside-project": {
    number: "L0502",
    severity: "error",
    message: ({ path }) => `\`${path}\` lies outside the project folder`,
    hint: () => "files of a spec stay inside the folder of its project: copy it there",
  },
  "unreadable-file": {
    number: "L0503",
    severity: "error",
    message: ({ path, reason }) => `Cannot read \`${path}\`: ${reason}`,
  },
  "import-cycle": {
    number: "L0504",
    severity: "error",
    message: ({ chain }) => `this import leads back to where it comes from: ${chain.join(" → ")}`,
  },
  "bad-script": {
    number: "L0505",
    severity: "error",
    message: ({ where, reason }) => where ? `${where}: ${reason}` : reason,
  },
  "bad-save-path": {
    number: "L0506",
    severity: "error",
    message: ({ reason }) => `the text cannot be saved here: ${reason}`,
    hint: () => "give a path inside the project folder, such as `documents/${{ spec.name }}.txt`",
  },
  "unused-import": {
    number: "L0507",
    severity: "warning",
    message: ({ name, kind }) =>
      `import \`${name}\` is not used${kind === "autoloom" ? ": kind `autoloom` calls no other spec" : ""}`,
    hint: ({ kind, name }) =>
      kind === "refine"
        ? `run it: \`propose: {run: ${name}}\``
        : kind === "process"
        ? `run it: a task with \`run: ${name}\``
        : undefined,
  },
  "bad-document": {
    number: "L0508",
    severity: "error",
    message: ({ text }) => `\`${text}\` does not name a node of a document`,
    hint: () => "write its name, `@`, and the node, as in `lighthouse@k3v9`",
  },
  "unknown-import": {
    number: "L0510",
    severity: "error",
    message: ({ name }) => `there is no import \`${name}\``,
    hint: ({ near, imports, name }) =>
      near
        ? `did you mean \`${near}\`?`
        : imports.length > 0
        ? `imports: ${imports.join(", ")}`
        : `add it: \`import: {${name}: ./${name}.yaml}\``,
  },
  "unknown-input": {
    number: "L0511",
    severity: "error",
    message: ({ input, of }) => `\`${of}\` has no input \`${input}\``,
    hint: ({ near, inputs }) =>
      near
        ? `did you mean \`${near}\`?`
        : inputs.length > 0
        ? `its inputs: ${inputs.join(", ")}`
        : "it has none: leave it out",
  },
  "missing-input": {
    number: "L0512",
    severity: "error",
    message: ({ input, of }) => `\`${of}\` must be given its input \`${input}\``,
    hint: ({ input }) => `add it: \`with: {${input}: …}\``,
  },
  "no-candidate": {
    number: "L0513",
    severity: "error",
    message: ({ name }) => `\`${name}\` has no output \`text\`, so it is not clear what the candidate is`,
    hint: () => "say it: `text: outputs.…`",
  },
  "bad-command": {
    number: "L0514",
    severity: "error",
    message: ({ reason }) => `this command cannot be run: ${reason}`,
    hint: ({ advice }) => advice,
  },
  "ungranted-program": {
    number: "L0515",
    severity: "error",
    message: ({ program }) => `running \`${program}\` is not granted`,
    hint: ({ program }) => `add it: \`permissions: {run: [${program}]}\``,
  },
  "imports-too-deep": {
    number: "L0509",
    severity: "error",
    message: ({ limit }) => `imports lead through more than ${limit} specs`,
  },
};
