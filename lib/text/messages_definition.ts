import type { Message } from "./messages.ts";

/** What the messages about process definitions and the tables that belong to them need to be said. */
export interface DefinitionParams {
  /** A key that a definition does not have, and that is passed over. */
  readonly "ignored-key": {
    readonly key: string;
    readonly near?: string | undefined;
    readonly allowed: readonly string[];
    /** Where what it may be meant to say is said instead. */
    readonly instead?: string | undefined;
  };
  /** A part that is wrong and that a process can do without: `problem` says how, `part` what is left out. */
  readonly "ignored-value": {
    readonly problem: string;
    readonly part: string;
    readonly advice?: string | undefined;
  };
  /** A part that means nothing here; `why` completes the sentence. */
  readonly "not-needed": { readonly part: string; readonly why: string };
  /** Two phases, rules or types of one name. */
  readonly "repeated-name": { readonly what: string; readonly name: string };
  /** A phase that comes after one that there is not. */
  readonly "unknown-phase": {
    readonly name: string;
    readonly near?: string | undefined;
    readonly phases: readonly string[];
  };
  /** Phases that wait for each other; the first is told again at the end. */
  readonly "phase-cycle": { readonly path: readonly string[] };
  /** A file that two phases deliver. */
  readonly "shared-deliverable": { readonly file: string; readonly phase: string };
  /** A file that no phase may deliver. */
  readonly "unsafe-deliverable": { readonly file: string; readonly reason: string };
  /** A tool that is taken and ruled out. */
  readonly "required-excluded": { readonly tool: string };
  /** A tool that a process takes and that there is not. */
  readonly "missing-tool": {
    readonly name: string;
    readonly near?: string | undefined;
    readonly tools: readonly string[];
  };
  /** A tool that is ruled out and that there is not. */
  readonly "unknown-tool-excluded": { readonly name: string; readonly near?: string | undefined };
  /** A number that is taken for the nearest one that means something. */
  readonly "tier-out-of-range": { readonly what: string; readonly found: string; readonly taken: number };
  /** A rule whose pattern cannot be read. */
  readonly "broken-pattern": { readonly pattern: string; readonly reason: string };
  /** A strict process without a phase. */
  readonly "no-phases": Record<never, never>;
  /** No model is there for a process. */
  readonly "no-model-for-process": { readonly roles: readonly string[] };
  /** A model that is to work for a process and cannot. */
  readonly "cannot-work": { readonly model: string; readonly use: string; readonly role: string };
  /** The tool that runs programs, where no program is granted. */
  readonly "no-programs": { readonly tool: string };
  /** A file of a package that is no tool, though it stands where tools do. */
  readonly "bad-tool": { readonly file: string; readonly reason: string; readonly advice?: string | undefined };
}

const didYouMean = (near: string | undefined): string | undefined => near && `did you mean \`${near}\`?`;

/** The messages about process definitions. */
export const DEFINITION_MESSAGES: { readonly [C in keyof DefinitionParams]: Message<DefinitionParams[C]> } = {
  "ignored-key": {
    number: "L0230",
    severity: "warning",
    message: ({ key }) => `unknown key \`${key}\`: it is passed over`,
    hint: ({ near, allowed, instead }) => instead ?? didYouMean(near) ?? `known here: ${allowed.join(", ")}`,
  },
  "ignored-value": {
    number: "L0231",
    severity: "warning",
    message: ({ problem, part }) => `${problem}: ${part} is left out`,
    hint: ({ advice }) => advice,
  },
  "not-needed": {
    number: "L0232",
    severity: "warning",
    message: ({ part, why }) => `not needed: ${part}, ${why}`,
  },
  "repeated-name": {
    number: "L0233",
    severity: "error",
    message: ({ what, name }) => `there are two ${what} \`${name}\``,
    hint: () => "give one of them another name",
  },
  "unknown-phase": {
    number: "L0234",
    severity: "error",
    message: ({ name }) => `there is no phase \`${name}\``,
    hint: ({ near, phases }) => didYouMean(near) ?? `phases: ${phases.join(", ")}`,
  },
  "phase-cycle": {
    number: "L0235",
    severity: "error",
    message: ({ path }) => `these phases wait for each other: ${path.join(" -> ")}`,
    hint: () => "take one of the dependencies out",
  },
  "shared-deliverable": {
    number: "L0236",
    severity: "error",
    message: ({ file, phase }) => `\`${file}\` is a deliverable of the phase \`${phase}\` as well`,
    hint: () => "each phase has files of its own: the name is what stands before the em dash",
  },
  "unsafe-deliverable": {
    number: "L0237",
    severity: "error",
    message: ({ file, reason }) => `\`${file}\` cannot be a deliverable: ${reason}`,
    hint: () => "name a file inside the workspace, such as `report.md`",
  },
  "required-excluded": {
    number: "L0238",
    severity: "error",
    message: ({ tool }) => `the tool \`${tool}\` is both required and excluded`,
    hint: () => "take it out of one of the two lists",
  },
  "missing-tool": {
    number: "L0239",
    severity: "error",
    message: ({ name }) => `the process requires the tool \`${name}\`, and there is none of that name`,
    hint: ({ near, tools }) => didYouMean(near) ?? `tools: ${tools.join(", ")}`,
  },
  "unknown-tool-excluded": {
    number: "L0240",
    severity: "warning",
    message: ({ name }) => `there is no tool \`${name}\`, so excluding it changes nothing`,
    hint: ({ near }) => didYouMean(near),
  },
  "tier-out-of-range": {
    number: "L0241",
    severity: "warning",
    message: ({ what, found, taken }) => `${what} is ${found}, and tiers are 1, 2 and 3: it is taken for ${taken}`,
  },
  "broken-pattern": {
    number: "L0242",
    severity: "error",
    message: ({ pattern, reason }) => `Cannot read the pattern \`${pattern}\`: ${reason}`,
    hint: () => "patterns are regular expressions; `type: llm` takes a demand in words",
  },
  "no-phases": {
    number: "L0243",
    severity: "warning",
    message: () => "a strict process without phases leaves everything to the planner",
    hint: () => "add `phases`, or say `phase_mode: suggestive`",
  },
  "no-model-for-process": {
    number: "L0244",
    severity: "error",
    message: ({ roles }) => `no model is there for this process: none has one of the roles ${roles.join(", ")}`,
    hint: () =>
      "name one in a `loom.toml`: `[models.main]` with `use` and `roles`; `loom init` writes one to start from",
  },
  "cannot-work": {
    number: "L0245",
    severity: "error",
    message: ({ model, use, role }) =>
      `model \`${model}\` (${use}) follows no instructions, so it cannot be the ${role} of a process`,
    hint: () => "give the role to a model that does; `abilities: {instructs: true}` in its entry says that it does",
  },
  "no-programs": {
    number: "L0247",
    severity: "warning",
    message: ({ tool }) => `\`${tool}\` may run no program, so agents do without it`,
    hint: () => "name those that it may run: `permissions: {run: [deno test, git]}`",
  },
  "bad-tool": {
    number: "L0246",
    severity: "error",
    message: ({ file, reason }) => `\`${file}\` cannot be a tool: ${reason}`,
    hint: ({ advice }) => advice,
  },
};
